"""What standardize should give, its cases, and what is said of another answer."""

from collections.abc import Iterator

import numpy as np

from grader.checks.arrays import (
    Numbers,
    compare,
    is_array,
    numbers_of,
    plain,
    recorded_numbers,
    same,
    say,
    say_shape,
)
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Look,
    Mistake,
    Part,
)
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
    numbers = np.array(case.arguments["numbers"])
    result, expected = evidence["result"], expected_values(numbers)
    if not is_array(result):
        return _wrong(case, f"a {result['type']}", "an array", "Return the numbers.")
    if result["shape"] != list(expected.shape):
        shapes = say_shape(result["shape"]), say_shape(expected.shape)
        return _wrong(case, f"the shape {shapes[0]}", shapes[1], "Keep every number.")
    got = numbers_of(result["values"])
    comparison = _compare_values(case, got, expected)
    if same(got, expected):
        return Judgement(comparison=comparison)
    advice = "Take the mean away, then divide by the standard deviation."
    return _wrong(case, str(plain(got)), str(plain(expected)), advice, comparison)


def look_at_values(case: Case, evidence: Evidence) -> Look | None:
    """What was got beside what the known mistakes give: the cause is looked for in all cases."""
    numbers, got = np.array(case.arguments["numbers"]), recorded_numbers(evidence["result"])
    return None if got is None else Look(got, expected_values(numbers), known_mistakes(numbers))


def _compare_values(case: Case, got: Numbers, expected: Numbers) -> Comparison:
    """The tables that stand beside each other, a row for each number."""
    rows = [
        (f"number {i}", say(mine), say(right))
        for i, (mine, right) in enumerate(zip(got.ravel(), expected.ravel(), strict=True))
    ]
    return compare(case.name, rows)


def _wrong(
    case: Case, got: str, expected: str, advice: str, comparison: Comparison | None = None
) -> Judgement:
    """What you returned and what was expected; the advice is for where no cause is known."""
    message = f"{case.name} gave {got}, expected {expected}."
    finding = Finding(message, case.name, got=got, expected=expected, advice=advice)
    return Judgement((finding,), comparison)


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
