"""Marks out of nbgrader's gradebook into the CSV files that Canvas and Moodle import.

The formats are those of Canvas's gradebook export (its importer needs Student, ID and Section, and
reads "Points Possible" in the second row) and of Moodle's grade export or grading worksheet. With
a roster, the file that the LMS itself exported, the LMS's own rows and ids are kept.
"""

import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import CsvExportPlugin, ExportPlugin
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Unicode

from grader.errors import CourseError
from grader.grading.material import material_of
from grader.grading.roster import (
    CANVAS_KEYS,
    MOODLE_KEYS,
    PlatformCell,
    Roster,
    found_in,
    guarded,
    naming,
    read_roster,
)
from grader.grading.rules import older_marks, rules_of
from grader.grading.storable import printable

Format = Literal["nbgrader", "canvas", "moodle"]

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_STUDENT_COLUMNS = {
    *CANVAS_COLUMNS,
    "LastName",
    "FirstName",
    "Integration ID",
    "Root Account",
}
POINTS_POSSIBLE = "Points Possible"


@dataclass(frozen=True)
class Mark:
    """One student's mark in points, late penalty included; ``None`` without a submission."""

    student: str
    name: str
    email: str
    score: float | None
    comment: str
    by_hand: bool  # something still waits for a mark by hand


def export_marks(
    to: str, format: Format, assignment: str, roster: Path | None, course: CourseDirectory
) -> None:
    """Write the marks of an assignment to the file ``to``; who is missing is said on stderr.

    So is whose mark was given by other points, checks or another grader than those of now.
    ``CourseError`` when there is no such gradebook or assignment, or the roster cannot be used.
    """
    try:
        with _open_gradebook(course.db_url) as gradebook:
            notices = _write_format(gradebook, to, format, assignment, roster)
            notices += _older_marks(gradebook, course, assignment)
    except OSError as error:
        raise CourseError(f"{to} cannot be written ({error}). Name another file.") from error
    for notice in notices:
        print(printable(notice), file=sys.stderr)


def _older_marks(
    gradebook: Gradebook, course: CourseDirectory, assignment: str, students: Collection[str] = ()
) -> list[str]:
    """Sentences on marks that were given by other rules than those of now."""
    try:
        rules = rules_of(material_of(course, assignment))
    except CourseError as error:
        return [f"Whether the points and checks of the marks are those of now is open: {error}"]
    found = [str(one.student_id) for one in gradebook.assignment_submissions(assignment)]
    chosen = [student for student in found if not students or student in students]
    return older_marks(course.root, assignment, chosen, rules)


def _write_format(
    gradebook: Gradebook, to: str, format: Format, assignment: str, roster: Path | None
) -> list[str]:
    if format == "canvas":
        return write_canvas(gradebook, Path(to), assignment, roster)
    if format == "moodle":
        return write_moodle(gradebook, Path(to), assignment, roster)
    return _write_as_nbgrader(gradebook, to, assignment, roster)


def known_students(db_url: str) -> tuple[dict[str, str], dict[str, str]]:
    """The gradebook's student ids, by themselves and by address in small letters.

    There are none without a gradebook. ``CourseError`` when there is one that cannot be opened.
    """
    if _is_missing(make_url(db_url)):
        return {}, {}
    with _open_gradebook(db_url) as gradebook:
        students = [(str(student.id), student.email) for student in gradebook.students]
    by_email = {email.casefold(): student for student, email in students if email}
    return {student: student for student, _ in students}, by_email


def _is_missing(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


def _open_gradebook(db_url: str) -> Gradebook:
    url = make_url(db_url)
    hidden = url.render_as_string(hide_password=True)
    if _is_missing(url):
        raise CourseError(
            f"There is no gradebook at {hidden}. Grade first with `grader autograde`, or run this "
            "in the course's folder."
        )
    try:
        return Gradebook(db_url, course_id="")  # an empty id adds no course to the gradebook
    except SQLAlchemyError as error:
        raise CourseError(f"The gradebook {hidden} cannot be opened: {error}") from error


def _write_as_nbgrader(
    gradebook: Gradebook, to: str, assignment: str, roster: Path | None
) -> list[str]:
    if roster is not None:
        raise CourseError(
            f"The roster {roster} is of no use in nbgrader's own format, which lists every student "
            "of the gradebook. Leave it out, or choose canvas or moodle."
        )
    _find_assignment(gradebook, assignment)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "marks.csv")
        CsvExportPlugin(to=str(written), assignment=[assignment]).export(gradebook)
        with written.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    Roster(tuple(header), tuple(map(tuple, rows)), ",").write(Path(to))
    return []


