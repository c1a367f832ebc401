"""Download one file so that it is whole or not there: resume, check, rename."""

import errno
import hashlib
import shutil
import tarfile
import urllib.error
import urllib.request
import zipfile
import zlib
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path, PurePosixPath

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from data.errors import DataError

_CHUNK = 1 << 18
_TIMEOUT = 30.0  # seconds without a byte


@dataclass(frozen=True)
class Source:
    """Where a file comes from and what is known about it.

    Attributes:
        name: what it is, for messages.
        url: where the bytes are.
        licence: as its publisher states it; say so when nothing is stated.
        size: bytes, or None when the publisher does not say.
        sha256: checksum in hexadecimal, or None when the publisher does not say.
        md5: the same for publishers who state this older one.
    """

    name: str
    url: str
    licence: str
    size: int | None = None
    sha256: str | None = None
    md5: str | None = None

    def __str__(self) -> str:
        size = "size not stated" if self.size is None else f"{self.size:,} bytes"
        stated = [f"{name} {value}" for name, _, value in self.checksums]
        checksum = ", ".join(stated) or "no checksum stated"
        return f"{self.name} from {self.url}\n{size}, {checksum}\nlicence: {self.licence}"

    @property
    def checksums(self) -> list[tuple[str, str, str]]:
        """What is stated: name for a reader, name for hashlib, value in lower case hexadecimal."""
        known = (("SHA-256", "sha256", self.sha256), ("MD5", "md5", self.md5))
        return [(name, algorithm, value.lower()) for name, algorithm, value in known if value]


def download(source: Source, target: Path) -> Path:
    """Fetch a file and say what it is; a file that is already there and right is kept.

    Bytes go to `<target>.part`. A second call goes on where the first one stopped, when the
    server can do that. Size and checksum are compared before the file gets its name.

    Args:
        source: what to fetch.
        target: the file to make.

    Returns:
        The target.

    Raises:
        DataError: no network, the server refuses, the connection was cut, the size or the
            checksum is wrong, or the disk is full.
    """
    if target.is_file() and _fault(source, target) is None:
        return target
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fetch(source, part)
    except urllib.error.HTTPError as error:
        error.close()
        raise DataError(
            f"The server answered {error.code} ({error.reason}) for {source.url}. "
            "Check the address; some sites need you to log in and download by hand."
        ) from None
    except urllib.error.URLError as error:
        raise DataError(
            f"Cannot reach {source.url} ({error.reason}). Check the network and call again, or "
            "download the file by hand and name its folder."
        ) from None
    except (HTTPException, TimeoutError, ConnectionError) as error:
        raise DataError(
            f"The connection was cut while {source.name} came in ({type(error).__name__}). "
            "Call again: what has arrived is kept."
        ) from None
    except OSError as error:
        raise DataError(_disk_message(error, part)) from None
    fault = _fault(source, part)
    if fault is not None:
        part.unlink()
        raise DataError(
            f"{source.name} from {source.url} {fault}. The file was deleted. Check the address "
            "and the expected value, then call again."
        )
    part.replace(target)
    return target


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip file into a folder; raises DataError when it is not one."""
    try:
        with zipfile.ZipFile(archive) as files:
            files.extractall(folder)
    except zipfile.BadZipFile:
        raise DataError(
            f"{archive} is not a zip file. The address may lead to a web page; open it in a "
            "browser and copy the address of the file itself."
        ) from None
    except OSError as error:
        raise DataError(_disk_message(error, folder)) from None


def unpack_tar(archive: Path, folder: Path) -> None:
    """Unpack a tar file, compressed or not, into a folder: ordinary files that stay inside it.

    Raises:
        DataError: it is no tar file or cut off, or holds a link, a device or a path that leads
            out of the folder; files that came before that are there.
    """
    try:
        with tarfile.open(archive) as files:
            for member in files:
                _unpack_member(files, member, folder)
    except (tarfile.TarError, EOFError, zlib.error):
        raise DataError(
            f"{archive} is not a whole tar file. Delete it and call again to fetch it anew."
        ) from None
    except OSError as error:
        raise DataError(_disk_message(error, folder)) from None


def _unpack_member(files: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    place = PurePosixPath(member.name)
    content = files.extractfile(member) if member.isfile() else None
    if place.is_absolute() or ".." in place.parts or not (content or member.isdir()):
        raise DataError(
            f"The archive holds {member.name!r}, expected ordinary files inside its folder. "
            "Unpacking stopped there. Check where the archive comes from."
        )
    if content is not None:
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _disk_message(error: OSError, place: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk of {place.parent} is full. Free some space and call again: what has "
            "arrived is kept."
        )
    return f"Cannot write {place} ({error.strerror}). Choose a folder that you may write to."


def _fetch(source: Source, part: Path) -> None:
    """Append what is missing to the part file."""
    have = part.stat().st_size if part.exists() else 0
    if source.size is not None and have >= source.size:
        return
    request = urllib.request.Request(source.url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = urllib.request.urlopen(request, timeout=_TIMEOUT)
    except urllib.error.HTTPError as error:
        # Nothing is left after the last byte: the part was complete.
        if have and error.code == 416:
            error.close()
            return
        raise
    with response:
        # A server without Range support sends the whole file again, with status 200.
        resumed = response.status == 206
        _receive(source, response, part, have if resumed else 0)


def _receive(source: Source, response: HTTPResponse, part: Path, have: int) -> None:
    announced = response.headers.get("Content-Length")
    total = have + int(announced) if announced else source.size
    columns = (TextColumn(source.name, markup=False), BarColumn(), DownloadColumn(),
               TransferSpeedColumn())  # fmt: skip
    with Progress(*columns) as progress, part.open("ab" if have else "wb") as file:
        progress.console.print(str(source), markup=False, highlight=False, soft_wrap=True)
        task = progress.add_task("", total=total, completed=have)
        while chunk := response.read(_CHUNK):
            file.write(chunk)
            progress.advance(task, len(chunk))
            have += len(chunk)
    # `read` with a size returns what has come when the connection is cut, without an error.
    if announced and total is not None and have < total:
        raise ConnectionError(f"{have} of {total} bytes")


def _fault(source: Source, file: Path) -> str | None:
    """What is wrong with a file, or None."""
    size = file.stat().st_size
    if source.size is not None and size != source.size:
        return f"has {size} bytes, expected are {source.size}"
    for _, algorithm, expected in source.checksums:
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, algorithm).hexdigest()
        if digest != expected:
            return f"has the checksum {digest}, expected is {expected}"
    return None
