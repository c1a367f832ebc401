"""Reading a submission's folder: nothing but its own ordinary files, whatever lies in it."""

import os
from pathlib import Path

import pytest

from grader.grading import submission
from grader.grading.storable import printable
from grader.grading.submission import read_submission


def messages(folder: Path) -> list[str]:
    return [incident.message for incident in read_submission(folder, "ada", "unet").incidents]


def test_files_are_read_with_their_folders(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "1_conv_block.ipynb").write_bytes(b"{}")
    (tmp_path / "more" / "helper.py").write_bytes(b"x = 1")
    read = read_submission(tmp_path, "ada", "unet")
    expected = {"1_conv_block.ipynb": b"{}", "more/helper.py": b"x = 1"}
    assert (read.files, read.incidents) == (expected, ())


def test_what_running_the_notebooks_leaves_is_not_handed_in(tmp_path: Path) -> None:
    """It is not even looked at: the training alone is larger than a submission may be."""
    for name in (".ipynb_checkpoints", "__pycache__", "training"):
        (tmp_path / name).mkdir()
        with (tmp_path / name / "left").open("wb") as file:
            file.truncate(submission.LARGEST_FILE + 1)
    (tmp_path / "film.gif").write_bytes(b"x")
    read = read_submission(tmp_path, "ada", "unet")
    assert (read.files, read.incidents) == ({}, ())


def test_a_thousand_nested_folders_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lie deeper than functions can call one another, and than a path can be written."""
    (tmp_path / "1_conv_block.ipynb").write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    for _ in range(1000):
        os.mkdir("folder")
        os.chdir("folder")
    read = read_submission(tmp_path, "ada", "unet")
    for _ in range(1000):  # pytest removes folders by calling itself
        os.chdir("..")
        os.rmdir("folder")
    assert (read.files, read.incidents) == ({"1_conv_block.ipynb": b"{}"}, ())


def test_links_are_left_out_and_named(tmp_path: Path) -> None:
    """To a file, to a folder, to nowhere: none is followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "gradebook.db").write_bytes(b"secret")
    folder = tmp_path / "ada"
    folder.mkdir()
    for name, target in {"file": "gradebook.db", "folder": ".", "nowhere": "nothing"}.items():
        (folder / name).symlink_to(outside / target)
    assert read_submission(folder, "ada", "unet").files == {}
    assert sorted(messages(folder)) == [
        f"{name} was left out: it is a symbolic link. Ask for the file itself."
        for name in ("file", "folder", "nowhere")
    ]


def test_of_thousands_that_are_left_out_some_are_named(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number:04}").symlink_to("/etc/passwd")
    sentences = messages(tmp_path)
    assert len(sentences) == submission.MOST_NAMED + 1
    assert sentences[-1] == "990 more files were left out. Look at the folder."


@pytest.mark.parametrize("name", ["1_conv_block.ipynb", "other.ipynb", "timestamp.txt"])
def test_a_folder_where_a_file_belongs_is_left_out(tmp_path: Path, name: str) -> None:
    """Some programs unpack a file into a folder of its name."""
    (tmp_path / "figures" / name).mkdir(parents=True)
    (tmp_path / "figures" / name / "inside.txt").write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert list(read_submission(tmp_path, "ada", "unet").files) == ["notes.txt"]
    assert messages(tmp_path) == [
        f"figures/{name}/inside.txt was left out: it lies in a folder called {name}, as some "
        "programs unpack a file. Ask for the file itself."
    ]


def test_a_pipe_does_not_hold_the_reader_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert messages(tmp_path) == ["pipe was left out: it is no ordinary file."]


def test_a_name_that_is_not_utf_8_is_spelled_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    assert messages(tmp_path) == [
        "caf\\xe9.txt was left out: its name is not UTF-8. Ask the student to rename it."
    ]


def test_a_file_over_the_limit_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "LARGEST_FILE", 3 * 1024**2)
    with (tmp_path / "weights.h5").open("wb") as file:
        file.truncate(5 * 1024**2)
    (tmp_path / "1_conv_block.ipynb").write_bytes(b"{}")
    assert list(read_submission(tmp_path, "ada", "unet").files) == ["1_conv_block.ipynb"]
    assert messages(tmp_path) == ["weights.h5 was left out: it has 5 MB, at most 3 MB are allowed."]


def test_thousands_of_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submission, "MOST_FILES", 2)
    for name in "abcd":
        (tmp_path / name).write_bytes(b"x")
    assert list(read_submission(tmp_path, "ada", "unet").files) == ["a", "b"]
    assert messages(tmp_path) == [
        "c was left out: there are more than 2 files. Ask for the notebooks alone."
    ]


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert read_submission(tmp_path / "nobody", "nobody", "unet").files == {}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b]0;owned\x07\x1b[2J", r"\x1b]0;owned\x07\x1b[2J"),
        ("two\nlines\tof it", r"two\nlines\tof it"),
        ("right\u202eleft", r"right\u202eleft"),
        ("caf\udce9", r"caf\xe9"),
        ("half\ud83d", r"half\ud83d"),
    ],
    ids=["escape", "line breaks", "bidi", "bytes", "surrogate"],
)
def test_what_cannot_be_shown_is_spelled_out(name: str, shown: str) -> None:
    assert printable(name) == shown
    assert printable(name).isprintable()


def test_printable_keeps_what_is_text() -> None:
    assert printable("Zoë — 名前.ipynb") == "Zoë — 名前.ipynb"
