"""What the judge of boundary_iou says beyond the museum: which cause it names, and when none."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks.arrays import Numbers, record, same
from grader.checks.exercise import Shape
from grader.exercises.boundary_iou import judge
from grader.exercises.boundary_iou.judge.borders import border, overlap
from grader.exercises.boundary_iou.judge.mistakes import other_borders, other_scores
from grader.exercises.boundary_iou.probe import Mask, mask_of
from grader.judging.mistakes import with_causes

BORDER, SCORE = judge.EXERCISE.parts


def masks_and_borders(number: int) -> tuple[Mask, Mask, Mask, Mask]:
    """Truth and prediction of a visible case of the score, and their borders."""
    arguments = SCORE.cases[number].arguments
    masks = mask_of(arguments["truth"]), mask_of(arguments["prediction"])
    first, second = (border(mask, arguments["distance"]) for mask in masks)
    return *masks, first, second


def judged(result: Callable[[Mask, Mask], Any], borders: Callable[[Mask, int], Any]) -> str:
    """The first sentence about a score on the visible cases, made of these borders."""
    observations = []
    for case in SCORE.cases:
        masks = mask_of(case.arguments["truth"]), mask_of(case.arguments["prediction"])
        both = [borders(mask, case.arguments["distance"]) for mask in masks]
        observations.append({"result": record(result(*both)), "borders": list(map(record, both))})
    judgements = list(map(SCORE.judge, SCORE.cases, observations))
    judgements = with_causes(SCORE, SCORE.cases, observations, judgements)
    return next(finding.message for one in judgements for finding in one.findings)


def test_the_points_are_half_of_those_of_a_notebook() -> None:
    assert [part.points for part in judge.EXERCISE.parts] == [6, 4]


def test_the_border_is_that_of_a_mask_drawn_by_hand() -> None:
    drawn = ["........", ".###....", ".#.#....", ".#.####.", ".#....#.", ".######.", "........"]
    assert border(mask_of(judge.NOTCHED), 1).tolist() == mask_of(drawn).tolist()


def test_the_cases_tell_all_known_mistakes_apart() -> None:
    given: dict[str, list[Any]] = {}
    for number in range(len(SCORE.cases)):
        for mistake in other_scores(*masks_and_borders(number)):
            given.setdefault(mistake.name, []).append(mistake.gives)
        right = overlap(*masks_and_borders(number)[2:])
        given.setdefault("right", []).append(right)
    assert pairs_alike(given) == []


def test_the_cases_tell_all_wrong_borders_apart() -> None:
    given: dict[str, list[Any]] = {}
    for case in BORDER.cases:
        mask, distance = mask_of(case.arguments["mask"]), case.arguments["distance"]
        for mistake in other_borders(mask, distance):
            if not isinstance(mistake.gives, Shape):
                given.setdefault(mistake.name, []).append(np.ravel(mistake.gives))
        given.setdefault("right", []).append(np.ravel(border(mask, distance)))
    assert pairs_alike({name: np.concatenate(values) for name, values in given.items()}) == []


def pairs_alike(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Names whose values agree on all cases."""
    return [
        (one, other)
        for one, other in itertools.combinations(given, 2)
        if same(given[one], given[other])
    ]


def counted_twice(first: Mask, second: Mask) -> float:
    return float((first & second).sum() / max(first.sum() + second.sum(), 1))


def test_a_mistake_is_named_also_where_the_borders_are_wrong() -> None:
    def too_wide(mask: Mask, distance: int) -> Mask:
        return border(mask, distance + 1)

    assert "The pixels in both borders were counted twice" in judged(counted_twice, too_wide)


def test_a_number_that_no_mistake_explains_names_none() -> None:

    def first_border(mask: Mask, _: int) -> Mask:
        return border(np.ones_like(mask), 1)

    sentence = judged(lambda first, second: counted_twice(first, second) / 3, first_border)
    assert sentence.endswith("and count their pixels.")


@pytest.mark.parametrize("borders", [[], [np.ones(3)], [np.ones((2, 2)), np.ones((2, 2))]])
def test_borders_that_are_no_masks_excuse_nothing(borders: list[Numbers]) -> None:
    evidence = {"result": record(1.0), "borders": [record(one) for one in borders]}
    assert len(SCORE.judge(SCORE.cases[0], evidence).findings) == 1


def test_drawn_masks_have_a_border_and_an_inside_at_one_step() -> None:
    rng = np.random.default_rng(0)
    for _ in range(100):
        case, *_ = BORDER.draw_cases(rng)
        mask = mask_of(case.arguments["mask"])
        outermost = border(mask, 1)
        assert outermost.any()
        assert (mask & ~outermost).any()
