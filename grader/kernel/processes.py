"""What processes use, and how to end them all; read from /proc.

Where there is no /proc, nothing is measured and only a process that is known is ended.
"""

import contextlib
import os
import select
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

_FORWARDED = (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)
_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """A process: its id, its parent's, CPU seconds of it and of the children it waited for."""

    pid: int
    parent: int
    name: str
    cpu_seconds: float


class ChildEnds:
    """Wakes the caller when a child ends or a time is up."""

    def __init__(self) -> None:
        self.descriptor, waker = os.pipe()
        for end in (self.descriptor, waker):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)

    def wait(self, seconds: float | None, *others: int) -> list[int]:
        """Wait for a signal, for one of the ``others`` to be readable, or ``seconds``.

        Returns:
            Those of the ``others`` that are readable.
        """
        ready, _, _ = select.select([self.descriptor, *others], [], [], seconds)
        if self.descriptor in ready:
            os.read(self.descriptor, 4096)
            ready.remove(self.descriptor)
        return ready


def descendants(root: int) -> list[Process]:
    """The processes below ``root``, parents before children."""
    children: dict[int, list[Process]] = {}
    for process in _all_processes():
        children.setdefault(process.parent, []).append(process)
    found = list(children.get(root, []))
    for process in found:
        found += children.get(process.pid, [])
    return found


def waits(pid: int) -> dict[str, float]:
    """Seconds that each thread of a process could have run and had no processor, by its id."""
    found = {}
    with contextlib.suppress(OSError):
        for thread in (_PROC / str(pid) / "task").iterdir():
            with contextlib.suppress(OSError):
                found[thread.name] = int((thread / "schedstat").read_text().split()[1]) / 1e9
    return found


def kill_descendants(root: int) -> None:
    """Kill what is below ``root`` until nothing new is found there."""
    killed: set[int] = set()
    while new := {process.pid for process in descendants(root)} - killed:
        for pid in new:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        killed |= new


def reap(child: int) -> int | None:
    """Take leave of every child that has ended; the status of ``child`` if it is among them."""
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == child:
                return ended[1]
    return None


def forward_signals(pid: int) -> None:
    """Pass on to ``pid`` the signals that are meant for a kernel."""

    def forward(number: int, _: Any) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    for number in _FORWARDED:
        signal.signal(number, forward)


@contextlib.contextmanager
def no_signals() -> Iterator[None]:
    """Handle signals after this block only.

    A handler that forks while a fork begins would wait for ever: Python takes locks before one.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def exit_like(status: int) -> NoReturn:
    """End with the exit code of ``status``, 128 and more for a signal as shells have it."""
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def resident(pid: int) -> int:
    """Bytes in use: anonymous and shared memory, shared pages in full, and page tables.

    0 when it is gone.
    """
    return _sum_of(pid, "status", ("RssAnon", "RssShmem", "VmPTE"))


def proportional(pid: int) -> int:
    """As ``resident``, but a page that n processes share counts as an nth. Slow: 20 ms."""
    shares = _sum_of(pid, "smaps_rollup", ("Pss_Anon", "Pss_Shmem"))
    if not shares:  # a process may forbid it: then what it shares counts in full
        return resident(pid)
    return shares + _sum_of(pid, "status", ("VmPTE",))


def shared_anonymous(pid: int) -> dict[str, int]:
    """Bytes of each piece of memory that a process shares with its forks, in use or not.

    A process may give such pages back, as it seems from its account, and still hold them.
    """
    found: dict[str, int] = {}
    for line in _lines_of(pid, "maps"):
        if line.endswith(_SHARED_ANONYMOUS):
            offset, inode = int(line.split()[2], 16), line.split()[4]
            found[inode] = max(found.get(inode, 0), offset + _length(line))
    return found


_SHARED_ANONYMOUS = "/dev/zero (deleted)"  # what the system calls it


def removed_and_mapped(pid: int, folder: Path) -> int:
    """Bytes of the files below a folder that a process has in memory and nobody finds there."""
    used = 0
    for line in _lines_of(pid, "maps"):
        if line.endswith(" (deleted)") and f" {folder}/" in line:
            used += _length(line)
    return used


def _length(line: str) -> int:
    """Bytes of a piece of memory, by its line among a process's maps."""
    start, end = (int(number, 16) for number in line.split()[0].split("-"))
    return end - start


def open_files(pid: int) -> list[os.stat_result]:
    """What a process has open: files, sockets, pipes; also when its first thread has ended."""
    with contextlib.suppress(OSError):
        for thread in (_PROC / str(pid) / "task").iterdir():
            if found := [*_open_files(thread)]:
                return found
    return []


def _open_files(thread: Path) -> Iterator[os.stat_result]:
    with contextlib.suppress(OSError):
        for descriptor in (thread / "fd").iterdir():
            with contextlib.suppress(OSError):
                yield descriptor.stat()


def users() -> set[int]:
    """The real users of all processes."""
    return {
        int(line.split()[1])
        for pid in _all_ids()
        for line in _lines_of(pid, "status")
        if line.startswith("Uid:")
    }


def sockets(pid: int) -> int:
    """How many sockets there are in the network that a process sees, in whatever process."""
    for line in _lines_of(pid, "net/sockstat"):
        if line.startswith("sockets: used "):
            return int(line.split()[2])
    return 0


def _sum_of(pid: int, file: str, names: tuple[str, ...]) -> int:
    """Sum in bytes of the lines ``name: n kB`` of a process's file in /proc; 0 without a file."""
    fields = dict(line.split(":", 1) for line in _lines_of(pid, file) if ":" in line)
    return sum(int(fields[name].split()[0]) * 1024 for name in names if name in fields)


def _lines_of(pid: int, file: str) -> list[str]:
    """The lines of a process's file in /proc; none when it cannot be read.

    Where the first thread of a process has ended, its account is that of another thread.
    """
    folder = _PROC / str(pid)
    try:
        lines = (folder / file).read_text(errors="replace").splitlines()
        if file == "status" and any(line.startswith("State:\tZ") for line in lines):
            return _of_living_thread(folder, file)
        return lines or _of_living_thread(folder, file)
    except OSError:
        return []


def _of_living_thread(folder: Path, file: str) -> list[str]:
    for thread in (folder / "task").iterdir():
        lines = (thread / file).read_text(errors="replace").splitlines()
        if lines and not any(line.startswith("State:\tZ") for line in lines):
            return lines
    return []


def _all_processes() -> list[Process]:
    found = []
    for pid in _all_ids():
        with contextlib.suppress(OSError):
            found.append(_read_stat(pid))
    return found


def _all_ids() -> list[int]:
    return [int(name) for name in os.listdir(_PROC) if name.isdigit()] if _PROC.exists() else []


def _read_stat(pid: int) -> Process:
    text = (_PROC / str(pid) / "stat").read_text(errors="replace")
    before, _, after = text.rpartition(")")  # the name between may hold anything
    fields = after.split()
    ticks = sum(int(field) for field in fields[11:15])
    return Process(pid, int(fields[1]), before.partition("(")[2], ticks / _TICK)
