"""The inner wall: what stands between one notebook's kernel and everything else.

Each kind has its module, ``namespaces`` and ``users``. ``Open`` is the kind "none", and its methods
say what a kind does, in the order in which they are called. The outer wall of each kind is built by
``grader.sandbox.walls``.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import NoReturn

from grader.kernel import linux, processes
from grader.kernel.processes import Process


@dataclass(frozen=True)
class Allowance:
    """What a guardian holds: bytes of memory of all the kernel's processes, and of their files."""

    memory: int
    written: int


class Open:
    """No wall: the kernel is its guardian's child, and may do what its user may do.

    One is made in the warm parent; each guardian and each kernel has a fork of it.
    """

    descriptors: frozenset[int] = frozenset()  # that the guardian's child needs for this

    @property
    def root(self) -> int:
        """The process below which the kernel's are, as the guardian's /proc has it."""
        return os.getpid()

    def settle(self) -> None:
        """In the warm parent, before it imports anything."""

    def surround(self, kernel: str) -> None:
        """In the guardian, before it forks its child; ``kernel`` is the kernel's identifier."""

    def start(self, kernel: Callable[[], NoReturn], let_go: Callable[[], None]) -> NoReturn:
        """In the guardian's child: be the kernel; or have another be it and ``let_go`` of it."""
        if sys.platform == "linux":
            linux.die_with_parent()
        kernel()

    def enter(self, kernel: str, written: int) -> None:
        """In the kernel: see what it may see and no more; it may write so many bytes."""

    def give_up(self) -> None:
        """In the kernel, when its limits are set: give up every privilege."""

    def cut_off(self) -> None:
        """In the kernel, when its sockets are open: have no others."""

    def close(self) -> None:
        """In the guardian, when the kernel's sockets are open: nobody may change their folder."""

    def kill(self, child: int) -> None:
        """In the guardian, also in the middle of anything else: let the kernel end at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    def hold(self, still: bool) -> None:
        """In the guardian: let all processes of the kernel stand still, or let them go on."""

    def sight(self) -> AbstractContextManager[None]:
        """In the guardian: what it takes to see all of the kernel's processes in /proc."""
        return nullcontext()

    def sockets(self, found: Sequence[Process]) -> int:
        """In the guardian: how many sockets the kernel's processes have; 0 where nobody counts."""
        return 0

    def on_disk(self, found: Sequence[Process]) -> int:
        """In the guardian: bytes in files, where no disk of its own limits them; else 0."""
        return 0

    def end(self) -> None:
        """In the guardian, when its child has ended: end all others."""
        processes.kill_descendants(os.getpid())

    def remove_files(self) -> None:
        """In the guardian, at the very end: remove what the kernel left on a disk of others."""
