"""Errands in the warm parent: what comes back, and what becomes of those that go wrong."""

import os
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from grader.errors import UnknownName
from grader.kernel import inside
from grader.kernel.limits import MIB
from grader.sandbox import contents, errand, host, warm

pytestmark = pytest.mark.slow

# What tasks could do wrong; they replace one of the table in a warm parent of their own.
TASKS = """
import ctypes, os, socket, time
from grader.errands import Unusable

def echo(payload):
    return payload

def refuse(payload):
    raise Unusable("is not what it should be")

def fail(payload):
    raise LookupError(payload)

def sleep(payload):
    time.sleep(600)

def flood(payload):
    return bytes(64 * 1024**2)

def fill_memory(payload):
    kept = bytearray(0)
    while True:
        kept += os.urandom(16 * 1024**2)

def crash(payload):
    ctypes.string_at(0)

def look_around(payload):
    try:
        socket.create_connection(("1.1.1.1", 80), timeout=1)
        network = "open"
    except OSError:
        network = "closed"
    return f"{os.getuid()} {sorted(os.environ)} {network} {sorted(os.listdir())}".encode()
"""
NAMES = ("echo", "refuse", "fail", "sleep", "flood", "fill_memory", "crash", "look_around")


@pytest.fixture(scope="module")
def _tasks(behind_walls: None) -> Any:
    """A warm parent whose copy of the package has the tasks above."""
    copy = contents.copy_for_sandbox

    def copy_with_tasks(target: Any) -> Any:
        shown = copy(target)
        folder = target / "grader" / "errands"
        (folder / "tried.py").write_text(TASKS)
        with open(folder / "__init__.py", "a") as file:
            file.write(f"\nTASKS |= {{n: ('grader.errands.tried', n) for n in {NAMES}}}\n")
        return shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contents, "copy_for_sandbox", copy_with_tasks)
        patch.setattr(errand, "TASKS", NAMES)
        with closing(host.Host(host.Configuration())) as own:
            patch.setenv(host.Configuration().variable, str(own.folder))
            yield


LIMITS = replace(errand.LIMITS, cell_seconds=5, memory=256 * MIB, output=4 * MIB)


@pytest.mark.parametrize("size", [0, 3, 4 * MIB])
def test_the_answer_comes_back_whole(_tasks: None, size: int) -> None:
    payload = os.urandom(size)
    assert errand.run("echo", payload, LIMITS) == payload


def test_it_stands_behind_the_walls_of_a_kernel(_tasks: None) -> None:
    names = sorted([*host.kernel_environment(), "HOME"])
    expected = f"1000 {names} closed ['payload']"
    assert errand.run("look_around", b"", LIMITS).decode() == expected


def test_a_refusal_gives_the_reason(_tasks: None) -> None:
    with pytest.raises(errand.Refused) as refusal:
        errand.run("refuse", b"", LIMITS)
    assert refusal.value.reason == "is not what it should be"


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("sleep", "it took longer than 5 s"),
        ("flood", "its answer has 67,108,864 bytes, at most 4,194,304 are allowed"),
        ("fill_memory", "it used more than 256 MB"),
        ("crash", "its process ended (signal 11)"),
        ("fail", "its process ended (exit 1)"),
    ],
)
def test_what_goes_wrong_is_an_error_with_the_reason(_tasks: None, task: str, reason: str) -> None:
    with pytest.raises(errand.ErrandFailed) as failure:
        errand.run(task, b"", LIMITS)
    assert str(failure.value) == f"The task {task!r} was not done: {reason}."


def test_one_that_went_wrong_leaves_nothing_behind(_tasks: None) -> None:
    parent = warm.parent(host.Configuration())
    with pytest.raises(errand.ErrandFailed):
        errand.run("crash", b"", LIMITS)
    assert errand.run("echo", b"next", LIMITS) == b"next"
    assert list(parent.rooms.iterdir()) == []


def test_nothing_but_what_the_table_names_is_done() -> None:
    with pytest.raises(UnknownName, match=r"^Unknown task 'os.system'\."):
        errand.run("os.system", b"ls")


def test_the_table_is_asked_behind_the_walls_too(
    behind_walls: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "TASKS", ("os.system",))
    with pytest.raises(errand.ErrandFailed):
        errand.run("os.system", b"ls")


def test_an_order_without_an_errand_is_one_for_a_kernel() -> None:
    assert inside.Order.__dataclass_fields__["errand"].default is None
