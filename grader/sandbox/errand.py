"""Send trusted code to untrusted bytes: a fork of the warm parent that does one task.

The walls and limits are those of a kernel, but no kernel runs and no code of a student's. What
the fork can do stands in the table of ``grader.errands``.
"""

import json
import select
import socket
import time
from functools import partial
from typing import Any

from grader.errands import TASKS
from grader.errors import CourseError, UnknownName
from grader.kernel import inside
from grader.kernel.limits import GIB, MIB, Limits
from grader.sandbox import host, walls, warm
from grader.sandbox.clock import Clock
from grader.sandbox.unwalled import Name, Place

LIMITS = Limits(cell_seconds=20, memory=GIB, written=128 * MIB, output=256 * MIB)
_PAYLOAD = "payload"
_LONGEST_LINE = 4096
_END_SECONDS = 5.0
_WAIT_SECONDS = 0.2  # between two looks at the clock
_PIECE = MIB


class ErrandFailed(CourseError):
    """The task was not done, because of what it was given; says why."""


class Refused(ErrandFailed):
    """The task was not done because the bytes are not what they should be.

    ``reason`` completes a sentence about them: "is not an HDF5 file".
    """

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(f"The task {task!r} was refused: what it was given {reason}.")
        self.reason = reason


def run(task: str, payload: bytes, limits: Limits = LIMITS, asked: Name | None = None) -> bytes:
    """The answer of a task of ``grader.errands`` to ``payload``.

    ``asked`` names the kind of walls; without it they are the strongest that can be built here.
    Of the limits ``cell_seconds`` is how long the task may take, ``output`` how many bytes the
    answer may have. The answer comes from a process that read untrusted bytes: check it.

    Raises:
        Refused: the payload is not what the task is for.
        ErrandFailed: the task took too long, used too much, answered too much or ended.
        NoWalls: this computer cannot build these walls.
        KernelNotStarted: the fork did not come up.
    """
    if task not in TASKS:
        raise UnknownName("task", task, TASKS)
    kind = walls.chosen(asked)
    parent = warm.parent(host.Configuration(kind.name))
    process = parent.make_room()
    order = _order(process, task, payload, limits, kind.place(process.room))
    try:
        with parent.fork(process, order, {_PAYLOAD: payload}, limits.memory) as channel:
            return _Answer(task, parent, process, limits, channel).read()
    finally:
        parent.kill(process)
        parent.leave(process)


def _order(
    process: warm.Kernel, task: str, payload: bytes, limits: Limits, place: Place
) -> inside.Order:
    return inside.Order(
        id=process.id,
        connection={},
        limits={
            "memory": limits.memory,
            "processes": limits.processes,
            "open_files": limits.open_files,
            "written": limits.written,
            "cpu_seconds": int(2 * limits.cell_seconds) + 1,
        },
        environment={**host.kernel_environment(), **place.environment},
        folder=place.folder,
        files=((_PAYLOAD, len(payload)),),
        brief=None,
        errand=task,
    )


class _Answer:
    """What comes from the fork: a line of JSON and, when that says so, bytes."""

    def __init__(
        self,
        task: str,
        parent: warm.WarmParent,
        process: warm.Kernel,
        limits: Limits,
        channel: socket.socket,
    ) -> None:
        self._task = task
        self._process = process
        self._limits = limits
        self._channel = channel
        self._clock = Clock(limits.cell_seconds, partial(parent.processes_of, process))

    def read(self) -> bytes:
        received = bytearray()
        while b"\n" not in received[:_LONGEST_LINE]:
            if len(received) > _LONGEST_LINE:
                raise self._failure("its answer is in no known form")
            self._receive(received)
        line, _, content = bytes(received).partition(b"\n")
        size = self._announced(line)
        if size > self._limits.output:
            allowed = f"at most {self._limits.output:,} are allowed"
            raise self._failure(f"its answer has {size:,} bytes, {allowed}")
        received = bytearray(content)
        while len(received) < size:
            self._receive(received)
        with memoryview(received) as answer:
            return bytes(answer[:size])

    def _announced(self, line: bytes) -> int:
        """How many bytes follow."""
        try:
            said: Any = json.loads(line)
            if "refused" in said:
                raise Refused(self._task, str(said["refused"]))
            if said.get("failed") == "memory":
                raise self._failure(self._too_much())
            return int(said["answer"])
        except (ValueError, TypeError, KeyError) as error:
            raise self._failure("its answer is in no known form") from error

    def _receive(self, received: bytearray) -> None:
        self._wait()
        try:
            piece = self._channel.recv(_PIECE)
        except OSError:
            piece = b""
        if not piece:
            raise self._failure(self._end())
        received += piece

    def _wait(self) -> None:
        while (left := self._clock.left()) > 0:
            if select.select([self._channel], [], [], min(left, _WAIT_SECONDS))[0]:
                return
        raise self._failure(f"it took longer than {self._limits.cell_seconds:g} s")

    def _end(self) -> str:
        """Why the process ended before it had answered."""
        until = time.monotonic() + _END_SECONDS
        while self._process.status is None and time.monotonic() < until:
            time.sleep(0.01)
        ended = self._process.usage.ended
        return self._too_much() if ended == "memory" else f"its process ended ({ended})"

    def _too_much(self) -> str:
        return f"it used more than {self._limits.memory / MIB:g} MB"

    def _failure(self, reason: str) -> ErrandFailed:
        return ErrandFailed(f"The task {self._task!r} was not done: {reason}.")
