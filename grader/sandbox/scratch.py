"""Folders that a process needs only while it lives: nothing stays behind, however it ends.

Beside each folder lies a file that its process keeps locked. The system gives the lock up when the
process ends, by SIGKILL too, so whoever gets the lock knows that nobody needs the folder. A
process's number would not tell: numbers are used again, and containers that share a folder for
temporary files each count for themselves.
"""

import atexit
import contextlib
import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_NAME = "course-"
_HELD = ".held"

_locks: dict[Path, int] = {}  # this process's folders, and the descriptor that holds each lock


@functools.cache
def keep_together() -> None:
    """Give this process, and those that it starts, one folder for all temporary files.

    It goes when the process ends: with the sources that TensorFlow's AutoGraph writes, with what
    Dask keeps on the disk, and with what a process that was killed had no time to remove.
    """
    made = make()
    os.environ["TMPDIR"] = str(made)
    tempfile.tempdir = None  # what Python remembers of the variable
    atexit.register(remove, made)


@contextlib.contextmanager
def folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder for the length of a block; see ``make``."""
    made = make(parent)
    try:
        yield made
    finally:
        remove(made)


def make(parent: Path | None = None) -> Path:
    """Make a folder for this process in ``parent``, by default where temporary files go.

    It stays until ``remove``. If the process ends before that, the next one that makes a folder
    there removes it.
    """
    parent = parent or Path(tempfile.gettempdir())
    sweep(parent)
    while True:
        lock, name = tempfile.mkstemp(_HELD, f".{_NAME}", parent)
        made = _folder_of(Path(name))
        if _takes(lock, Path(name)):  # else another process swept it up before it was locked
            with contextlib.suppress(FileExistsError):
                made.mkdir(mode=0o700)
                _locks[made] = lock
                return made
        os.close(lock)


def remove(folder: Path) -> None:
    """Remove a folder that this process made; nothing happens to any other."""
    lock = _locks.pop(folder, None)
    if lock is not None:
        _remove(folder)
        os.close(lock)


def sweep(parent: Path) -> None:
    """Remove this user's folders in ``parent`` whose processes have ended."""
    for file in parent.glob(f".{_NAME}*{_HELD}"):
        with contextlib.suppress(OSError):  # it is somebody else's, or gone meanwhile
            lock = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if _is_own(file) and _takes(lock, file):
                    _remove(_folder_of(file))
            finally:
                os.close(lock)


@contextlib.contextmanager
def swapped(place: Path) -> Iterator[Path]:
    """A new folder, which takes the place of ``place`` when the block ends without an error.

    Until then ``place`` is what it was, and after an error too.
    """
    place = place.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    with folder(place.parent) as beside, contextlib.ExitStack() as undo:
        new, old = beside / "new", beside / "old"
        new.mkdir()
        yield new
        if place.exists():
            place.rename(old)
            undo.callback(old.rename, place)
        new.rename(place)
        undo.pop_all()


def _takes(lock: int, file: Path) -> bool:
    """Take the lock; False when another process has it, or has removed the file."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(lock), os.lstat(file))
    except (BlockingIOError, FileNotFoundError):
        return False


def _is_own(path: Path) -> bool:
    return path.lstat().st_uid == os.geteuid()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{_HELD}")


def _folder_of(lock: Path) -> Path:
    return lock.with_name(lock.name.removeprefix(".").removesuffix(_HELD))


def _remove(folder: Path) -> None:
    """Remove a folder and then its lock; what resists is left to a later sweep, lock and all."""
    if folder.exists() and _is_own(folder):
        shutil.rmtree(folder, ignore_errors=True)  # which follows no links
    if not os.path.lexists(folder):
        _lock_of(folder).unlink(missing_ok=True)


def _forget() -> None:
    """A fork holds no lock and owns no folder: both are its parent's."""
    for lock in _locks.values():
        os.close(lock)
    _locks.clear()


os.register_at_fork(after_in_child=_forget)
