"""When a known mistake is named as the cause: alone, on two cases, refuted by none."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.checks.exercise import (
    Case,
    Evidence,
    Finding,
    Judgement,
    Look,
    Mistake,
    Near,
    Part,
    Shape,
)
from grader.judging.mistakes import causes_of, with_causes


def mistakes(number: float) -> Iterator[Mistake]:
    """Twice the number is wanted."""
    yield Mistake("square", number**2, "Squared.")
    yield Mistake("plus", number + 2, "2 was added.")
    yield Mistake("minus", -2 * number, "The sign is flipped.")


def look(number: float, got: Any) -> Look:
    return Look(got, 2 * number, mistakes(number))


def test_a_mistake_that_explains_two_cases_is_named() -> None:
    assert causes_of([look(3, 9), look(4, 16)]) == ["Squared.", "Squared."]


def test_one_case_is_not_enough() -> None:
    assert causes_of([look(3, 9)]) == [None]


def test_a_number_that_two_mistakes_give_names_the_one_that_explains_another_case_too() -> None:
    assert causes_of([look(-1, 1), look(4, 6)]) == ["2 was added.", "2 was added."]


def test_two_mistakes_that_explain_the_same_cases_are_both_left_out() -> None:
    assert causes_of([look(-1, 1), look(2, 4)]) == [None, None]


def test_a_right_answer_refutes_a_mistake() -> None:
    assert causes_of([look(3, 9), look(4, 16), look(5, 10)]) == [None, None, None]


def test_a_right_answer_that_the_mistake_gives_too_supports_it() -> None:
    assert causes_of([look(3, 9), look(2, 4)])[0] == "Squared."


def test_a_right_answer_supports_none_that_another_case_contradicts() -> None:
    assert causes_of([look(3, 9), look(2, 4), look(5, 7.5)]) == [None, None, None]


def test_a_second_mistake_elsewhere_does_not_hide_the_first() -> None:
    assert causes_of([look(3, 9), look(4, 16), look(5, np.nan)]) == ["Squared.", "Squared.", None]


def test_what_no_mistake_gives_has_no_cause() -> None:
    assert causes_of([look(3, 7), look(4, 9)]) == [None, None]


def test_a_mistake_with_the_sign_turned_round_besides_is_named() -> None:
    said = "Squared. Besides, the sign is flipped: put a minus in front."
    assert causes_of([look(3, -9), look(4, -16)]) == [said, said]


def test_a_right_answer_refutes_a_mistake_with_the_sign_turned_round() -> None:
    assert causes_of([look(3, -9), look(4, -16), look(5, 10)]) == [None, None, None]


def of_shape(got: tuple[int, ...], cut: tuple[int, ...]) -> Look:
    shapes = Mistake("cut", Shape(cut), "The border was cut off.")
    zeros = Mistake("cut zeros", np.zeros(cut), "Cut off and emptied.")
    return Look(np.ones(got), np.ones((4, 4)), [shapes, zeros])


def test_a_shape_is_explained_by_shapes() -> None:
    looks = [of_shape((2, 2), (2, 2)), of_shape((3, 3), (3, 3))]
    assert causes_of(looks) == ["The border was cut off."] * 2


def test_a_shape_that_is_right_explains_no_wrong_values() -> None:
    looks = [
        Look(np.zeros((4, 4)), np.ones((4, 4)), [Mistake("square", Shape((4, 4)), "Made square.")])
        for _ in range(2)
    ]
    assert causes_of(looks) == [None, None]


def test_values_go_before_a_shape() -> None:
    shape = Mistake("cut", Shape((2, 2)), "The border was cut off.")
    zeros = Mistake("cut zeros", np.zeros((2, 2)), "Cut off and emptied.")
    looks = [Look(np.zeros((2, 2)), np.ones((4, 4)), [shape, zeros]) for _ in range(2)]
    assert causes_of(looks) == ["Cut off and emptied."] * 2


def drawn(spread: float) -> Look:
    """Numbers of spread 1 are wanted; a look at some is right only roughly."""
    wider = Mistake("wider", Near([2.0, 6.0], [0.1, 0.5]), "Twice as wide.")
    return Look([spread, 3 * spread], Near([1.0, 3.0], 0.1), [wider])


def test_what_is_drawn_by_chance_is_near() -> None:
    assert causes_of([drawn(1.9), drawn(2.1)]) == ["Twice as wide."] * 2


def test_what_is_near_enough_to_be_right_refutes() -> None:
    assert causes_of([drawn(1.9), drawn(2.1), drawn(1.05)]) == [None] * 3


# The findings of a part ---------------------------------------------------------------------------

CASES = tuple(Case(f"double({number})", {"number": number}) for number in (3, 4))


def judge(case: Case, evidence: Evidence) -> Judgement:
    got, expected = evidence["got"], 2 * case.arguments["number"]
    if got == expected:
        return Judgement()
    message = f"{case.name} gave {got}, expected {expected}."
    return Judgement((Finding(message, case.name, advice="Multiply by 2."),))


PART = Part(
    name="double",
    title="twice the number",
    points=1,
    function="double",
    cases=CASES,
    probe=lambda function, case: {"got": function(case.arguments["number"])},
    judge=judge,
    look=lambda case, evidence: look(case.arguments["number"], evidence["got"]),
)


@pytest.mark.parametrize(
    "observations, sentences",
    [
        ([{"got": 9}, {"got": 16}], ["Squared.", "Squared."]),
        ([{"got": 9}, {"got": 17}], ["Multiply by 2.", "Multiply by 2."]),
        ([{"got": 9}, {"error": {}}], ["Multiply by 2.", "It raised."]),
    ],
)
def test_a_finding_ends_in_the_cause_or_in_its_advice(
    observations: list[Evidence], sentences: list[str]
) -> None:
    raised = Judgement((Finding("It raised."),))
    judgements = [
        raised if "error" in observation else judge(case, observation)
        for case, observation in zip(CASES, observations, strict=True)
    ]
    completed = with_causes(PART, CASES, observations, judgements)
    messages = [judgement.findings[0].message for judgement in completed]
    assert [m.endswith(s) for m, s in zip(messages, sentences, strict=True)] == [True, True]
    assert [judgement.findings[0].advice for judgement in completed] == ["", ""]


# What all cases have in common -------------------------------------------------------------------


@pytest.mark.parametrize(
    "answers, said",
    [
        ([5, 5, 5], "Every call gives 5, whatever is passed. Compute it from the arguments."),
        ([15, 20, 25], "That is 2.5 times as much, in every case. Leave this factor out."),
        ([15, 20, 26], None),
        ([0, 0, 0], "Every call gives 0, whatever is passed. Compute it from the arguments."),
    ],
)
def test_one_number_or_one_factor_in_all_cases_is_said(answers: list[int], said: str) -> None:
    looks = [Look(got, 2 * number, []) for got, number in zip(answers, (3, 4, 5), strict=True)]
    assert causes_of(looks) == [said] * 3


def test_one_number_in_all_cases_goes_before_a_mistake_that_explains_two_of_them() -> None:
    def seen(number: float, mistaken: float) -> Look:
        return Look(7, 2 * number, iter([Mistake("sometimes", mistaken, "Sometimes.")]))

    said = causes_of([seen(3, 7), seen(4, 7), seen(5, 8)])
    assert {"Every call gives 7, whatever is passed. Compute it from the arguments."} == set(said)


def test_a_known_mistake_goes_before_a_factor() -> None:
    assert (
        causes_of([look(number, -2 * number) for number in (3, 4, 5)])
        == ["The sign is flipped."] * 3
    )
