"""The look inside a trained network: what it computes, and what is shown to whom."""

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from data import streets
from data.scores import confusion, scores
from grader.errors import CourseError
from grader.notebook.render import Shown
from lessons import look, showing
from lessons.look import drawings, network
from lessons.look.drawings import Asked, Stack
from lessons.look.network import BOTTOM, LEVELS, SKIPS, UnfitPhoto, Window
from lessons.look.widgets import box, choice, moved, slider

Array = NDArray[Any]
WIDGET = "application/vnd.jupyter.widget-view+json"
ROAD, SKY, BUILDING = 7, 13, 1


@pytest.fixture(scope="module")
def street() -> tuple[Array, Array]:
    photo, mask = streets.examples().read(2)
    return photo[::2, ::2] / 255, mask[::2, ::2]


@pytest.fixture(scope="module")
def computed(street: tuple[Array, Array]) -> network.Pass:
    return network.run(street[0])


# --- the network ----------------------------------------------------------------------------------


def test_the_network_knows_a_street(street: tuple[Array, Array]) -> None:
    """Most pixels are right, and more of them than roads and skies alone would give."""
    photo, mask = street
    reached = scores(confusion(mask, network.segment(photo)))
    assert {name: round(value, 2) for name, value in reached.items()} == {
        "accuracy": 0.90,
        "mean IoU": 0.32,
    }


def test_the_network_is_the_courses_with_a_quarter_of_the_filters() -> None:
    kernels = {
        name.removesuffix(" kernel"): array.shape
        for name, array in network._weights().items()
        if name.endswith(" kernel")
    }
    assert list(kernels) == network.layer_names()
    assert [kernels[f"down {level} second"] for level in LEVELS] == [
        (3, 3, 8 * 2**place, 8 * 2**place) for place in range(len(LEVELS))
    ]
    assert kernels["logits"] == (1, 1, 8, 23)


def test_every_path_has_the_maps_of_its_level(computed: network.Pass) -> None:
    shapes = {place: tuple(stack.shape) for place, stack in computed.maps.items()}
    assert shapes == {
        **{("skip", level): (96 >> level - 1, 128 >> level - 1, 4 << level) for level in LEVELS},
        **{("down", level): (96 >> level, 128 >> level, 4 << level) for level in SKIPS},
        **{
            (path, level): (96 >> level - 1, 128 >> level - 1, 4 << level)
            for level in SKIPS
            for path in ("from below", "up")
        },
    }


def test_a_skip_that_is_off_leaves_what_comes_from_deeper_as_it_was(
    street: tuple[Array, Array], computed: network.Pass
) -> None:
    without = network.run(street[0], without=[2])
    changed = [
        place
        for place, stack in computed.maps.items()
        if not np.array_equal(stack, without.maps[place])
    ]
    assert changed == [("up", 2), ("from below", 1), ("up", 1)]


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_outside_the_receptive_field_moves_a_level(
    street: tuple[Array, Array], level: int
) -> None:
    row, column = 70, 30
    top, left, side = network.window(level, row, column)
    strength = network.influence(street[0], row, column, level)
    strength[max(top, 0) : top + side, max(left, 0) : left + side] = 0
    assert np.count_nonzero(strength) == 0


def test_the_receptive_field_is_no_larger_than_it_must_be(street: tuple[Array, Array]) -> None:
    """On the first two levels every side of the square counts."""
    for level in (1, 2):
        top, left, side = network.window(level, 70, 30)
        rows, columns = np.nonzero(network.influence(street[0], 70, 30, level))
        found = Window(rows.min(), columns.min(), np.ptp(rows) + 1)
        assert (found, np.ptp(columns) + 1) == ((top, left, side), side)


def test_windows_follow_the_grid_of_their_level() -> None:
    assert [network.window(level, 5, 9) for level in (1, 2, 3)] == [
        Window(3, 7, 5),
        Window(-2, 2, 14),
        Window(-10, -6, 32),
    ]


@pytest.mark.parametrize("shape", [(96, 128), (96, 128, 4), (100, 128, 3), (0, 128, 3)])
def test_a_photo_that_does_not_fit_is_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(UnfitPhoto, match=re.escape(f"The photo has the shape {shape}, expected")):
        network.run(np.zeros(shape))


