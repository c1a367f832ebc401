"""Recording: what nbgrader's gradebook and folders hold afterwards, and what nothing may change."""

import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError

from grader.course import ROOT, run_nbgrader
from grader.errors import CourseError
from grader.grading import recording
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.recording import NotRecorded, Recorder, read_config, unusable_name
from grader.grading.results import GradedSubmission
from grader.grading.rules import rules_of
from grader.grading.submission import Submission, read_submission

sys.path.insert(0, str(Path(__file__).parent))
from stand_in import ASSIGNMENT, FULL, copy_of, grade, hand_in, make_course, marks_of

CELL = "1_first_a"
CLEAR_METADATA = "nbconvert.preprocessors.ClearMetadataPreprocessor"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return copy_of(released, tmp_path / "course")


@pytest.fixture
def recorder(course: Path) -> Iterator[Recorder]:
    with Recorder(read_config(course), ASSIGNMENT, rules_of(material_of(course))) as recorder:
        yield recorder


def material_of(course: Path) -> Material:
    folders = [course / step / ASSIGNMENT for step in ("notebooks", "solutions")]
    return load_material(*folders, ASSIGNMENT)


def graded(
    course: Path, student: str, key: str = "key", **work: object
) -> tuple[GradedSubmission, Submission]:
    """Hand in and grade."""
    submission = read_submission(hand_in(course, student, **work), student, ASSIGNMENT)
    return grade(submission, material_of(course), 1, Options(), key), submission


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course}/gradebook.db", "toys")


def autograded(course: Path, student: str) -> Path:
    return course / "autograded" / student / ASSIGNMENT


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_marks_and_files_are_where_nbgrader_looks(course: Path, recorder: Recorder) -> None:
    remarks = recorder.record(*graded(course, "ana", right=["a"]))
    assert (remarks, marks_of(course, "ana")) == (
        (),
        {"1_first_a": 2.0, "1_first_b": 0.0, "2_second_a": 2.0, "2_second_b": 0.0},
    )
    assert files_below(course / "autograded") == [
        "ana",
        "ana/toy",
        "ana/toy/1_first.ipynb",
        "ana/toy/2_second.ipynb",
    ]


def test_a_part_of_the_points_is_recorded_as_such(course: Path, recorder: Recorder) -> None:
    recorder.record(*graded(course, "ana", right=["b"], partly={"a": 1.5}))
    assert marks_of(course, "ana") == {
        "1_first_a": 1.5,
        "1_first_b": 3.0,
        "2_second_a": 1.5,
        "2_second_b": 3.0,
    }


@pytest.mark.filterwarnings("ignore:Object of type <Submitted.* not in session")  # nbgrader's own
def test_it_is_what_stock_nbgrader_makes_of_the_same_notebooks(
    course: Path, recorder: Recorder
) -> None:
    """Stock ``nbgrader autograde --no-execute`` on the judged notebooks is the reference."""
    result, submission = graded(course, "ana", right=["b"], partly={"a": 1.5})
    folder = hand_in(course, "stock")
    for notebook in result.notebooks:
        (folder / f"{notebook.name}.ipynb").write_text(notebook.document)
    config = read_config(course)
    config.Execute.enabled = config.ClearOutput.enabled = False
    directory = CourseDirectory(config=config, assignment_id=ASSIGNMENT, student_id="stock")
    Autograde(coursedir=directory, config=config).start()
    recorder.record(result, submission)
    assert state(course, "ana") == state(course, "stock")


@pytest.mark.filterwarnings("ignore:Object of type <Submitted.* not in session")  # nbgrader's own
def test_stock_nbgrader_withholds_the_marks_of_what_was_not_graded_too(
    course: Path, recorder: Recorder
) -> None:
    result, submission = graded(course, "ana", right=["a", "b"], fails_at="1_first")
    folder = hand_in(course, "stock")
    for notebook in result.notebooks:
        (folder / f"{notebook.name}.ipynb").write_text(notebook.document)
    config = read_config(course)
    steps = read_config(ROOT).Autograde.autograde_preprocessors
    config.Autograde.autograde_preprocessors = steps[steps.index(CLEAR_METADATA) :]
    config.ClearOutput.enabled = False
    directory = CourseDirectory(config=config, assignment_id=ASSIGNMENT, student_id="stock")
    Autograde(coursedir=directory, config=config).start()
    recorder.record(result, submission)
    assert state(course, "ana") == state(course, "stock")


