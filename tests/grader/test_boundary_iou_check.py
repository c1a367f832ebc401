"""What the judge of boundary_iou says beyond the museum: which cause it names, and when none."""

from typing import Any

import numpy as np
import pytest

from grader.arrays import Numbers, record, same
from grader.exercise import Judgement
from grader.exercises.boundary_iou import judge
from grader.exercises.boundary_iou.probe import Mask, mask_of

BORDER, SCORE = judge.EXERCISE.parts


def masks_and_borders(number: int) -> tuple[Mask, Mask, Mask, Mask]:
    """Truth and prediction of a visible case of the score, and their borders."""
    arguments = SCORE.cases[number].arguments
    masks = mask_of(arguments["truth"]), mask_of(arguments["prediction"])
    first, second = (judge.border(mask, arguments["distance"]) for mask in masks)
    return *masks, first, second


def judged(number: int, result: Any, borders: list[Numbers]) -> Judgement:
    """What is said of a result on a visible case of the score, with these borders beside it."""
    evidence = {"result": record(result), "borders": [record(one) for one in borders]}
    return SCORE.judge(SCORE.cases[number], evidence)


def test_the_points_are_half_of_those_of_a_notebook() -> None:
    assert [part.points for part in judge.EXERCISE.parts] == [6, 4]


def test_the_border_is_that_of_a_mask_drawn_by_hand() -> None:
    drawn = ["........", ".###....", ".#.#....", ".#.####.", ".#....#.", ".######.", "........"]
    assert judge.border(mask_of(judge.NOTCHED), 1).tolist() == mask_of(drawn).tolist()


def test_the_first_case_tells_all_known_mistakes_apart() -> None:
    truth, prediction, first, second = masks_and_borders(0)
    values = [value for value, _ in judge._other_scores(truth, prediction, first, second)]
    values.append(judge.overlap(first, second))
    alike = [
        (one, other)
        for place, one in enumerate(values)
        for other in values[:place]
        if same(one, other)
    ]
    assert alike == []


def test_a_number_that_two_mistakes_explain_names_neither() -> None:
    """As large as the other, the borders make share, precision and Dice one number."""
    truth, *_ = masks_and_borders(0)
    same_size = np.roll(judge.border(truth, 2), 1, axis=1)
    score = (same_size & judge.border(truth, 2)).sum() / same_size.sum()
    findings = judged(0, score, [judge.border(truth, 2), same_size]).findings
    assert findings[0].message.endswith("Count the pixels of both borders by hand.")


def test_a_mistake_is_named_also_where_the_borders_are_wrong() -> None:
    truth, prediction, *_ = masks_and_borders(0)
    first, second = judge.border(truth, 1), judge.border(prediction, 1)
    recall = (first & second).sum() / first.sum()
    message = judged(0, recall, [first, second]).findings[0].message
    assert "That is the share of the true border that was found." in message


@pytest.mark.parametrize("borders", [[], [np.ones(3)], [np.ones((2, 2)), np.ones((2, 2))]])
def test_borders_that_are_no_masks_excuse_nothing(borders: list[Numbers]) -> None:
    assert len(judged(0, 1.0, borders).findings) == 1


def test_drawn_masks_have_a_border_and_an_inside_at_one_step() -> None:
    rng = np.random.default_rng(0)
    for _ in range(100):
        case, *_ = BORDER.draw_cases(rng)
        mask = mask_of(case.arguments["mask"])
        border = judge.border(mask, 1)
        assert border.any()
        assert (mask & ~border).any()