def test_a_skip_that_is_not_there_is_named() -> None:
    with pytest.raises(CourseError, match="no skip connection on level 5; there is one on each of"):
        network.segment(np.zeros((16, 16, 3)), without=[5])


def test_a_place_off_the_photo_is_named() -> None:
    with pytest.raises(UnfitPhoto, match=r"Row 16, column 0 is not on the photo.*from 0 to 15"):
        network.influence(np.zeros((16, 16, 3)), 16, 0)


# --- the drawings ---------------------------------------------------------------------------------


def test_a_map_is_named_after_the_class_it_is_brightest_on() -> None:
    guess = np.repeat([[SKY], [ROAD]], 4, axis=1).repeat(2, axis=0)
    stack = np.stack([[[0, 0], [1, 2]], [[3, 1], [0, 0]], [[0, 0], [0, 0]]], axis=-1)
    assert drawings.brightest(stack, guess) == ["road", "sky", drawings.ZERO]


def test_a_class_of_a_few_pixels_names_no_map() -> None:
    guess = np.full((16, 16), ROAD)
    guess[0, 0] = BUILDING
    stack = np.ones((16, 16, 1))
    stack[0, 0] = 100
    assert drawings.brightest(stack, guess) == ["road"]


def test_the_alt_text_of_maps_counts_what_they_are_bright_on() -> None:
    guess = np.repeat([[SKY], [ROAD]], 16, axis=1).repeat(8, axis=0)
    stack = np.zeros((16, 16, 3))
    stack[8:, :, 0] = stack[:8, :, 1] = 1
    shown = drawings.maps(np.zeros((16, 16, 3)), guess, Stack("Level 1, skip", stack))
    assert repr(shown) == (
        "Level 1, skip: 3 maps of 16 by 16 numbers for one photo, each named after the class on "
        "which it is brightest: road 1, sky 1; zero everywhere 1."
    )


def test_half_of_an_influence_is_held_by_a_square_around_the_point() -> None:
    strength = np.zeros((9, 9))
    strength[4, 2] = 1
    strength[4, 5] = 1
    assert [drawings.held_within(strength, 4, 2, share) for share in (0.5, 0.9)] == [1, 7]


def test_the_alt_text_of_fields_says_how_far_the_point_looks() -> None:
    strength = np.zeros((16, 16))
    strength[3:6, 3:6] = 1
    shown = drawings.fields(np.zeros((16, 16, 3)), [Asked(4, 4, "“road”", strength)])
    assert "sides of 5, 14, 32, 68 and 140 pixels" in repr(shown)
    assert repr(shown).endswith("90% of the influence: “road” at row 4, column 4, 3 pixels.")


def test_the_alt_text_of_guesses_names_the_class_that_loses_most() -> None:
    truth = np.repeat([[SKY], [ROAD]], 16, axis=1).repeat(8, axis=0)
    wrong = np.where(truth == SKY, BUILDING, truth)
    photo = np.zeros((16, 16, 3))
    shown = drawings.switched(photo, truth, truth, "Without skip 1", wrong)
    assert repr(shown) == (
        "A photo, its true mask and what the network makes of it. With all skips, accuracy 1.00, "
        "mean IoU 1.00; Without skip 1, accuracy 0.50, mean IoU 0.33. Without skip 1, sky, whose "
        "IoU goes from 1.00 to 0.00, loses most."
    )
    same = drawings.guesses(photo, truth, {"With all skips": truth, "Without skip 4": truth})
    assert repr(same).endswith("Without skip 4, no class loses.")


