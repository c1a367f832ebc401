"""The computed lists of sentences hold every wrong answer once, those of many answers first."""

from types import ModuleType

import pytest

from grader import exercises
from grader.authoring.museum import wrong_answers
from grader.checks.exercise import Exercise

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
