"""The renderer: deterministic, photo and mask in agreement, like a drive."""

import numpy as np
import pytest

from data.classes import CarlaClass
from data.streets import render
from data.streets.camera import Camera
from data.streets.draw import Canvas, Paint, Patch, draw_patches
from data.streets.frame import _vote, world_of
from data.streets.light import Weather

SMALL = (96, 128)
DULL = Weather(
    sun=(0.0, 1.0, 0.0), sun_colour=(0.0, 0.0, 0.0), ambient=(1.0, 1.0, 1.0),
    zenith=(0.5, 0.5, 0.5), horizon=(0.5, 0.5, 0.5), haze_length=1e9, cloud_cover=0.0,
    cloud_shade=1.0, wetness=0.0, exposure=1.0, grain=0.0,
)  # fmt: skip
LEVEL = Camera((0.0, 1.0, 0.0), 0.0, 0.0, 0.0, np.pi / 2, (40, 40))


def plate(depth, class_id, grey, visible=None):
    """A material and a rectangle of 2 m by 2 m before the camera, 1 m on each side of its axis."""

    def material(hit):
        albedo = np.full((hit.a.size, 3), grey, np.float32)
        return Paint(albedo, class_id, None if visible is None else visible(hit))

    return Patch((-1.0, 0.0, depth), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 2.0, 2.0, material)


def draw(*patches):
    """Canvas of 40 x 40 with these rectangles."""
    canvas = Canvas(LEVEL.size)
    draw_patches(canvas, LEVEL, DULL, list(patches))
    return canvas.ids.reshape(40, 40), canvas.colour.reshape(40, 40, 3)


def test_a_plate_covers_the_pixels_that_perspective_says():
    """At 90 degrees and 2 m away, 2 m fill half of the picture: 20 of 40 pixels."""
    ids, _ = draw(plate(2.0, 7, 0.5))
    expected = np.zeros((40, 40), np.uint8)
    expected[10:30, 10:30] = 7
    np.testing.assert_array_equal(expected, ids)


def test_colour_and_class_are_written_to_the_same_samples():
    """Photo and mask agree by construction; this is the construction."""
    ids, colour = draw(plate(2.0, 7, 0.5, visible=lambda hit: hit.a + hit.b < 1.7))
    np.testing.assert_array_equal(ids > 0, colour[..., 0] > 0)
    assert 0 < (ids > 0).sum() < 400


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_nearer_plate_hides_the_farther(order):
    """The order of the list must not matter."""
    plates = plate(2.0, 7, 0.5), plate(4.0, 13, 0.9)
    ids, colour = draw(*(plates[i] for i in order))
    assert {0, 7} == set(np.unique(ids))
    # An upright plane sees half of the sky and some of the ground: 0.65 of its light.
    np.testing.assert_allclose(0.65 * 0.5, colour[20, 20], rtol=1e-4)


def test_gaps_show_what_lies_behind():
    """A fence is a rectangle with holes."""
    fence = plate(2.0, 2, 0.5, visible=lambda hit: hit.a < 1.0)
    ids, _ = draw(fence, plate(3.0, 7, 0.9))
    assert (ids[20, 15], ids[20, 22]) == (2, 7)


def test_a_plate_behind_the_camera_is_not_drawn():
    """Projection alone would mirror it into view."""
    ids, _ = draw(plate(-2.0, 7, 0.5))
    assert ids.max() == 0


def test_a_plate_that_passes_the_camera_is_cut():
    """Walls beside the car start behind it."""
    wall = Patch((2.0, 0.0, -5.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), 50.0, 2.0,
                 plate(1.0, 11, 0.5).material)  # fmt: skip
    ids, _ = draw(wall)
    assert ids[:, :20].max() == 0
    assert ids[20, 39] == 11


def test_the_vote_takes_the_majority():
    """Of 2 x 2 samples three or a single pair decide."""
    samples = np.array([[7, 7, 13, 9, 5, 6], [7, 13, 9, 1, 6, 8]], np.uint8)
    assert _vote(samples).tolist() == [[7, 9, 6]]


def test_a_frame_is_the_same_on_every_run():
    """Figures, checks and students must see the same picture."""
    first, again = render(3, 7, SMALL), render(3, 7, SMALL)
    world_of.cache_clear()
    fresh = render(3, 7, SMALL)
    for one, other in ((first, again), (first, fresh)):
        np.testing.assert_array_equal(one[0], other[0])
        np.testing.assert_array_equal(one[1], other[1])


