"""Walls of Unix users: a tree that root makes, and for each kernel a user of its own.

They are for root in a container that may make no namespaces.
"""

import functools
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.kernel import linux
from grader.kernel import users as inner
from grader.sandbox import contents, scratch, tree
from grader.sandbox.unwalled import CODE, CONTAINER, ROOMS, Place, Unwalled

_STATUS, _USERS = Path("/proc/self/status"), Path("/proc/self/uid_map")
_CAPABILITIES = {  # with their numbers from <linux/capability.h>; containers give all of them
    "CAP_CHOWN": 0,
    "CAP_DAC_OVERRIDE": 1,
    "CAP_FOWNER": 3,
    "CAP_KILL": 5,
    "CAP_SETGID": 6,
    "CAP_SETUID": 7,
    "CAP_SYS_CHROOT": 18,
    "CAP_MKNOD": 27,
}


class Users(Unwalled):
    """Each kernel is a Unix user of its own, in a tree that holds what it may see."""

    name = "users"
    unpromised = (
        "Submissions that are graded at the same moment can pass notes to each other through /tmp. "
        "Files are watched: a submission can write some hundred MB more than it may until it ends."
    )

    def why_not(self) -> str | None:
        """None when root may do here what these walls take, else the reason and the remedy."""
        return why_not()

    def remove_rooms(self, folder: Path) -> None:
        """Remove them from the tree."""
        if (folder / ROOMS).is_symlink():
            scratch.remove((folder / ROOMS).readlink())

    def command(
        self, folder: Path, arguments: list[str], environment: Mapping[str, str]
    ) -> list[str]:
        """Python outside of the tree, told where that is; in the tree lie the rooms."""
        code = contents.copy_for_sandbox(folder / CODE)
        made = tree.make(contents.shown(code))
        if not (folder / ROOMS).is_symlink():
            rooms = scratch.make(made / tree.KERNELS)
            rooms.chmod(0o711)
            (folder / ROOMS).symlink_to(rooms)
        rooms = (folder / ROOMS).readlink()
        return [sys.executable, "-I", *arguments, self.name, str(made), str(rooms)]

    def place(self, room: Path) -> Place:
        """The kernel's room, as the tree has it."""
        rooms = room.parent.readlink()
        inside = f"/{tree.KERNELS}/{rooms.name}/{room.name}"
        home = {"HOME": f"{inside}/{inner.HOME}", "TMPDIR": f"{inside}/{inner.TEMPORARY}"}
        return Place(f"{inside}/k", f"{inside}/{inner.WORK}", home)


@functools.cache
def why_not() -> str | None:
    """None when root may do here what these walls take, else the reason and the remedy."""
    if sys.platform != "linux":
        return f"the walls need Linux, this is {sys.platform}: {CONTAINER}"
    if os.geteuid() != 0:
        return f"they are made by root, and this is user {os.geteuid()}: run it as root"
    if missing := [name for name, number in _CAPABILITIES.items() if not _may(number)]:
        return f"root lacks {', '.join(missing)}: give the container its usual capabilities"
    if not _has_users():
        return f"there are no users {inner.FIRST} to {inner.LAST} here: map them into the container"
    if not linux.can_forbid_system_calls():
        return f"system calls cannot be forbidden here: {CONTAINER}"
    return tree.why_not()


def _may(capability: int) -> bool:
    """Whether this process has a capability."""
    lines = (line.split() for line in _STATUS.read_text().splitlines())
    effective = next((int(words[1], 16) for words in lines if words[0] == "CapEff:"), 0)
    return bool(effective >> capability & 1)


def _has_users() -> bool:
    """Whether the users of the range exist in this user namespace."""
    ranges = [[int(word) for word in line.split()] for line in _USERS.read_text().splitlines()]
    return any(first <= inner.FIRST and first + n > inner.LAST for first, _, n in ranges)
