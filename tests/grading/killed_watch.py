"""Kills a watch at many points with SIGKILL, and lets another one go on: a program for a test.

``killed_watch.py COURSE POINT ...`` forks twice for each point: a watch on a copy of the course
that is killed there, and one that goes on until nothing is left. It prints how the two ended, as
JSON. Everything is imported once, and nothing runs in a thread.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exchange import Exchange
from rich.console import Console
from stand_in import ASSIGNMENT, HereAndNow, grade

from grader.grading.cache import Results
from grader.grading.cluster import Examiner
from grader.grading.directory import AssignmentDirectory
from grader.grading.options import Options
from grader.grading.recording import Recorder, _OpenGradebook
from grader.grading.rules import rules_of
from grader.grading.watching import watch
from grader.grading.watching.answers import Answers, _NotedFeedback
from grader.grading.watching.journal import Journal
from grader.grading.watching.tries import Tries

# Where a watch is killed: in front of a step or behind it.
POINTS: dict[str, tuple[Any, str, str]] = {
    "before the copy": (watch.Watcher, "_collect", "before"),
    "while the copy is put in place": (Path, "rename", "behind"),
    "behind the copy": (watch.Watcher, "_collect", "behind"),
    "before the result is kept": (Results, "keep", "before"),
    "behind the result": (Results, "keep", "behind"),
    "before the marks are committed": (_OpenGradebook, "keep", "before"),
    "behind the marks": (_OpenGradebook, "keep", "behind"),
    "behind the recording": (Recorder, "record", "behind"),
    "behind the first page of feedback": (_NotedFeedback, "convert_single_notebook", "behind"),
    "before the release": (Answers, "_release", "before"),
    "behind the release": (Answers, "graded", "behind"),
    "before the journal": (Journal, "add", "before"),
    "behind the journal": (Journal, "add", "behind"),
}


def main(course: str, *points: str) -> None:
    """See the module."""
    ends = {}
    for number, point in enumerate(points):
        root = Path(course).with_name(f"killed_{number}")
        shutil.copytree(course, root)
        killed = _in_a_fork(lambda: _watch(root, *POINTS[point]))  # noqa: B023
        went_on = _in_a_fork(lambda: _watch(root))  # noqa: B023
        ends[point] = (str(root), killed, went_on)
    print(json.dumps(ends))


def _in_a_fork(work: Callable[[], None]) -> int:
    """The exit code of a child process that does the work; negative when it was killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _watch(root: Path, place: Any = None, step: str = "", when: str = "") -> None:
    """Watch until nothing is left to do; killed at a step if there is one."""
    course = AssignmentDirectory.at(root, ASSIGNMENT)
    material = course.material()
    examiner = Examiner(material, 7, Options(), grade)
    with Recorder(course.config, ASSIGNMENT, rules_of(material)) as recorder:
        watch.LOOK_SECONDS = 0.0
        watcher = watch.Watcher(
            course, examiner, recorder, HereAndNow(examiner), Tries(), Console(quiet=True)
        )
        if place is not None:
            _die_at(place, step, when)
        for _ in range(6):
            watcher.go_on()


def _die_at(place: Any, step: str, when: str) -> None:
    todo = getattr(place, step)

    def deadly(*arguments: Any, **options: Any) -> Any:
        if when == "behind":
            todo(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, step, deadly)


def prepare(root: Path) -> None:
    """A first submission of ana is graded, a second one lies in the exchange, ben's first too."""
    exchange = Exchange(root)
    exchange.submit("ana", right=["a"])
    _watch(root)
    exchange.submit("ana", right=["a", "b"])
    exchange.submit("ben", right=["a"])


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
