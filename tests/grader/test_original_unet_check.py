"""The literals of the U-Net of 2015: its sizes, its crops, its parameters."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import exercises
from grader.checks.arrays import record
from grader.checks.exercise import Evidence
from grader.exercises.original_unet.judge import expected_graph
from grader.exercises.original_unet.judge.sizes import (
    failing_level,
    nearest_valid,
    valid_between,
)
from grader.graph.table import Graph, Row, describe
from grader.judging.verdicts import cases_of

EXERCISE = exercises.find("original_unet")
SEEDS = range(30)


def rows(kind: str, channels: int = 3) -> list[Row]:
    graph = expected_graph({"options": {"input_size": [572, 572, channels]}})
    return [row for row in graph.rows if row.kind.startswith(kind)]


def test_valid_sizes_begin_with_those_published() -> None:
    assert valid_between(1, 200) == [140, 156, 172, 188]
    assert 572 in valid_between(1, 600)


@pytest.mark.parametrize(
    ("side", "level"), [(571, 1), (570, 2), (568, 3), (564, 4), (108, 5), (3, 1), (572, None)]
)
def test_the_first_level_that_does_not_work_out_is_named(side: int, level: int | None) -> None:
    assert failing_level(side) == level


@pytest.mark.parametrize(
    ("side", "nearest"), [(570, [556, 572]), (573, [572, 588]), (572, [556, 588]), (1, [140])]
)
def test_nearest_valid_sizes_lie_on_both_sides(side: int, nearest: list[int]) -> None:
    assert nearest_valid(side) == nearest


@pytest.mark.parametrize(("channels", "parameters"), [(3, 31_031_810), (1, 31_030_658)])
def test_parameters_are_those_published(channels: int, parameters: int) -> None:
    assert sum(row.parameters for row in rows("", channels)) == parameters


def test_output_is_smaller_than_the_input() -> None:
    assert rows("")[-1].shape == (None, 388, 388, 2)


def test_crops_per_side_grow_on_the_way_up() -> None:
    crops = [row.attributes["cropping"][0] for row in rows("Cropping2D")]
    assert crops == [(4, 4), (16, 16), (40, 40), (88, 88)]


def test_there_are_23_convolutions() -> None:
    assert len(rows("Conv2D")) == 23


def test_twenty_points_in_all() -> None:
    assert EXERCISE.max_score == 20


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_inputs_fail_at_one_side_or_at_none(seed: int) -> None:
    drawn = cases_of(EXERCISE.part("refuses"), seed)[-4:]
    failing = [
        [name for name in ("height", "width") if failing_level(case.arguments[name])]
        for case in drawn
    ]
    assert failing == [[], ["height"], ["width"], ["width"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_croppings_differ_in_rows_and_columns(seed: int) -> None:
    case = cases_of(EXERCISE.part("cropping"), seed)[-1]
    before, after = (np.array(case.arguments[name][1:3]) for name in ("previous", "current"))
    rows, columns = (int(lost) for lost in before - after)
    assert (rows != columns, rows % 2, columns % 2) == (True, 0, 0)


Cut = Callable[[Any], Any]


def center_crop(tensor: Any) -> Any:
    import keras

    return keras.layers.CenterCrop(16, 14)(tensor)


def cropping_layer(tensor: Any) -> Any:
    import keras

    return keras.layers.Cropping2D((2, 3))(tensor)


def described(cut: Cut) -> Graph:
    import keras

    return Graph.from_json(describe(cut(keras.Input((20, 20, 3)))))


@pytest.mark.parametrize(
    "cut",
    [
        cropping_layer,
        center_crop,
        lambda tensor: tensor[:, 2:-2, 3:-3],
        lambda tensor: tensor[:, 2:18, 3:17, :],
        lambda tensor: tensor[..., 2:-2, 3:-3, :],
    ],
)
def test_a_middle_cut_out_is_one_layer_in_any_words(cut: Cut) -> None:
    row = described(cut).rows[-1]
    assert (row.kind, row.attributes, row.shape) == (
        "Cropping2D",
        {"cropping": ((2, 2), (3, 3)), "data_format": "channels_last"},
        (None, 16, 14, 3),
    )


@pytest.mark.parametrize(
    "cut",
    [
        lambda tensor: tensor[:, ::2],
        lambda tensor: tensor[:, 2:-2, 3:-3, :2],
        lambda tensor: tensor[..., 0],
    ],
)
def test_a_slice_that_does_more_is_no_cropping(cut: Cut) -> None:
    assert described(cut).rows[-1].kind == "GetItem"


def test_a_slice_that_cuts_nothing_is_left_out() -> None:
    assert len(described(lambda tensor: tensor[:, 0:20]).rows) == 1


def test_stamps_side_by_side_need_no_padding() -> None:
    import keras

    def paddings(padding: str) -> Any:
        layer = keras.layers.Conv2DTranspose(4, 2, strides=2, padding=padding)
        return described(layer).rows[-1].attributes

    assert paddings("valid") == paddings("same")


EVIDENCE: dict[str, Evidence] = {
    "valid_sizes": {"sizes": record([0])},
    "refuses": {"returned": "NoneType"},
    "cropping": {"cropping": record((0, 0))},
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_cases_tell_all_known_mistakes_apart(name: str) -> None:
    part = EXERCISE.part(name)
    looks = [part.look(case, EVIDENCE[name]) for case in part.cases]
    given: dict[str, list[Any]] = {}
    for number, look in enumerate(looks):
        assert look is not None
        mistakes = [(one.name, one.gives) for one in look.mistakes] + [("right", look.right)]
        for mistake, gives in mistakes:
            given.setdefault(mistake, []).append((number, np.ravel(gives).tolist()))
    alike = [pair for pair in itertools.combinations(given, 2) if given[pair[0]] == given[pair[1]]]
    assert alike == []


def test_a_class_of_value_error_is_one() -> None:
    error = {"type": "SizeError", "message": "height: level 1, 556 or 572", "lines": []}
    observation = {"raised": error, "is_value_error": True}
    case = EXERCISE.part("refuses").cases[-1]
    assert EXERCISE.part("refuses").judge(case, observation).findings == ()


def refusal(message: str) -> Evidence:
    return {
        "raised": {"type": "ValueError", "message": message, "lines": []},
        "is_value_error": True,
    }


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (refusal("of Keras"), "somewhere else"),
        (refusal("of Keras") | {"by_itself": refusal("556, 572")}, "first, outside of any try."),
        (refusal("wide") | {"by_itself": refusal("wide")}, "from your validate_input"),
        (refusal("wide") | {"by_itself": refusal("wide")}, 'raises ValueError and says "wide".'),
        (
            refusal("of Keras") | {"by_itself": {"returned": "NoneType"}},
            "(572, 570) raises nothing.",
        ),
    ],
)
def test_a_wrong_validate_input_is_not_told_to_be_called(evidence: Evidence, words: str) -> None:
    part = EXERCISE.part("arguments")
    case = next(case for case in part.cases if case.arguments.get("refused") == [572, 570, 3])
    assert words in part.judge(case, evidence).findings[0].message
