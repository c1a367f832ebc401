"""Marks for Canvas and Moodle, out of a real gradebook."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Course, Gradebook
from nbgrader.coursedir import CourseDirectory

from grader.course import run_nbgrader
from grader.errors import CourseError
from grader.grading.export import export_marks, write_canvas, write_moodle
from grader.grading.roster import guarded, read_roster

# nbgrader itself adds objects in an order that SQLAlchemy warns of.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

COMMENT = "1_conv_block: 12.5 of 20; 2_upsampling_block: 10 of 20."
LATE = f"{COMMENT} 5 points are taken off because it came late."

CANVAS_ROSTER = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,quiz (7),unet (8),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,40,(read only)
"Bee, Ben",102,s-2,ben,"A and B",9,,50
"Ash, Ann",101,s-1,ann,A,8,3,60
"Who, Knows",103,s-3,who,A,7,1,70
"Student, Test",104,,,A,,,
"""

MOODLE_WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Modified,Feedback comments
"Participant 2",Ben,ben@example.org,Submitted,,"40,00",-,
"Participant 1",Ann,ANN@example.org,Submitted,3.00,40.00,-,old
"Participant 3",Who,who@example.org,Submitted,1.00,40.00,-,kept
"""

MOODLE_EXPORT = """\
First name;Last name;ID number;Email address;Quiz: quiz (Real);Assignment: unet (Real);Loaded
Ben;Bee;ben;;9;-;1
Ann;Ash;;ann@example.org;8;-;1
"""


@pytest.fixture(scope="module")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook of two notebooks: ann, ben (late), emil (nothing handed in)."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    students = (("ann", "ann@example.org"), ("ben", "ben@example.org"), ("emil", None))
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_assignment("unet")
        for notebook in ("2_upsampling_block", "1_conv_block"):
            gradebook.add_notebook(notebook, "unet")
            gradebook.add_grade_cell("check", notebook, "unet", max_score=20, cell_type="code")
        for student, email in students:
            gradebook.add_student(student, email=email)
        for student in ("ann", "ben"):
            hand_in(gradebook, student)
        submission = gradebook.find_submission("unet", "ben")
        submission.notebooks[0].late_submission_penalty = 5
        gradebook.db.commit()
    return path


@pytest.fixture
def db_url(filled_database: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(filled_database, tmp_path)}"


def course_of(db_url: str) -> CourseDirectory:
    """The course of a gradebook, which has no notebooks."""
    return CourseDirectory(db_url=db_url, root=str(Path(db_url.removeprefix("sqlite:///")).parent))


def hand_in(gradebook: Gradebook, student: str) -> None:
    gradebook.add_submission("unet", student)
    for notebook, score in (("1_conv_block", 12.5), ("2_upsampling_block", 10)):
        grade = gradebook.find_grade("check", notebook, "unet", student)
        grade.auto_score, grade.needs_manual_grade = score, False
    gradebook.db.commit()


@pytest.fixture
def gradebook(db_url: str) -> Iterator[Gradebook]:
    with Gradebook(db_url) as gradebook:
        yield gradebook


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def roster(folder: Path, text: str) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text.encode())
    return path


def test_canvas_without_a_roster_gets_student_ids_as_logins(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet")
    assert rows(tmp_path / "out.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "unet"],
        ["    Points Possible", "", "", "", "", "40"],
        ["ann", "", "", "ann", "", "22.5"],
        ["ben", "", "", "ben", "", "17.5"],
        ["emil", "", "", "emil", "", ""],
    ]
    assert notices == ["Without a submission; no mark is written (1): emil."]


def test_students_are_in_order_of_their_names_not_of_their_recording(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    """Marks are recorded as gradings end, which differs from run to run."""
    gradebook.add_student("zoe", last_name="Bach", first_name="Zoe")
    gradebook.add_student("amy")
    write_canvas(gradebook, tmp_path / "out.csv", "unet")
    names = [row[0] for row in rows(tmp_path / "out.csv")[2:]]
    assert names == ["Bach, Zoe", "amy", "ann", "ben", "emil"]


def test_canvas_keeps_the_roster_and_no_other_assignment(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, CANVAS_ROSTER))
    assert rows(tmp_path / "out.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "unet (8)"],
        ["", "", "", "", "", ""],
        ["    Points Possible", "", "", "", "", "40"],
        ["Bee, Ben", "102", "s-2", "ben", "A and B", "17.5"],
        ["Ash, Ann", "101", "s-1", "ann", "A", "22.5"],
        ["Who, Knows", "103", "s-3", "who", "A", "1"],
        ["Student, Test", "104", "", "", "A", ""],
    ]
    assert notices == [
        "Without a submission; no mark is written (1): emil.",
        "In the roster without a mark to export; their cells stay as they were (1): Who, Knows.",
    ]


def test_a_mark_without_a_place_in_the_roster_is_named(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    text = CANVAS_ROSTER.replace("s-1,ann", "s-1,anna")
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert notices[1:] == [
        "In the roster without a mark to export; their cells stay as they were (2): "
        "Ash, Ann, Who, Knows.",
        "In the gradebook and not in the roster; their marks are only in the gradebook (1): "
        "ann (22.5).",
    ]


def test_canvas_is_told_the_points_when_it_counts_others(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    text = CANVAS_ROSTER.replace(",10,40,", ",10,20,")
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert notices[0] == (
        "Canvas counts 20 points for this assignment, the gradebook 40. The marks are written as "
        "they are; make the two equal in Canvas before the import."
    )


def test_an_assignment_new_to_canvas_gets_a_column_and_its_points(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    text = CANVAS_ROSTER.replace("unet (8)", "other (8)")
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    written = rows(tmp_path / "out.csv")
    assert [row[-1] for row in written] == ["unet", "", "40", "17.5", "22.5", "", ""]
    assert notices[0].startswith("The roster has no column 'unet (…)'.")


def test_two_columns_of_the_same_name_are_not_guessed_between(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    text = CANVAS_ROSTER.replace("quiz (7)", "unet (7)")
    with pytest.raises(CourseError) as raised:
        write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert str(raised.value) == (
        "The roster has 2 columns for 'unet': unet (7), unet (8). Take all but one out of the "
        "roster."
    )


def test_moodle_without_a_roster_gets_ids_addresses_and_what_was_earned(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    write_moodle(gradebook, tmp_path / "out.csv", "unet")
    assert rows(tmp_path / "out.csv") == [
        ["ID number", "Email address", "unet", "unet (Feedback)"],
        ["ann", "ann@example.org", "22.5", COMMENT],
        ["ben", "ben@example.org", "17.5", LATE],
        ["emil", "", "", ""],
    ]


def test_moodles_worksheet_is_filled_in_and_else_kept(gradebook: Gradebook, tmp_path: Path) -> None:
    worksheet = roster(tmp_path, MOODLE_WORKSHEET)
    notices = write_moodle(gradebook, tmp_path / "out.csv", "unet", worksheet)
    written = rows(tmp_path / "out.csv")
    assert written[0] == rows(worksheet)[0]
    assert [(row[0], row[4], row[7]) for row in written[1:]] == [
        ("Participant 2", "17.5", LATE),
        ("Participant 1", "22.5", COMMENT),
        ("Participant 3", "1.00", "kept"),
    ]
    assert notices[1:] == [
        "In the roster without a mark to export; their cells stay as they were (1): Participant 3."
    ]


def test_moodles_grade_export_keeps_its_semicolons(gradebook: Gradebook, tmp_path: Path) -> None:
    export = roster(tmp_path, MOODLE_EXPORT)
    write_moodle(gradebook, tmp_path / "out.csv", "unet", export)
    assert [row[2:] for row in rows(tmp_path / "out.csv", ";")] == [
        [
            "ID number",
            "Email address",
            "Quiz: quiz (Real)",
            "Assignment: unet (Real)",
            "Loaded",
            "unet (Feedback)",
        ],
        ["ben", "", "9", "17.5", "1", LATE],
        ["", "ann@example.org", "8", "22.5", "1", COMMENT],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+a", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_is_written_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-12.5", "3"])
def test_a_number_stays_one(text: str) -> None:
    assert guarded(text) == text


def test_an_id_like_a_formula_is_quoted_its_mark_is_a_number(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    gradebook.add_student("=1+1")
    hand_in(gradebook, "=1+1")
    notices = write_moodle(gradebook, tmp_path / "out.csv", "unet", students=["=1+1"])
    assert rows(tmp_path / "out.csv")[1] == ["'=1+1", "", "22.5", COMMENT]
    assert notices == [
        "Ids that a spreadsheet takes for a formula, written with an apostrophe in front (1): =1+1."
    ]


def test_what_the_platform_wrote_is_left_as_it_came(gradebook: Gradebook, tmp_path: Path) -> None:
    """Names and dates like formulas, quotes that need not be, a cell that begins with a space."""
    text = (
        'Identifier,"Full name", Email address ,Grade,Last modified,Feedback comments\n'
        '"Participant 1",=HYPER Ann,"ann@example.org",,-,+old\n'
        'Participant 3,@Who,+who@example.org,-,"-",\'=kept\n'
    )
    write_moodle(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert (tmp_path / "out.csv").read_bytes().decode().splitlines() == [
        'Identifier,"Full name", Email address ,Grade,Last modified,Feedback comments',
        f'"Participant 1",=HYPER Ann,"ann@example.org",22.5,-,{COMMENT}',
        'Participant 3,@Who,+who@example.org,-,"-",\'=kept',
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('A;B\n"a;""b""";c', [('a;"b"', "c")]),
        ('A\tB\r\n"a\r\nb"\tc\r\n', [("a\r\nb", "c")]),
        ("A,B\ra\r", [("a", "")]),
        ("A,B\n\na,b,c\n,\n", [("a", "b")]),
        ('A,B\n"a,b', [("a", "b")]),  # a quote that nobody closed
        ('A,B\n"a"x,\n', [("ax", "")]),
        ("A,B\na,", [("a", "")]),
    ],
)
def test_cells_are_read_as_spreadsheets_read_them(
    tmp_path: Path, text: str, rows: list[tuple[str, ...]]
) -> None:
    assert list(read_roster(roster(tmp_path, text), ["A"]).rows) == rows


