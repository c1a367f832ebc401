"""How long a class waits for its marks: many hand in within a minute, `grader autograde --watch`.

Run `python benchmarks/watch.py`; it takes some minutes on two cores. Made-up students hand in
notebook 1 through nbgrader's exchange, one after the other at even distances, and every mark is
compared with what the answer deserves.
"""

import argparse
import json
import logging
import os
import statistics
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from traitlets.config import Config

from grader.cli import N_WORKERS
from grader.commands.rehearsal import (
    Student,
    chosen_exercises,
    compare,
    draw_class,
    hand_in,
    lay_out_course,
)
from grader.course import first_assignment
from grader.grading.recording import read_config

NOTEBOOK = "1_conv_block"
ASSIGNMENT = first_assignment()
CLASS_SEED = 1
SETTINGS = """
c.Exchange.root = {exchange!r}
c.ExchangeCollect.check_owner = False
"""
console = Console(highlight=False, width=110)


def main() -> None:
    """Start a watch, let the class hand in, and say how long each of them waited."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60, help="in which all of them hand in")
    parser.add_argument("--workers", type=int, default=N_WORKERS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watch-") as name:
        folder = Path(name) / "course"
        wanted = chosen_exercises([NOTEBOOK])
        students = draw_class(wanted, arguments.students, CLASS_SEED)
        _lay_out(folder, students, wanted)
        journal = folder / "grading" / ASSIGNMENT / "watch" / "journal.jsonl"
        log = folder / "log.txt"
        with open(log, "wb") as written:
            command = [str(Path(sysconfig.get_path("scripts")) / "grader"), "autograde"]
            watch = subprocess.Popen(
                [*command, ASSIGNMENT, "--watch", "--workers", str(arguments.workers)],
                cwd=folder,
                env=os.environ,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
            try:
                _wait_for(lambda: "Watching" in log.read_text(), watch)
                used = _cpu_seconds()
                took = _hand_in(folder, students, arguments.seconds)
                _wait_for(lambda: len(_lines(journal)) >= len(students), watch)
                used = _cpu_seconds() - used
            finally:
                watch.terminate()
                watch.wait()
        _say(_lines(journal), took, used, len(compare(folder, students)))


def _lay_out(folder: Path, students: Sequence[Student], wanted: Any) -> None:
    """The course with an exchange, and the students' work in homes of their own."""
    lay_out_course(folder, wanted)
    exchange = folder.parent / "exchange"
    config = folder / "nbgrader_config.py"
    config.write_text(config.read_text() + SETTINGS.format(exchange=str(exchange)))
    course = exchange / read_config(folder).CourseDirectory.course_id
    (course / "inbound").mkdir(parents=True)
    (course / "inbound").chmod(0o733)
    (course / "outbound" / ASSIGNMENT).mkdir(parents=True)
    for student in students:
        hand_in(folder, student)
    (folder / "submitted").rename(folder / "homes")


def _hand_in(folder: Path, students: Sequence[Student], seconds: float) -> float:
    """Let them submit at even distances; how long it took."""
    silent = logging.getLogger("submit")
    silent.setLevel(logging.CRITICAL)
    config = read_config(folder)
    began = time.monotonic()
    for number, student in enumerate(students):
        time.sleep(max(0.0, began + number * seconds / len(students) - time.monotonic()))
        home = folder / "homes" / student.name
        own = {"cache": str(home / "cache"), "assignment_dir": str(home)}
        settings = Config(config)
        settings.merge(Config({"Exchange": own}))
        course = CourseDirectory(config=settings, assignment_id=ASSIGNMENT, student_id=student.name)
        ExchangeFactory(config=settings).Submit(
            coursedir=course,
            authenticator=Authenticator(config=settings),
            config=settings,
            log=silent,
        ).start()
    return time.monotonic() - began


def _wait_for(condition: Any, watch: subprocess.Popen[bytes]) -> None:
    while not condition():
        if watch.poll() is not None:
            raise SystemExit("The watch has ended.")
        time.sleep(0.2)


def _lines(journal: Path) -> list[dict[str, Any]]:
    if not journal.exists():
        return []
    return [json.loads(line) for line in journal.read_text().splitlines()]


def _cpu_seconds() -> float:
    """CPU seconds that this machine has spent since it started."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def _say(answers: list[dict[str, Any]], took: float, used: float, wrong: int) -> None:
    waits = [answer["answered"] - answer["arrived"] for answer in answers]
    order = sorted(range(len(answers)), key=lambda number: float(answers[number]["arrived"]))
    moved = max(abs(place - number) for place, number in enumerate(order))
    rows = {
        "submissions, each answered": f"{len(answers)}",
        "handed in within": f"{took:.0f} s",
        "the first wait": f"{waits[0]:.1f} s",
        "half of them waited less than": f"{statistics.median(waits):.1f} s",
        "the longest wait": f"{max(waits):.1f} s",
        "places that an answer moved in the order, at most": f"{moved}",
        "CPU seconds of the machine for each": f"{used / len(answers):.2f}",
        "wrong marks": f"{wrong}",
    }
    table = Table(title="Instant marks", box=SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(table)


if __name__ == "__main__":
    main()
