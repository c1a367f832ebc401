"""Recording results in nbgrader's gradebook, for formgrader, feedback and export as usual.

nbgrader's own ``Autograde`` does it, on a copy that holds the judged notebooks where it would have
executed the submitted ones. One gradebook stays open for the run, and what belongs to a submission
is one transaction.
"""

import contextlib
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from jupyter_core.paths import jupyter_config_path
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    LimitOutput,
    SaveAutoGrades,
)
from nbgrader.utils import is_grade, parse_utc
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.config import Application, Config

from grader.errors import CourseError
from grader.grading.cache import read_json, write_json
from grader.grading.failures import named, traceback_of
from grader.grading.material import Material
from grader.grading.preprocessors import WithholdMarks
from grader.grading.results import GradedSubmission
from grader.grading.rules import Rules, marker_of, older_marks
from grader.grading.storable import printable
from grader.grading.submission import TIMESTAMP, Submission

_nbgrader_log = logging.getLogger(f"{__name__}.nbgrader")
_nbgrader_log.setLevel(logging.ERROR)

# The steps after the execution, as in nbgrader_config.py; those before it were done by the grading.
_STEPS = (
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    WithholdMarks,
    AssignLatePenalties,
    CheckCellMetadata,
)
_LONGEST_NAME = 128  # of a student in nbgrader's database, and with room for an ending in a folder

Cell = tuple[str, str]  # a notebook's name and a grade id


class NotRecorded(CourseError):
    """A result could not be put into the gradebook, which is as it was before."""

    @property
    def traceback(self) -> str:
        """That of the error behind it; empty where there is none."""
        return traceback_of(self) if self.__cause__ else ""


def read_config(root: Path) -> Config:
    """nbgrader's settings for the course at ``root``, from the places where nbgrader looks."""
    application = Application()
    application.raise_config_file_errors = True
    application.load_config_file("nbgrader_config", path=[str(root), *jupyter_config_path()])
    config: Config = application.config
    config.CourseDirectory.setdefault("root", str(root))
    return config


def unusable_name(student: str) -> str:
    """Why nbgrader cannot record a student of this name; empty when it can."""
    reasons = {
        "it leads to another folder": student in {"", ".", ".."},
        "nbgrader would read it as a pattern": re.search(r"[*?\[\]]", student),
        "formgrader would read it as HTML": re.search(r"[<>]", student),
        "it has a character that cannot be shown": printable(student) != student,
        f"it is longer than {_LONGEST_NAME} bytes": len(os.fsencode(student)) > _LONGEST_NAME,
    }
    return next((reason for reason, found in reasons.items() if found), "")


