"""What is computed from the museum: sentences, each wrong answer once, and how marks fall."""

import re
from types import ModuleType

import pytest

from grader import exercises
from grader.authoring.museum import wrong_answers
from grader.checks.exercise import Exercise
from grader.course import ROOT

on_each_exercise = pytest.mark.parametrize(
    "exercise", exercises.all_exercises(), ids=lambda exercise: str(exercise.name)
)


@on_each_exercise
def test_each_wrong_answer_stands_below_one_sentence(
    exercise: Exercise, writer: ModuleType
) -> None:
    listed = [answer.path for one in writer.sentences_of(exercise) for answer in one.answers]
    assert sorted(listed) == [answer.path for answer in wrong_answers(exercise.name)]


@on_each_exercise
def test_sentences_of_many_answers_come_first(exercise: Exercise, writer: ModuleType) -> None:
    sizes = [len(one.answers) for one in writer.sentences_of(exercise)]
    assert sizes == sorted(sizes, reverse=True)


def test_answers_whose_sentences_differ_in_a_number_share_one(writer: ModuleType) -> None:
    sentences = writer.sentences_of(exercises.find("conv_block"))
    assert {"activation_missing"} < {answer.path.stem for answer in sentences[0].answers}


def test_code_stays_code_and_other_signs_are_shown_as_they_are(writer: ModuleType) -> None:
    assert writer._plain("Write `a | b_c`, not a*b.") == r"Write `a \| b_c`, not a\*b."


def test_each_notebook_has_its_notes_for_instructors(writer: ModuleType) -> None:
    page = writer.teaching_page(ROOT / "docs" / "teaching")
    _, *found = page.split("\n## ")
    titles = ["In 20 minutes", "When it goes wrong", "To discuss", "How the marks fall"]
    assert [re.findall(r"\{dropdown\} (.+)", notes) for notes in found] == [
        titles for _ in exercises.all_exercises()
    ]


def test_where_marks_are_lost_is_counted_in_the_museum(writer: ModuleType) -> None:
    answers = wrong_answers("boundary_iou")
    lost = sum("score" in answer.loses for answer in answers) / len(answers)
    assert f"| `score` | 4 | {lost:.0%} |" in writer._marks(exercises.find("boundary_iou"))
