"""What a notebook imports: ``check.conv_block(conv_block)``, ``check.hint("conv_block")``.

``check.<exercise>(function, …)`` checks a whole exercise and
``check.<exercise>.<part>(function)`` one part of it. Each shows a table and a sentence, and
raises ``CheckFailed`` when something is wrong.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from grader import exercises, settings
from grader.errors import CheckFailed, CourseError, UnknownName
from grader.exercise import Exercise, Part, Verdict
from grader.judging import collect, reach_verdict

_hints_shown: Counter[str] = Counter()


class ExerciseCheck:
    """The check of one exercise: call it, or one of its parts by name."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self.__doc__ = f"Check {exercise.title}: pass {', '.join(exercise.functions)}."

    def __call__(self, *functions: Callable[..., Any]) -> None:
        """Check every part. ``functions`` come in the order of ``Exercise.functions``."""
        wanted = self._exercise.functions
        if len(functions) != len(wanted):
            raise CourseError(
                f"check.{self._exercise.name} got {len(functions)} functions, expected "
                f"{len(wanted)}. Write check.{self._exercise.name}({', '.join(wanted)})."
            )
        given = dict(zip(wanted, functions, strict=True))
        _check([(part, given[part.function]) for part in self._exercise.parts], self._exercise)

    def __getattr__(self, name: str) -> Callable[[Callable[..., Any]], None]:
        """The check of the part called ``name``."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            part = self._exercise.part(name)
        except KeyError:
            known = [part.name for part in self._exercise.parts]
            raise UnknownName(f"part of {self._exercise.name}", name, known) from None

        def check_part(function: Callable[..., Any]) -> None:
            _check([(part, function)], self._exercise)

        check_part.__doc__ = f"Check {part.function}: {part.title} ({part.points} points)."
        return check_part

    def __dir__(self) -> list[str]:
        return [part.name for part in self._exercise.parts]


def hint(name: str) -> None:
    """Show the next of an exercise's three hints: the idea, the place, nearly the code."""
    from grader import render

    exercise = exercises.find(name)
    number = min(_hints_shown[name], len(exercise.hints) - 1)
    _hints_shown[name] += 1
    render.show_hint(exercise, number)


def __getattr__(name: str) -> ExerciseCheck:
    if name.startswith("_"):
        raise AttributeError(name)
    return ExerciseCheck(exercises.find(name))


def __dir__() -> list[str]:
    return ["hint", *exercises.NAMES]


def _check(jobs: list[tuple[Part, Callable[..., Any]]], exercise: Exercise) -> None:
    from grader import render

    seed = settings.case_seed()
    verdicts: list[Verdict] = []
    for part, function in jobs:
        evidence = collect(exercise, part, function, seed)
        verdict = reach_verdict(exercise, part, evidence)
        render.show_verdict(verdict, evidence)
        verdicts.append(verdict)
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if failed:
        raise CheckFailed(failed[0].findings[0].message)