class Recorder:
    """Writes results into the gradebook and the autograded folder of a course.

    ``rules`` are those by which the results were given. Use it in a ``with`` statement.
    """

    def __init__(self, config: Config, assignment: str, rules: Mapping[str, Rules]) -> None:
        self.course = CourseDirectory(config=config, assignment_id=assignment, log=_nbgrader_log)
        self._assignment = assignment
        self._rules = dict(rules)
        try:
            self._gradebook = _OpenGradebook(self.course.db_url, self.course.course_id)
        except SQLAlchemyError as error:
            raise CourseError(
                f"The gradebook cannot be opened ({named(error)}). Check "
                "CourseDirectory.db_url in nbgrader_config.py and that its server runs."
            ) from error
        self._converter = _JudgedAutograde(self.course, config)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.really_close()

    def check_agreement(self, material: Material) -> None:
        """Raise ``CourseError`` when the gradebook does not have the released check cells."""
        released = {
            (name, cell.metadata.nbgrader.grade_id): float(cell.metadata.nbgrader.points)
            for name, notebook in material.released.items()
            for cell in notebook.cells
            if is_grade(cell)
        }
        try:
            known = self._gradebook.find_assignment(self._assignment)
        except MissingEntry:
            raise CourseError(
                f"The gradebook does not know '{self._assignment}' yet. Run `nbgrader "
                f"generate_assignment {self._assignment} --force` once and then this command again."
            ) from None
        except OperationalError as error:
            raise CourseError(
                f"The gradebook cannot be read ({named(error)}). If nbgrader was updated "
                "since it was made, make a copy of it and run `nbgrader db upgrade`."
            ) from error
        recorded = {
            (notebook.name, cell.name): cell.max_score
            for notebook in known.notebooks
            for cell in notebook.grade_cells
        }
        is_graded = bool(known.submissions)
        self._gradebook.forget()
        if is_graded and (cells := sorted({cell for _, cell in recorded.keys() ^ released.keys()})):
            raise CourseError(
                f"The released notebooks of '{self._assignment}' have other check cells than the "
                f"gradebook: {', '.join(cells)}. nbgrader adds and removes none once something is "
                "graded. Put them back as they were, or grade from the beginning, without the "
                f"marks that were given by hand: `nbgrader db assignment remove {self._assignment} "
                f"--force`, `nbgrader generate_assignment {self._assignment} --force` and then "
                "this command again."
            )
        if recorded != released:
            cells = sorted({cell for _, cell in dict(recorded.items() ^ released.items())})
            raise CourseError(
                f"The gradebook and the released notebooks of '{self._assignment}' have other "
                f"check cells or points: {', '.join(cells)}. Run `nbgrader generate_assignment "
                f"{self._assignment} --force` and then this command again."
            )

    def older_marks(self) -> list[str]:
        """Sentences on marks in the gradebook that were given by other rules."""
        submissions = self._gradebook.assignment_submissions(self._assignment)
        students = [submission.student_id for submission in submissions]
        self._gradebook.forget()
        return older_marks(self.course.root, self._assignment, students, self._rules)

    def is_recorded(self, graded: GradedSubmission) -> bool:
        """Whether this very result is in the gradebook and in the autograded folder."""
        marker = read_json(self._marker(graded.student))
        folder = self._autograded(graded.student)
        files = [folder / f"{notebook.name}.ipynb" for notebook in graded.notebooks]
        known = (marker.get("result"), marker.get("rules"))
        if known != (_result(graded), self._rules) or not all(file.exists() for file in files):
            return False
        try:
            late = self._submission(graded.student).total_seconds_late
            marks = _automatic(self._grades(graded.student), graded)
        except MissingEntry:
            return False
        finally:
            self._gradebook.forget()
        return bool(marker.get("seconds_late") == late and marks == _scores(graded))

    def record(self, graded: GradedSubmission, submission: Submission) -> tuple[str, ...]:
        """Record a result, all of it or nothing; returns sentences for the instructor.

        Raises ``NotRecorded``, which costs no other student anything.
        """
        reason = unusable_name(graded.student)
        if reason:
            raise NotRecorded(f"The name cannot be recorded: {reason}. Rename the folder.")
        try:
            with _staged(self._autograded(graded.student), graded, submission) as stage:
                return self._record(graded, stage)
        except NotRecorded:
            raise
        except Exception as error:
            raise NotRecorded(
                f"Nothing was recorded: {named(error)}. Fix that and run the command again."
            ) from error
        finally:
            self._gradebook.forget()

    def _record(self, graded: GradedSubmission, stage: "_Stage") -> tuple[str, ...]:
        student = graded.student
        before = {cell: _state(grade) for cell, grade in self._grades(student).items()}
        with _everywhere(self._gradebook):
            self._converter.convert(stage, self._assignment, student)
        grades = self._grades(student)
        _verify(_automatic(grades, graded), _scores(graded))
        remarks = _settle_manual_marks(student, before, grades)
        late = self._submission(student).total_seconds_late
        self._gradebook.db.flush()
        with stage.in_place():
            self._gradebook.keep()
        marker = {"result": _result(graded), "seconds_late": late, "rules": self._rules}
        write_json(self._marker(student), marker)
        return (*stage.remarks, *remarks)

    def _submission(self, student: str) -> Any:
        return self._gradebook.find_submission(self._assignment, student)

    def _grades(self, student: str) -> dict[Cell, Any]:
        """nbgrader's grades of a student; none when there is no submission yet."""
        rows = (
            self._gradebook.db.query(Notebook.name, BaseCell.name, Grade)
            .select_from(Grade)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .filter(Assignment.name == self._assignment)
            .filter(SubmittedAssignment.student_id == student)
        )
        return {(notebook, cell): grade for notebook, cell, grade in rows}

    def _autograded(self, student: str) -> Path:
        step = self.course.autograded_directory
        return Path(self.course.format_path(step, student, self._assignment))

    def _marker(self, student: str) -> Path:
        return marker_of(self.course.root, self._assignment, student)


