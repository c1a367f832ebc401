"""ZIP files as Canvas and Moodle give them, collected by nbgrader's own command."""

import io
import shutil
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePath

import pytest
from nbgrader.api import Gradebook

from grader.course import ROOT, NbgraderFailed, run_nbgrader
from grader.errors import CourseError
from grader.grading.collecting import (
    CANVAS,
    MOODLE,
    Plan,
    original,
    plan,
    read_name,
    readable,
    roster_in,
)
from grader.grading.export import known_students

WANTED = ("1_conv_block.ipynb", "unet.weights.h5")
ENDINGS = (".ipynb", ".h5", ".py")

# As Canvas exports its gradebook, and as it names files (lib/content_zipper.rb).
CANVAS_ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section,unet (8)
    Points Possible,,,,,100
"Ash, Ann",101,s-1,ann,A,
"Müller, Jörg",102,s-2,joerg,A,
"Bee, Ben",103,s-3,ben,A,
"Bee, Ben",104,s-4,benny,A,
"Student, Test",105,,,A,
"""
CANVAS_FILES = {
    "ashann_101_5001_1_conv_block.ipynb": "ann",
    "ashann_101_5002_unet.weights.h5": "anns network",
    "müllerjörg_LATE_102_5003_1_conv_block.ipynb": "joerg before",
    "müllerjörg_LATE_102_5014_1_conv_block-1.ipynb": "joerg",
    "müllerjörg_LATE_102_5015_unet.weights-1.h5": "joergs network",
    "beeben_103_5006_1_conv_block (1).ipynb": "ben",
    "beeben_104_5007_1_conv_block.ipynb": "benny",
    "studenttest_105_5008_1_conv_block.ipynb": "test",
    "whoknows_106_5009_1_conv_block.ipynb": "who",
    "ashann_101_text.html": "<p>Dear teacher</p>",
}

# As Moodle exports an assignment's grading worksheet and a course's grades.
WORKSHEET = """\
Identifier,Full name,ID number,Email address,Status,Grade
Participant 21,Ann Ash,ann,ann@example.org,Submitted,
Participant 22,Jörg Müller,joerg,joerg@example.org,Submitted,
Participant 23,Ben Bee,ben,ben@example.org,Submitted,
Participant 24,Ben Bee,benny,benny@example.org,Submitted,
"""
GRADES = """\
First name,Last name,ID number,Email address,Assignment: unet (Real)
Ann,O'Ash,ann,ann@example.org,-
Jörg,Müller,joerg,joerg@example.org,-
Ben,Bee,ben,ben@example.org,-
Ben,Bee,benny,benny@example.org,-
"""


class Unmarked(zipfile.ZipInfo):
    """An entry whose name is UTF-8 and does not say so, as Canvas writes them."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  (zipfile's own)
        return self.filename.encode(), self.flag_bits & ~0x800


