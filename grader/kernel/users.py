"""The inner wall of Unix users: each kernel is a user of its own, in a tree made by root.

For machines where root is inside and may make no namespaces, as in most containers. The kernel
changes its root to a tree that holds what it may see (``grader.sandbox.tree``), becomes a user whom
nobody else is, and makes no socket from then on. The tree's /proc shows no process. What the kernel
writes lies on the tree's disk: in its own folder, and in /tmp and /dev/shm, where others neither
list nor read it. The guardian stays outside, as root. It watches what is written, and at the end
kills all processes of the user and removes its files.
"""

import contextlib
import errno
import os
import random
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

from grader.kernel import linux, processes
from grader.kernel.processes import Process
from grader.kernel.walls import Open

# No system gives these to anybody: https://systemd.io/UIDS-GIDS/ has the list. Of each pair the
# first is a kernel, and the second whoever signals all processes of the first.
FIRST, LAST = 60706, 61183
OPEN_TO_ALL = ("tmp", "dev/shm")  # in the tree
UNLISTED = 0o1733  # everybody may write, and nobody list or remove what is another's
HOME, WORK, TEMPORARY = "home", "home/work", "home/tmp"  # in the kernel's room
_NAMES_AT_ONCE = 1000  # of a command line, which has room for some more
MOST_FILES = 10_000  # of one kernel
_FREE = 4 * 2**20  # bytes: the folders, and small files beside one of the largest size


class NoUserLeft(OSError):
    """Every user of the range is at work."""


class Users(Open):
    """The kernel and all it starts are a user of their own."""

    def __init__(self, tree: str, rooms: str) -> None:
        """``tree`` is to be the kernels' root, and ``rooms`` the folder in it for their rooms."""
        self._tree, self._rooms = Path(tree), Path(rooms)
        self._room = self._rooms
        self._user = 0
        self._lock: socket.socket | None = None
        self._open: dict[tuple[int, int], os.stat_result] = {}  # as it was at the last look

    def surround(self, kernel: str) -> None:
        """Choose the user, and give it the kernel's room with a home in it."""
        self._room = self._rooms / kernel
        kill_left_over()
        self._user, self._lock = _take_user()
        linux.leave_keyring()
        self.remove_files()
        for name in (HOME, WORK, TEMPORARY):
            (self._room / name).mkdir(mode=0o700)
            os.chown(self._room / name, self._user, self._user)
        os.chown(self._room, self._user, self._user)

    def enter(self, kernel: str, written: int) -> None:
        """Go into the tree and become the user, which takes every capability away."""
        linux.be_ended_first()
        os.setsid()  # what Linux shares the processors among
        os.chroot(self._tree)
        os.chdir("/")
        os.umask(0o077)
        linux.drop_root(self._user)
        linux.die_with_parent()

    def give_up(self) -> None:
        """Give up what privileges could be gained by, and the system calls no notebook needs."""
        linux.drop_capabilities()
        linux.forbid_system_calls()

    def cut_off(self) -> None:
        """Make no socket any more: that is all the wall there is before the network."""
        linux.forbid_sockets()

    def close(self) -> None:
        """Take the folder of the sockets back."""
        os.chown(self._room, 0, self._user)
        self._room.chmod(0o710)

    def sight(self) -> AbstractContextManager[None]:
        """Look as the user: root without CAP_SYS_PTRACE does not see all of its processes."""
        return linux.looking_as(self._user)

    def kill(self, child: int) -> None:
        """Kill all processes of the user: a fork bomb goes on when its first one has ended."""
        _signal_all(self._user, signal.SIGKILL)
        super().kill(child)  # it may not have become the user yet

    def hold(self, still: bool) -> None:
        """Signal all processes of the user at once."""
        _signal_all(self._user, signal.SIGSTOP if still else signal.SIGCONT)

    def sockets(self, found: Sequence[Process]) -> int:
        """Those that the processes have open."""
        self._open = {
            (one.st_dev, one.st_ino): one
            for process in found
            for one in processes.open_files(process.pid)
        }
        return sum(stat.S_ISSOCK(one.st_mode) for one in self._open.values())

    def on_disk(self, found: Sequence[Process]) -> int:
        """Bytes of all files of the user, also of those that are removed and still open.

        More files than a disk in memory would have, or folders deeper than a path can say, count
        as more than there can be.
        """
        with self.sight():
            mapped = sum(processes.removed_and_mapped(one.pid, self._tree) for one in found)
        opened = self._open.values()
        removed = [one for one in opened if stat.S_ISREG(one.st_mode) and one.st_nlink == 0]
        try:
            files = [*removed, *islice(self._files(), MOST_FILES)]
        except RecursionError:
            return sys.maxsize
        if len(files) >= MOST_FILES:
            return sys.maxsize
        used = sum(one.st_blocks * 512 for one in files if one.st_uid == self._user)
        return max(0, mapped + used - _FREE)

    def end(self) -> None:
        """Kill all processes of the user."""
        _signal_all(self._user, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)

    def _files(self) -> Iterator[os.stat_result]:
        for path in self._own_places():
            yield from _below(path)

    def _own_places(self) -> Iterator[Path]:
        """The home, and what the user has in the folders that are open to all."""
        yield self._room / HOME
        for folder in OPEN_TO_ALL:
            for path in (self._tree / folder).iterdir():
                if _owner(path) == self._user:
                    yield path

    def remove_files(self) -> None:
        """By a program, which is deterred by no depth of folders and takes some names at once."""
        places = self._own_places()
        while some := list(islice(places, _NAMES_AT_ONCE)):
            subprocess.run(["rm", "-rf", "--", *map(str, some)], check=False)


