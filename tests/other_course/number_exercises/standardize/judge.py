"""What standardize should give, its cases, and what is said of another answer."""

from collections.abc import Iterator

import numpy as np

from grader.checks.arrays import Numbers, plain
from grader.checks.exercise import Case, Evidence, Exercise, Judgement, Look, Mistake, Part
from grader.judging.values import judge_numbers, look_at
from number_exercises.standardize.probe import FUNCTIONS, NOTEBOOK, PROBES


def expected_values(numbers: Numbers) -> Numbers:
    """The specification: mean 0 and standard deviation 1."""
    return (numbers - numbers.mean()) / numbers.std()


def known_mistakes(numbers: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes give, and what to say of each."""
    centred = numbers - numbers.mean()
    yield Mistake("only centred", centred, "Only the mean was taken away. Divide by the deviation.")
    variance = "The variance is in the denominator. Divide by its root, the standard deviation."
    yield Mistake("variance", centred / numbers.var(), variance)


def judge_values(case: Case, evidence: Evidence) -> Judgement:
    """Whether the values are those of the specification, and why not."""
    right = expected_values(_numbers_of(case))
    advice = "Take the mean away, then divide by the standard deviation."
    return judge_numbers(case, evidence["result"], right, "the numbers", advice)


def look_at_values(case: Case, evidence: Evidence) -> Look | None:
    """What was got beside what the known mistakes give: the cause is looked for in all cases."""
    numbers = _numbers_of(case)
    return look_at(evidence["result"], expected_values(numbers), known_mistakes(numbers))


def _numbers_of(case: Case) -> Numbers:
    return np.array(case.arguments["numbers"])


def _case(numbers: list[float]) -> Case:
    return Case(f"standardize({numbers})", {"numbers": numbers})


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other numbers, which a forged table cannot know."""
    return tuple(_case(plain(rng.normal(size=size).round(2))) for size in (2, 4))


EXERCISE = Exercise(
    name="standardize",
    title="Standardize",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="values",
            title="the values it returns",
            points=20,
            function=FUNCTIONS["values"],
            cases=(_case([0.0, 4.0]), _case([1.0, 2.0, 3.0])),
            probe=PROBES["values"],
            judge=judge_values,
            draw_cases=draw_cases,
            look=look_at_values,
        ),
    ),
    hints=(
        "Two numbers describe the others: their mean and their standard deviation.",
        "Take the first away, then divide by the second.",
        "Write (numbers - numbers.mean()) and divide it by numbers.std().",
    ),
)