def pack(files: Mapping[str, str | bytes], entry: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(entry(name), content)
    return packed.getvalue()


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    """Files of a download as they are unpacked; the first folder is the ZIP file's."""
    for name, content in files.items():
        path = folder / "extracted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def planned(folder: Path, roster: str, db_url: str = "sqlite:///none.db") -> Plan:
    path = folder / "roster.csv"
    path.write_text(roster)
    return plan(folder / "extracted", path, WANTED, ENDINGS, known_students(db_url))


def collected(found: Plan) -> dict[str, str]:
    """What each student's folder gets, by content."""
    return {f"{who}/{name}": path.read_text() for path, (who, name) in found.places.items()}


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x/ashann_101_5001_1_conv_block.ipynb", ("101", "1_conv_block.ipynb", 5001, False)),
        ("x/ashann_LATE_101_5_a.ipynb", ("101", "a.ipynb", 5, True)),
        ("x/ashann_101_5_work/unet/a.ipynb", ("101", "a.ipynb", 5, False)),  # a ZIP of her own
        ("x/ashann_101_5_x_102_6_a.ipynb", ("101", "x_102_6_a.ipynb", 5, False)),
        ("x/ashann_101_text.html", None),
    ],
)
def test_a_canvas_name(place: str, expected: tuple[str, str, int, bool] | None) -> None:
    found = read_name(Path(place), PurePath(place), CANVAS)
    got = found and (found.number, found.file, found.upload, found.late)
    assert got == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("x/Ann O Ash_21_assignsubmission_file_a.ipynb", ("Ann O Ash", "21", "a.ipynb")),
        ("x/Ann_21_assignsubmission_file_/a.ipynb", ("Ann", "21", "a.ipynb")),
        ("x/Ann_21_assignsubmission_file/a.ipynb", ("Ann", "21", "a.ipynb")),
        ("x/Ann_21_assignsubmission_file/unet/a.ipynb", ("Ann", "21", "a.ipynb")),
        ("x/Ann_21_assignsubmission_file_work/unet/a.ipynb", ("Ann", "21", "a.ipynb")),
        (
            "x/Ann_21_assignsubmission_file_Ben_22_assignsubmission_file_a.ipynb",
            ("Ann", "21", "Ben_22_assignsubmission_file_a.ipynb"),
        ),
        ("x/Ann_21_assignsubmission_file_", None),
        ("x/Ann_21_assignsubmission_onlinetext/onlinetext.html", None),
    ],
)
def test_a_moodle_name(place: str, expected: tuple[str, str, str] | None) -> None:
    """A student chooses what comes last, and becomes nobody else by it."""
    found = read_name(Path(place), PurePath(place), MOODLE)
    assert (found and (found.name, found.number, found.file)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1_conv_block.ipynb", ("1_conv_block.ipynb", ())),
        ("1_conv_block-1.ipynb", ("1_conv_block.ipynb", (1,))),
        ("1_conv_block (1).ipynb", ("1_conv_block.ipynb", (1,))),
        ("1_conv_block(12).ipynb", ("1_conv_block.ipynb", (12,))),
        ("1_conv_block-1 (2).ipynb", ("1_conv_block.ipynb", (1, 2))),
        ("unet.weights-2.h5", ("unet.weights.h5", (2,))),
        ("unet.weights (1).h5", ("unet.weights.h5", (1,))),
        ("mine-2.ipynb", ("mine-2.ipynb", ())),
    ],
)
def test_the_number_of_a_copy_is_no_part_of_a_name(name: str, expected: object) -> None:
    assert original(name, WANTED) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Jörg Müller",
        unicodedata.normalize("NFD", "Jörg Müller"),
        "Jörg Müller".encode().decode("cp437"),
        "Jörg Müller".encode("cp437").decode("cp437"),
    ],
)
def test_an_umlaut_is_read_in_every_spelling(name: str) -> None:
    assert readable(name) == "Jörg Müller"


# --- whose it is ----------------------------------------------------------------------------------


def test_canvas_numbers_lead_to_ids(tmp_path: Path) -> None:
    found = planned(
        lay_out(tmp_path, {f"x/{k}": v for k, v in CANVAS_FILES.items()}), CANVAS_ROSTER
    )
    assert collected(found) == {
        "ann/1_conv_block.ipynb": "ann",
        "ann/unet.weights.h5": "anns network",
        "ben/1_conv_block.ipynb": "ben",
        "benny/1_conv_block.ipynb": "benny",
        "joerg/1_conv_block.ipynb": "joerg",
        "joerg/unet.weights.h5": "joergs network",
    }
    assert found.notices == (
        "Not named as Canvas names files, not collected (1): x/ashann_101_text.html.",
        "Not in the roster roster.csv, not collected (1): whoknows_106.",
        "Without an id in the roster roster.csv, not collected (1): Student, Test.",
        "Handed in more than once; the newest is collected, not (1): "
        "joerg: x/müllerjörg_LATE_102_5003_1_conv_block.ipynb.",
        "Late by Canvas's word; for nbgrader's penalties write into timestamp.txt when it came "
        "(1): joerg.",
    )


def test_the_greatest_number_of_canvas_is_the_newest_whatever_the_name(tmp_path: Path) -> None:
    files = {
        "a/ashann_101_999_1_conv_block-3.ipynb": "old",
        "b/ashann_101_1001_1_conv_block.ipynb": "new",
    }
    assert collected(planned(lay_out(tmp_path, files), CANVAS_ROSTER)) == {
        "ann/1_conv_block.ipynb": "new"
    }


