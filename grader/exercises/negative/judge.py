"""What negative should give, its cases, and what is said of another answer."""

from collections.abc import Iterator

import numpy as np

from grader.checks.arrays import Numbers, plain
from grader.checks.exercise import Case, Evidence, Exercise, Judgement, Look, Mistake, Part
from grader.exercises.negative.probe import FUNCTIONS, NOTEBOOK, PROBES
from grader.judging.values import judge_numbers, look_at


def expected_values(photo: Numbers) -> Numbers:
    """The specification: what is missing to white."""
    return np.subtract(1.0, photo)


def known_mistakes(photo: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes give, and what to say of each."""
    yield Mistake(
        "sign", -photo, "Each number only changed its sign. Subtract it from 1, which is white."
    )
    yield Mistake(
        "minus one", photo - 1, "1 was subtracted from the photo. Subtract the photo from 1."
    )
    yield Mistake(
        "bytes",
        255 - photo,
        "White is 255 in a photo of whole numbers. Here it is 1: subtract the photo from 1.",
    )
    yield Mistake("unchanged", photo, "That is the photo as it was. Subtract it from 1.")


def judge_values(case: Case, evidence: Evidence) -> Judgement:
    """Whether the values are those of the specification, and why not."""
    right = expected_values(_photo_of(case))
    advice = "Subtract each number from 1."
    return judge_numbers(case, evidence["result"], right, "the negative", advice)


def look_at_values(case: Case, evidence: Evidence) -> Look | None:
    """What was got beside what the known mistakes give: the cause is looked for in all cases."""
    photo = _photo_of(case)
    return look_at(evidence["result"], expected_values(photo), known_mistakes(photo))


def _photo_of(case: Case) -> Numbers:
    return np.array(case.arguments["photo"])


def _case(photo: list[float]) -> Case:
    return Case(f"negative({photo})", {"photo": photo})


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other brightnesses, which a forged table cannot know."""
    return tuple(_case(plain(rng.random(size).round(2))) for size in (2, 4))


EXERCISE = Exercise(
    name="negative",
    title="Negative",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="values",
            title="the brightness of each pixel",
            points=2,
            function=FUNCTIONS["values"],
            cases=(_case([0.2, 1.0, 0.0]), _case([0.7])),
            probe=PROBES["values"],
            judge=judge_values,
            draw_cases=draw_cases,
            look=look_at_values,
        ),
    ),
    hints=(
        "In a negative, black is white and white is black: 0 becomes 1, and 1 becomes 0.",
        "Your line goes where `raise NotImplementedError()` stands. Begin it with `return`.",
        "NumPy subtracts a whole array at once: `2 - photo` subtracts every number from 2.",
    ),
)
