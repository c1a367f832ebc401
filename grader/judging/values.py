"""The judge of values: a function gave something, and certain numbers were expected.

Every exercise asks in the same order: whether numbers came at all and in the right shape, then
whether they are right. Known mistakes are looked for in all cases together, by
``grader.judging.mistakes``. What an exercise adds is its specification and its words.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import (
    Numbers,
    close,
    compare,
    is_array,
    next_step_of_type,
    numbers_of,
    plain,
    recorded_numbers,
    say,
    say_shape,
)
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look, Mistake

MOST_ROWS = 12

Close = Callable[[Any, Any], NDArray[np.bool_]]  # where two arrays of one shape agree
Place = tuple[int, ...]


def judge_values(
    case: Case,
    recorded: Evidence,
    right: Any,
    odd: Callable[[Case, Evidence, Numbers], Finding],
    wrong: Callable[[Case, Numbers, Numbers], Finding],
    table: Callable[[Case, Numbers, Numbers], Comparison],
    are_close: Close = close,
) -> Judgement:
    """Compare what was recorded with what is right.

    ``odd`` is the finding about what holds no numbers or has another shape, ``wrong`` that about
    other numbers. ``table`` shows both.
    """
    right = np.asarray(right)
    if not is_array(recorded) or tuple(recorded["shape"]) != right.shape:
        return Judgement((odd(case, recorded, right),))
    got = numbers_of(recorded["values"])
    findings = () if are_close(got, right).all() else (wrong(case, got, right),)
    return Judgement(findings, table(case, got, right))


def judge_numbers(case: Case, recorded: Evidence, right: Any, noun: str, advice: str) -> Judgement:
    """The same in plain words; ``noun`` completes "Return …"."""

    def odd(case: Case, recorded: Evidence, right: Numbers) -> Finding:
        wanted = f"an array of shape {say_shape(right.shape)}" if right.shape else "one number"
        if not is_array(recorded):
            step = next_step_of_type(recorded["type"], noun)
            return no_numbers(case, recorded["type"], wanted, step)
        return other_shape(case, recorded["shape"], right.shape, f"Return {noun}.")

    def wrong(case: Case, got: Numbers, right: Numbers) -> Finding:
        place = places_apart(got, right)[0]
        return other_value(case, got[place], right[place], advice, at=_at(place))

    def table(case: Case, got: Numbers, right: Numbers) -> Comparison:
        return compare_numbers(case.name, got, right, lambda place: f"number{_at(place)}")

    return judge_values(case, recorded, right, odd, wrong, table)


def _at(place: Place) -> str:
    return f" at {list(place)}" if place else ""


def look_at(recorded: Evidence, right: Any, mistakes: Iterable[Mistake]) -> Look | None:
    """What was recorded beside what is right; None where no numbers were."""
    if not is_array(recorded):
        return None
    got = recorded_numbers(recorded)
    return Look(only_shape(recorded["shape"]) if got is None else got, right, mistakes)


def only_shape(shape: Iterable[int]) -> Numbers:
    """An array of that shape that is like no other."""
    return np.broadcast_to(np.nan, tuple(shape))


def places_apart(got: Numbers, right: Numbers, are_close: Close = close) -> list[Place]:
    """The places at which two arrays of one shape differ, the first one first."""
    return [tuple(int(i) for i in place) for place in np.argwhere(~are_close(got, right))]


def compare_numbers(
    title: str,
    got: Numbers,
    right: Numbers,
    say_place: Callable[[Place], str],
    are_close: Close = close,
) -> Comparison:
    """A row for each of the first numbers, from a little before the first difference on."""
    places = list(np.ndindex(right.shape))
    apart = places_apart(got, right, are_close)
    start = max(0, places.index(apart[0]) - 2) if apart else 0
    rows = [
        (say_place(place), say(got[place]), say(right[place]))
        for place in places[start : start + MOST_ROWS]
    ]
    return compare(title, rows)


def no_numbers(case: Case, kind: str, wanted: str, step: str) -> Finding:
    """The finding about something of a type that holds no numbers."""
    return case.finding(("type", kind, wanted), f"gave {kind}, expected {wanted}. {step}")


def other_shape(
    case: Case, got: Sequence[int], right: Sequence[int], advice: str, why: str = ""
) -> Finding:
    """The finding about an array of another shape; ``why`` goes on behind the right one."""
    sentence = f"gave the shape {say_shape(got)}, expected {say_shape(right)}{why}."
    return case.finding(("shape", list(got), list(right)), sentence, advice)


def no_number(case: Case, recorded: Evidence, wanted: str, step: str) -> Finding:
    """The finding about anything that is not one number."""
    got, kind = recorded.get("shape"), recorded["type"]
    if got is not None:
        kind = f"an array of shape {say_shape(got)}"
    return case.finding(("shape", got or kind, []), f"gave {kind}, expected {wanted}. {step}")


def other_value(
    case: Case, got: Any, right: Any, advice: str, at: str = "", why: str = ""
) -> Finding:
    """The finding about one number; ``at`` names its place, ``why`` where the right one is from."""
    sentence = f"gave {say(got)}{at}, expected {say(right)}{why}."
    return case.finding(("value", plain(got), plain(right)), sentence, advice)
