"""The museum: each wrong answer and the sentence its student reads, and right ones that pass.

A wrong file states in its docstring the parts it loses and the first sentence that is said.
"""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader import exercises
from grader.authoring.museum import names_of, wrong_answer
from grader.checks.exercise import Case, Evidence, Exercise, Part, Verdict
from grader.judging.verdicts import check_part, reach_verdict
from grader.notebook import standing
from grader.notebook.loading import names_bound_by
from grader.notebook.render import EVIDENCE_MIME

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
SLOW_PARTS = ("make_dataset", "train")  # a pipeline or a training takes seconds


@dataclass(frozen=True)
class Answer:
    """A file of the museum: the exercise, and the functions by the names of their parts."""

    exercise: Exercise
    functions: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Answer":
        """Run the file; parts that it neither writes nor loses are left out."""
        exercise = exercises.find(path.parents[1].name)
        looked_at = written_in(path)
        if path.parent.name == "wrong":
            looked_at |= {exercise.part(name).function for name in wrong_answer(path).loses}
        names = names_of(path)
        parts = (part for part in exercise.parts if part.function in looked_at)
        return cls(exercise, {part.name: names[part.function] for part in parts})

    @property
    def parts(self) -> list[Part]:
        """The parts that are answered."""
        return [self.exercise.part(name) for name in self.functions]

    def evidence(self, part: Part) -> Evidence:
        """What a check of the part leaves in its cell."""
        return standing.evidence_of(self.exercise, part, self.functions[part.name], None)

    def verdict(self, part: Part) -> Verdict:
        """The verdict on a part's cases, which are all that it has."""
        return check_part(self.exercise, part, self.functions[part.name], seed=None)


def written_in(path: Path) -> set[str]:
    return set(names_bound_by(path.read_text(encoding="utf-8")))


def drawn_from(seed: int, part: Part) -> tuple[Case, ...]:
    return part.draw_cases(np.random.default_rng(seed))


def files(kind: str) -> list[Any]:
    return [
        pytest.param(
            path,
            id=f"{name}-{path.stem}",
            marks=[pytest.mark.slow] if is_slow(path) else [],
        )
        for name in exercises.COURSE.exercises
        for path in sorted((SUBMISSIONS / name / kind).glob("*.py"))
    ]


def is_slow(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    return any(f"def {name}(" in source for name in SLOW_PARTS)


@pytest.fixture(autouse=True, scope="module")
def _pass_the_libraries_by() -> None:
    """What stays to the end is no garbage: to look for some takes a tenth of a second less."""
    import keras  # noqa: F401

    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _forget_the_networks() -> Iterator[None]:
    """Networks refer to themselves in circles; hundreds of them fill the memory."""
    yield
    import keras

    keras.utils.clear_session()


@pytest.mark.parametrize("path", files("wrong"))
def test_a_wrong_answer_loses_its_parts_with_its_sentence(path: Path) -> None:
    """In visible cases already: those drawn at grading take nothing from what passes here."""
    answer = Answer.read(path)
    evidence = {part.name: answer.evidence(part) for part in answer.parts}
    verdicts = {
        part.name: reach_verdict(answer.exercise, part, evidence[part.name], None)
        for part in answer.parts
    }
    failed = [verdict for verdict in verdicts.values() if not verdict.passed]

    known = wrong_answer(path)
    says = failed[0].findings[0].message if failed else "accepted"
    assert (known.says, known.loses) == (says, tuple(verdict.part for verdict in failed))

    passed = [part for part in answer.parts if verdicts[part.name].passed]
    drawn = [answer.verdict(replace(part, cases=drawn_from(0, part))) for part in passed]
    assert [finding for verdict in drawn for finding in verdict.findings] == []


def one_for_each_loss() -> list[Any]:
    """Of the wrong answers that lose the same parts of an exercise, the first."""
    first = {
        (param.id.split("-")[0], wrong_answer(param.values[0]).loses): param
        for param in reversed(files("wrong"))
    }
    return list(first.values())


@pytest.mark.parametrize("path", one_for_each_loss())
def test_the_progress_that_a_student_sees_is_her_mark(path: Path, tmp_path: Path) -> None:
    answer, lost = Answer.read(path), wrong_answer(path).loses
    evidence = [answer.evidence(part) for part in answer.parts]
    assert points_in_a_notebook(answer.exercise, evidence, tmp_path) == {
        part.name: 0 if part.name in lost else part.points for part in answer.parts
    }


def points_in_a_notebook(
    exercise: Exercise, evidence: list[Evidence], folder: Path
) -> dict[str, float]:
    """What `grader progress` counts for these checks, saved in their notebook."""
    outputs = [new_output("display_data", {EVIDENCE_MIME: one}) for one in evidence]
    notebook = new_notebook(cells=[new_code_cell("check", outputs=outputs)])
    nbformat.write(notebook, folder / f"{exercise.notebook}.ipynb")
    assignment = exercises.assignment_of(exercise.name)
    stands = standing.stands(folder, assignment, open_files=False)
    (counted,) = (book for book in stands.notebooks if book.name == exercise.notebook)
    asked = {one["part"] for one in evidence}
    return {check.part.name: check.score for check in counted.checks if check.part.name in asked}


@pytest.mark.parametrize("name", exercises.COURSE.exercises)
def test_a_wrong_answer_holds_only_what_differs(name: str) -> None:
    reference = definitions(SUBMISSIONS / name / "right" / "reference.py")
    wrong = sorted((SUBMISSIONS / name / "wrong").glob("*.py"))
    assert [(path.name, *same) for path in wrong if (same := definitions(path) & reference)] == []


def definitions(path: Path) -> set[tuple[str, str]]:
    """The functions of a file: their names, and what they are made of."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return {(node.name, ast.dump(node)) for node in nodes if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", files("right"))
def test_a_right_answer_passes_visible_and_drawn_cases(path: Path) -> None:
    answer = Answer.read(path)
    written = [part.name for part in answer.exercise.parts if part.opens is None]
    assert written == list(answer.functions), "a right file answers every function"
    seed = sorted(path.parent.glob("*.py")).index(path)  # each has cases of its own
    verdicts = [
        answer.verdict(replace(part, cases=part.cases + drawn_from(seed, part)))
        for part in answer.parts
    ]
    assert [finding for verdict in verdicts for finding in verdict.findings] == []


@pytest.mark.parametrize("name", exercises.COURSE.exercises)
def test_an_untouched_exercise_is_not_attempted(name: str) -> None:
    def untouched(*_: Any, **__: Any) -> None:
        raise NotImplementedError()

    exercise = exercises.find(name)
    for part in exercise.parts:
        work = "not/there" if part.opens else untouched
        verdict = check_part(exercise, part, work, seed=0)
        assert (verdict.status, verdict.score) == ("not attempted", 0)