def test_moodles_worksheet_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    files = {
        "x/Ben Bee_23_assignsubmission_file/1_conv_block.ipynb": "ben",
        "x/Ben Bee_24_assignsubmission_file/1_conv_block.ipynb": "benny",
        "x/Teilnehmer_22_assignsubmission_file_/1_conv_block.ipynb": "joerg",  # marked blindly
    }
    assert collected(planned(lay_out(tmp_path, files), WORKSHEET)) == {
        "ben/1_conv_block.ipynb": "ben",
        "benny/1_conv_block.ipynb": "benny",
        "joerg/1_conv_block.ipynb": "joerg",
    }


def test_a_grade_export_has_names_alone(tmp_path: Path) -> None:
    """Moodle leaves an apostrophe out; the site may put the family name first."""
    files = {
        "x/OAsh Ann_21_assignsubmission_file_1_conv_block.ipynb": "ann",
        f"x/{unicodedata.normalize('NFD', 'Jörg Müller')}_22_assignsubmission_file_a.py": "joerg",
    }
    assert collected(planned(lay_out(tmp_path, files), GRADES)) == {
        "ann/1_conv_block.ipynb": "ann",
        "joerg/a.py": "joerg",
    }


def test_two_of_one_name_are_not_guessed_between(tmp_path: Path) -> None:
    files = {"x/Ben Bee_23_assignsubmission_file/1_conv_block.ipynb": "ben"}
    with pytest.raises(CourseError) as raised:
        planned(lay_out(tmp_path, files), GRADES)
    assert str(raised.value) == (
        f"The roster {tmp_path}/roster.csv has 2 students called Ben Bee (ben and benny), and the "
        "files of Ben Bee_23 may be of either. Nothing was collected. Take the grading worksheet "
        "of this assignment as the roster: it has the number in the files' names."
    )


def test_two_students_of_one_id_are_named(tmp_path: Path) -> None:
    files = {
        "x/Ben Bee_23_assignsubmission_file/1_conv_block.ipynb": "ben",
        "x/Ben Bee_24_assignsubmission_file/1_conv_block.ipynb": "benny",
    }
    with pytest.raises(CourseError) as raised:
        planned(lay_out(tmp_path, files), WORKSHEET.replace("benny,", "ben,"))
    assert str(raised.value) == (
        f"The files of Ben Bee_23 and of Ben Bee_24 both lead to the id ben in the roster "
        f"{tmp_path}/roster.csv. Nothing was collected. Give each of the two an id of her own in "
        "the roster."
    )


@pytest.mark.parametrize(
    ("student", "why"),
    [
        ("a/../b", ""),
        ("..", ": it leads to another folder"),
        ("a*", ": nbgrader would read it as a pattern"),
    ],
)
def test_an_id_that_is_no_name_of_a_folder_is_named(tmp_path: Path, student: str, why: str) -> None:
    files = {"x/Ann_21_assignsubmission_file/1_conv_block.ipynb": "ann"}
    with pytest.raises(CourseError) as raised:
        planned(lay_out(tmp_path, files), WORKSHEET.replace("ann,", f"{student},"))
    assert str(raised.value) == (
        f"The id {student} of Ann Ash in the roster {tmp_path}/roster.csv cannot be the name of a "
        f"folder{why}. Nothing was collected. Change it in the roster."
    )


def test_an_id_of_the_gradebook_comes_before_others(tmp_path: Path) -> None:
    """Who is known by her address or by another column keeps her id, and so her marks."""
    db_url = f"sqlite:///{tmp_path}/gradebook.db"
    with Gradebook(db_url) as gradebook:
        gradebook.add_student("aa11", email="ANN@example.org")
        gradebook.add_student("s-1")
        gradebook.db.commit()
    files = {"x/Ann_21_assignsubmission_file/1_conv_block.ipynb": "ann"}
    found = planned(lay_out(tmp_path, files), WORKSHEET, db_url)
    assert collected(found) == {"aa11/1_conv_block.ipynb": "ann"}
    shutil.rmtree(tmp_path / "extracted")
    lay_out(tmp_path, {"x/ashann_101_5001_1_conv_block.ipynb": "ann"})
    found = planned(tmp_path, CANVAS_ROSTER, db_url)
    assert collected(found) == {"s-1/1_conv_block.ipynb": "ann"}


