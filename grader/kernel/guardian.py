"""The process that answers for one kernel: builds its wall, watches it, ends it.

It stands where nothing of the kernel can reach it. Below it is the kernel
(``grader.kernel.inside``), with a process between them where the wall is one of namespaces.

SIGTERM tells it to end the kernel; other signals go on to the kernel. Before it ends, as the
kernel ended, it writes one line of JSON: ``{"cpu_seconds", "peak_memory", "reason"}``.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from grader.kernel import inside, linux, processes
from grader.kernel.walls import Allowance, Open

WATCH_SECONDS = 0.2
_WATCH_SHARE = 0.1  # of the time may go into watching, when a look takes long
_LONGEST_WAIT = 1.0  # seconds between two looks, however long a look takes
_EXACT_SHARE = 0.01  # of the time goes into measuring memory exactly
_FIRST_EXACT_SECONDS = 0.5
_CORES = 1.0  # that a notebook may keep busy in the long run, all its processes together
_BURST = 5.0  # CPU seconds beyond that
_FREE_SOCKETS = 128  # a notebook has some dozens
_SOCKET_BUFFER = 416 * 1024  # bytes that wait in a socket at the most


def guard(
    kernel: str, channel: int, report: int, allowed: Allowance, wall: Open, group: int | None
) -> NoReturn:
    """Be the guardian of a new kernel, and never return.

    ``channel`` brings the kernel what it needs, ``report`` takes the line at the end. ``group``
    leads into the kernel's cgroup, if it has one; the guardian stays outside.
    """
    kept = {channel, report} if group is None else {channel, report, group}
    _as_process(channel, lambda: _guard(kernel, channel, report, allowed, wall, group), kept)


def _guard(
    kernel: str, channel: int, report: int, allowed: Allowance, wall: Open, group: int | None
) -> NoReturn:
    if sys.platform == "linux":
        linux.die_with_parent()
        linux.become_subreaper()
    wall.surround(kernel)
    ours, kernels = socket.socketpair()
    child = os.fork()
    if child == 0:
        _be_child(channel, kernels, wall, group)
    for descriptor in (channel, *([] if group is None else [group])):
        os.close(descriptor)
    kernels.close()
    watch = _Watch(child, allowed, wall)
    processes.forward_signals(child)
    signal.signal(signal.SIGTERM, lambda *_: watch.end("killed"))
    if ours.recv(1):
        wall.close()
    with contextlib.suppress(BrokenPipeError):
        ours.send(b"1")
    ours.close()
    status = watch.until_end()
    wall.end()
    os.write(report, watch.report())
    wall.remove_files()  # there may be very many
    processes.exit_like(status)


def _be_child(channel: int, kernels: socket.socket, wall: Open, group: int | None) -> NoReturn:
    """Be the kernel, or the process between it and the guardian, in the kernel's cgroup."""
    kept = {channel, kernels.fileno()}

    def be_kernel() -> NoReturn:
        _as_process(channel, lambda: inside.run(channel, kernels, wall), kept)

    def let_go() -> None:
        os.close(channel)
        kernels.close()

    if group is not None:
        os.write(group, b"0")
    _as_process(channel, lambda: wall.start(be_kernel, let_go), kept | wall.descriptors)


def _as_process(channel: int, run: Callable[[], NoReturn], kept: set[int]) -> NoReturn:
    """Run with only the ``kept`` descriptors; an error is told on the channel."""
    try:
        _only_keep(kept)
        run()
    except BaseException:
        with contextlib.suppress(OSError):
            line = json.dumps({"error": traceback.format_exc()}).encode() + b"\n"
            os.write(channel, line)
    finally:
        os._exit(1)


