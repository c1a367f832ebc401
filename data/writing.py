"""Write files so that they are whole or not there: beside their place first, then renamed."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of ``path`` when the block ends without an error.

    Until then ``path`` is what it was, and after an error too. A file that was there keeps its
    permissions, and a link goes on leading to where it led. What is no file, such as
    ``/dev/stdout``, has no place to take and is written to as it is.

    Raises:
        OSError: the folder is not there or cannot be written to, or the disk is full.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    place = path.resolve()
    part = _free_name(place)
    try:
        with part.open("xb") as file:
            yield file
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file that is there as a whole or not at all, also after a power cut.

    Its folder is made when it is not there. Raises as ``replacing`` does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write all of these files, or leave every file and folder as it was.

    Folders are made when they are not there. A process that is killed while the files are renamed,
    and only then, leaves new ones beside old ones.

    Raises:
        OSError: as for ``replacing``; nothing has changed.
    """
    places = {path.resolve(): content for path, content in files.items()}
    stack = contextlib.ExitStack
    with stack() as new_folders, stack() as leftovers, stack() as renamings:
        for place in places:
            _make_folder(place.parent, new_folders)
        parts = {place: _write_beside(place, places[place], leftovers) for place in places}
        kept = {place: _keep_beside(place, leftovers) for place in places if place.exists()}
        for place, part in parts.items():
            renamings.callback(_put_back, place, kept.get(place))
            part.replace(place)
        renamings.pop_all()
        new_folders.pop_all()


def _free_name(place: Path) -> Path:
    """A name in the same folder that nobody else writes to."""
    return place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")


def _make_folder(folder: Path, new_folders: contextlib.ExitStack) -> None:
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir()
        new_folders.callback(missing.rmdir)


def _write_beside(place: Path, content: bytes, leftovers: contextlib.ExitStack) -> Path:
    part = _free_name(place)
    leftovers.callback(part.unlink, missing_ok=True)
    part.write_bytes(content)
    if place.exists():
        shutil.copymode(place, part)
    return part


def _keep_beside(place: Path, leftovers: contextlib.ExitStack) -> Path:
    """A copy of what is there, made while nothing has changed: later the disk may be full."""
    copy = _free_name(place)
    leftovers.callback(copy.unlink, missing_ok=True)
    shutil.copy2(place, copy)
    return copy


def _put_back(place: Path, copy: Path | None) -> None:
    if copy is None:
        place.unlink(missing_ok=True)
    else:
        copy.replace(place)


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself last; Windows has no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
