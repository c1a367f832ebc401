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
_LONGEST_WAIT = 1.0  # seconds between two looks, however long a look takes
_EXACT_SHARE = 0.01  # of the time goes into measuring memory exactly
_FIRST_EXACT_SECONDS = 0.5
_USER = 1000
_CORES = 1.0  # that a notebook may keep busy in the long run, all its processes together
_BURST = 5.0  # CPU seconds beyond that
_FREE_SOCKETS = 128  # a notebook has some dozens
_SOCKET_BUFFER = 416 * 1024  # bytes that wait in a socket at the most
_PAUSE, _GO_ON = b"p", b"g"  # what process 1 is told; by signals anybody could tell it
_FORWARDED = (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
_NAMESPACES = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWUTS
)


def guard(channel: int, report: int, memory: int, walled: bool, group: int | None) -> NoReturn:
    """Be the guardian of a new kernel, and never return.

    ``channel`` brings the kernel what it needs, ``report`` takes the line at the end, ``memory``
    is how many bytes the kernel's processes may use together. ``group`` leads into the kernel's
    cgroup, if it has one; the guardian stays outside.
    """
    kept = {channel, report} if group is None else {channel, report, group}
    _as_process(channel, lambda: _guard(channel, report, memory, walled, group), kept)


def _guard(channel: int, report: int, memory: int, walled: bool, group: int | None) -> NoReturn:
    if sys.platform == "linux":
        linux.die_with_parent()
        linux.become_subreaper()
    if walled:
        linux.leave_keyring()
        _enter_namespaces()
    ours, kernels = socket.socketpair()
    told, tell = os.pipe()
    starts = _be_first if walled else _be_kernel
    child = os.fork()
    if child == 0:
        _enter_cgroup(group, walled)
        _as_process(
            channel, lambda: starts(channel, kernels, told), {channel, kernels.fileno(), told}
        )
    for descriptor in (channel, told, *([] if group is None else [group])):
        os.close(descriptor)
    kernels.close()
    watch = _Watch(child, memory, root=1 if walled else os.getpid(), tell=tell if walled else None)
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
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_USER} {group} 1")


def _enter_cgroup(group: int | None, walled: bool) -> None:
    """Belong to the notebook's cgroup, and see nothing of where that lies."""
    if group is not None:
        os.write(group, b"0")
    if walled:
        with contextlib.suppress(OSError):
            linux.unshare(linux.CLONE_NEWCGROUP)


def _close_sockets() -> None:
    """Let nobody add to or take from the folder of the sockets."""
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
    linux.mount("", inside.SOCKETS, "", linux.MS_REMOUNT | linux.MS_BIND | flags)


def _be_first(channel: int, guardian: socket.socket, told: int) -> NoReturn:
    """Be process 1: start the kernel, reap what is left over, end as the kernel ends.

    When ``told`` so by the guardian it stops all others at once: a process that stands still can
    neither fork nor wake another. A session is what Linux shares the processors among, where it
    does so: a notebook is one, and its guardian is none of it.
    """
    linux.die_with_parent()
    os.setsid()
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
    ends = processes.ChildEnds()
    while True:
        if ends.wait(None, told):
            for order in os.read(told, 64):
                _signal_all(signal.SIGSTOP if order == _PAUSE[0] else signal.SIGCONT)
        _reap(kernel)


def _reap(kernel: int) -> None:
    """Take leave of every child that has ended; end with the kernel."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == kernel:
                _exit_like(ended[1])


def _signal_all(number: int) -> None:
    """Signal every process of this namespace but this one, its first."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, number)


def _be_kernel(channel: int, guardian: socket.socket, told: int) -> NoReturn:
    os.close(told)
    if sys.platform == "linux":
        linux.die_with_parent()
    inside.run(channel, guardian, walled=False)


@dataclass
class _Watch:
    """Looks at a kernel's processes until ``child`` ends, and ends them when they use too much.

    The processes are those below ``root``, as /proc shows them. Where they use more than their
    share of the processors, process 1 lets them stand still for a while; ``tell`` leads to it.
    """

    child: int
    memory: int
    root: int
    tell: int | None
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
            if self._memory_of(found) > self.memory:
                self.end("memory")
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                return status
            wait = max(WATCH_SECONDS, (time.monotonic() - began) / _WATCH_SHARE)
            debt = -self.credit / _CORES if self.paused else _LONGEST_WAIT
            ends.wait(min(wait, debt, _LONGEST_WAIT))

    def _keep_share(self) -> list[processes.Process]:
        """The processes; they stand still from now on while they have used more than their share.

        This comes before the look at their memory: on a busy machine that takes long.
        """
        found = processes.descendants(self.root)
        self._count_cpu(found)
        in_debt = self.credit < 0
        if self.tell is not None and in_debt != self.paused:
            with contextlib.suppress(BrokenPipeError):
                os.write(self.tell, _PAUSE if in_debt else _GO_ON)
            self.paused = in_debt
        return found

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

    def _memory_of(self, found: list[processes.Process]) -> int:
        """Bytes in use, exact when they may be too many and now and then.

        In between what was inherited is taken off, as if none of it had been written to.
        """
        resident = sum(processes.resident(one.pid) for one in found)
        unseen = self._in_sockets(found) + _in_shared_pieces(found)
        began = time.monotonic()
        if resident + unseen > self.memory or began > self.next_exact:
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
            if used > self.memory:
                break
            if time.monotonic() - looked > WATCH_SECONDS:
                self._keep_share()
                looked = time.monotonic()
        return used

    def _in_sockets(self, found: list[processes.Process]) -> int:
        """Bytes that may wait in sockets, which no process's account shows."""
        if self.tell is None or not found:
            return 0
        return max(0, processes.sockets(found[0].pid) - _FREE_SOCKETS) * _SOCKET_BUFFER

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
