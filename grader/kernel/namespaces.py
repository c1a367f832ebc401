"""The inner wall of namespaces: user, PID, mount, IPC and network of the kernel's own.

Below the guardian is *process 1* of the new PID namespace, which only reaps and whose end is the
end of everything in there, and below that the kernel. What the kernel writes lies on one small
disk in memory.
"""

import contextlib
import os
import re
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from grader.kernel import linux, processes
from grader.kernel.processes import Process
from grader.kernel.walls import Open

ROOMS = "/rooms"
SOCKETS = "/run/kernel"
HOME = "/home/student"
WORK = "/home/student/work"
NOBODY = 65534
_MOST_FILES = 32768  # each takes memory, however small it is
_USER = 1000
_PAUSE, _GO_ON = b"p", b"g"  # what process 1 is told; by signals anybody could tell it
_NAMESPACES = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWUTS
)


class Namespaces(Open):
    """The kernel and all it starts are in namespaces of their own."""

    def __init__(self) -> None:
        self._told, self._tell = -1, -1  # a pipe from the guardian to process 1

    @property
    def root(self) -> int:
        """Process 1: the guardian sees the /proc that the kernel mounts."""
        return 1

    def settle(self) -> None:
        """Become an ordinary user, as bubblewrap has the warm parent run as root for root."""
        if os.getuid() == 0:
            linux.uncover_proc()
            linux.drop_root(NOBODY)

    def surround(self, kernel: str) -> None:
        """Make the namespaces; the guardian's next child is the first process in there."""
        user, group = os.getuid(), os.getgid()
        linux.leave_keyring()
        linux.unshare(_NAMESPACES)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{_USER} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{_USER} {group} 1")
        self._told, self._tell = os.pipe()
        self.descriptors = frozenset({self._told})

    def start(self, kernel: Callable[[], NoReturn], let_go: Callable[[], None]) -> NoReturn:
        """Be process 1: start the kernel, reap what is left over, end as the kernel ends.

        When the guardian says so it stops all others at once: a process that stands still can
        neither fork nor wake another. A session is what Linux shares the processors among, where
        it does so: a notebook is one, and its guardian is none of it.
        """
        with contextlib.suppress(OSError):  # nothing is seen of where the kernel's cgroup lies
            linux.unshare(linux.CLONE_NEWCGROUP)
        linux.die_with_parent()
        os.setsid()
        pid = os.fork()
        if pid == 0:
            kernel()
        let_go()
        linux.drop_capabilities()
        linux.set_dumpable(False)
        processes.forward_signals(pid)
        ends = processes.ChildEnds()
        while True:
            if ends.wait(None, self._told):
                for order in os.read(self._told, 64):
                    _signal_all(signal.SIGSTOP if order == _PAUSE[0] else signal.SIGCONT)
            status = processes.reap(pid)
            if status is not None:
                processes.exit_like(status)

    def enter(self, kernel: str, written: int) -> None:
        """Build what the kernel sees: its own /proc, one small disk for all it writes."""
        hidden = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
        linux.mount("", "/", "", linux.MS_REC | linux.MS_PRIVATE)
        linux.be_ended_first()
        try:
            linux.mount("proc", "/proc", "proc", hidden)
        except OSError:  # refused where something lies over a part of /proc already
            _hide("/proc")
        with contextlib.suppress(OSError):
            Path("/proc/sys/user/max_user_namespaces").write_text("0")
        linux.mount(f"{ROOMS}/{kernel}", SOCKETS, "", linux.MS_BIND)
        _hide(ROOMS)
        _hide("/dev/pts")
        needed = _open_mounts(("/home", "/tmp"))
        options = f"size={written},nr_inodes={_MOST_FILES},mode=0755"
        linux.mount("disk", "/home", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, options)
        os.makedirs(WORK)
        for folder, place in (("/home/tmp", "/tmp"), ("/home/shm", "/dev/shm")):
            os.mkdir(folder)
            linux.mount(folder, place, "", linux.MS_BIND)
        for place, descriptor in needed:
            _show_again(place, descriptor)
        with contextlib.suppress(OSError):  # an own score would have the system end others first
            linux.mount(
                "", "/proc", "", linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | hidden
            )
        linux.set_host_name("student")

    def give_up(self) -> None:
        """Give up every capability for good, and the system calls that no notebook needs."""
        linux.drop_capabilities()
        linux.forbid_system_calls()

    def close(self) -> None:
        """Make the folder of the sockets read-only; the guardian needs no capability after that."""
        flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
        linux.mount("", SOCKETS, "", linux.MS_REMOUNT | linux.MS_BIND | flags)
        linux.drop_capabilities()

    def hold(self, still: bool) -> None:
        """Tell process 1, which can signal all others at once."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self._tell, _PAUSE if still else _GO_ON)

    def sockets(self, found: Sequence[Process]) -> int:
        """All that there are in the kernel's network."""
        return processes.sockets(found[0].pid) if found else 0


def _signal_all(number: int) -> None:
    """Signal every process of this namespace but this one, its first."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, number)


def _open_mounts(folders: tuple[str, ...]) -> list[tuple[str, int]]:
    """What is mounted below these folders, such as Python in somebody's home, kept open.

    The kernel's own disk is about to cover the folders.
    """
    found: list[tuple[str, int]] = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place = _unescaped(line.split()[4])
        inside = any(place.startswith(f"{folder}/") for folder in folders)
        if inside and not any(place.startswith(f"{above}/") for above, _ in found):
            found.append((place, os.open(place, os.O_PATH | os.O_CLOEXEC)))
    return found


def _unescaped(place: str) -> str:
    """A path as it is; the list of mounts writes a space by its octal number."""
    return re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), place)


def _show_again(place: str, descriptor: int) -> None:
    """Put back what was open; it is as read-only as it was."""
    os.makedirs(place, exist_ok=True)
    linux.mount(f"/proc/self/fd/{descriptor}", place, "", linux.MS_BIND | linux.MS_REC)
    os.close(descriptor)


def _hide(folder: str) -> None:
    if os.path.isdir(folder):
        flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
        linux.mount("nothing", folder, "tmpfs", flags, "size=4k,mode=0555")