# --- what is shown to whom ------------------------------------------------------------------------


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the looks display during the test."""
    displayed: list[Any] = []
    monkeypatch.setattr(showing, "display", displayed.append)
    return displayed


def kernel_that(monkeypatch: pytest.MonkeyPatch, **content: bool) -> None:
    kernel = SimpleNamespace(get_parent=lambda: {"content": content})
    monkeypatch.setattr(showing, "get_ipython", lambda: SimpleNamespace(kernel=kernel))


@pytest.mark.parametrize(
    ("content", "expected"),
    [({"allow_stdin": True}, True), ({"allow_stdin": False}, False), ({}, False)],
)
def test_who_can_be_asked_sits_before_the_notebook(
    monkeypatch: pytest.MonkeyPatch, content: dict[str, bool], expected: bool
) -> None:
    kernel_that(monkeypatch, **content)
    assert showing.is_attended() == expected


def test_nobody_sits_before_plain_python() -> None:
    assert showing.is_attended() is False


def test_a_look_is_a_still_picture_where_nobody_moves_it(
    street: tuple[Array, Array], outputs: list[Any]
) -> None:
    photo, mask = street
    look.maps(photo)
    look.field(photo)
    look.skips(photo, mask)
    kinds = [sorted(output._repr_mimebundle_()) for output in outputs]
    assert kinds == [["text/html", "text/plain"]] * 3
    told = [repr(output) for output in outputs]
    assert f"Level {BOTTOM}, the bottom" in told[0]
    assert "Without skip 1, accuracy 0.59" in told[2]


def test_a_look_is_a_widget_where_somebody_moves_it(
    street: tuple[Array, Array], outputs: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The still picture follows, for a notebook that is opened without its kernel."""
    kernel_that(monkeypatch, allow_stdin=True)
    look.skips(*street)
    widget, still = (output._repr_mimebundle_() for output in outputs)
    assert sorted(widget) == [WIDGET, "text/plain"]
    assert "shown-alive" in outputs[0]._widget._dom_classes
    assert "Without any skip" in still["text/plain"]
    assert '<div class="shown-still"><img' in still["text/html"]


def text_of(widget: Any) -> str:
    return str(widget.children[1].value)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The widgets that the looks make."""
    widgets: list[Any] = []
    monkeypatch.setattr(look, "show", lambda still, widget, told: widgets.append(widget()))
    return widgets


def test_the_slider_goes_through_the_levels(street: tuple[Array, Array], made: list[Any]) -> None:
    look.maps(street[0])
    level, path = made[0].children[0].children
    first = text_of(made[0])
    path.value = "from below"
    level.value = 3
    third = text_of(made[0])
    level.value = BOTTOM
    assert ["Level 1, skip" in first, "Level 3, from below" in third] == [True, True]
    assert "zero everywhere 0" in third, "the maps of the skip, of which three are zero"
    assert "Level 5, the bottom of the U: 128 maps of 6 by 8" in text_of(made[0])


def test_the_point_moves_by_row_and_column(street: tuple[Array, Array], made: list[Any]) -> None:
    look.field(street[0])
    row, column, asked = made[0].children[0].children
    row.value, column.value = 80, 100
    asked.value = 1
    assert "level 1 at row 80, column 100, 5 pixels" in text_of(made[0])


def test_boxes_switch_skips_off(street: tuple[Array, Array], made: list[Any]) -> None:
    look.skips(*street)
    boxes = made[0].children[0].children
    boxes[0].value = True
    boxes[1].value = boxes[3].value = False
    assert "Without skip 2 and 4, accuracy" in text_of(made[0])
    boxes[1].value = boxes[3].value = True
    assert "With none switched off, accuracy 0.90, mean IoU 0.32" in text_of(made[0])


def test_a_drawing_follows_its_controls_and_each_has_a_name() -> None:
    drawn: list[dict[str, Any]] = []

    def draw(**values: Any) -> Shown:
        drawn.append(values)
        return Shown("", f"<p>{len(drawn)}</p>")

    controls = {
        "a": slider("first", 1, 5, 2),
        "b": choice("second", [("some", 1), ("none", 0)], 0),
        "c": box("third", True),
    }
    widget = moved(draw, **controls)
    controls["a"].value = 3
    controls["c"].value = False
    assert drawn == [
        {"a": 2, "b": 0, "c": True},
        {"a": 3, "b": 0, "c": True},
        {"a": 3, "b": 0, "c": False},
    ]
    assert text_of(widget) == "<p>3</p>"
    assert [control.description for control in controls.values()] == ["first", "second", "third"]
