"""A tree of files made by root, in which a kernel finds what it may see and nothing else.

It holds what the walls of namespaces show, and of the system what programs need to run, each file
at the place where it lies outside. These are links to the files themselves where they are on the
same disk, else copies. The tree is kept beside the Python whose packages it holds, and only what
has changed is made anew.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import site
import stat
import sys
import sysconfig
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.kernel import users as inner
from grader.sandbox import contents

STORE = Path(sys.prefix) / "var" / "walls"
KERNELS = "kernels"  # below it the rooms of each host
_ROOTS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_DEVICES = {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}
_OF_MEMORY = 1  # the devices' major number
_FOREIGN = stat.S_ISUID | stat.S_ISGID | stat.S_IWGRP | stat.S_IWOTH


def make(course: Mapping[Path, Path]) -> Path:
    """The tree, brought up to date: the system, Python and ``course``, whose places are given."""
    of_system = (path for path in (*_system(), *_python()) if path.exists())
    shown = {**{path: path for path in of_system}, **course}
    places = frozenset(shown.values())
    name = hashlib.sha256("\n".join(sorted(map(str, places))).encode()).hexdigest()[:12]
    STORE.mkdir(mode=0o700, parents=True, exist_ok=True)
    tree = STORE / name
    with _alone(STORE / f"{name}.lock"):
        _make_frame(tree)
        for source, place in shown.items():
            _Mirror(tree, places).update(source, place)
    return tree


def why_not() -> str | None:
    """None when a tree can be kept here, else the reason and the remedy."""
    above = next(folder for folder in STORE.parents if folder.is_dir())
    flags = os.statvfs(above).f_flag
    if flags & os.ST_RDONLY or not os.access(above, os.W_OK):
        return f"{above} cannot be written to: install the course where root may write"
    if flags & (os.ST_NODEV | os.ST_NOEXEC):
        return f"{above} lies on a disk for neither devices nor programs: install it on another"
    return None


def _system() -> Iterator[Path]:
    libraries = Path("/usr/lib") / str(sysconfig.get_config_var("MULTIARCH"))
    yield from (libraries,) if libraries.is_dir() else (Path("/usr/lib"),)
    yield from (Path("/usr/lib64"), *Path("/usr/lib").glob("ld-*"))  # the dynamic linker
    yield from (Path("/usr/bin"), Path("/usr/sbin"), Path("/usr/share/zoneinfo"))
    yield from (path for path in map(Path("/").__truediv__, _ROOTS) if not path.is_symlink())
    yield from map(Path, contents.SETTINGS)


def _python() -> Iterator[Path]:
    """What Python imports from, and what it is run by."""
    yield from map(Path, site.getsitepackages())
    yield Path(sysconfig.get_path("stdlib"))
    if sys.base_prefix != "/usr":
        yield from (Path(sys.base_prefix) / "lib", Path(sys.base_prefix) / "bin")
    if sys.prefix != sys.base_prefix:
        yield from (Path(sys.prefix) / "bin", Path(sys.prefix) / "pyvenv.cfg")


def _make_frame(tree: Path) -> None:
    """What is in no other place: devices, the folders for all, links such as /lib."""
    for folder, mode in {
        "": 0o755,
        "dev": 0o755,
        KERNELS: 0o711,
        **dict.fromkeys(inner.OPEN_TO_ALL, inner.UNLISTED),
    }.items():
        (tree / folder).mkdir(exist_ok=True)
        (tree / folder).chmod(mode)
    for name, number in _DEVICES.items():
        device = tree / "dev" / name
        if not device.exists():
            os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(_OF_MEMORY, number))
            device.chmod(0o666)
    # TensorFlow ends where it cannot ask what program it is; of /proc there is no more.
    asked = tree / "proc" / "self"
    asked.mkdir(parents=True, exist_ok=True)
    (asked / "cmdline").write_bytes(b"python\0kernel\0")
    if not (asked / "exe").is_symlink():
        (asked / "exe").symlink_to(Path(sys.executable).resolve())
    for name in _ROOTS:
        if (root := Path("/") / name).is_symlink() and not (tree / name).is_symlink():
            (tree / name).symlink_to(root.readlink())


@dataclass(frozen=True)
class _Mirror:
    """Brings places of a tree up to date; ``places`` below another are brought by themselves."""

    tree: Path
    places: Collection[Path]

    def update(self, source: Path, place: Path) -> None:
        """Have at ``place`` what lies at ``source``."""
        target = self.tree / place.relative_to("/")
        for folder in reversed(target.parents):
            if folder.is_relative_to(self.tree):
                folder.mkdir(mode=0o755, exist_ok=True)
        self._update(source.lstat(), str(source), str(target), place)

    def _update(self, found: os.stat_result, source: str, target: str, place: Path) -> None:
        if stat.S_ISDIR(found.st_mode):
            self._update_folder(found, source, target, place)
        elif stat.S_ISLNK(found.st_mode):
            _update_link(source, target)
        elif stat.S_ISREG(found.st_mode):
            _update_file(found, source, target)

    def _update_folder(self, found: os.stat_result, source: str, target: str, place: Path) -> None:
        if not stat.S_ISDIR(_mode(target)):
            _remove(target)
            os.mkdir(target)
        os.chmod(target, found.st_mode & 0o755)
        with os.scandir(source) as entries:
            inside = {entry.name: entry for entry in entries}
        for name in os.listdir(target):
            if name not in inside and not self._is_needed(place / name):
                _remove(f"{target}/{name}")
        for name, entry in inside.items():
            if place / name not in self.places and not _is_unused(place / name, self.places):
                one = entry.stat(follow_symlinks=False)
                self._update(one, entry.path, f"{target}/{name}", place / name)

    def _is_needed(self, place: Path) -> bool:
        return any(other.is_relative_to(place) for other in self.places)


def _is_unused(place: Path, places: Collection[Path]) -> bool:
    """Whether these are packages that this Python does not import."""
    return place.name in ("site-packages", "dist-packages") and place not in places


def _update_link(source: str, target: str) -> None:
    to = os.readlink(source)
    if not (os.path.islink(target) and os.readlink(target) == to):
        _remove(target)
        os.symlink(to, target)


def _update_file(found: os.stat_result, source: str, target: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        there = os.lstat(target)
        if _signs(there) == _signs(found):
            return
    _remove(target)
    if not found.st_mode & _FOREIGN:
        try:
            os.link(source, target)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK):
                raise
        else:
            return
    shutil.copy2(source, target)
    os.chmod(target, found.st_mode & 0o755)


def _signs(found: os.stat_result) -> tuple[int, int, int]:
    return stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return 0


def _remove(path: str) -> None:
    if stat.S_ISDIR(_mode(path)):
        shutil.rmtree(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let no other process make the same tree meanwhile."""
    with open(file, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
