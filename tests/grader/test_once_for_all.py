"""Parts that look at the same call of the same function share what was seen, and nothing else."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from grader.checks.exercise import Case, Evidence
from grader.checks.layer_tables import once_for_all

CASE = Case("network()", {"options": {}})
FUNCTION = "def network():\n    return block() * WIDTH\n"
BLOCK = "import math\nWIDTH = 2\ndef block():\n    return math.pi\n"


@pytest.fixture
def probe() -> Callable[[Any, Case], Evidence]:
    """It writes down which look it was."""
    numbers = itertools.count()
    return lambda _function, _case: {"look": next(numbers)}


@pytest.fixture
def names() -> dict[str, Any]:
    """A notebook's names after its cells have run."""
    found: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(BLOCK + FUNCTION, "<cell 1>", "exec"), found)
    return found


def test_another_part_gets_what_was_seen(probe: Any, names: dict[str, Any]) -> None:
    seen = [once_for_all(part, probe)(names["network"], CASE) for part in ("down", "up")]
    assert seen == [{"look": 0}, {"look": 0}]


def test_the_same_part_looks_again(probe: Any, names: dict[str, Any]) -> None:
    """Whatever cannot be seen to have changed, running the check again shows it."""
    look = once_for_all("down", probe)
    assert [look(names["network"], CASE) for _ in range(2)] == [{"look": 0}, {"look": 1}]


def test_another_case_is_another_call(probe: Any, names: dict[str, Any]) -> None:
    other = Case("network(3)", {"options": {"n": 3}})
    seen = [once_for_all(case.name, probe)(names["network"], case) for case in (CASE, other)]
    assert seen == [{"look": 0}, {"look": 1}]


CHANGES = {
    "the function is defined again": FUNCTION,
    "a function that it calls is defined again": "def block():\n    return 1\n",
    "a number that it reads": "WIDTH = 3",
    "its default values": "network.__defaults__ = ()",
    "its code": "network.__code__ = block.__code__",
    "a list, which can change unseen": "WIDTH = [2]",
    "an object": "WIDTH = object()",
    "a class of its own": "class WIDTH: pass",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changed_is_looked_at_anew(probe: Any, names: dict[str, Any], change: str) -> None:
    once_for_all("down", probe)(names["network"], CASE)
    exec(compile(change, "<cell 2>", "exec"), names)
    assert once_for_all("up", probe)(names["network"], CASE) == {"look": 1}


def test_what_changes_unseen_is_never_kept(probe: Any, names: dict[str, Any]) -> None:
    names["WIDTH"] = [2]
    seen = [once_for_all(part, probe)(names["network"], CASE) for part in ("down", "up")]
    assert seen == [{"look": 0}, {"look": 1}]


def test_a_function_that_counts_its_calls_is_called_each_time(names: dict[str, Any]) -> None:
    source = "calls = 0\ndef network():\n    global calls\n    calls += 1\n    return calls\n"
    exec(compile(source, "<cell 1>", "exec"), names)

    def call(function: Any, _: Case) -> Evidence:
        return {"returned": function()}

    seen = [once_for_all(part, call)(names["network"], CASE) for part in ("down", "up")]
    assert seen == [{"returned": 1}, {"returned": 2}]