def test_what_was_not_graded_waits_for_a_person(course: Path, recorder: Recorder) -> None:
    recorder.record(*graded(course, "ana", right=["a", "b"], fails_at="1_first"))
    with gradebook(course) as book:
        notebooks = book.find_submission(ASSIGNMENT, "ana").notebooks
        waiting = {notebook.name: notebook.needs_manual_grade for notebook in notebooks}
    assert waiting == {"1_first": True, "2_second": False}


def test_a_mark_given_by_hand_to_what_was_not_graded_stays(
    course: Path, recorder: Recorder
) -> None:
    result = graded(course, "ana", right=["a", "b"], fails_at="1_first")
    recorder.record(*result)
    with gradebook(course) as book:
        grade = book.find_grade(CELL, "1_first", ASSIGNMENT, "ana")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.db.commit()
    assert recorder.record(*result) == ()
    with gradebook(course) as book:
        grade = book.find_grade(CELL, "1_first", ASSIGNMENT, "ana")
        assert (grade.score, grade.needs_manual_grade) == (1.5, False)


def state(course: Path, student: str) -> tuple[list[object], dict[str, str]]:
    """All that nbgrader has of a student, without the random ids and the name."""
    with gradebook(course) as book:
        submission = book.find_submission(ASSIGNMENT, student)
        parts = [part for nb in submission.notebooks for part in [*nb.grades, *nb.comments]]
        rows = [
            {name: value for name, value in part.to_dict().items() if name not in ("id", "student")}
            for part in parts
        ]
    folder = autograded(course, student)
    return sorted(rows, key=str), {path.name: path.read_text() for path in folder.iterdir()}


def test_other_files_are_kept_as_they_were_handed_in(course: Path, recorder: Recorder) -> None:
    folder = hand_in(course, "ana")
    (folder / "my stuff").mkdir()
    (folder / "my stuff" / "[notes].txt").write_bytes(b"\xff\x00")
    (folder / "other.ipynb").write_text("{}")
    recorder.record(*graded(course, "ana"))
    assert files_below(autograded(course, "ana")) == [
        "1_first.ipynb",
        "2_second.ipynb",
        "my stuff",
        "my stuff/[notes].txt",
    ]
    assert (autograded(course, "ana") / "my stuff" / "[notes].txt").read_bytes() == b"\xff\x00"


def test_a_late_submission_gets_nbgraders_penalty(course: Path, recorder: Recorder) -> None:
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-01 12:00:00")
    folder = hand_in(course, "late")
    (folder / "timestamp.txt").write_text("2026-01-01 13:00:00 UTC")
    recorder.record(*graded(course, "late", right=["a", "b"]))
    with gradebook(course) as book:
        submission = book.find_submission(ASSIGNMENT, "late")
        assert (submission.score, submission.late_submission_penalty) == (10.0, 10.0)
        assert submission.timestamp == datetime.datetime(2026, 1, 1, 13)


@pytest.mark.parametrize("timestamp", [b"yesterday", b"\xff", b"9" * 400])
def test_a_timestamp_that_is_none_costs_nothing_else(
    course: Path, recorder: Recorder, timestamp: bytes
) -> None:
    (hand_in(course, "ana") / "timestamp.txt").write_bytes(timestamp)
    remarks = recorder.record(*graded(course, "ana", right=["a", "b"]))
    assert (remarks, marks_of(course, "ana")) == (
        ("The timestamp.txt of ana is no time; the submission counts as handed in without one.",),
        FULL,
    )


# --- recorded already -----------------------------------------------------------------------------


def test_what_was_recorded_is_known(course: Path, recorder: Recorder) -> None:
    result, submission = graded(course, "ana", right=["a"])
    before = recorder.is_recorded(result)
    recorder.record(result, submission)
    assert (before, recorder.is_recorded(result)) == (False, True)


def test_another_result_is_not_recorded(course: Path, recorder: Recorder) -> None:
    recorder.record(*graded(course, "ana"))
    other, _ = graded(course, "ana", key="other")
    assert not recorder.is_recorded(other)


def test_a_lost_notebook_is_recorded_again(course: Path, recorder: Recorder) -> None:
    result, submission = graded(course, "ana")
    recorder.record(result, submission)
    (autograded(course, "ana") / "1_first.ipynb").unlink()
    assert not recorder.is_recorded(result)