def test_another_seed_is_another_street():
    """Two data sets of different seeds must not share pictures."""
    assert (render(0, 0, SMALL)[1] != render(1, 0, SMALL)[1]).mean() > 0.02


@pytest.mark.parametrize("size", [(96, 128), (240, 320), (61, 97)])
def test_any_size_is_drawn(size):
    """Odd sizes too: resizing is a lesson of the course."""
    photo, ids = render(0, 0, size)
    assert ((*size, 3), size) == (photo.shape, ids.shape)
    assert (np.uint8, np.uint8) == (photo.dtype, ids.dtype)


def test_ids_are_1_to_22():
    """Unlabeled never occurs, as in the real masks."""
    ids = np.concatenate([render(0, 20 * drive, SMALL)[1] for drive in range(8)])
    assert ids.min() >= 1
    assert ids.max() <= 22


def test_neighbours_look_alike_and_drives_do_not():
    """This is why a random split leaks and a split by drive does not."""
    masks = [render(0, frame, SMALL)[1] for frame in (0, 1, 20, 40, 60)]
    neighbour = (masks[0] == masks[1]).mean()
    strangers = [(masks[0] == mask).mean() for mask in masks[2:]]
    assert neighbour > 0.95
    assert max(strangers) < neighbour - 0.03


def test_road_lies_below_and_sky_above():
    """The horizon is where a dash camera has it."""
    ids = np.stack([render(0, 20 * drive, SMALL)[1] for drive in range(8)])
    assert (ids[:, -10:] == CarlaClass.ROAD).mean() > 0.6
    assert (ids[:, :10] == CarlaClass.SKY).mean() > 0.5
    assert (ids[:, -10:] == CarlaClass.SKY).sum() == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 0, SMALL), "seed -1 and frame 0; both must be 0 or more"),
        ((0, -1, SMALL), "seed 0 and frame -1"),
        ((0, 0, (16, 16)), r"size \(16, 16\); both sides must be at least 32"),
    ],
)
def test_arguments_out_of_range_are_named(arguments, message):
    """A negative frame would silently be another drive."""
    with pytest.raises(ValueError, match=message):
        render(*arguments)


@pytest.mark.slow
def test_shares_are_of_the_kind_of_the_real_recording():
    """A course on rare classes needs their real rarity; 53 drives are the default set."""
    counts = np.zeros(23)
    for drive in range(53):
        _, ids = render(0, 20 * drive + 10, SMALL)
        counts += np.bincount(ids.ravel(), minlength=23)
    share = 100 * counts / counts.sum()
    assert np.flatnonzero(counts == 0).tolist() == [CarlaClass.UNLABELED]
    real = {
        CarlaClass.ROAD: 43.4, CarlaClass.SKY: 32.2, CarlaClass.BUILDING: 7.4,
        CarlaClass.VEGETATION: 6.4, CarlaClass.TERRAIN: 2.8, CarlaClass.SIDEWALK: 1.9,
        CarlaClass.ROAD_LINE: 1.5, CarlaClass.WALL: 1.2, CarlaClass.GUARD_RAIL: 1.0,
    }  # fmt: skip
    ratios = {member.label: share[member] / expected for member, expected in real.items()}
    assert {label: ratio for label, ratio in ratios.items() if not 0.6 < ratio < 1.6} == {}


def test_one_colour_stands_for_several_classes():
    """If colours gave classes away, a network would have nothing to learn from shapes."""
    colours: dict[int, list[tuple[int, int, int]]] = {}
    for drive in range(12):
        photo, ids = render(0, 20 * drive, SMALL)
        for member in (CarlaClass.ROAD, CarlaClass.BUILDING, CarlaClass.SKY):
            chosen = photo[ids == member]
            if len(chosen):
                colours.setdefault(int(member), []).append(chosen.reshape(-1, 3))
    cells = [
        {tuple(cell) for cell in (np.concatenate(pixels) // 32).tolist()}
        for pixels in colours.values()
    ]
    assert len(cells[0] & cells[1]) > 20
    assert len(cells[1] & cells[2]) > 20
