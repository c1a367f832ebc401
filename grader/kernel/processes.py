"""What a kernel's processes use, and how to end them all; read from /proc.

Where there is no /proc, nothing is measured and only the first process is ended.
"""

import contextlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """CPU seconds and bytes of memory of a process tree at one moment."""

    cpu_seconds: float = 0.0
    memory: int = 0


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    cpu_seconds: float


def own_memory() -> int:
    """Bytes of this process that its forks will share with it."""
    return _resident(os.getpid())


def usage(root: int, inherited: int, holding: int) -> Used:
    """What ``root`` and its descendants use beyond the ``inherited`` bytes of the warm parent.

    The first ``holding`` processes of the tree hold the walls and run nothing of a student's:
    their memory does not count.
    """
    tree = _tree(root)
    cpu_seconds = sum(process.cpu_seconds for process in tree)
    students = tree[holding:]
    at_most = sum(_resident(process.pid) for process in students)
    return Used(cpu_seconds, max(0, at_most - inherited))


def kill_tree(root: int) -> None:
    """Kill ``root`` and everything below it.

    The first child goes first: within a PID namespace it is process 1, and all end with it.
    """
    for process in _tree(root)[1:]:
        _kill(process.pid)
    _kill(root)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _tree(root: int) -> list[_Process]:
    """``root`` and its descendants, parents before children."""
    children: dict[int, list[_Process]] = {}
    tree: list[_Process] = []
    for process in _all_processes():
        children.setdefault(process.parent, []).append(process)
        if process.pid == root:
            tree.append(process)
    for process in tree:
        tree += children.get(process.pid, [])
    return tree


def _all_processes() -> list[_Process]:
    found = []
    for name in os.listdir(_PROC) if _PROC.exists() else []:
        if name.isdigit():
            with contextlib.suppress(OSError):
                found.append(_read_stat(int(name)))
    return found


def _read_stat(pid: int) -> _Process:
    text = (_PROC / str(pid) / "stat").read_text(errors="replace")
    fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    ticks = sum(int(field) for field in fields[11:15])  # its own and its dead children's
    return _Process(pid, int(fields[1]), ticks / _TICK)


def _resident(pid: int) -> int:
    """Bytes of anonymous and shared memory that are in use; 0 when the process is gone."""
    try:
        lines = (_PROC / str(pid) / "status").read_text(errors="replace").splitlines()
    except OSError:
        return 0
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    return sum(int(fields.get(name, "0").split()[0]) * 1024 for name in ("RssAnon", "RssShmem"))
