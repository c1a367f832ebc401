"""What a notebook imports: ``check.conv_block(conv_block)``, ``check.hint("conv_block")``.

``check.<exercise>(function, …)`` checks a whole exercise and
``check.<exercise>.<part>(function)`` one part of it. In a student's hands each shows a table and a
sentence, and raises ``CheckFailed`` when something is wrong. In the grader's sandbox, where no
judge is, each only leaves its evidence in the output; a wrong answer raises nothing there.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from IPython.display import display

from grader import brief, exercises, settings
from grader.errors import CheckFailed, CourseError, UnknownName
from grader.probing import collect
from grader.render import EVIDENCE_MIME, Shown, notice

if TYPE_CHECKING:
    from grader.exercise import Exercise

StudentFunction = Callable[..., Any]
Check = Callable[[Mapping[str, StudentFunction]], None]  # of a student's functions, by part

_hints_shown: Counter[str] = Counter()


class ExerciseCheck:
    """The check of one exercise: call it, or one of its parts by name.

    ``functions`` names the student's function of each part; ``check`` is given them by part.
    """

    def __init__(self, name: str, functions: Mapping[str, str], check: Check) -> None:
        self._name = name
        self._functions = functions
        self._check = check
        self.__doc__ = f"Check {name}: pass {', '.join(dict.fromkeys(functions.values()))}."

    def __call__(self, *functions: StudentFunction) -> None:
        """Check every part. ``functions`` come in the order of the exercise."""
        wanted = list(dict.fromkeys(self._functions.values()))
        if len(functions) != len(wanted):
            raise CourseError(
                f"check.{self._name} got {len(functions)} functions, expected {len(wanted)}. "
                f"Write check.{self._name}({', '.join(wanted)})."
            )
        given = dict(zip(wanted, functions, strict=True))
        self._check({part: given[function] for part, function in self._functions.items()})

    def __getattr__(self, name: str) -> Callable[[StudentFunction], None]:
        """The check of the part called ``name``."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._functions:
            raise UnknownName(f"part of {self._name}", name, self._functions)

        def check_part(function: StudentFunction) -> None:
            self._check({name: function})

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
    from grader import render

    if brief.current() is not None:
        display(Shown(*notice(f"Hint for {name}", "Hints are shown in your own notebook only.")))
        return
    exercise = exercises.find(name)
    number = min(_hints_shown[name], len(exercise.hints) - 1)
    _hints_shown[name] += 1
    render.show_hint(exercise, number)


def __getattr__(name: str) -> ExerciseCheck:
    if name.startswith("_"):
        raise AttributeError(name)
    given = brief.current()
    return judged(exercises.find(name)) if given is None else collected(name, given)


def __dir__() -> list[str]:
    return ["hint", *exercises.NAMES]


def _judge(exercise: "Exercise", functions: Mapping[str, StudentFunction]) -> None:
    from grader import judging, render

    seed = settings.case_seed()
    verdicts = []
    for name, function in functions.items():
        part = exercise.part(name)
        evidence = judging.evidence_of(exercise, part, function, seed)
        verdict = judging.reach_verdict(exercise, part, evidence, seed)
        render.show_verdict(verdict, evidence)
        verdicts.append(verdict)
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if failed:
        raise CheckFailed(failed[0].findings[0].message)


def _collect(name: str, given: brief.Brief, functions: Mapping[str, StudentFunction]) -> None:
    cases, probes = given.cases.get(name, {}), exercises.probes(name)
    for part, function in functions.items():
        title = f"{name} · {part}"
        if part not in cases:
            display(Shown(*notice(title, "This check is not part of what is graded here.")))
            continue
        evidence = collect(name, part, probes[part], function, cases[part], given.run)
        text, page = notice(title, "The grader judges this check after the notebook has run.")
        display(Shown(text, page, **{EVIDENCE_MIME: evidence}))