def kill_left_over() -> None:
    """Kill what runs as a user whom no guardian holds: its guardian was killed."""
    for user in processes.users().intersection(range(FIRST, LAST, 2)):
        with contextlib.suppress(NoUserLeft):
            _, lock = _take_user([user])
            with lock:
                _signal_all(user, signal.SIGKILL)


def _take_user(users: Iterable[int] = ()) -> tuple[int, socket.socket]:
    """A user that no other guardian of this machine holds, and the socket that holds it.

    Such a name in the abstract goes with the process that bound it, however that ends.
    """
    chosen = list(users) or random.SystemRandom().sample(range(FIRST, LAST, 2), (LAST - FIRST) // 2)
    for user in chosen:
        lock = socket.socket(socket.AF_UNIX)
        try:
            lock.bind(f"\0grader-user-{user}")
        except OSError:
            lock.close()
        else:
            return user, lock
    raise NoUserLeft(errno.EAGAIN, f"all users from {FIRST} to {LAST} are at work")


def _signal_all(user: int, number: int) -> None:
    """Signal every process of ``user`` in one go: none of them can fork or wake another meanwhile.

    That is done by a child, which has both users of the pair: one to reach those processes and
    nobody else, and one so that they do not reach it.
    """
    with processes.no_signals():  # whose handler may come here too, and fork
        child = os.fork()
        if child == 0:
            try:
                os.setresuid(user + 1, user, 0)
                os.kill(-1, number)
            finally:
                os._exit(0)
        with contextlib.suppress(ChildProcessError):  # others here take leave of every child
            os.waitpid(child, 0)


def _owner(path: Path) -> int | None:
    with contextlib.suppress(OSError):
        return path.lstat().st_uid
    return None


def _below(path: Path) -> Iterator[os.stat_result]:
    """The file or folder and all below it; links are not followed.

    Raises:
        RecursionError: folders are nested so deep that no path leads there.
    """
    waiting = [path]
    while waiting:
        path = waiting.pop()
        try:
            found = path.lstat()
            yield found
            if stat.S_ISDIR(found.st_mode):
                waiting += path.iterdir()
        except OSError as error:  # gone meanwhile, or
            if error.errno == errno.ENAMETOOLONG:
                raise RecursionError(f"{path} is too long") from error
