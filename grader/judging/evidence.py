"""Evidence that comes from a student's process, read with care by the trusted side.

It is JSON that anybody may have written. ``validated`` bounds its size and makes sure that it
answers the question that was asked; what is inside an observation is for the judges to read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from operator import gt
from typing import Any

from grader.checks.exercise import Evidence
from grader.checks.line_values import LONGEST_NAME, MOST_SHAPES
from grader.checks.probing import EVIDENCE_FORMAT, LONGEST_LINE, LONGEST_MESSAGE, MOST_LINES
from grader.errors import CourseError
from grader.judging.explanations import sentence

MOST_LEVELS = 60
MOST_VALUES = 2_000_000
LONGEST_TEXT = 100_000
LARGEST_INTEGER = 2**63


class NotConfirmed(CourseError):
    """Evidence from which no judge can tell whether the work is right; it counts as not passed."""


_NEXT_STEP = "Restart the kernel and run all cells to see what the check shows."


def validated(
    raw: Any, exercise: str, part: str, run: str | None, number_of_cases: int
) -> Evidence:
    """``raw`` when it is evidence of this part, of this run and of so many cases.

    Raises:
        NotConfirmed: it is not, or it is larger or deeper than any probe writes.
    """
    if not isinstance(raw, dict):
        raise _refusal(f"is of type {type(raw).__name__}, expected an object")
    asked = {"format": EVIDENCE_FORMAT, "exercise": exercise, "part": part, "run": run}
    for key, expected in asked.items():
        if raw.get(key) != expected:
            raise _refusal(f"has the {key} {_shown(raw.get(key))}, expected {expected!r}")
    _check_values(raw)
    if not isinstance(raw.get("settings"), dict):
        raise _refusal("does not say what the notebook has set, expected an object")
    observations = raw.get("observations")
    if not isinstance(observations, list) or not all(isinstance(o, dict) for o in observations):
        raise _refusal("has no list of observations, expected one object for each case")
    if len(observations) != number_of_cases:
        raise _refusal(f"covers {len(observations)} cases, expected {number_of_cases}")
    return raw


def _refusal(what: str) -> NotConfirmed:
    return NotConfirmed(f"The record of this check {what}. {_NEXT_STEP}")


def unreadable(case: str) -> NotConfirmed:
    """The refusal of an observation that no judge can read."""
    return NotConfirmed(
        f"{case}: the record of this check cannot be read, expected what a check writes. "
        f"{_NEXT_STEP}"
    )


def _shown(value: Any) -> str:
    return repr(value)[:100] if isinstance(value, str | int | None) else type(value).__name__


def _check_values(raw: Evidence) -> None:
    """Refuse what is too deep, too long or no JSON; without recursion, whatever comes."""
    waiting: list[tuple[Any, int]] = [(raw, 1)]
    n_values = 0
    while waiting:
        container, level = waiting.pop()
        n_values += len(container)
        if level > MOST_LEVELS:
            raise _refusal(f"is nested too deeply, expected at most {MOST_LEVELS} levels")
        if n_values > MOST_VALUES:
            raise _refusal(f"holds {n_values:,} values or more, expected at most {MOST_VALUES:,}")
        if isinstance(container, dict):
            for key in container:
                _check_key(key)
        for value in container.values() if isinstance(container, dict) else container:
            if isinstance(value, dict | list):
                waiting.append((value, level + 1))
            else:
                _check_leaf(value)


def _check_key(key: Any) -> None:
    if not isinstance(key, str):
        raise _refusal(f"has a key of type {type(key).__name__}, expected text")
    _check_leaf(key)


def _check_leaf(value: Any) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise _refusal(
                f"holds a text of {len(value):,} characters, expected at most {LONGEST_TEXT:,}"
            )
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise _refusal(f"holds the number {value}, expected finite ones")
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise _refusal("holds a whole number beyond 2**63, expected smaller ones")
    elif value is not None:
        raise _refusal(f"holds an object of type {type(value).__name__}, expected plain JSON")


@dataclass(frozen=True)
class Raised:
    """An error in the student's code. ``lines`` are hers on its way, the one that raised last.

    ``shapes`` are those of the tensors on each of the lines, by what is written there.
    """

    type: str
    message: str
    lines: tuple[str, ...]
    shapes: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def from_json(cls, data: Any) -> "Raised":
        """The error that ``probing.describe_error`` wrote; ``ValueError`` for anything else."""
        shapes = tuple(dict(of_line) for of_line in data.get("shapes", ()))
        error = cls(data["type"], data["message"], tuple(data["lines"]), shapes)
        limits = [
            (error.type, LONGEST_NAME),
            (error.message, LONGEST_MESSAGE),
            *((line, LONGEST_LINE) for line in error.lines),
            *((text, LONGEST_NAME) for of_line in shapes for text in chain(*of_line.items())),
        ]
        most = (MOST_LINES, MOST_LINES, *(MOST_SHAPES for _ in shapes))
        if any(map(gt, map(len, (error.lines, shapes, *shapes)), most)) or not all(
            isinstance(text, str) and len(text) <= most for text, most in limits
        ):
            raise ValueError("This is not the description of an error.")
        return error

    @property
    def where(self) -> str:
        """The line that raised, to go on with behind "raised …"; empty where none is known."""
        return f" in the line `{self.lines[-1]}`" if self.lines else ""

    def sentence(self, call: str) -> str:
        """What ``call`` raised, and why, as far as that is known."""
        return sentence(call, self.type, self.message, self.lines, *self.shapes[-1:])
