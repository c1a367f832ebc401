"""Downloads against a server on this computer: whole, resumed, cut, wrong."""

import errno
import hashlib
import http.server
import re
import threading
from dataclasses import replace

import pytest

from data import download as downloading
from data.download import Source, download
from data.errors import DataError

CONTENT = bytes(range(256)) * 4096  # 1 MiB
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.ThreadingHTTPServer):
    """Serves CONTENT; the attributes decide how well."""

    ranges = True
    cut_after: int | None = None
    asked: list[str | None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET, with or without Range, and may hang up early."""

    server: Server

    def do_GET(self):
        """Send the file or a part of it."""
        wanted = self.headers.get("Range")
        self.server.asked.append(wanted)
        if self.path == "/absent":
            self.send_error(404)
            return
        start = 0
        if wanted and self.server.ranges:
            start = int(re.fullmatch(r"bytes=(\d+)-", wanted).group(1))
            if start >= len(CONTENT):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
        else:
            self.send_response(200)
        body = CONTENT[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.server.cut_after is None else body[: self.server.cut_after])

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def server():
    """A running server."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def source(server):
    """The file with all that can be known about it."""
    url = f"http://127.0.0.1:{server.server_port}/file"
    return Source("test file", url, "public domain", len(CONTENT), DIGEST)


def test_a_file_arrives_whole(source, tmp_path):
    """The plain case; folders on the way are made."""
    target = download(source, tmp_path / "new" / "file")
    assert target.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_size_checksum_and_licence_are_said_before_the_bytes_come(source, tmp_path, capsys):
    """Nobody should own a file without knowing what may be done with it."""
    download(source, tmp_path / "file")
    assert capsys.readouterr().out.startswith(
        f"test file from {source.url}\n{len(CONTENT):,} bytes, SHA-256 {DIGEST}\n"
        "licence: public domain\n"
    )


def test_what_is_not_known_of_a_file_is_said_too():
    """The real recordings are published without size, checksum and licence."""
    unknown = Source("test file", "http://127.0.0.1/file", "not stated by its publisher")
    assert str(unknown).splitlines()[1:] == [
        "size not stated, no checksum stated",
        "licence: not stated by its publisher",
    ]


def test_a_file_that_is_there_is_not_fetched_again(source, server, tmp_path):
    """A second run of a notebook needs no network."""
    download(source, tmp_path / "file")
    download(source, tmp_path / "file")
    assert server.asked == [None]


def test_a_cut_connection_is_named_and_resumed(source, server, tmp_path):
    """Large files over weak lines: what has arrived is kept, the rest is asked for."""
    server.cut_after = 300_000
    with pytest.raises(DataError, match=r"connection was cut .* Call again: what has arrived"):
        download(source, tmp_path / "file")
    assert not (tmp_path / "file").exists()
    assert (tmp_path / "file.part").stat().st_size == 300_000
    server.cut_after = None
    assert download(source, tmp_path / "file").read_bytes() == CONTENT
    assert server.asked == [None, "bytes=300000-"]


def test_a_server_without_ranges_starts_over(source, server, tmp_path):
    """Appending a whole file to a part would give a file of the wrong length."""
    server.ranges = False
    (tmp_path / "file.part").write_bytes(CONTENT[:1000])
    assert download(source, tmp_path / "file").read_bytes() == CONTENT


def test_a_complete_part_is_only_checked(source, server, tmp_path):
    """A run that stopped just before the rename has all the bytes."""
    (tmp_path / "file.part").write_bytes(CONTENT)
    assert download(source, tmp_path / "file").read_bytes() == CONTENT
    assert server.asked == []


def test_a_complete_part_of_unknown_size_is_accepted(source, tmp_path):
    """The server answers 416 when nothing is left to send."""
    (tmp_path / "file.part").write_bytes(CONTENT)
    unknown = replace(source, size=None)
    assert download(unknown, tmp_path / "file").read_bytes() == CONTENT


def test_a_wrong_checksum_is_an_error_and_leaves_nothing(source, tmp_path):
    """Wrong bytes must never get the file's name, nor be resumed."""
    with pytest.raises(DataError, match=f"has the checksum {DIGEST}, expected is 000"):
        download(replace(source, sha256="0" * 64), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_size_is_an_error(source, tmp_path):
    """The size is known before the checksum and says more."""
    with pytest.raises(DataError, match=f"has {len(CONTENT)} bytes, expected are 5000000"):
        download(replace(source, size=5_000_000), tmp_path / "file")


def test_without_checksum_and_size_the_file_is_accepted(source, tmp_path):
    """Some publishers state neither."""
    unknown = replace(source, sha256=None, size=None)
    assert download(unknown, tmp_path / "file").read_bytes() == CONTENT


def test_a_missing_page_names_code_and_address(source, tmp_path):
    """404 or 403 mean different next steps."""
    absent = replace(source, url=source.url.replace("file", "absent"))
    with pytest.raises(DataError, match=r"answered 404 \(Not Found\) for .*absent"):
        download(absent, tmp_path / "file")


def test_no_network_names_the_way_by_hand(source, server, tmp_path):
    """Many classrooms are offline."""
    closed = replace(source, url="http://127.0.0.1:1/file")
    with pytest.raises(DataError, match=r"Cannot reach .* download the file by hand"):
        download(closed, tmp_path / "file")


def test_a_full_disk_is_named(source, tmp_path, monkeypatch):
    """The part stays, so that freeing space is enough."""

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(downloading, "_receive", fail)
    with pytest.raises(DataError, match=r"The disk of .* is full\. Free some space"):
        download(source, tmp_path / "file")
