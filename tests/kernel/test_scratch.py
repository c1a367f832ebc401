"""What a process keeps only while it lives is gone afterwards, however it ended."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.sandbox import scratch

MAKES_A_FOLDER = """
import os, signal, sys, time
from pathlib import Path
from grader.sandbox import scratch
made = scratch.make(Path(sys.argv[1]))
(made / "file").write_text("x")
"""
DIES = "os.kill(os.getpid(), signal.SIGKILL)\n"


def names_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def run(source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", source, str(folder)],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """The folder of a process that was killed."""
    assert run(MAKES_A_FOLDER + DIES, tmp_path).returncode == -signal.SIGKILL
    (folder,) = tmp_path.glob("course-*")
    return folder


def test_a_folder_is_gone_after_its_block(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        (folder / "file").touch()
    assert names_in(tmp_path) == []


def test_the_folder_of_a_killed_process_goes_when_the_next_one_is_made(left: Path) -> None:
    with scratch.folder(left.parent) as folder:
        assert list(left.parent.glob("course-*")) == [folder]
    assert names_in(left.parent) == []


def test_the_folder_of_a_living_process_stays(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        run(MAKES_A_FOLDER, tmp_path)
        scratch.sweep(tmp_path)
        assert list(tmp_path.glob("course-*")) == [folder]


def test_a_fork_that_lives_on_does_not_keep_the_folder(tmp_path: Path) -> None:
    """A fork has its parent's open files, and the lock would end with the last of them."""
    forks = "if os.fork() == 0:\n" + "    print(os.getpid(), flush=True)\n    time.sleep(60)\n"
    process = subprocess.Popen(
        [sys.executable, "-c", MAKES_A_FOLDER + forks + "os.wait()", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        fork = int(process.stdout.readline())
        process.kill()
    try:
        scratch.sweep(tmp_path)
        assert names_in(tmp_path) == []
    finally:
        os.kill(fork, signal.SIGKILL)


def test_a_fork_that_ends_takes_no_folder_of_its_parent_along(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        fork = os.fork()
        if fork == 0:
            scratch.remove(folder)
            os._exit(0)
        os.waitpid(fork, 0)
        assert folder.is_dir()


def test_a_link_in_the_place_of_a_folder_is_not_followed(left: Path, tmp_path: Path) -> None:
    (precious := tmp_path / "precious").mkdir()
    (precious / "file").touch()
    left.rename(tmp_path / "elsewhere")
    left.symlink_to(precious)
    scratch.sweep(tmp_path)
    assert names_in(precious) == ["file"]


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path: Path) -> None:
    (precious := tmp_path / "course-precious").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / ".course-precious.held").symlink_to(tmp_path / "file")
    scratch.sweep(tmp_path)
    assert precious.is_dir()


def test_a_folder_without_a_lock_is_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "course-material").mkdir()
    scratch.sweep(tmp_path)
    assert names_in(tmp_path) == ["course-material"]


@pytest.mark.parametrize("which", ["lock", "folder"])
@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_what_belongs_to_somebody_else_stays(left: Path, which: str) -> None:
    os.chown(left if which == "folder" else next(left.parent.glob(".course-*")), 12345, 12345)
    scratch.sweep(left.parent)
    assert left.is_dir()


def test_a_lock_that_is_swept_before_it_is_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two steps of a start another start may come."""
    make_file: Callable[..., tuple[int, str]] = tempfile.mkstemp

    def interrupted(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(tempfile, "mkstemp", make_file)
        made = make_file(*arguments)
        scratch.sweep(tmp_path)
        return made

    monkeypatch.setattr(tempfile, "mkstemp", interrupted)
    with scratch.folder(tmp_path) as folder:
        assert names_in(tmp_path) == [f".{folder.name}.held", folder.name]


def test_many_starts_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    def there_until_its_end(_: int) -> bool:
        with scratch.folder(tmp_path) as folder:
            (folder / "file").touch()
            scratch.sweep(tmp_path)
            return (folder / "file").exists()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(there_until_its_end, range(200))) == {True}
    assert names_in(tmp_path) == []


TOGETHER = """
import os, signal, tempfile
from grader.sandbox import scratch
scratch.keep_together()
tempfile.mkstemp()
"""


def test_temporary_files_of_a_command_go_with_it(tmp_path: Path) -> None:
    assert run(TOGETHER, tmp_path).returncode == 0
    assert names_in(tmp_path) == []


def test_temporary_files_of_a_killed_command_go_with_the_next(tmp_path: Path) -> None:
    assert run(TOGETHER + DIES, tmp_path).returncode == -signal.SIGKILL
    assert run(TOGETHER, tmp_path).returncode == 0
    assert names_in(tmp_path) == []


def test_a_swap_puts_the_new_folder_in_the_place_of_the_old(tmp_path: Path) -> None:
    (place := tmp_path / "demo").mkdir()
    (place / "old").touch()
    with scratch.swapped(place) as new:
        (new / "new").touch()
        assert names_in(place) == ["old"]
    assert (names_in(tmp_path), names_in(place)) == (["demo"], ["new"])


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_the_old_folder(tmp_path: Path, error: type[BaseException]) -> None:
    (place := tmp_path / "demo").mkdir()
    (place / "old").touch()
    with pytest.raises(error), scratch.swapped(place) as new:
        (new / "new").touch()
        raise error
    assert (names_in(tmp_path), names_in(place)) == (["demo"], ["old"])


def test_a_swap_that_fails_is_undone(tmp_path: Path) -> None:
    (place := tmp_path / "demo").mkdir()
    (place / "old").touch()
    with pytest.raises(FileNotFoundError), scratch.swapped(place) as new:
        new.rmdir()
    assert (names_in(tmp_path), names_in(place)) == (["demo"], ["old"])


WARM = """
from grader.sandbox import host, warm
parent = warm.parent(host.Configuration("none"))
parent.make_room()
"""


@pytest.fixture
def near(short_root: Path) -> Iterator[Path]:
    """A folder with a short name, so that a socket's address has room there."""
    with scratch.folder(short_root) as folder:
        yield folder


@pytest.mark.slow
def test_a_warm_parent_leaves_nothing(near: Path) -> None:
    ended = run(WARM, near)
    assert (ended.returncode, ended.stderr, names_in(near)) == (0, "", [])


@pytest.mark.slow
def test_the_warm_parent_of_a_killed_process_leaves_nothing_to_the_next(near: Path) -> None:
    assert run(WARM + "import os, signal\n" + DIES, near).returncode == -signal.SIGKILL
    assert names_in(near) != []
    scratch.sweep(near)
    assert names_in(near) == []