def write_canvas(
    gradebook: Gradebook,
    to: Path,
    assignment: str,
    roster: Path | None = None,
    students: Collection[str] = (),
) -> list[str]:
    """Write a file for Canvas's gradebook import; returns what the instructor should know.

    Of a roster the students' columns and the assignment's are written: an import of other
    assignments' older marks would undo what was changed in Canvas since. ``students`` restricts
    the export to these.
    """
    points = float(_find_assignment(gradebook, assignment).max_score)
    marks = marks_of(gradebook, assignment, students)
    if roster is None:
        given = _canvas_roster(marks, assignment, points)
        notices: list[str] = []
    else:
        given, notices = _canvas_columns(read_roster(roster, CANVAS_KEYS), assignment, points)
    filled, missing = _fill(given, CANVAS_KEYS, marks, grade=len(given.header) - 1)
    filled.write(to)
    return [*notices, *_unfinished(marks), *missing]


def write_moodle(
    gradebook: Gradebook,
    to: Path,
    assignment: str,
    roster: Path | None = None,
    students: Collection[str] = (),
) -> list[str]:
    """Write a file for Moodle's grade import; returns what the instructor should know.

    ``roster`` is a grade export (plain text) or the grading worksheet of the assignment. The
    feedback says what each notebook earned and what lateness cost. ``students`` restricts the
    export to these.
    """
    points = float(_find_assignment(gradebook, assignment).max_score)
    marks = marks_of(gradebook, assignment, students)
    given = _moodle_roster(marks) if roster is None else read_roster(roster, MOODLE_KEYS)
    given, grade, feedback = _moodle_columns(given, assignment)
    notices = _other_maximum(given, "Maximum Grade", given.rows, points, "Moodle")
    filled, missing = _fill(given, MOODLE_KEYS, marks, grade, feedback)
    filled.write(to)
    return [*notices, *_unfinished(marks), *missing]


def marks_of(gradebook: Gradebook, assignment: str, students: Collection[str] = ()) -> list[Mark]:
    """The marks of all students of the gradebook, or of ``students``, ordered by name and id."""
    submissions = {one.student_id: one for one in gradebook.assignment_submissions(assignment)}
    marks = [
        _mark(student, submissions.get(student.id))
        for student in gradebook.students
        if not students or student.id in students
    ]
    return sorted(marks, key=lambda mark: (mark.name, mark.student))


def _mark(student: Any, submission: Any) -> Mark:
    names = [name for name in (student.last_name, student.first_name) if name]
    return Mark(
        student=student.id,
        name=", ".join(names) or student.id,
        email=student.email or "",
        score=None if submission is None else _late_score(submission),
        comment="" if submission is None else _comment(submission),
        by_hand=submission is not None and bool(submission.needs_manual_grade),
    )


def _late_score(submission: Any) -> float:
    """The score as nbgrader's own exporter counts it."""
    return max(0.0, float(submission.score - submission.late_submission_penalty))


def _comment(submission: Any) -> str:
    notebooks = sorted(submission.notebooks, key=lambda notebook: str(notebook.name))
    earned = "; ".join(
        f"{notebook.name}: {_number(notebook.score)} of {_number(notebook.max_score)}"
        for notebook in notebooks
    )
    penalty = submission.late_submission_penalty
    late = f" {_number(penalty)} points are taken off because it came late." if penalty else ""
    return f"{earned}.{late}"


def _find_assignment(gradebook: Gradebook, name: str) -> Any:
    try:
        return gradebook.find_assignment(name)
    except MissingEntry:
        known = ", ".join(assignment.name for assignment in gradebook.assignments) or "none yet"
        raise CourseError(f"The gradebook has no assignment '{name}'. It has: {known}.") from None