def _result(graded: GradedSubmission) -> str:
    """What tells this result from another one of the same submission."""
    return f"{graded.key} {graded.seed}"


def _scores(graded: GradedSubmission) -> dict[Cell, float | None]:
    """The marks as the gradebook should have them; None for what was not graded."""
    return {
        (notebook.name, check.cell): None if check.status == "not graded" else check.score
        for notebook in graded.notebooks
        for check in notebook.checks
    }


def _automatic(grades: Mapping[Cell, Any], graded: GradedSubmission) -> dict[Cell, float | None]:
    """The gradebook's automatic marks of the cells that were judged."""
    return {cell: grades[cell].auto_score for cell in _scores(graded) if cell in grades}


def _verify(recorded: dict[Cell, float | None], judged: dict[Cell, float | None]) -> None:
    wrong = sorted(cell for cell in judged if recorded.get(cell) != judged[cell])
    if wrong:
        found = ", ".join(
            f"{name} {recorded.get((notebook, name))} (judged: {judged[notebook, name]})"
            for notebook, name in wrong
        )
        raise NotRecorded(
            f"Nothing was recorded: nbgrader would enter other marks than were judged: {found}. "
            "This is a mistake of the grader; please report it."
        )


def _state(grade: Any) -> tuple[float | None, bool]:
    return grade.auto_score, grade.needs_manual_grade


def _settle_manual_marks(
    student: str, before: Mapping[Cell, tuple[float | None, bool]], grades: Mapping[Cell, Any]
) -> list[str]:
    """Leave alone what a person marked; flag it where the automatic mark changed under it."""
    remarks = []
    for cell, (automatic, flagged) in before.items():
        grade = grades[cell]
        if grade.manual_score is None:
            continue
        if grade.auto_score == automatic:
            grade.needs_manual_grade = flagged  # nbgrader's step flags every manual mark
            continue
        remarks.append(
            f"Manual mark of {student} in {cell[1]} kept: {grade.manual_score:g}; the automatic "
            f"mark went from {_mark(automatic)} to {_mark(grade.auto_score)}. Look at it in "
            "formgrader."
        )
    return remarks


def _mark(score: float | None) -> str:
    return "none" if score is None else f"{score:g}"


# --- nbgrader's Autograde on a judged submission --------------------------------------------------


