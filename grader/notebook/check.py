"""What a notebook imports: ``check.conv_block(conv_block)``, ``check.hint("conv_block")``.

``check.<exercise>(function, …)`` checks a whole exercise and
``check.<exercise>.<part>(function)`` one part of it. In a student's hands each shows a table and a
sentence, and raises ``CheckFailed`` when something is wrong; what is measured only says how many
points it is worth. In the grader's sandbox, where no judge is, each only leaves its evidence in
the output; a wrong answer raises nothing there.

Where the work is a file, its path takes the function's place. ``check.progress()`` shows what all
checks have come to.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any

from IPython.display import display

from grader import courses, exercises, settings
from grader.checks import brief
from grader.checks.probing import collect
from grader.errors import CheckFailed, CourseError, UnknownName
from grader.notebook import progress as showing
from grader.notebook import standing
from grader.notebook.render import EVIDENCE_MIME, Shown, notice

if TYPE_CHECKING:
    from grader.checks.exercise import Exercise

Work = Callable[..., Any] | str | PathLike[str]  # a function, or the path of a file
Check = Callable[[Mapping[str, Work]], float | None]  # of a student's work, by part

_hints_shown: Counter[str] = Counter()


class ExerciseCheck:
    """The check of one exercise: call it, or one of its parts by name.

    ``functions`` names the student's function or file of each part; ``check`` is given them by
    part.
    """

    def __init__(self, name: str, functions: Mapping[str, str], check: Check) -> None:
        self._name = name
        self._functions = functions
        self._check = check
        self.__doc__ = f"Check {name}: pass {', '.join(dict.fromkeys(functions.values()))}."

    def __call__(self, *work: Work) -> float | None:
        """Check every part. Functions and files come in the order of the exercise."""
        wanted = list(dict.fromkeys(self._functions.values()))
        if len(work) != len(wanted):
            raise CourseError(
                f"check.{self._name} got {len(work)} functions, expected {len(wanted)}. "
                f"Write check.{self._name}({', '.join(map(showing.as_written, wanted))})."
            )
        given = dict(zip(wanted, work, strict=True))
        return self._check({part: given[name] for part, name in self._functions.items()})

    def __getattr__(self, name: str) -> Callable[[Work], float | None]:
        """The check of the part called ``name``."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._functions:
            raise UnknownName(f"part of {self._name}", name, self._functions)

        def check_part(work: Work) -> float | None:
            return self._check({name: work})

        check_part.__doc__ = f"Check {self._functions[name]}: {name}."
        return check_part

    def __dir__(self) -> list[str]:
        return list(self._functions)


def judged(exercise: "Exercise") -> ExerciseCheck:
    """The check that judges in place and shows the verdicts."""
    functions = {part.name: part.function for part in exercise.parts}
    return ExerciseCheck(exercise.name, functions, partial(_judge, exercise))


def collected(name: str, given: brief.Brief) -> ExerciseCheck:
    """The check that leaves the evidence of the brief's cases in the output, and judges nothing."""
    return ExerciseCheck(name, exercises.functions(name), partial(_collect, name, given))


def hint(name: str) -> None:
    """Show the next of an exercise's three hints: the idea, the place, nearly the code."""
    from grader.notebook import render

    if brief.current() is not None:
        display(Shown(*notice(f"Hint for {name}", "Hints are shown in your own notebook only.")))
        return
    exercise = exercises.find(name)
    number = min(_hints_shown[name], len(exercise.hints) - 1)
    _hints_shown[name] += 1
    render.show_hint(exercise, number)


def progress() -> None:
    """Show where the student stands: points by notebook and check, and what is next."""
    if brief.current() is not None or settings.runs_under_nbgrader():
        says = "Where you stand is shown in your own notebook only."
        display(Shown(*notice("Progress", says)))
        return
    showing.show_here()


def __getattr__(name: str) -> ExerciseCheck:
    if name.startswith("_"):
        raise AttributeError(name)
    given = brief.current()
    return judged(exercises.find(name)) if given is None else collected(name, given)


def __dir__() -> list[str]:
    return ["hint", "progress", *courses.current().exercises]


def _judge(exercise: "Exercise", work: Mapping[str, Work]) -> float | None:
    from grader.judging.verdicts import reach_verdict
    from grader.notebook import render

    seed = settings.case_seed()
    showing.show_bar(exercise, next(iter(work)))
    verdicts = []
    for name, given in work.items():
        part = exercise.part(name)
        evidence = standing.evidence_of(exercise, part, given, seed)
        verdict = reach_verdict(exercise, part, evidence, seed)
        render.show_verdict(verdict, evidence)
        standing.remember(evidence)
        verdicts.append(verdict)
    showing.update_bar(exercise)
    failed = [verdict for verdict in verdicts if not (verdict.passed or verdict.measured)]
    if failed:
        raise CheckFailed(failed[0].findings[0].message)
    # Where nbgrader runs the cell, a number as its value is the mark.
    points = sum(verdict.score for verdict in verdicts)
    return points if settings.is_grading() else None


def _collect(name: str, given: brief.Brief, work: Mapping[str, Work]) -> None:
    cases, probes = given.cases.get(name, {}), exercises.probes(name)
    for part, function in work.items():
        title = f"{name} · {part}"
        if part not in cases:
            display(Shown(*notice(title, "This check is not part of what is graded here.")))
            continue
        evidence = collect(name, part, probes[part], function, cases[part], given.run)
        text, page = notice(title, "The grader judges this check after the notebook has run.")
        display(Shown(text, page, **{EVIDENCE_MIME: evidence}))