def _canvas_roster(marks: Iterable[Mark], assignment: str, points: float) -> Roster:
    """Without a file of Canvas's own: nbgrader's student ids as logins."""
    blank = ("",) * (len(CANVAS_COLUMNS) - 1)
    rows = [(f"    {POINTS_POSSIBLE}", *blank, _number(points))]
    rows += [(mark.name, "", "", mark.student, "", "") for mark in marks]
    return Roster((*CANVAS_COLUMNS, assignment), tuple(rows), ",")


def _canvas_columns(roster: Roster, assignment: str, points: float) -> tuple[Roster, list[str]]:
    """The students' columns of a roster, then the assignment's, with what is odd about it."""
    wanted = re.compile(rf"{re.escape(assignment)}(?: \(\d+\))?")
    found = [name for name in roster.header if wanted.fullmatch(name)]
    if len(found) > 1:
        raise CourseError(
            f"The roster has {len(found)} columns for '{assignment}': {', '.join(found)}. Take all "
            "but one out of the roster."
        )
    notices = []
    if not found:
        notices.append(
            f"The roster has no column '{assignment} (…)'. Canvas will ask whether to make a new "
            "assignment; give the one in Canvas the same name to avoid that."
        )
        roster = roster.with_column(assignment)
        found = [assignment]
    kept = [n for n, name in enumerate(roster.header) if name in CANVAS_STUDENT_COLUMNS]
    kept.append(roster.header.index(found[0]))
    rows = tuple(tuple(row[n] for n in kept) for row in roster.rows)
    cut = Roster(tuple(roster.header[n] for n in kept), rows, roster.delimiter)
    return _with_points(cut, points, notices)


def _with_points(roster: Roster, points: float, notices: list[str]) -> tuple[Roster, list[str]]:
    """The roster with points in its second row where Canvas gave none."""
    possible = [row for row in roster.rows if POINTS_POSSIBLE in row[0]]
    stated = [row for row in possible if row[-1].strip()]
    rows = tuple(
        (*row[:-1], _number(points)) if row in possible and row not in stated else row
        for row in roster.rows
    )
    notices = notices + _other_maximum(roster, roster.header[-1], stated, points, "Canvas")
    return replace(roster, rows=rows), notices


def _moodle_roster(marks: Iterable[Mark]) -> Roster:
    """Without a file of Moodle's own: nbgrader's student ids as ID numbers."""
    rows = tuple((mark.student, mark.email) for mark in marks)
    return Roster(("ID number", "Email address"), rows, ",")


def _moodle_columns(roster: Roster, assignment: str) -> tuple[Roster, int, int | None]:
    """The places of the grade and of the feedback; they are added to a grade export without."""
    if "Identifier" in roster.header and "Grade" in roster.header:
        return roster, roster.header.index("Grade"), roster.column("Feedback comments")
    places = []
    for kind, optional in (("Real", "?"), ("Feedback", "")):
        wanted = re.compile(rf"(?:.*: ?)?{re.escape(assignment)}(?: \({kind}\)){optional}")
        found = [n for n, name in enumerate(roster.header) if wanted.fullmatch(name)]
        if not found:
            name = assignment if kind == "Real" else f"{assignment} ({kind})"
            roster = roster.with_column(name)
        places.append(found[0] if found else len(roster.header) - 1)
    return roster, places[0], places[1]


def _other_maximum(
    roster: Roster, column: str, rows: Iterable[Sequence[str]], points: float, lms: str
) -> list[str]:
    """A notice when the LMS counts other points than the gradebook."""
    place = roster.column(column)
    if place is None:
        return []
    stated = {row[place].strip().replace(",", ".") for row in rows} - {""}
    other = sorted(text for text in stated if _as_number(text) not in (None, points))
    if not other:
        return []
    return [
        f"{lms} counts {', '.join(other)} points for this assignment, the gradebook "
        f"{_number(points)}. The marks are written as they are; make the two equal in {lms} before "
        "the import."
    ]


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _fill(
    roster: Roster,
    keys: Sequence[str],
    marks: Sequence[Mark],
    grade: int,
    feedback: int | None = None,
) -> tuple[Roster, list[str]]:
    """The roster with marks in the column ``grade``, and who is missing.

    All other cells, and those of students without a mark, stay as the LMS had them.
    """
    places = roster.columns(keys)
    by_id = {mark.student: mark for mark in marks}
    by_email = {mark.email.casefold(): mark for mark in marks if mark.email}
    found = [found_in(row, places, by_id, by_email) for row in roster.rows]
    rows = tuple(
        _filled(row, mark, grade, feedback) for row, mark in zip(roster.rows, found, strict=True)
    )
    return replace(roster, rows=rows), _missing(roster.rows, places, marks, found)


