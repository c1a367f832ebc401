"""The judge of values: what is said of no numbers, another shape and other numbers."""

from typing import Any

import numpy as np
import pytest

from grader.checks.arrays import record
from grader.checks.exercise import Case, Shape
from grader.judging.values import compare_numbers, judge_numbers, look_at, no_number

CASE = Case("double([1, 2])")
RIGHT = np.array([2.0, 4.0])


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (
            None,
            "gave NoneType, expected an array of shape (2,). A function that ends without return "
            "gives None. End it with return and the numbers.",
        ),
        ([2.0, 4.0, 6.0], "gave the shape (3,), expected (2,)."),
        ([2.0, 5.0], "gave 5 at [1], expected 4."),
    ],
)
def test_what_is_said_of_another_answer(returned: Any, said: str) -> None:
    judgement = judge_numbers(CASE, record(returned), RIGHT, "the numbers", "Multiply by 2.")
    assert [finding.message for finding in judgement.findings] == [f"double([1, 2]) {said}"]


def test_a_single_number_has_no_place() -> None:
    judgement = judge_numbers(CASE, record(3), 2.0, "the number", "Multiply by 2.")
    assert judgement.findings[0].message == "double([1, 2]) gave 3, expected 2."


def test_numbers_within_the_tolerance_of_float32_are_right() -> None:
    judgement = judge_numbers(CASE, record(np.float32(RIGHT) + 1e-6), RIGHT, "the numbers", "")
    assert judgement.findings == ()


def test_an_array_is_no_number() -> None:
    finding = no_number(CASE, record(np.zeros((2, 1))), "one number", "Take their mean.")
    assert (finding.message, finding.got) == (
        "double([1, 2]) gave an array of shape (2, 1), expected one number. Take their mean.",
        [2, 1],
    )


def test_a_table_begins_a_little_before_the_first_difference() -> None:
    right = np.arange(30.0)
    got = np.where(right == 20, -1, right)
    table = compare_numbers("numbers", got, right, str)
    assert [row[1] for row in table.got.rows] == ["18", "19", "-1", *map(str, range(21, 30))]


def test_of_too_many_numbers_the_shape_is_looked_at() -> None:
    look = look_at(record(np.zeros((5, 1000))), RIGHT, [])
    assert look is not None
    assert Shape(np.shape(look.got)) == Shape((5, 1000))
    assert look_at(record(None), RIGHT, []) is None
