"""A made-up class hands in what the museum has, and is told what each answer deserves."""

import shutil
from pathlib import Path
from typing import get_args

import nbformat
import pytest
from nbformat import NotebookNode
from rich.console import Console

from grader import exercises
from grader.checks.exercise import Exercise
from grader.commands import rehearsal
from grader.commands.rehearsal import (
    Answer,
    Kind,
    Mismatch,
    Student,
    answers_to,
    chosen_exercises,
    compare,
    draw_class,
    hand_in,
    lay_out_course,
    rehearse,
)
from grader.course import ROOT
from grader.errors import CourseError, UnknownName

ASSIGNMENT = "unet"
EXERCISES = exercises.of_assignment(ASSIGNMENT)
LOSS = exercises.find("loss")


# --- the museum -----------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_exercise_has_answers_of_each_kind(exercise: Exercise) -> None:
    answers = answers_to(exercise)
    assert {answer.kind for answer in answers} == set(get_args(Kind))
    cells = [set(answer.cells) for answer in answers if answer.kind != "untouched"]
    assert cells == [set(exercise.functions)] * len(cells)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_wrong_answer_says_what_it_loses(exercise: Exercise) -> None:
    parts = {part.name for part in exercise.parts}
    for answer in answers_to(exercise):
        if answer.kind == "wrong":
            assert set(answer.loses) <= parts, answer.name
            assert answer.says, answer.name


def test_what_an_answer_does_not_have_is_the_courses_own() -> None:
    by_name = {answer.name: answer for answer in answers_to(LOSS)}
    mistaken, own = by_name["dense_loss"], by_name["solution"]
    assert mistaken.loses == ("compile_unet",)
    assert "CategoricalCrossentropy(from_logits=True)" in mistaken.cells["compile_unet"]
    assert mistaken.cells["mean_iou"] == own.cells["mean_iou"]
    assert "SOLUTION" not in own.cells["mean_iou"]


def test_a_helper_that_an_answer_changes_stands_behind_the_courses_own_function() -> None:
    by_name = {answer.name: answer for answer in answers_to(exercises.find("unet_model"))}
    cell = by_name["skip_before_dropout"].cells["unet_model"]
    behind = cell.removeprefix(by_name["solution"].cells["unet_model"])
    assert behind.startswith("\n\n\nfrom tensorflow.keras.layers import ")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_broken_cell_says_the_line_in_which_python_sees_it(exercise: Exercise) -> None:
    (broken,) = [answer for answer in answers_to(exercise) if answer.kind == "broken"]
    function = exercise.functions[0]
    with pytest.raises(SyntaxError) as caught:
        compile(f"# student-0001\n{broken.cells[function]}", "<cell>", "exec")
    assert f"raised SyntaxError in line {caught.value.lineno}: {caught.value.msg};" in broken.says


def test_an_untouched_exercise_loses_every_part() -> None:
    (untouched,) = [answer for answer in answers_to(LOSS) if answer.kind == "untouched"]
    assert untouched.cells == {}
    assert untouched.loses == ("pixelwise_crossentropy", "mean_iou", "compile_unet")


def test_without_a_museum_there_is_nothing_to_rehearse_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.authoring.museum.folder_of", lambda _: tmp_path)
    with pytest.raises(CourseError, match="There are no answers to rehearse with"):
        answers_to(LOSS)


# --- the class ------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_class_and_a_larger_one_begins_with_it() -> None:
    assert draw_class([LOSS], 20, seed=1)[:8] == draw_class([LOSS], 8, seed=1)
    assert draw_class([LOSS], 20, seed=2) != draw_class([LOSS], 20, seed=1)


def test_most_answers_are_right_and_few_are_untouched() -> None:
    kinds = [student.answers[0].kind for student in draw_class([LOSS], 2000, seed=1)]
    shares = {kind: kinds.count(kind) / len(kinds) for kind in get_args(Kind)}
    expected = {"right": 0.71, "wrong": 0.17, "broken": 0.03, "untouched": 0.09}
    assert shares == pytest.approx(expected, abs=0.03)


def test_notebooks_are_chosen_by_name() -> None:
    assert chosen_exercises(["4_loss", "1_conv_block"]) == (EXERCISES[0], LOSS)
    assert chosen_exercises(None) == EXERCISES
    with pytest.raises(UnknownName, match=r"4_los.*Did you mean '4_loss'"):
        chosen_exercises(["4_los"])


# --- what they hand in ----------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course directory with the released notebook of the loss."""
    released = tmp_path / "notebooks" / ASSIGNMENT
    released.mkdir(parents=True)
    name = f"{LOSS.notebook}.ipynb"
    (released / name).write_bytes((ROOT / "notebooks" / ASSIGNMENT / name).read_bytes())
    return tmp_path


def handed_in(course: Path, answer: Answer) -> NotebookNode:
    hand_in(course, Student("student-0001", (answer,)))
    folder = course / "submitted" / "student-0001" / ASSIGNMENT
    return nbformat.read(folder / f"{LOSS.notebook}.ipynb", as_version=4)


