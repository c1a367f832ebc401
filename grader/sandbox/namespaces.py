"""Walls of namespaces: bubblewrap around the warm parent, and whether it can be built here."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from grader.kernel import namespaces as inner
from grader.sandbox import contents
from grader.sandbox.unwalled import CODE, CONTAINER, ROOMS, Place, Unwalled, make_rooms

_SYSCTL = Path("/proc/sys")
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")


class Namespaces(Unwalled):
    """Each kernel has namespaces of its own, in a warm parent that bubblewrap has walled in."""

    name = "namespaces"
    unpromised = ""

    def why_not(self) -> str | None:
        """None when bubblewrap can build walls here, else the reason and the remedy."""
        return why_not()

    def command(
        self, folder: Path, arguments: list[str], environment: Mapping[str, str]
    ) -> list[str]:
        """Bubblewrap's command line; the kernels' rooms are all that can be written to."""
        make_rooms(folder)
        code = contents.copy_for_sandbox(folder / CODE)
        environment = {**environment, "HOME": inner.HOME}
        return [
            *_bubblewrap(),
            *_binds(contents.shown(code)),
            *("--bind", str(folder / ROOMS), inner.ROOMS),
            *("--dir", "/home", "--dir", inner.SOCKETS),
            *("--remount-ro", "/dev", "--remount-ro", "/"),
            *("--chdir", "/"),
            "--clearenv",
            *_flat(("--setenv", name, value) for name, value in environment.items()),
            *("--", sys.executable, "-I", *arguments, self.name),
        ]

    def place(self, room: Path) -> Place:
        """The same for each kernel: each sees its own."""
        return Place(f"{inner.SOCKETS}/k", inner.WORK, {"HOME": inner.HOME})


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
    for path in (*_SYSTEM, *contents.SETTINGS):
        if os.path.islink(path) and path in _SYSTEM:
            yield "--symlink", os.readlink(path), path
        elif os.path.exists(path):
            yield "--ro-bind", path, path


def _binds(course: Mapping[Path, Path]) -> list[str]:
    """Python, the course's packages and the data, all read-only, each at its place."""
    python = [Path(prefix) for prefix in dict.fromkeys((sys.base_prefix, sys.prefix))]
    shown = [(path, path) for path in python if not _in_system(path)] + list(course.items())
    return [
        *_flat(("--dir", str(folder)) for folder in _folders_above(place for _, place in shown)),
        *_flat(("--ro-bind", str(path), str(place)) for path, place in shown),
    ]


def _folders_above(places: Iterable[Path]) -> list[Path]:
    """The folders to make first: those that bubblewrap makes by itself are closed to others."""
    above = (folder for place in places for folder in reversed(place.parents))
    return [folder for folder in dict.fromkeys(above) if not _in_system(folder)]


def _in_system(folder: Path) -> bool:
    return folder == Path("/") or folder.is_relative_to("/usr")


def _flat(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return [word for group in groups for word in group]


@functools.cache
def why_not() -> str | None:
    """None when bubblewrap can build walls here, else the reason and the remedy.

    Found out once by building small ones.
    """
    if sys.platform != "linux":
        return f"the walls need Linux, this is {sys.platform}: {CONTAINER}"
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
    return _switched_off() or f"bubblewrap failed ({tried.stderr.strip()}): {CONTAINER}"


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
                f"sudo sysctl {name}={allows}, or {CONTAINER}"
            )
    return None


def _read_sysctl(name: str) -> str | None:
    try:
        return (_SYSCTL / name.replace(".", "/")).read_text().strip()
    except OSError:
        return None
