"""The process that answers for one kernel: builds its namespaces, watches it, ends it.

It stands in the warm parent's own PID namespace, where nothing of the kernel can see it. Below
it is *process 1* of a new namespace, which only reaps and whose end is the end of everything in
there, and below that the kernel (``grader.kernel.inside``). Without walls the kernel is the
guardian's child.

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
from pathlib import Path
from typing import Any, NoReturn

from grader.kernel import inside, linux, processes

WATCH_SECONDS = 0.2
_WATCH_SHARE = 0.1  # of the time may go into watching, when a look takes long
_EXACT_SHARE = 0.01  # of the time goes into measuring memory exactly
_FIRST_EXACT_SECONDS = 0.5
_USER = 1000
_FORWARDED = (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
_NAMESPACES = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWUTS
)


def guard(channel: int, report: int, memory: int, walled: bool) -> NoReturn:
    """Be the guardian of a new kernel, and never return.

    ``channel`` brings the kernel what it needs, ``report`` takes the line at the end, ``memory``
    is how many bytes the kernel's processes may use together.
    """
    _as_process(channel, lambda: _guard(channel, report, memory, walled), {channel, report})


def _guard(channel: int, report: int, memory: int, walled: bool) -> NoReturn:
    if sys.platform == "linux":
        linux.die_with_parent()
        linux.become_subreaper()
    if walled:
        linux.leave_keyring()
        _enter_namespaces()
    ours, kernels = socket.socketpair()
    starts = _be_first if walled else _be_kernel
    child = os.fork()
    if child == 0:
        _as_process(channel, lambda: starts(channel, kernels), {channel, kernels.fileno()})
    os.close(channel)
    kernels.close()
    watch = _Watch(child, memory, root=1 if walled else os.getpid())
    _forward_signals(child)
    signal.signal(signal.SIGTERM, lambda *_: watch.end("killed"))
    if ours.recv(1) and walled:
        _close_sockets()
        linux.drop_capabilities()
    with contextlib.suppress(BrokenPipeError):
        ours.send(b"1")
    ours.close()
    status = watch.until_end()
    processes.kill_descendants(os.getpid())
    os.write(report, watch.report())
    _exit_like(status)


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


def _enter_namespaces() -> None:
    user, group = os.getuid(), os.getgid()
    linux.unshare(_NAMESPACES)
    with contextlib.suppress(OSError):
        linux.unshare(linux.CLONE_NEWCGROUP)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_USER} {group} 1")


def _close_sockets() -> None:
    """Let nobody add to or take from the folder of the sockets."""
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
    linux.mount("", inside.SOCKETS, "", linux.MS_REMOUNT | linux.MS_BIND | flags)


def _be_first(channel: int, guardian: socket.socket) -> NoReturn:
    """Be process 1: start the kernel, reap what is left over, end as the kernel ends."""
    linux.die_with_parent()
    kernel = os.fork()
    if kernel == 0:
        _as_process(
            channel,
            lambda: inside.run(channel, guardian, walled=True),
            {channel, guardian.fileno()},
        )
    os.close(channel)
    guardian.close()
    linux.drop_capabilities()
    linux.set_dumpable(False)
    _forward_signals(kernel)
    while True:
        pid, status = os.wait()
        if pid == kernel:
            _exit_like(status)


def _be_kernel(channel: int, guardian: socket.socket) -> NoReturn:
    if sys.platform == "linux":
        linux.die_with_parent()
    inside.run(channel, guardian, walled=False)


@dataclass
class _Watch:
    """Looks at a kernel's processes until ``child`` ends, and ends them when they use too much.

    The processes are those below ``root``, as /proc shows them.
    """

    child: int
    memory: int
    root: int
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    reason: str = ""
    next_exact: float = field(default_factory=lambda: time.monotonic() + _FIRST_EXACT_SECONDS)
    inherited: int = field(default_factory=lambda: processes.resident(os.getpid()))

    def until_end(self) -> int:
        """Watch; returns the status with which the child ended."""
        ends = processes.ChildEnds()
        while True:
            began = time.monotonic()
            if self._look() > self.memory:
                self.end("memory")
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                return status
            ends.wait(max(WATCH_SECONDS, (time.monotonic() - began) / _WATCH_SHARE))

    def end(self, reason: str) -> None:
        """End every process of the kernel; ``until_end`` then returns."""
        self.reason = self.reason or reason
        self._count_cpu(processes.descendants(self.root))
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)

    def report(self) -> bytes:
        """The line that tells what was used and why it ended."""
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = {
            "cpu_seconds": max(self.cpu_seconds, used.ru_utime + used.ru_stime),
            "peak_memory": self.peak_memory,
            "reason": self.reason,
        }
        return json.dumps(report).encode() + b"\n"

    def _look(self) -> int:
        """Bytes in use, exact when they may be too many and now and then.

        In between what was inherited is taken off, as if none of it had been written to.
        """
        found = processes.descendants(self.root)
        self._count_cpu(found)
        resident = sum(processes.resident(one.pid) for one in found)
        began = time.monotonic()
        if resident > self.memory or began > self.next_exact:
            used = sum(processes.proportional(one.pid) for one in found)
            self.next_exact = began + (time.monotonic() - began) / _EXACT_SHARE
        else:
            used = max(0, resident - len(found) * self.inherited)
        self.peak_memory = max(self.peak_memory, used)
        return used

    def _count_cpu(self, found: list[processes.Process]) -> None:
        self.cpu_seconds = max(self.cpu_seconds, sum(one.cpu_seconds for one in found))


def _forward_signals(pid: int) -> None:
    def forward(number: int, _: Any) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    for number in _FORWARDED:
        signal.signal(number, forward)


def _exit_like(status: int) -> NoReturn:
    """End with the exit code of ``status``, 128 and more for a signal as shells have it."""
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)
