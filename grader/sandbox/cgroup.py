"""A memory cgroup for each notebook, where the system lets this process make some.

Then the system itself holds what all processes of a notebook use together: memory of every kind,
at every moment. It also shares the processors among notebooks, and not among processes. Elsewhere
the notebook's guardian watches (``grader.kernel.guardian``), which it does here too.

A process may make cgroups (version 2) where its own was given to it alone: in a container whose
cgroups can be written to, or by ``systemd-run --user --scope --property=Delegate=yes``.
"""

import contextlib
import functools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

_ROOT = Path("/sys/fs/cgroup")
_OWN = "grader"  # beside the notebooks' cgroups: one that has others below it has no processes
_CONTROLLERS = ("memory", "cpu")
_MOST_MOVES = 10
_END_SECONDS = 2.0


@dataclass(frozen=True)
class Cgroup:
    """The cgroup of one notebook."""

    path: Path

    @contextlib.contextmanager
    def entrance(self) -> Iterator[int]:
        """A descriptor for the notebook's first process: what writes ``0`` to it comes in."""
        descriptor = os.open(self.path / "cgroup.procs", os.O_WRONLY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    @property
    def was_full(self) -> bool:
        """Whether its processes were ended because they wanted more memory than it may have."""
        events = dict(line.split() for line in _read(self.path / "memory.events").splitlines())
        return int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Take it away once its last process has ended."""
        until = time.monotonic() + _END_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(OSError):  # busy: the last process is not quite gone
                self.path.rmdir()
                return
            time.sleep(0.01)


def make(name: str, memory: int) -> Cgroup | None:
    """A cgroup whose processes may have ``memory`` bytes together; None where none can be made."""
    place = place_for_notebooks()
    if place is None:
        return None
    path = place / name
    path.mkdir()
    (path / "memory.max").write_text(str(memory))
    (path / "memory.oom.group").write_text("1")
    with contextlib.suppress(FileNotFoundError):  # a kernel without swap has no limit for it
        (path / "memory.swap.max").write_text("0")
    return Cgroup(path)


@functools.cache
def place_for_notebooks() -> Path | None:
    """The cgroup below which each notebook can have its own, made ready; None where there is none.

    For that the processes of this run move into a cgroup below it.
    """
    own = _own()
    if own is None:
        return None
    place = own.parent if own.name == _OWN else own
    if not _is_given_to_us(place):
        return None
    try:
        _move_down(place)
        wanted = [name for name in _CONTROLLERS if name in _words(place / "cgroup.controllers")]
        (place / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in wanted))
    except OSError:
        return None
    return place


def _own() -> Path | None:
    """This process's cgroup of version 2, if it can be seen from here."""
    for line in _read(Path("/proc/self/cgroup")).splitlines():
        if line.startswith("0::/"):
            own = _ROOT / line.removeprefix("0::/")
            return own if (own / "cgroup.procs").exists() else None
    return None


def _is_given_to_us(place: Path) -> bool:
    """Whether the memory of ``place`` may be shared out, and all its processes are of this run.

    The system's first cgroup, which knows no limit, is nobody's.
    """
    files = [place, place / "cgroup.procs", place / "cgroup.subtree_control"]
    return (
        "memory" in _words(place / "cgroup.controllers")
        and (place / "memory.max").exists()
        and all(os.access(file, os.W_OK) for file in files)
        and _processes(place) <= _this_run(_processes(place))
    )


def _this_run(inside: set[int]) -> set[int]:
    """This process, the ancestors it has ``inside``, and all that descends from these."""
    top = psutil.Process()
    while (parent := top.parent()) is not None and parent.pid in inside:
        top = parent
    return {top.pid, *(child.pid for child in top.children(recursive=True))}


def _move_down(place: Path) -> None:
    below = place / _OWN
    below.mkdir(exist_ok=True)
    for _ in range(_MOST_MOVES):
        pids = _processes(place)
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                (below / "cgroup.procs").write_text(str(pid))


def _processes(place: Path) -> set[int]:
    return {int(word) for word in _words(place / "cgroup.procs")}


def _words(file: Path) -> list[str]:
    return _read(file).split()


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