def released(course: Path) -> NotebookNode:
    path = course / "notebooks" / ASSIGNMENT / f"{LOSS.notebook}.ipynb"
    return nbformat.read(path, as_version=4)


def test_an_answer_stands_in_its_cells_under_the_students_name(course: Path) -> None:
    answer = next(answer for answer in answers_to(LOSS) if answer.name == "dense_loss")
    changed = [
        cell.source
        for cell, before in zip(
            handed_in(course, answer).cells, released(course).cells, strict=True
        )
        if cell.source != before.source
    ]
    assert changed == [f"# student-0001\n{answer.cells[name]}" for name in LOSS.functions]


def test_an_untouched_notebook_is_handed_in_as_it_was_handed_out(course: Path) -> None:
    answer = next(answer for answer in answers_to(LOSS) if answer.kind == "untouched")
    assert handed_in(course, answer).cells == released(course).cells


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(CourseError, match="is not empty and no rehearsal made it"):
        lay_out_course(tmp_path, [LOSS])
    assert (tmp_path / "thesis.txt").read_text() == "three years"


@pytest.mark.parametrize(
    ("name", "why"),
    [("thesis.txt", "Not a directory"), ("thesis.txt/rehearsal", "File exists")],
)
def test_a_place_where_no_folder_can_be_is_named(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(CourseError, match="The rehearsal cannot be laid out in") as raised:
        rehearse(1, folder=tmp_path / name, seed=1, workers=1, console=Console())
    assert str(raised.value).endswith(f"({why}). Name another folder with --folder.")


# --- the comparison -------------------------------------------------------------------------------


def test_a_mark_that_an_answer_does_not_deserve_is_found(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = {f"check_loss_{part.name}": float(part.points) for part in LOSS.parts}
    students = [Student("student-0001", (Answer("loss", "reference", "right", {}),))]
    monkeypatch.setattr(rehearsal, "recorded_marks", lambda _: {"student-0001": points})
    assert compare(course, students) == ()
    wrong = {**points, "check_loss_mean_iou": 0.0}
    monkeypatch.setattr(rehearsal, "recorded_marks", lambda _: {"student-0001": wrong})
    assert compare(course, students) == (
        Mismatch(
            "student-0001",
            "loss/reference",
            "check_loss_mean_iou",
            0.0,
            points["check_loss_mean_iou"],
        ),
    )


def test_a_sentence_that_nobody_reads_is_missed(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Answer("loss", "dense_loss", "wrong", {}, ("compile_unet",), "Wants one-hot masks.")
    points = {f"check_loss_{part.name}": float(part.points) for part in LOSS.parts}
    points["check_loss_compile_unet"] = 0.0
    monkeypatch.setattr(rehearsal, "recorded_marks", lambda _: {"student-0001": points})
    assert compare(course, [Student("student-0001", (answer,))]) == (
        Mismatch(
            "student-0001",
            "loss/dense_loss",
            "check_loss_compile_unet",
            None,
            "Wants one-hot masks.",
        ),
    )


def test_a_trained_network_is_handed_in_with_every_answer_but_the_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "data"))
    released = tmp_path / "notebooks" / ASSIGNMENT
    released.mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / ASSIGNMENT / "5_training.ipynb", released)
    (tmp_path / "data" / "weights").mkdir(parents=True)
    (tmp_path / "data" / "weights" / "unet.weights.h5").write_bytes(b"trained")
    kinds: tuple[Kind, ...] = ("right", "wrong", "untouched")
    students = [Student(kind, (Answer("training", "made up", kind, {}),)) for kind in kinds]
    for student in students:
        hand_in(tmp_path, student)
    handed = sorted(tmp_path.glob("submitted/*/unet/unet.weights.h5"))
    assert [path.parts[-3] for path in handed] == ["right", "wrong"]


@pytest.mark.parametrize(("trained", "expected"), [(True, 6.0), (False, 0.0)])
def test_a_network_deserves_all_points_and_none_is_worth_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trained: bool, expected: float
) -> None:
    if trained:
        (tmp_path / "weights").mkdir()
        (tmp_path / "weights" / "unet.weights.h5").touch()
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(rehearsal, "recorded_marks", lambda _: {})
    student = Student("student-0001", (Answer("training", "reference", "right", {}),))
    found = {mismatch.cell: mismatch.expected for mismatch in compare(tmp_path, [student])}
    assert found["check_training_weights"] == expected


# --- the whole way --------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_mark_of_a_rehearsal_is_what_its_answer_deserves(tmp_path: Path) -> None:
    result = rehearse(
        6,
        notebooks=["1_conv_block"],
        folder=tmp_path / "rehearsal",
        seed=4,
        workers=1,
        console=Console(quiet=True),
    )
    students = draw_class(chosen_exercises(["1_conv_block"]), 6, seed=4)
    assert {answer.kind for student in students for answer in student.answers} == {
        "right",
        "wrong",
        "broken",
    }
    assert result.mismatches == ()
    assert result.summary.problems == ()
    assert list(result.marks) == [student.name for student in students]
    assert (tmp_path / "rehearsal" / "report" / "index.html").exists()