def _only_keep(kept: set[int]) -> None:
    """Close every other descriptor; the standard streams lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    last = 3
    for descriptor in sorted(kept):
        os.closerange(last, descriptor)
        last = descriptor + 1
    os.closerange(last, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


@dataclass
class _Watch:
    """Looks at a kernel's processes until ``child`` ends, and ends them when they use too much.

    Where they use more than their share of the processors, they stand still for a while.
    """

    child: int
    allowed: Allowance
    wall: Open
    parent: int = field(default_factory=os.getppid)
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    reason: str = ""
    next_exact: float = field(default_factory=lambda: time.monotonic() + _FIRST_EXACT_SECONDS)
    inherited: int = field(default_factory=lambda: processes.resident(os.getpid()))
    began: float = field(default_factory=time.monotonic)
    credit: float = _BURST  # CPU seconds
    paused: bool = False

    def until_end(self) -> int:
        """Watch; returns the status with which the child ended."""
        ends = processes.ChildEnds()
        while True:
            began = time.monotonic()
            found = self._keep_share()
            if os.getppid() != self.parent:
                self.end("killed")
            with self.wall.sight():
                memory = self._memory_of(found)
            if memory > self.allowed.memory:
                self.end("memory")
            if self.wall.on_disk(found) > self.allowed.written:
                self.end("disk")
            status = processes.reap(self.child)
            if status is not None:
                return status
            wait = max(WATCH_SECONDS, (time.monotonic() - began) / _WATCH_SHARE)
            debt = -self.credit / _CORES if self.paused else _LONGEST_WAIT
            ends.wait(min(wait, debt, _LONGEST_WAIT))

    def _keep_share(self) -> list[processes.Process]:
        """The processes; they stand still from now on while they have used more than their share.

        This comes before the look at their memory: on a busy machine that takes long.
        """
        found = processes.descendants(self.wall.root)
        self._count_cpu(found)
        in_debt = self.credit < 0
        if in_debt != self.paused:
            self.wall.hold(in_debt)
            self.paused = in_debt
        return found

    def end(self, reason: str) -> None:
        """End every process of the kernel; ``until_end`` then returns."""
        self.reason = self.reason or reason
        self._count_cpu(processes.descendants(self.wall.root))
        self.wall.kill(self.child)

    def report(self) -> bytes:
        """The line that tells what was used and why it ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = {
            "cpu_seconds": max(self.cpu_seconds, used.ru_utime + used.ru_stime),
            "peak_memory": self.peak_memory,
            "reason": self.reason,
        }
        return json.dumps(report).encode() + b"\n"

    def _memory_of(self, found: list[processes.Process]) -> int:
        """Bytes in use, exact when they may be too many and now and then.

        In between what was inherited is taken off, as if none of it had been written to.
        """
        resident = sum(processes.resident(one.pid) for one in found)
        unseen = self._in_sockets(found) + _in_shared_pieces(found)
        began = time.monotonic()
        if resident + unseen > self.allowed.memory or began > self.next_exact:
            used = max(self._exactly(found), unseen)
            self.next_exact = began + (time.monotonic() - began) / _EXACT_SHARE
        else:
            used = max(0, resident - len(found) * self.inherited)
        self.peak_memory = max(self.peak_memory, used)
        return used

    def _exactly(self, found: list[processes.Process]) -> int:
        """Bytes of these processes; it stops counting where there are too many already."""
        used, looked = 0, time.monotonic()
        for one in found:
            used += processes.proportional(one.pid)
            if used > self.allowed.memory:
                break
            if time.monotonic() - looked > WATCH_SECONDS:
                self._keep_share()
                looked = time.monotonic()
        return used

    def _in_sockets(self, found: list[processes.Process]) -> int:
        """Bytes that may wait in sockets, which no process's account shows."""
        return max(0, self.wall.sockets(found) - _FREE_SOCKETS) * _SOCKET_BUFFER

    def _count_cpu(self, found: list[processes.Process]) -> None:
        """CPU seconds of all processes, and what of their share is left."""
        used = max(self.cpu_seconds, sum(one.cpu_seconds for one in found))
        now = time.monotonic()
        self.credit = min(_BURST, self.credit + (now - self.began) * _CORES)
        self.credit -= used - self.cpu_seconds
        self.cpu_seconds, self.began = used, now


def _in_shared_pieces(found: list[processes.Process]) -> int:
    """Bytes that processes share with their forks, also those that none of them shows."""
    pieces: dict[str, int] = {}
    for one in found:
        for piece, size in processes.shared_anonymous(one.pid).items():
            pieces[piece] = max(pieces.get(piece, 0), size)
    return sum(pieces.values())