def _filled(
    row: Sequence[str], mark: Mark | None, grade: int, feedback: int | None
) -> tuple[str, ...]:
    cells = list(row)
    if mark is not None and mark.score is not None:
        cells[grade] = _number(mark.score)
        if feedback is not None:
            cells[feedback] = mark.comment
    return tuple(cells)


def _missing(
    rows: Sequence[Sequence[str]],
    places: Sequence[int],
    marks: Iterable[Mark],
    found: Sequence[Mark | None],
) -> list[str]:
    """Who is only in the roster or only in the gradebook, and whose id looks odd."""
    ids = [row[place] for row in rows for place in places]
    times = Counter(mark.student for mark in found if mark is not None)
    without_mark = [
        row[0]
        for row, mark in zip(rows, found, strict=True)
        if mark is None and any(row[place].strip() for place in places)
    ]
    without_row = [
        f"{mark.student} ({_number(mark.score)})"
        for mark in marks
        if mark.score is not None and mark.student not in times
    ]
    return [
        *naming(
            "In the roster without a mark to export; their cells stay as they were", without_mark
        ),
        *naming(
            "In the gradebook and not in the roster; their marks are only in the gradebook",
            without_row,
        ),
        *naming(
            "More than once in the roster, with the same mark each time",
            [student for student, count in times.items() if count > 1],
        ),
        *naming(
            "Ids that a spreadsheet takes for a formula, written with an apostrophe in front",
            [text for text in ids if guarded(text) != text and not isinstance(text, PlatformCell)],
        ),
    ]


def _unfinished(marks: Iterable[Mark]) -> list[str]:
    return [
        *naming(
            "Without a submission; no mark is written",
            [mark.student for mark in marks if mark.score is None],
        ),
        *naming(
            "Not final, something waits for a mark by hand in formgrader",
            [mark.student for mark in marks if mark.by_hand],
        ),
    ]


def _number(points: float) -> str:
    """Points with at most four decimals: ``12``, ``12.5``, ``0.3333``."""
    return format(round(points, 4), ".10g")


class _LmsExporter(ExportPlugin):  # type: ignore[misc]  # nbgrader's classes have no types
    """What the two exporters share: one assignment, a roster, notices in the log."""

    default_name: str
    write: Callable[..., list[str]]
    roster = Unicode("", help="CSV file that the LMS exported, whose rows are kept").tag(
        config=True
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write the marks; an error of ours ends the command with its sentence."""
        try:
            assignment = self._the_assignment(gradebook)
            students = [str(student) for student in self.student]
            notices = self.write(
                gradebook,
                Path(self.to or self.default_name),
                assignment,
                Path(self.roster) if self.roster else None,
                students,
            )
            notices += _older_marks(gradebook, self.parent.coursedir, assignment, students)
        except CourseError as error:
            self.log.error("%s", printable(str(error)))
            sys.exit(1)
        for notice in notices:
            self.log.warning("%s", printable(notice))

    def _the_assignment(self, gradebook: Gradebook) -> str:
        chosen = [str(name) for name in self.assignment]
        names = chosen or [str(assignment.name) for assignment in gradebook.assignments]
        if len(names) != 1:
            raise CourseError(
                f"The file holds one assignment, and {len(names)} are chosen: "
                f"{', '.join(names) or 'none'}. Name one with --assignment."
            )
        return names[0]


class CanvasExporter(_LmsExporter):
    """``nbgrader export --exporter grader.grading.export.CanvasExporter``."""

    default_name = "canvas.csv"
    write = staticmethod(write_canvas)


class MoodleExporter(_LmsExporter):
    """``nbgrader export --exporter grader.grading.export.MoodleExporter``."""

    default_name = "moodle.csv"
    write = staticmethod(write_moodle)
