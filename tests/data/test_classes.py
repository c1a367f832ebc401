"""The table of classes."""

import numpy as np
import pytest

from data.classes import CLASS_NAMES, COLOURS, N_CLASSES, CarlaClass, colorize


def test_ids_are_the_published_ones():
    """A wrong id would silently swap two classes of every mask."""
    expected = ["unlabeled", "building", "fence", "other", "pedestrian", "pole", "road line",
                "road", "sidewalk", "vegetation", "vehicle", "wall", "traffic sign", "sky",
                "ground", "bridge", "rail track", "guard rail", "traffic light", "static",
                "dynamic", "water", "terrain"]  # fmt: skip
    assert expected == list(CLASS_NAMES)
    assert list(range(23)) == [int(member) for member in CarlaClass]
    assert N_CLASSES == 23


def test_every_class_has_its_own_colour():
    """Two classes in one colour cannot be told apart in a figure."""
    assert COLOURS.shape == (23, 3)
    assert len({tuple(colour) for colour in COLOURS.tolist()}) == 23


def test_frequent_classes_differ_in_lightness():
    """Readers who do not see hues tell road, sky, buildings, plants and terrain by lightness."""
    frequent = [CarlaClass.ROAD, CarlaClass.SKY, CarlaClass.BUILDING, CarlaClass.VEGETATION]
    lightness = sorted(float(COLOURS[c] @ [0.2126, 0.7152, 0.0722]) for c in frequent)
    assert min(np.diff(lightness)) > 8


def test_colorize_looks_colours_up():
    """The picture must show the class of each pixel at its place."""
    mask = np.array([[7, 13], [9, 0]], np.uint8)
    expected = np.array([[COLOURS[7], COLOURS[13]], [COLOURS[9], COLOURS[0]]])
    np.testing.assert_array_equal(expected, colorize(mask))
    np.testing.assert_array_equal(expected, colorize(mask[..., None]))


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.zeros((1, 2, 2, 1), np.uint8), r"shape \(1, 2, 2, 1\); it takes \(H, W\)"),
        (np.full((2, 2), 255, np.uint8), "ids from 255 to 255; allowed are 0 to 22"),
    ],
)
def test_colorize_names_what_it_got(mask, message):
    """The alpha channel taken for a mask is the common mistake; the message must lead there."""
    with pytest.raises(ValueError, match=message):
        colorize(mask)