# --- several files, and other ones ----------------------------------------------------------------


def test_of_copies_in_one_download_the_last_counts(tmp_path: Path) -> None:
    prefix = "x/Ann_21_assignsubmission_file"
    files = {
        f"{prefix}/1_conv_block.ipynb": "first",
        f"{prefix}/1_conv_block (10).ipynb": "last",
        f"{prefix}/1_conv_block (9).ipynb": "middle",
        f"{prefix}/backup/1_conv_block (11).ipynb": "put away",
    }
    found = planned(lay_out(tmp_path, files), WORKSHEET)
    assert collected(found) == {"ann/1_conv_block.ipynb": "last"}
    assert found.notices == (
        "Handed in more than once; the newest is collected, not (3): "
        f"ann: {prefix}/1_conv_block (9).ipynb, ann: {prefix}/1_conv_block.ipynb, "
        f"ann: {prefix}/backup/1_conv_block (11).ipynb.",
    )


def test_the_same_file_twice_is_no_matter(tmp_path: Path) -> None:
    prefix = "Ann_21_assignsubmission_file"
    files = {f"{name}/{prefix}/1_conv_block.ipynb": "same" for name in ("one", "two")}
    found = planned(lay_out(tmp_path, files), WORKSHEET)
    assert (collected(found), found.notices) == ({"ann/1_conv_block.ipynb": "same"}, ())


def test_two_downloads_of_moodle_do_not_say_which_is_newer(tmp_path: Path) -> None:
    name = "Ann_21_assignsubmission_file/1_conv_block.ipynb"
    lay_out(tmp_path, {f"one/{name}": "old", f"two/{name}": "new"})
    with pytest.raises(CourseError) as raised:
        planned(tmp_path, WORKSHEET)
    assert str(raised.value) == (
        f"two/{name} and one/{name} are of one student and differ, and nothing says which is "
        "newer. Nothing was collected. Leave only the newest download in the folder archive."
    )


def test_other_files_are_named_and_what_nobody_hands_in_is_not(tmp_path: Path) -> None:
    prefix = "x/Ann_21_assignsubmission_file"
    files = {
        f"{prefix}/1_conv_block.ipynb": "ann",
        f"{prefix}/notes.pdf": "notes",
        f"{prefix}/.ipynb_checkpoints/1_conv_block-checkpoint.ipynb": "before",
        f"{prefix}/__MACOSX/._1_conv_block.ipynb": "what macOS adds",
        f"{prefix}/._1_conv_block.ipynb": "what macOS adds",
        f"{prefix}/work.zip": "packed",
        f"{prefix}/work/2_upsampling_block.ipynb": "unpacked",
    }
    found = planned(lay_out(tmp_path, files), WORKSHEET)
    assert collected(found) == {
        "ann/1_conv_block.ipynb": "ann",
        "ann/2_upsampling_block.ipynb": "unpacked",
    }
    assert found.notices == ("Neither .ipynb nor .h5 nor .py, not collected (1): ann: notes.pdf.",)


def test_the_other_platforms_roster_is_told(tmp_path: Path) -> None:
    files = {"x/ashann_101_5001_1_conv_block.ipynb": "ann"}
    with pytest.raises(CourseError) as raised:
        planned(lay_out(tmp_path, files), WORKSHEET)
    assert str(raised.value) == (
        f"None of the files in {tmp_path}/extracted is named as Moodle names them, whose roster "
        "this is: x/ashann_101_5001_1_conv_block.ipynb. Put the ZIP file into the folder archive "
        "as it was downloaded."
    )


@pytest.mark.parametrize(("names", "has"), [([], "none"), (["a.csv", "b.csv"], "a.csv, b.csv")])
def test_one_roster_is_needed(tmp_path: Path, names: list[str], has: str) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(CourseError) as raised:
        roster_in(tmp_path)
    assert str(raised.value) == (
        f"The folder {tmp_path} should hold one CSV file, the roster that Canvas or Moodle "
        f"exported, and has {has}. It says whose the files are. Nothing was collected."
    )


