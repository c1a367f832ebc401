"""The folder for temporary files is as it was after grading, after Ctrl-C and after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from grader.commands.rehearsal import Student, answers_to, chosen_exercises, hand_in, lay_out_course
from grader.sandbox import host, scratch, walls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}"),
]

SECONDS = 300


@pytest.fixture
def temporary(short_root: Path) -> Iterator[Path]:
    """An empty folder for temporary files."""
    with scratch.folder(short_root) as folder:
        yield folder


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one notebook, which two students have handed in."""
    folder = tmp_path_factory.mktemp("left") / "course"
    (exercise,) = chosen_exercises(["4_loss"])
    lay_out_course(folder, [exercise])
    solved = next(answer for answer in answers_to(exercise) if answer.name == "solution")
    for name in ("ada", "ben"):
        hand_in(folder, Student(name, (solved,)))
    return folder


def grading(course: Path, temporary: Path) -> subprocess.Popen[bytes]:
    """The command as a teacher runs it: with a warm parent of its own, not that of the tests."""
    environment = {**os.environ, "TMPDIR": str(temporary)}
    environment.pop(host.Configuration().variable, None)
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "autograde", "unet", "--workers", "2", "--force"],
        cwd=course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def kernels(temporary: Path) -> list[Path]:
    """The folders of the kernels that run now."""
    rooms: list[Path] = []
    for place, folders, _ in os.walk(temporary):  # which passes over what vanishes meanwhile
        if Path(place).name == "rooms":
            rooms += [Path(place, name) for name in folders]
    return rooms


def test_ctrl_c_leaves_nothing(course: Path, temporary: Path) -> None:
    process = grading(course, temporary)
    wait_until(lambda: kernels(temporary))
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(SECONDS) == 130
    assert os.listdir(temporary) == []


def test_what_a_kill_leaves_goes_with_the_next_run_although_that_loses_a_worker(
    course: Path, temporary: Path
) -> None:
    process = grading(course, temporary)
    wait_until(lambda: kernels(temporary))
    process.kill()
    process.wait()
    left = set(os.listdir(temporary))
    assert left != set()
    process = grading(course, temporary)
    wait_until(lambda: kernels(temporary) and not left & set(os.listdir(temporary)))
    children = psutil.Process(process.pid).children()
    next(child for child in children if "spawn_main" in " ".join(child.cmdline())).kill()
    assert process.wait(SECONDS) == 0
    assert os.listdir(temporary) == []