class _Stage:
    """A submission as nbgrader's ``Autograde`` finds it, and the place for what it writes.

    It lies beside the autograded folder, so that a rename puts the result in place.
    """

    def __init__(self, folder: Path, autograded: Path) -> None:
        self.submitted = folder / "submitted"
        self.autograded = folder / "autograded"
        self.notebooks: list[Path] = []
        self.remarks: list[str] = []
        self._replaced = folder / "replaced"
        self._place = autograded

    def fill(self, graded: GradedSubmission, submission: Submission) -> None:
        """Write the judged notebooks, and the other files as they were handed in."""
        self.autograded.mkdir()
        for name, content in submission.files.items():
            if name == TIMESTAMP and not _is_time(content):
                self.remarks.append(
                    f"The {TIMESTAMP} of {graded.student} is no time; the submission counts as "
                    "handed in without one."
                )
            elif not name.endswith(".ipynb"):
                path = self.submitted / PurePosixPath(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self.submitted.mkdir(exist_ok=True)
        for notebook in graded.notebooks:
            path = self.submitted / f"{notebook.name}.ipynb"
            path.write_text(notebook.document, encoding="utf-8")
            self.notebooks.append(path)

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        """The new autograded folder stands where the old one stood; after an error that is back."""
        with contextlib.ExitStack() as undo:
            if self._place.exists():
                self._place.rename(self._replaced)
                undo.callback(self._replaced.rename, self._place)
            self.autograded.rename(self._place)
            undo.callback(self._place.rename, self.autograded)
            yield
            undo.pop_all()


@contextlib.contextmanager
def _staged(autograded: Path, graded: GradedSubmission, submission: Submission) -> Iterator[_Stage]:
    autograded.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{autograded.name}."
    for leftover in autograded.parent.glob(f"{prefix}*.tmp"):
        shutil.rmtree(leftover)
    folder = Path(tempfile.mkdtemp(dir=autograded.parent, prefix=prefix, suffix=".tmp"))
    try:
        stage = _Stage(folder, autograded)
        stage.fill(graded, submission)
        yield stage
    finally:
        shutil.rmtree(folder)
        with contextlib.suppress(OSError):
            autograded.parent.rmdir()  # only when nothing is in it


def _is_time(content: bytes) -> bool:
    try:
        parse_utc(content.decode().strip())
    except (ValueError, OverflowError):
        return False
    return True


class _JudgedAutograde(Autograde):  # type: ignore[misc]  # nbgrader's classes have no types
    """nbgrader's ``Autograde`` for notebooks that were executed and judged already.

    One instance serves all submissions of a run. Notebooks go through nbgrader's own steps, but
    not through nbconvert's exporter, which validates and copies them before each step.
    """

    def __init__(self, course: CourseDirectory, config: Config) -> None:
        super().__init__(coursedir=course, config=config, log=_nbgrader_log)
        self._steps = [step(parent=self) for step in _STEPS]
        self._stage: _Stage | None = None

    def convert(self, stage: _Stage, assignment: str, student: str) -> None:
        """What ``nbgrader autograde`` does for one submission, from its stage into its stage."""
        self._stage = stage
        self.coursedir.student_id = student
        self.notebooks = [str(path) for path in stage.notebooks]
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        for notebook in self.notebooks:
            self.convert_single_notebook(notebook)
        self.set_permissions(assignment, student)
        self.run_post_convert_hook()

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Take one judged notebook through nbgrader's steps."""
        assert self._stage is not None
        path = Path(notebook_filename)
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
        names = {
            "student": self.coursedir.student_id,
            "assignment": self.coursedir.assignment_id,
            "notebook": path.stem,
            "db_url": self.coursedir.db_url,
        }
        resources = {"unique_key": path.stem, "nbgrader": names}
        for step in self._steps:
            notebook, resources = step(notebook, resources)
        text = nbformat.v4.writes(notebook)
        (self._stage.autograded / path.name).write_text(text + "\n", encoding="utf-8")

    def _format_source(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        assert self._stage is not None
        return str(self._stage.submitted)

    def _format_dest(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        assert self._stage is not None
        return str(self._stage.autograded)


class _Transaction(Session):
    """nbgrader commits after each cell; here that counts only when ``keep`` is called."""

    def commit(self) -> None:
        self.flush()
        self.expire_all()

    def keep(self) -> None:
        """Commit."""
        super().commit()


class _OpenGradebook(Gradebook):  # type: ignore[misc]  # nbgrader's classes have no types
    """A gradebook that stays open although each of nbgrader's steps closes it."""

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self.db: scoped_session[_Transaction]
        self.db.remove()
        self.db = scoped_session(
            sessionmaker(class_=_Transaction, autoflush=False, bind=self.engine)
        )

    def close(self) -> None:
        """Stay open."""

    def keep(self) -> None:
        """Commit what was done since the last ``keep`` or ``forget``."""
        self.db().keep()

    def forget(self) -> None:
        """Roll back what was not kept, and let go of the database's locks."""
        self.db.remove()

    def really_close(self) -> None:
        """Close."""
        super().close()


@contextlib.contextmanager
def _everywhere(gradebook: Gradebook) -> Iterator[None]:
    """Let nbgrader's steps use this gradebook where they would each open one of their own."""
    modules: list[Any] = [sys.modules[step.__module__] for step in (Autograde, *_STEPS)]
    opening = [module for module in modules if getattr(module, "Gradebook", None) is Gradebook]
    for module in opening:
        module.Gradebook = lambda *_, **__: gradebook
    try:
        yield
    finally:
        for module in opening:
            module.Gradebook = Gradebook
