"""Known mistakes, and when one of them is named as the cause.

Two mistakes can give the same number on one case, and a number can agree by chance. So a mistake is
named only where it explains what came of this case and of another one, where no right answer
refutes it, and where no other mistake explains as many cases. On many cases a mistake gives what is
right; such a case is the second one only where the mistake explains all of them. Where all cases
have one number or one factor in common, that is said unless a mistake explains them all. Else the
student reads the fact and how to find out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, same, say
from grader.checks.exercise import Case, Evidence, Judgement, Look, Mistake, Near, Part, Shape

LEAST_IN_COMMON = 3  # answers; with fewer, what they have in common says little


def causes_of(looks: Sequence[Look]) -> list[str | None]:
    """For each look the sentences of the mistake that alone explains it and another, if any."""
    with np.errstate(all="ignore"):
        explained = [_explained(look) for look in looks]
        in_common = _in_common(looks)
    refuted = frozenset().union(*(one.refuted for one in explained))
    support = Counter(name for one in explained for name in one.causes)
    wrong = Counter(name for one in explained if not one.is_right for name in one.causes)
    for name in list(support):
        is_enough = wrong[name] > 1 or support[name] == len(looks) > 1
        is_better = not in_common or support[name] == len(looks)
        if name in refuted or not (is_enough and is_better):
            del support[name]
    return [_sole_cause(one, support) or in_common for one in explained]


def _in_common(looks: Sequence[Look]) -> str | None:
    """What is the same in all looks though their right answers differ: the number, or a factor."""
    shapes = [np.shape(look.got) == np.shape(look.right) for look in looks]
    if len(looks) < LEAST_IN_COMMON or not all(shapes):
        return None
    if any(isinstance(look.right, bool | Near) for look in looks):
        return None
    got, right = (
        np.concatenate([np.ravel(answer).astype(np.float64) for answer in answers])
        for answers in ([look.got for look in looks], [look.right for look in looks])
    )
    if not right.size or _is_one_number(right):
        return None
    if got.size == len(looks) and _is_one_number(got) and np.isfinite(got[0]):
        return f"Every call gives {say(got[0])}, whatever is passed. Compute it from the arguments."
    largest = np.abs(right).argmax()
    factor = got[largest] / right[largest]
    if np.count_nonzero(right) < LEAST_IN_COMMON or same(factor, 1) or same(factor, 0):
        return None
    if not np.isfinite(factor) or not same(got, factor * right):
        return None
    return f"That is {say(factor)} times as much, in every case. Leave this factor out."


def _is_one_number(numbers: Numbers) -> bool:
    return same(numbers, np.full_like(numbers, numbers[0]))


@dataclass(frozen=True)
class _Explained:
    """Of one look: the causes of the mistakes that agree with it, by name; what it refutes."""

    is_right: bool
    causes: Mapping[str, str]
    by_values: frozenset[str]
    by_shape: frozenset[str]
    refuted: frozenset[str]


def _sole_cause(explained: _Explained, support: Mapping[str, int]) -> str | None:
    """A mistake that gives the values goes before one that gives only the shape."""
    for names in (explained.by_values, explained.by_shape):
        counts = {name: support[name] for name in names if name in support}
        most = max(counts.values(), default=0)
        causes = {explained.causes[name] for name, count in counts.items() if count == most}
        if causes:
            return causes.pop() if len(causes) == 1 else None
    return None


def _explained(look: Look) -> _Explained:
    mistakes = list(look.mistakes)
    is_right = _fits(look.got, look.right)
    agreeing = [mistake for mistake in mistakes if _fits(look.got, mistake.gives)]
    twins = [twin for mistake in mistakes if (twin := _turned_round(mistake)) is not None]
    if not agreeing and not is_right:
        agreeing = [twin for twin in twins if _fits(look.got, twin.gives)]
    names = {mistake.name for mistake in agreeing}
    return _Explained(
        is_right=is_right,
        causes={mistake.name: mistake.cause for mistake in reversed(agreeing)},
        by_values=frozenset(one.name for one in agreeing if not isinstance(one.gives, Shape)),
        by_shape=frozenset(
            one.name
            for one in agreeing
            if isinstance(one.gives, Shape) and one.gives.sizes != np.shape(look.right)
        ),
        refuted=frozenset(
            one.name for one in (*mistakes, *twins) if is_right and one.name not in names
        ),
    )


def _turned_round(mistake: Mistake) -> Mistake | None:
    """The same mistake with the sign flipped besides, for what no mistake alone explains."""
    match mistake.gives:
        case int() | float() | np.ndarray() as numbers if not isinstance(numbers, bool):
            return Mistake(
                f"minus {mistake.name}",
                np.negative(np.asarray(numbers, dtype=np.float64)),
                f"{mistake.cause} Besides, the sign is flipped: put a minus in front.",
            )
    return None


def _fits(got: Any, wanted: Any) -> bool:
    """Whether an array, a number or a list is what a look or a mistake says it would be."""
    match wanted:
        case Shape(sizes):
            return bool(np.shape(got) == sizes)
        case Near(numbers, distance):
            return np.shape(got) == np.shape(numbers) and bool(
                np.all(np.abs(np.subtract(got, numbers)) <= np.multiply(distance, np.abs(numbers)))
            )
        case _:
            return same(got, wanted)


def with_causes(
    part: Part,
    cases: Sequence[Case],
    observations: Sequence[Evidence],
    judgements: Sequence[Judgement],
) -> list[Judgement]:
    """The judgements; a finding that has an advice now ends in the cause, or in its advice."""
    if not any(finding.advice for judgement in judgements for finding in judgement.findings):
        return list(judgements)
    looks = [
        None if "error" in observation else part.look(case, observation)
        for case, observation in zip(cases, observations, strict=True)
    ]
    causes = iter(causes_of([look for look in looks if look is not None]))
    return [
        _completed(judgement, None if look is None else next(causes))
        for judgement, look in zip(judgements, looks, strict=True)
    ]


def _completed(judgement: Judgement, cause: str | None) -> Judgement:
    findings = (
        replace(finding, message=f"{finding.message} {cause or finding.advice}", advice="")
        if finding.advice
        else finding
        for finding in judgement.findings
    )
    return replace(judgement, findings=tuple(findings))


def of_a_score(right: float) -> Iterator[Mistake]:
    """What comes of a score from 0 to 1 that is right and then written in another way."""
    yield Mistake(
        "percent",
        100 * right,
        "That is the score in percent, 100 times as much. Leave the factor of 100 out.",
    )
    yield Mistake(
        "1 - score",
        1 - right,
        "That is 1 minus the score, as for a loss. Return the score itself.",
    )
    if right > 0:
        yield Mistake(
            "upside down",
            1 / right,
            "That is 1 divided by the score: the fraction stands upside down. Divide the "
            "intersection by the union.",
        )
    for digits in (1, 2, 3):
        yield Mistake(
            f"{digits} digits",
            round(right, digits),
            f"It was rounded to {digits} {'digit' if digits == 1 else 'digits'}. Leave round out.",
        )
