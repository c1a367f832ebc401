"""Small exercises on the way: what a reader is told who has written one, or has not."""

import doctest
from collections.abc import Callable
from typing import Any

import pytest

from lessons import trial


def untouched(rows: int) -> int:
    raise NotImplementedError


def broken(rows: int) -> int:
    return rows.size  # type: ignore[attr-defined,no-any-return]


def test_the_example_of_the_docstring_is_what_a_terminal_shows() -> None:
    assert doctest.testmod(trial) == (0, 1)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (untouched, "○ untouched: not written yet\n\nPut your line in the place of `raise"),
        (broken, "✗ broken\n\nbroken(96) raised AttributeError: 'int' object has no"),
        (lambda rows: rows - 1, "✗ <lambda>\n\n<lambda>(96) gave 95, expected 94."),
        (lambda rows: None, "✗ <lambda>\n\n<lambda>(96) gave None, expected 94."),
        (lambda rows: [rows - 2], "✗ <lambda>\n\n<lambda>(96) gave [94], expected 94."),
    ],
)
def test_what_does_not_fit_is_named_and_raises_nothing(
    function: Callable[[int], Any], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.check(function, {(96,): 94})
    assert capsys.readouterr().out.startswith(expected)


def test_a_list_is_compared_number_by_number(capsys: pytest.CaptureFixture[str]) -> None:
    trial.check(lambda: [1, 2.0], {(): [1, 2]})
    assert capsys.readouterr().out.startswith("✓ <lambda>")