def test_an_older_gradebook_is_brought_up_to_date(course: Path, recorder: Recorder) -> None:
    result, submission = graded(course, "ana", right=["a"])
    recorder.record(result, submission)
    with gradebook(course) as book:
        book.find_grade(CELL, "1_first", ASSIGNMENT, "ana").auto_score = 0
        book.db.commit()
    assert not recorder.is_recorded(result)


def test_another_deadline_is_recorded_again(course: Path, recorder: Recorder) -> None:
    (hand_in(course, "ana") / "timestamp.txt").write_text("2026-01-01 13:00:00 UTC")
    result, submission = graded(course, "ana", right=["a"])
    recorder.record(result, submission)
    with gradebook(course) as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-01 12:00:00")
    assert not recorder.is_recorded(result)


# --- manual marks ---------------------------------------------------------------------------------


def mark_by_hand(course: Path, score: float | None = 1.5) -> None:
    with gradebook(course) as book:
        mark = book.find_grade(CELL, "1_first", ASSIGNMENT, "ana")
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = score, 0.5, False
        comment = book.find_comment("1_first", "1_first", ASSIGNMENT, "ana")
        comment.manual_comment = "well tried"
        book.db.commit()


def by_hand(course: Path) -> tuple[float, float, float, bool, str]:
    with gradebook(course) as book:
        mark = book.find_grade(CELL, "1_first", ASSIGNMENT, "ana")
        comment = book.find_comment("1_first", "1_first", ASSIGNMENT, "ana")
        return (
            mark.auto_score,
            mark.manual_score,
            mark.extra_credit,
            mark.needs_manual_grade,
            comment.manual_comment,
        )


def test_a_manual_mark_stays_and_is_flagged_when_the_automatic_one_changed(
    course: Path, recorder: Recorder
) -> None:
    recorder.record(*graded(course, "ana"))
    mark_by_hand(course)
    remarks = recorder.record(*graded(course, "ana", right=["a"]))
    assert (by_hand(course), remarks) == (
        (2.0, 1.5, 0.5, True, "well tried"),
        (
            "Manual mark of ana in 1_first_a kept: 1.5; the automatic mark went from 0 to 2. Look "
            "at it in formgrader.",
        ),
    )


def test_a_manual_mark_is_left_alone_when_the_automatic_one_did_not_change(
    course: Path, recorder: Recorder
) -> None:
    recorder.record(*graded(course, "ana"))
    mark_by_hand(course)
    remarks = recorder.record(*graded(course, "ana", key="other"))
    assert (by_hand(course), remarks) == ((0.0, 1.5, 0.5, False, "well tried"), ())


def test_extra_credit_stays_beside_an_automatic_mark(course: Path, recorder: Recorder) -> None:
    recorder.record(*graded(course, "ana"))
    mark_by_hand(course, score=None)
    remarks = recorder.record(*graded(course, "ana", right=["a"]))
    assert (by_hand(course), remarks) == ((2.0, None, 0.5, False, "well tried"), ())


# --- all or nothing -------------------------------------------------------------------------------


def fail_to_move(path: Path, target: Path) -> None:
    if path.name == "autograded":  # the new folder, once the old one is out of its way
        raise OSError("no room")
    os.rename(path, target)


def fail_to_commit(session: object) -> None:
    raise OperationalError("COMMIT", {}, Exception("database is locked"))


@pytest.mark.parametrize(
    ("place", "name", "failing", "reason"),
    [
        (Path, "rename", fail_to_move, "OSError: no room"),
        (recording._Transaction, "keep", fail_to_commit, "database is locked"),
    ],
)
def test_a_failure_leaves_the_old_marks(
    course: Path,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    place: type,
    name: str,
    failing: object,
    reason: str,
) -> None:
    """And the next recording finds nothing in its way."""
    recorder.record(*graded(course, "ana", right=["a", "b"]))
    notebook = autograded(course, "ana") / "1_first.ipynb"
    before = notebook.read_bytes()
    worse = graded(course, "ana", key="worse")
    with monkeypatch.context() as patched:
        patched.setattr(place, name, failing)
        with pytest.raises(NotRecorded, match=reason):
            recorder.record(*worse)
    assert notebook.read_bytes() == before
    assert (marks_of(course, "ana"), recorder.is_recorded(worse[0])) == (FULL, False)
    recorder.record(*worse)
    assert recorder.is_recorded(worse[0])
    assert files_below(course / "autograded" / "ana") == [
        "toy",
        "toy/1_first.ipynb",
        "toy/2_second.ipynb",
    ]