def test_a_grading_worksheet_without_ids_says_so_in_a_sentence(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    path = roster(tmp_path, "Identifier,Full name,Status,Grade\nParticipant 1,Ann,,\n")
    with pytest.raises(CourseError) as raised:
        write_moodle(gradebook, tmp_path / "out.csv", "unet", path)
    assert str(raised.value) == (
        f"The grading worksheet {path} has no column of ids: ask Moodle's administrator to show ID "
        "number, Username or Email address to teachers (the setting 'Show user identity'), and "
        "download it again, or give a grade export (plain text) of the course in its place."
    )


def test_a_name_cannot_command_the_terminal(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.add_student("\x1b[2Jx")
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", students=["\x1b[2Jx"])
    assert notices == [r"Without a submission; no mark is written (1): '\x1b[2Jx'."]


def test_what_waits_for_a_mark_by_hand_is_named(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.find_grade("check", "1_conv_block", "unet", "ann").needs_manual_grade = True
    gradebook.db.commit()
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet")
    assert notices[1] == "Not final, something waits for a mark by hand in formgrader (1): ann."


def test_a_penalty_larger_than_the_score_gives_zero(gradebook: Gradebook, tmp_path: Path) -> None:
    gradebook.find_submission("unet", "ben").notebooks[0].late_submission_penalty = 50
    gradebook.db.commit()
    write_canvas(gradebook, tmp_path / "out.csv", "unet", students=["ben"])
    assert rows(tmp_path / "out.csv")[2][-1] == "0"


def test_a_roster_without_ids_says_which_columns_it_needs(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    path = roster(tmp_path, "Name,Punkte\nAnn,3\n")
    with pytest.raises(CourseError) as raised:
        write_moodle(gradebook, tmp_path / "out.csv", "unet", path)
    assert str(raised.value) == (
        f"The roster {path} has the columns Name, Punkte, and none of ID number, Username, Email "
        "address, by which students are found. Export it from the LMS again, with English as the "
        "language and with the students' ids."
    )


@pytest.mark.parametrize("content", [None, b"Student,SIS Login ID\ncaf\xe9,x\n"])
def test_a_roster_that_cannot_be_read_is_named(
    gradebook: Gradebook, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "roster.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CourseError, match=r"^The roster .*roster\.csv cannot be read"):
        write_canvas(gradebook, tmp_path / "out.csv", "unet", path)


def test_an_unknown_assignment_is_answered_with_the_known_ones(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    with pytest.raises(CourseError) as raised:
        write_canvas(gradebook, tmp_path / "out.csv", "unet2")
    assert str(raised.value) == "The gradebook has no assignment 'unet2'. It has: unet."


def test_the_command_writes_and_says_who_is_missing(
    db_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_marks(str(tmp_path / "out.csv"), "moodle", "unet", None, course_of(db_url))
    assert len(rows(tmp_path / "out.csv")) == 4
    assert capsys.readouterr().err.splitlines() == [
        "Without a submission; no mark is written (1): emil.",
        "Whether the points and checks of the marks are those of now is open: There are no "
        f"released notebooks in {tmp_path}/release/unet. Run `nbgrader generate_assignment unet` "
        "first.",
    ]


def test_an_export_adds_no_course_to_the_gradebook(db_url: str, tmp_path: Path) -> None:
    export_marks(str(tmp_path / "out.csv"), "canvas", "unet", None, course_of(db_url))
    with Gradebook(db_url) as gradebook:
        courses = [course.id for course in gradebook.db.query(Course)]
    assert courses == ["default_course"]


def test_nbgraders_own_format_stays(db_url: str, tmp_path: Path) -> None:
    export_marks(str(tmp_path / "out.csv"), "nbgrader", "unet", None, course_of(db_url))
    written = rows(tmp_path / "out.csv")
    assert [row[-2:] for row in written] == [
        ["score", "max_score"],
        ["22.5", "40.0"],
        ["17.5", "40.0"],
        ["0.0", "40.0"],
    ]


def test_nbgraders_own_format_holds_no_formula(
    gradebook: Gradebook, db_url: str, tmp_path: Path
) -> None:
    gradebook.add_student("cleo", first_name="@SUM(1)", last_name="=cmd|' /C calc'!A0", email="+a")
    export_marks(str(tmp_path / "out.csv"), "nbgrader", "unet", None, course_of(db_url))
    (cleo,) = [row for row in rows(tmp_path / "out.csv") if "cleo" in row]
    assert {"'@SUM(1)", "'=cmd|' /C calc'!A0", "'+a"} <= set(cleo)


def test_a_roster_is_of_no_use_in_nbgraders_format(db_url: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="Leave it out, or choose canvas or moodle"):
        export_marks(
            str(tmp_path / "out.csv"), "nbgrader", "unet", tmp_path / "roster", course_of(db_url)
        )


@pytest.mark.parametrize("kind", ["canvas", "moodle", "nbgrader"])
def test_a_file_that_cannot_be_written_is_named(db_url: str, tmp_path: Path, kind: Any) -> None:
    to = str(tmp_path / "no such folder" / "out.csv")
    with pytest.raises(CourseError, match=r"^.*out\.csv cannot be written .* Name another file\.$"):
        export_marks(to, kind, "unet", None, course_of(db_url))


def test_a_student_twice_in_the_roster_is_named(gradebook: Gradebook, tmp_path: Path) -> None:
    text = CANVAS_ROSTER.replace("s-3,who", "s-3,ann")
    notices = write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert notices[1:] == ["More than once in the roster, with the same mark each time (1): ann."]


def test_a_cell_of_several_lines_stays_one_cell(gradebook: Gradebook, tmp_path: Path) -> None:
    text = CANVAS_ROSTER.replace('"A and B"', '"A\r\nand\u2028B"')
    write_canvas(gradebook, tmp_path / "out.csv", "unet", roster(tmp_path, text))
    assert rows(tmp_path / "out.csv")[3][4:] == ["A\r\nand\u2028B", "17.5"]


def test_a_gradebook_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(CourseError, match="There is no gradebook at"):
        export_marks(
            str(tmp_path / "out.csv"), "canvas", "unet", None, course_of(f"sqlite:///{path}")
        )
    assert not path.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("exporter", "width"), [("Canvas", 6), ("Moodle", 4)])
def test_nbgrader_export_takes_the_exporters(
    db_url: str, tmp_path: Path, exporter: str, width: int
) -> None:
    log = run_nbgrader(
        tmp_path,
        "export",
        f"--exporter=grader.grading.export.{exporter}Exporter",
        f"--db={db_url}",
        "--to=out.csv",
    )
    assert {len(row) for row in rows(tmp_path / "out.csv")} == {width}
    assert "no mark is written (1): emil." in log


@pytest.mark.slow
def test_nbgrader_export_takes_a_roster(db_url: str, tmp_path: Path) -> None:
    roster(tmp_path, CANVAS_ROSTER)
    run_nbgrader(
        tmp_path,
        "export",
        "--exporter=grader.grading.export.CanvasExporter",
        "--CanvasExporter.roster=roster.csv",
        f"--db={db_url}",
    )
    assert [row[-1] for row in rows(tmp_path / "canvas.csv")][-4:] == ["17.5", "22.5", "1", ""]
