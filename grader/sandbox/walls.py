"""The outer wall: bubblewrap around the warm parent, and whether it can be built here."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import courses
from grader.errors import CourseError
from grader.kernel import inside

_SYSCTL = Path("/proc/sys")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
)
_CONTAINER = "use the course's container image (docs/instructors)"


class NoWalls(CourseError):
    """Untrusted notebooks cannot be run safely on this computer; says why and what helps."""


@dataclass(frozen=True)
class Outside:
    """Where on this computer lies what the warm parent is to see.

    ``packages`` are the copies of code that a student's code may read, each with its place;
    ``rooms`` holds a folder for each kernel's sockets.
    """

    packages: Mapping[Path, Path]
    rooms: Path


def command(outside: Outside, arguments: list[str], environment: dict[str, str]) -> list[str]:
    """The command line that runs ``python arguments`` behind the outer wall."""
    return [
        *_bubblewrap(),
        *_binds(outside),
        *("--bind", str(outside.rooms), inside.ROOMS),
        *("--dir", "/home", "--dir", inside.SOCKETS),
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", "/"),
        "--clearenv",
        *_flat(("--setenv", name, value) for name, value in environment.items()),
        *("--", sys.executable, "-I", *arguments),
    ]


def _bubblewrap() -> list[str]:
    """What every wall begins with: own namespaces, a minimal /dev, an empty /tmp."""
    # Root needs no user namespace, and without one it reaches a Python below a closed folder.
    own_user = [] if os.getuid() == 0 else ["--unshare-user"]
    return [
        "bwrap",
        *own_user,
        *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        "--unshare-cgroup-try",
        *("--die-with-parent", "--new-session"),
        *("--dir", "/etc"),
        *_flat(_system()),
        *("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"),
    ]


def _system() -> Iterator[tuple[str, ...]]:
    for path in (*_SYSTEM, *_SETTINGS):
        if os.path.islink(path) and path in _SYSTEM:
            yield "--symlink", os.readlink(path), path
        elif os.path.exists(path):
            yield "--ro-bind", path, path


def _binds(outside: Outside) -> list[str]:
    """Python, the course's packages and the data, all read-only, each at its place."""
    python = dict.fromkeys((sys.base_prefix, sys.prefix))
    shown = [(path, path) for path in python if not _in_system(Path(path))]
    shown += [(str(copy), str(place)) for copy, place in outside.packages.items()]
    shown += [(str(path), str(path)) for path in _shown_as_they_are(courses.current())]
    return [
        *_flat(("--dir", folder) for folder in _folders_above(place for _, place in shown)),
        *_flat(("--ro-bind", path, place) for path, place in shown),
    ]


def _shown_as_they_are(course: courses.Course) -> Iterator[Path]:
    yield from map(courses.folder_of, course.shown)
    if course.data is not None and (folder := course.data().absolute()).is_dir():
        yield folder


def _folders_above(places: Iterable[str]) -> list[str]:
    """The folders to make first: those that bubblewrap makes by itself are closed to others."""
    above = (folder for place in places for folder in reversed(Path(place).parents))
    return [str(folder) for folder in dict.fromkeys(above) if not _in_system(folder)]


def _in_system(folder: Path) -> bool:
    return folder == Path("/") or folder.is_relative_to("/usr")


def _flat(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return [word for group in groups for word in group]


def require() -> None:
    """Refuse, where the walls cannot be built, to run what others have sent.

    Raises:
        NoWalls: with the reason and the remedy.
    """
    if reason := why_not():
        raise NoWalls(
            f"Notebooks of others cannot be run safely here: {reason}. To grade only "
            "people you trust, pass --unsafe-no-sandbox."
        )


@functools.cache
def why_not() -> str | None:
    """None when the walls can be built here, else the reason and the remedy.

    Found out once by building small ones.
    """
    if sys.platform != "linux":
        return f"the walls need Linux, this is {sys.platform}: {_CONTAINER}"
    if shutil.which("bwrap") is None:
        return "bubblewrap is missing: apt-get install bubblewrap"
    tried = subprocess.run(
        [*_bubblewrap(), "--", "unshare", "--user", "--pid", "--fork", "true"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if tried.returncode == 0:
        return None
    return _switched_off() or f"bubblewrap failed ({tried.stderr.strip()}): {_CONTAINER}"


def _switched_off() -> str | None:
    """The kernel setting that forbids user namespaces, if one does."""
    for name, forbids, allows in (
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user.max_user_namespaces", "0", "10000"),
    ):
        if _read_sysctl(name) == forbids:
            return (
                f"user namespaces are switched off ({name} = {forbids}): "
                f"sudo sysctl {name}={allows}, or {_CONTAINER}"
            )
    return None


def _read_sysctl(name: str) -> str | None:
    try:
        return (_SYSCTL / name.replace(".", "/")).read_text().strip()
    except OSError:
        return None