def test_marks_that_nbgrader_would_read_otherwise_are_not_recorded(
    course: Path, recorder: Recorder
) -> None:
    """A check that passed has an error in its output: one of the two must be a mistake."""
    right, submission = graded(course, "ana", right=["a", "b"])
    wrong, _ = graded(course, "ana", right=["b"])
    notebooks = [
        type(one)(one.name, one.checks, other.document)
        for one, other in zip(right.notebooks, wrong.notebooks, strict=True)
    ]
    mixed = GradedSubmission("ana", ASSIGNMENT, 1, "key", tuple(notebooks))
    with pytest.raises(NotRecorded, match=r"1_first_a 0.0 \(judged: 2.0\)"):
        recorder.record(mixed, submission)
    with gradebook(course) as book:
        assert book.assignment_submissions(ASSIGNMENT) == []
    assert not (course / "autograded" / "ana").exists()


def test_what_a_killed_recording_left_behind_is_cleared_away(
    course: Path, recorder: Recorder
) -> None:
    leftover = course / "autograded" / "ana" / ".toy.x.tmp" / "autograded"
    leftover.mkdir(parents=True)
    (leftover / "1_first.ipynb").write_text("half a noteb")
    recorder.record(*graded(course, "ana"))
    assert files_below(course / "autograded" / "ana")[0] == "toy"


# --- names and courses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["ana", "Ana María", "o'neill", "x;y&z", "安娜", "a+b", "(x)", "ж" * 64]
)
def test_odd_names_are_recorded(course: Path, recorder: Recorder, name: str) -> None:
    recorder.record(*graded(course, name, right=["a", "b"]))
    assert (unusable_name(name), marks_of(course, name)) == ("", FULL)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("an\udce9", "it has a character that cannot be shown"),
        ("<img src=x onerror=alert(1)>", "formgrader would read it as HTML"),
        ("..", "it leads to another folder"),
        ("ana[1]", "nbgrader would read it as a pattern"),
        ("ana\nben", "it has a character that cannot be shown"),
        ("a" * 129, "it is longer than 128 bytes"),
        ("ж" * 126, "it is longer than 128 bytes"),
    ],
)
def test_names_that_nbgrader_cannot_record_are_refused(
    course: Path, recorder: Recorder, name: str, reason: str
) -> None:
    result, submission = graded(course, "ana")
    unlucky = GradedSubmission(name, ASSIGNMENT, 1, "key", result.notebooks)
    with pytest.raises(NotRecorded, match=f"{reason}. Rename the folder"):
        recorder.record(unlucky, submission)


def test_a_course_that_agrees_with_its_gradebook(course: Path, recorder: Recorder) -> None:
    recorder.check_agreement(material_of(course))


def test_a_gradebook_with_other_points_is_told(course: Path, recorder: Recorder) -> None:
    path = course / "notebooks" / ASSIGNMENT / "1_first.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata.nbgrader.points = 4
    path.chmod(0o644)
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match=r"points: 1_first_a. Run `nbgrader generate_assign"):
        recorder.check_agreement(material_of(course))


def test_a_gradebook_that_does_not_know_the_assignment_is_told(course: Path) -> None:
    (course / "gradebook.db").unlink()
    with (
        Recorder(read_config(course), ASSIGNMENT, {}) as recorder,
        pytest.raises(
            CourseError,
            match=r"not know .toy. yet\. Run `nbgrader generate_assignment toy --force`",
        ),
    ):
        recorder.check_agreement(material_of(course))


def test_a_gradebook_that_cannot_be_opened_is_told(course: Path) -> None:
    config = read_config(course)
    config.CourseDirectory.db_url = "sqlite:////nowhere/gradebook.db"
    with pytest.raises(CourseError, match=r"Check CourseDirectory\.db_url"):
        Recorder(config, ASSIGNMENT, {})


@pytest.mark.slow
def test_feedback_and_export_go_on_as_usual(course: Path, recorder: Recorder) -> None:
    recorder.record(*graded(course, "ana", right=["a"]))
    run_nbgrader(course, "generate_feedback", ASSIGNMENT)
    run_nbgrader(course, "export", "--to", "marks.csv")
    page = course / "feedback" / "ana" / ASSIGNMENT / "1_first.html"
    assert "Score: 2.0 / 5.0" in " ".join(page.read_text().split())
    assert (course / "marks.csv").read_text().splitlines()[1].split(",")[-2:] == ["4.0", "10.0"]
