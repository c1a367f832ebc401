"""The kind "none": a warm parent and kernels that run as whoever grades, without any walls.

``Unwalled`` also says what a kind of walls has to do on the host's side. The other half, which the
warm parent and its forks do from inside, is ``grader.kernel.walls``.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Name = Literal["namespaces", "users", "none"]
CONTAINER = "run the course's container image as docs/instructors says"
CODE, ROOMS = "code", "rooms"  # in the host's folder


@dataclass(frozen=True)
class Place:
    """Where a kernel finds what is its own, as it sees it.

    ``sockets`` is what the names of its sockets begin with, ``folder`` is where it works.
    """

    sockets: str
    folder: str
    environment: Mapping[str, str]


class Unwalled:
    """No walls around a kernel: it may do whatever the person may do who grades."""

    name: Name = "none"
    unpromised = (
        "Submissions run without walls, as you, with your files and your network. Grade only "
        "people you trust."
    )

    def why_not(self) -> str | None:
        """None where this kind can be built here, else the reason, a colon and the remedy."""
        return None

    def remove_rooms(self, folder: Path) -> None:
        """Remove of the rooms what lies outside of the host's ``folder``."""

    def command(
        self, folder: Path, arguments: list[str], environment: Mapping[str, str]
    ) -> list[str]:
        """The command line that runs ``python arguments`` as the warm parent; ``ROOMS`` are made.

        The arguments go on with the name of the kind, and with what its inner half has to know.
        """
        make_rooms(folder)
        return [sys.executable, "-I", *arguments, self.name]

    def place(self, room: Path) -> Place:
        """Where the kernel of a room finds what is its own."""
        home = {"HOME": str(room / "work"), "TMPDIR": str(room)}
        return Place(str(room / "k"), str(room / "work"), home)


def make_rooms(folder: Path) -> None:
    """Make the place for the kernels' sockets in the host's ``folder``."""
    (folder / ROOMS).mkdir(mode=0o711, exist_ok=True)
