"""A file is written whole or stays what it was; several are written together or none is."""

import os
import stat
import threading
from pathlib import Path

import pytest

from data.writing import replacing, write_together, write_whole


def all_below(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its content, every folder with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b", b"new")
    assert all_below(tmp_path) == {"a": None, "a/b": b"new"}


def test_a_disk_that_is_full_in_the_middle_leaves_the_old_file(
    tmp_path: Path, largest_file
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with largest_file(1000), pytest.raises(OSError, match="File too large"):
        write_whole(tmp_path / "file", bytes(2000))
    assert all_below(tmp_path) == {"file": b"old"}


def test_an_error_of_the_writer_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "file") as file:
        file.write(b"ne")
        raise KeyboardInterrupt
    assert all_below(tmp_path) == {"file": b"old"}


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "file").touch(0o640)
    (tmp_path / "file").chmod(0o664)
    write_whole(tmp_path / "file", b"new")
    write_together({tmp_path / "file": b"newer"})
    assert mode_of(tmp_path / "file") == 0o664


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "one", b"")
    write_together({tmp_path / "two": b""})
    assert {mode_of(tmp_path / name) for name in ("one", "two")} == {mode_of(tmp_path / "other")}


def test_a_link_goes_on_leading_where_it_led(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"one")
    assert (tmp_path / "file").read_bytes() == b"one"
    write_together({tmp_path / "link": b"two"})
    assert ((tmp_path / "file").read_bytes(), (tmp_path / "link").is_symlink()) == (b"two", True)


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """As `--to /dev/stdout` is: it has no place that a file could take."""
    os.mkfifo(pipe := tmp_path / "pipe")
    read = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as file:
        file.write(b"marks")
    assert (os.read(read, 100), pipe.is_fifo()) == (b"marks", True)
    os.close(read)


def test_two_writers_at_once_do_not_break_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two notebooks opened on the first day render the same file at the same time."""
    file = tmp_path / "picture.png"
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        """Just before the first writer renames its file, the second one comes and goes."""
        monkeypatch.setattr(os, "replace", replace)
        second = threading.Thread(target=write_whole, args=(file, b"same"))
        second.start()
        second.join()
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    write_whole(file, b"same")
    assert all_below(tmp_path) == {"picture.png": b"same"}


def test_files_are_written_together_with_their_folders(tmp_path: Path) -> None:
    write_together({tmp_path / "a" / "b": b"1", tmp_path / "c": b"2"})
    assert all_below(tmp_path) == {"a": None, "a/b": b"1", "c": b"2"}


def test_a_disk_that_is_full_at_the_last_file_leaves_all_as_it_was(
    tmp_path: Path, largest_file
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    before = all_below(tmp_path)
    files = {
        tmp_path / "old": b"new",
        tmp_path / "a" / "b" / "c": b"1",
        tmp_path / "d": bytes(2000),
    }
    with largest_file(1000), pytest.raises(OSError, match="File too large"):
        write_together(files)
    assert all_below(tmp_path) == before


def test_a_file_in_the_place_of_a_folder_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(NotADirectoryError):
        write_together({tmp_path / "a" / "b": b"1", tmp_path / "taken" / "c": b"2"})
    assert all_below(tmp_path) == {"taken": b""}


def test_a_renaming_that_fails_undoes_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a folder is made in the place of the last file just before its turn, for example."""
    (tmp_path / "old").write_bytes(b"old")
    before = all_below(tmp_path)
    replace = os.replace

    def fail_at_the_last(source: Path, target: Path) -> None:
        if Path(target).name == "last":
            raise IsADirectoryError(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_at_the_last)
    files = {tmp_path / name: b"new" for name in ("old", "a/new", "last")}
    with pytest.raises(IsADirectoryError):
        write_together(files)
    assert all_below(tmp_path) == before
