"""A whole run: what is graded, what is not graded again, and what stops it."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from grader.errors import CourseError, UnknownName
from grader.grading import autograde as module
from grader.grading import recording
from grader.grading.autograde import Problem, Summary, autograde, notes
from grader.grading.cache import Results, seed_of_assignment
from grader.grading.directory import alone
from grader.grading.results import Incident
from grader.sandbox.unwalled import Name
from grader.sandbox.walls import KINDS

sys.path.insert(0, str(Path(__file__).parent))
from stand_in import (
    ASSIGNMENT,
    FULL,
    HereAndNow,
    copy_of,
    grade,
    hand_in,
    hand_in_class,
    make_course,
    marks_of,
    students_of,
    wait_until,
)

COMMAND = """
import sys
from pathlib import Path
from rich.console import Console
from grader.grading.autograde import autograde
from stand_in import grade

if __name__ == "__main__":
    found = autograde(Path(sys.argv[1]), "toy", workers=2, console=Console(), grade=grade)
    sys.exit(found.exit_code)
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return copy_of(released, tmp_path / "course")


Run = Callable[..., Summary]


@pytest.fixture
def run(course: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Grades the course in this process."""
    monkeypatch.setattr(module, "workers_at", lambda _at, _n, examiner: HereAndNow(examiner))

    def grade_class(**options: Any) -> Summary:
        console = Console(file=io.StringIO(), width=200)
        settings = {"workers": 1, "console": console, "grade": grade, **options}
        return autograde(course, ASSIGNMENT, **settings)

    return grade_class


def counts(summary: Summary) -> tuple[int, int, int]:
    """Graded, cached, without a mark."""
    return summary.graded, summary.cached, len(summary.problems)


def seeds(course: Path) -> dict[str, int]:
    """The seed that each student's latest result was graded with."""
    markers = (course / "grading" / ASSIGNMENT / "recorded").glob("*.json")
    return {path.stem: int(json.loads(path.read_text())["result"].split()[1]) for path in markers}


def times_graded(log: Path) -> Counter[str]:
    return Counter(log.read_text().split())


# --- what is graded -------------------------------------------------------------------------------


def test_everybody_is_graded_and_recorded(course: Path, run: Run) -> None:
    names = hand_in_class(course, 3)
    summary = run()
    assert (counts(summary), summary.exit_code, summary.notebooks) == ((3, 0, 0), 0, 6)
    assert [marks_of(course, name) for name in names] == [FULL] * 3


def test_all_get_the_same_seed(course: Path, run: Run) -> None:
    hand_in_class(course, 3)
    run()
    assert len(set(seeds(course).values())) == 1


def test_the_seed_can_be_fixed(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    run(seed=42)
    assert set(seeds(course).values()) == {42}


def test_an_assignment_with_a_seed_of_its_own_gets_no_other(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    seed = seed_of_assignment(course / "grading" / ASSIGNMENT, None)
    run()
    assert set(seeds(course).values()) == {seed}


def test_an_unchanged_submission_keeps_its_result_and_its_seed(course: Path, run: Run) -> None:
    hand_in_class(course, 3)
    run()
    before = seeds(course)
    hand_in(course, "student_01", right=["a"])
    assert (counts(run()), marks_of(course, "student_01")["1_first_b"]) == ((1, 2, 0), 0.0)
    after = seeds(course)
    same = {name: after[name] == before[name] for name in before}
    assert same == {"student_00": True, "student_01": False, "student_02": True}


def test_with_force_everybody_is_graded_again(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    run()
    before = seeds(course)
    assert counts(run(force=True)) == (2, 0, 0)
    assert counts(run(force=True)) == (2, 0, 0)
    assert seeds(course)["student_00"] != before["student_00"]


def test_only_the_students_asked_for(course: Path, run: Run) -> None:
    hand_in_class(course, 3)
    assert counts(run(students=["student_01"])) == (1, 0, 0)
    assert students_of(course) == ["student_01"]


def test_a_lost_gradebook_is_filled_from_the_cache(course: Path, run: Run, released: Path) -> None:
    hand_in_class(course, 2)
    run()
    shutil.copy(released / "gradebook.db", course)
    assert counts(run()) == (0, 2, 0)
    assert marks_of(course, "student_00") == FULL


def test_a_damaged_result_is_graded_anew(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    run()
    folder = course / "grading" / ASSIGNMENT / "results"
    next(folder.glob("*.json.gz")).write_bytes(b"damaged")
    assert counts(run()) == (1, 1, 0)


def test_memory_holds_few_submissions(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A submission is read when a worker can have it soon: two for each worker."""
    hand_in_class(course, 6)
    waiting = []
    submit = HereAndNow.submit

    def watched(self: HereAndNow, submission: Any, key: str) -> None:
        submit(self, submission, key)
        waiting.append(self.n_waiting)

    monkeypatch.setattr(HereAndNow, "submit", watched)
    run()
    assert max(waiting) == 2


# --- what is not graded ---------------------------------------------------------------------------


def test_a_fault_of_the_engine_is_no_mark_and_tried_again(course: Path, run: Run) -> None:
    hand_in(course, "ana", **{"raise": "the sandbox did not start"})
    hand_in(course, "ben", right=["a", "b"])
    summary = run()
    assert (counts(summary), summary.exit_code) == ((1, 0, 1), 1)
    assert summary.problems == (Problem("ana", "Not graded: the sandbox did not start"),)
    assert students_of(course) == ["ben"]
    seed = seeds(course)["ben"]
    hand_in(course, "ana", right=["a"])
    assert (counts(run()), seeds(course)) == ((1, 1, 0), {"ana": seed, "ben": seed})


def test_the_notebook_that_the_engine_failed_at_has_no_mark_and_the_others_have(
    course: Path, run: Run
) -> None:
    hand_in(course, "ana", right=["a", "b"], fails_at="1_first")
    summary = run()
    assert (counts(summary), summary.exit_code) == ((1, 0, 1), 1)
    assert marks_of(course, "ana") == {**FULL, "1_first_a": None, "1_first_b": None}
    file = course / "grading" / ASSIGNMENT / "errors" / "ana" / "1_first.txt"
    assert summary.problems == (
        Problem(
            "ana",
            "1_first.ipynb has no mark: the grader failed at it (RuntimeError: a bug). The "
            f"traceback is in {file}.",
        ),
    )
    assert file.read_text() == "RuntimeError: a bug\n"


def test_what_the_engine_failed_at_is_graded_again_with_the_seed_of_the_others(
    course: Path, run: Run
) -> None:
    hand_in(course, "ana", right=["a", "b"], fails_at="1_first")
    hand_in(course, "ben", right=["a"])
    run()
    seed = seeds(course)["ben"]
    assert counts(run()) == (1, 1, 1)
    hand_in(course, "ana", right=["a", "b"])
    assert (counts(run()), seeds(course)) == ((1, 1, 0), {"ana": seed, "ben": seed})
    assert marks_of(course, "ana") == FULL
    assert list((course / "grading" / ASSIGNMENT / "errors").rglob("*.txt")) == []


def test_a_submission_that_cannot_be_read_costs_nobody_else(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ana", right=["a"])
    hand_in(course, "ben", right=["a", "b"])
    read = module.read_submission

    def fail_at_ana(folder: Path, student: str, assignment: str) -> Any:
        if student == "ana":
            raise RecursionError("too many folders")
        return read(folder, student, assignment)

    monkeypatch.setattr(module, "read_submission", fail_at_ana)
    summary = run()
    assert (counts(summary), students_of(course)) == ((1, 0, 1), ["ben"])
    assert summary.problems[0].reason.startswith("Not graded: RecursionError: too many folders.")
    file = course / "grading" / ASSIGNMENT / "errors" / "ana" / "submission.txt"
    assert "in fail_at_ana" in file.read_text()


def test_a_recording_that_fails_costs_nobody_else(
    course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ana", right=["a"])
    hand_in(course, "ben", right=["a", "b"])
    fill = recording._Stage.fill

    def fail_at_ana(stage: Any, graded: Any, submission: Any) -> None:
        if graded.student == "ana":
            raise KeyError("a bug")
        fill(stage, graded, submission)

    monkeypatch.setattr(recording._Stage, "fill", fail_at_ana)
    summary = run()
    assert (summary.exit_code, students_of(course)) == (1, ["ben"])
    assert summary.problems[0].reason.startswith("Nothing was recorded: KeyError: 'a bug'.")
    file = course / "grading" / ASSIGNMENT / "errors" / "ana" / "recording.txt"
    assert "in fail_at_ana" in file.read_text()


def test_a_name_that_cannot_be_recorded_costs_nobody_else(course: Path, run: Run) -> None:
    hand_in(course, "an\udce9", right=["a"])
    hand_in(course, "ben", right=["a", "b"])
    summary = run()
    assert (counts(summary), summary.exit_code) == ((1, 0, 1), 1)
    assert next(notes(summary)) == (
        "an\\xe9: nbgrader cannot record this name: it has a character that cannot be shown. "
        "Rename the folder."
    )


def test_with_force_again_although_a_name_cannot_be_recorded(course: Path, run: Run) -> None:
    hand_in(course, "an\udce9", right=["a"])
    hand_in(course, "ben", right=["a"])
    run(force=True)
    assert counts(run(force=True)) == (1, 0, 1)


def test_an_unknown_student_is_told_with_the_known_ones(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    with pytest.raises(UnknownName, match=r"Unknown student 'student_1'\. Did you mean 'student_0"):
        run(students=["student_1"])


def test_an_unknown_assignment_is_told_with_the_known_ones(course: Path) -> None:
    with pytest.raises(UnknownName, match=r"Unknown assignment 'joy'. .* Known: toy."):
        autograde(course, "joy", workers=1, console=Console(quiet=True))


def test_no_submissions_are_told_with_the_place(course: Path, run: Run) -> None:
    with pytest.raises(CourseError, match=r"no submissions in .*submitted/\*/toy"):
        run()


def test_hidden_folders_and_files_are_no_students(course: Path, run: Run) -> None:
    hand_in(course, "ana")
    hand_in(course, ".ipynb_checkpoints")
    (course / "submitted" / "README").touch()
    run()
    assert students_of(course) == ["ana"]


def test_a_course_in_a_folder_with_odd_characters(released: Path, tmp_path: Path, run: Run) -> None:
    root = copy_of(released, tmp_path / "[a] *course*")
    hand_in(root, "ana", right=["a", "b"])
    autograde(root, ASSIGNMENT, workers=1, console=Console(quiet=True), grade=grade)
    assert marks_of(root, "ana") == FULL


def test_two_runs_at_a_time_are_refused(course: Path, run: Run) -> None:
    hand_in_class(course, 1)
    with (
        alone(course / "grading" / ASSIGNMENT, "a run with --watch"),
        pytest.raises(
            CourseError,
            match=rf"grading/toy: a run with --watch, process {os.getpid()} on \S+, since 2",
        ),
    ):
        run()


# --- what it says ---------------------------------------------------------------------------------


def test_plain_lines_where_there_is_no_terminal(course: Path, run: Run) -> None:
    hand_in(course, "ana", right=["a"])
    hand_in(course, "ben", **{"raise": "oh"})
    console = Console(file=io.StringIO(), width=200)
    run(console=console)
    lines = console.file.getvalue().splitlines()
    assert lines[:2] == ["1 of 2  ana: 4 of 10 points", "2 of 2  ben: Not graded: oh"]
    assert lines[-2:] == [
        "ben: Not graded: oh",
        "Run the same command again for those who miss a mark.",
    ]


def test_a_terminal_shows_a_bar_and_who_is_running(course: Path, run: Run) -> None:
    hand_in_class(course, 2)
    console = Console(file=io.StringIO(), width=200, force_terminal=True)
    run(console=console)
    assert "notebooks/minute  nobody" in console.file.getvalue()


def test_incidents_are_named_up_to_a_number() -> None:
    incidents = tuple(("ana", Incident("time", f"Cell {number}")) for number in range(25))
    summary = Summary("toy", 1, 1, 0, 2, 1.0, (), incidents, (), (), interrupted=False)
    lines = list(notes(summary))
    assert (lines[0], lines[-1]) == (
        "ana: Cell 0",
        "5 more incidents are in the report (--report FOLDER).",
    )


def test_a_run_says_what_its_walls_do_not_promise() -> None:
    walls: tuple[Name, ...] = ("namespaces", "users")
    summary = Summary("toy", 1, 1, 0, 2, 1.0, (), (), (), walls, interrupted=False)
    assert list(notes(summary)) == [f"walls: users. {KINDS['users'].unpromised}"]


def test_the_report_has_new_and_kept_results(
    course: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.grading import report

    written = []
    monkeypatch.setattr(report, "write_report", lambda *found: written.append((*found[0],)))
    hand_in_class(course, 1)
    run()
    hand_in(course, "zoe")
    run(report=tmp_path / "report")
    assert [graded.student for graded in written[0]] == ["student_00", "zoe"]


# --- Ctrl-C and kill ------------------------------------------------------------------------------


def test_ctrl_c_keeps_what_is_finished(course: Path, run: Run) -> None:
    names = hand_in_class(course, 4)

    def interrupted(*arguments: Any) -> Any:
        if arguments[0].student == names[2]:
            os.kill(os.getpid(), signal.SIGINT)
        return grade(*arguments)

    summary = run(grade=interrupted)
    assert (summary.exit_code, summary.interrupted) == (130, True)
    assert list(notes(summary))[-1] == "3 of 4 graded; run the same command to go on."
    assert (counts(run()), len(set(seeds(course).values()))) == ((1, 3, 0), 1)


def test_ctrl_c_acts_as_before_afterwards(course: Path, run: Run) -> None:
    hand_in_class(course, 1)
    before = signal.getsignal(signal.SIGINT)
    run()
    assert signal.getsignal(signal.SIGINT) is before


def test_it_runs_beside_the_main_thread_too(course: Path, run: Run) -> None:
    """As in a server, where nobody can press Ctrl-C."""
    hand_in_class(course, 1)
    found: list[Summary] = []
    thread = threading.Thread(target=lambda: found.append(run()))
    thread.start()
    thread.join()
    assert counts(found[0]) == (1, 0, 0)


def kept(course: Path) -> int:
    return len(list((course / "grading" / ASSIGNMENT / "results").glob("*.json.gz")))


def group_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The process and all that it started."""
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]


@pytest.mark.slow
def test_after_kill_9_the_next_run_goes_on(
    course: Path, started: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    """Killed at two moments; nobody is graded again whose marks were recorded."""
    log = tmp_path / "log"
    names = hand_in_class(course, 8, seconds=0.3, log=str(log))
    done: dict[int, dict[str, int]] = {}
    for fewest in (1, 4):
        process = started()
        wait_until(lambda: kept(course) >= fewest)  # noqa: B023
        family = group_of(process)
        process.kill()
        process.wait()
        assert psutil.wait_procs(family, timeout=30)[1] == []
        done[fewest] = {name: times_graded(log)[name] for name in seeds(course)}
    finished = kept(course)
    process = started()
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    assert kept(course) == len(names)
    assert [marks_of(course, name) for name in names] == [FULL] * len(names)
    assert len(set(seeds(course).values())) == 1
    assert {**times_graded(log), **done[1], **done[4]} == times_graded(log)
    assert re.search(rf"graded before, unchanged +{finished}\b", output), output
    results = Results(course / "grading" / ASSIGNMENT / "results")
    assert all(results.find(path.name.split(".")[0]) for path in results._folder.iterdir())


@pytest.mark.slow
def test_ctrl_c_ends_every_process(
    course: Path, started: Callable[[], subprocess.Popen[str]]
) -> None:
    """The terminal sends it to the whole group, workers included."""
    hand_in_class(course, 12, seconds=1)
    process = started()
    wait_until(lambda: kept(course) >= 2)
    family = group_of(process)
    pressed = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert time.monotonic() - pressed < 10
    assert output.strip().splitlines()[-1].endswith("of 12 graded; run the same command to go on.")
    assert "Traceback" not in output
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert len(students_of(course)) == kept(course)