# --- by nbgrader's command ------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """This course, nothing handed in yet; ``downloaded/unet`` waits for a download."""
    for folder in ("solutions", "notebooks"):
        shutil.copytree(ROOT / folder / "unet", tmp_path / folder / "unet")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "downloaded/unet/archive").mkdir(parents=True)
    return tmp_path


def download(course: Path, name: str, content: bytes, roster: str) -> None:
    (course / "downloaded/unet/archive" / name).write_bytes(content)
    (course / "downloaded/unet/roster.csv").write_bytes(roster.encode("utf-8-sig"))


def submitted(course: Path) -> dict[str, str]:
    files = (path for path in (course / "submitted").rglob("*") if path.is_file())
    return {path.relative_to(course / "submitted").as_posix(): path.read_text() for path in files}


@pytest.mark.slow
@pytest.mark.parametrize("entry", [zipfile.ZipInfo, Unmarked])
def test_a_canvas_download(course: Path, entry: type[zipfile.ZipInfo]) -> None:
    download(course, "unet submissions.zip", pack(CANVAS_FILES, entry), CANVAS_ROSTER)
    log = run_nbgrader(course, "zip_collect", "unet")
    assert submitted(course) == {
        "ann/unet/1_conv_block.ipynb": "ann",
        "ann/unet/unet.weights.h5": "anns network",
        "ben/unet/1_conv_block.ipynb": "ben",
        "benny/unet/1_conv_block.ipynb": "benny",
        "joerg/unet/1_conv_block.ipynb": "joerg",
        "joerg/unet/unet.weights.h5": "joergs network",
    }
    assert "Not in the roster roster.csv, not collected (1): whoknows_106." in log
    assert "joerg: unet submissions/müllerjörg_LATE_102_5003_1_conv_block.ipynb." in log


@pytest.mark.slow
@pytest.mark.parametrize("separator", ["_", "/"])
def test_a_moodle_download(course: Path, separator: str) -> None:
    """As one folder, and as a folder for each student."""
    hers, his = (
        f"{who}_assignsubmission_file{separator}" for who in ("Ann Ash_21", "Jörg Müller_22")
    )
    bomb = pack({"zeros.py": bytes(2**20)})
    own = {"unet/1_conv_block.ipynb": "joerg", "unet/unet.weights.h5": "joergs network"}
    files: dict[str, str | bytes] = {
        f"{hers}1_conv_block (1).ipynb": "ann",
        f"{hers}unet.weights.h5": "anns network",
        f"{hers}damaged.zip": bomb[:100],
        f"{his}work.zip": pack(own),
        "Who Knows_29_assignsubmission_file" + separator + "1_conv_block.ipynb": "who",
    }
    download(course, "SEG-unet-12.zip", pack(files), WORKSHEET)
    log = run_nbgrader(course, "zip_collect", "unet")
    assert submitted(course) == {
        "ann/unet/1_conv_block.ipynb": "ann",
        "ann/unet/unet.weights.h5": "anns network",
        "joerg/unet/1_conv_block.ipynb": "joerg",
        "joerg/unet/unet.weights.h5": "joergs network",
    }
    assert "Not in the roster roster.csv, not collected (1): Who Knows_29." in log
    assert f"SEG-unet-12/{hers}damaged.zip stays packed: BadZipFile" in log
    assert "Neither .ipynb nor .h5 nor .py, not collected (1): ann: " in log


@pytest.mark.slow
def test_an_unclear_download_leaves_everything_as_it_is(course: Path) -> None:
    names = ("Ann OAsh_21", "Ben Bee_23")
    files = {f"{who}_assignsubmission_file/1_conv_block.ipynb": who for who in names}
    download(course, "SEG-unet-12.zip", pack(files), GRADES)
    with pytest.raises(NbgraderFailed, match=r"2 students called Ben Bee \(ben and benny\)"):
        run_nbgrader(course, "zip_collect", "unet")
    assert not (course / "submitted").exists()
