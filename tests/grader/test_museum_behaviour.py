"""The museum of the exercises about numbers: each wrong answer, and the sentence it gets.

A wrong file names the parts it loses and the first sentence a student reads. Right answers in
other words must pass, also on the cases drawn at grading.
"""

import runpy
from pathlib import Path
from typing import Any

import pytest

from grader import exercises
from grader.exercise import Exercise, Part, Verdict
from grader.judging import check_part
from grader.museum import wrong_answer

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
STRUCTURAL = ("conv_block", "upsampling_block", "unet_model")  # in a museum of their own
EXERCISES = tuple(name for name in exercises.NAMES if name not in STRUCTURAL)
SEEDS = (0, 1, 2)

# Building a pipeline or training takes seconds, not milliseconds.
SLOW_PARTS = ("make_dataset", "train")


def _load(path: Path) -> tuple[Exercise, list[tuple[Part, Any]]]:
    """The exercise, and the parts that a file answers with their functions."""
    exercise = exercises.find(path.parents[1].name)
    names = runpy.run_path(str(path), run_name="<student>")
    parts = [part for part in exercise.parts if part.function in names]
    return exercise, [(part, names[part.function]) for part in parts]


def _files(kind: str) -> list[Any]:
    files = [path for name in EXERCISES for path in sorted((SUBMISSIONS / name / kind).iterdir())]
    return [
        pytest.param(
            path,
            id=f"{path.parents[1].name}-{path.stem}",
            marks=[pytest.mark.slow] if _is_slow(path) else [],
        )
        for path in files
        if path.suffix == ".py"
    ]


def _is_slow(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    return any(f"def {name}(" in source for name in SLOW_PARTS)


def _check(exercise: Exercise, answers: list[tuple[Part, Any]], seed: int | None) -> list[Verdict]:
    return [check_part(exercise, part, function, seed) for part, function in answers]


@pytest.mark.parametrize("path", _files("wrong"))
def test_wrong_answer_loses_its_parts_with_its_sentence(path: Path) -> None:
    exercise, answers = _load(path)
    verdicts = _check(exercise, answers, seed=None)
    failed = [verdict for verdict in verdicts if not verdict.passed]
    known = wrong_answer(path)
    assert known.loses == tuple(verdict.part for verdict in failed)
    assert known.says == failed[0].findings[0].message


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", _files("right"))
def test_right_answer_passes_visible_and_drawn_cases(path: Path, seed: int) -> None:
    exercise, answers = _load(path)
    written = [part for part in exercise.parts if part.opens is None]
    assert written == [part for part, _ in answers], "a right file answers every function"
    messages = [
        finding.message
        for verdict in _check(exercise, answers, seed)
        for finding in verdict.findings
    ]
    assert messages == []


@pytest.mark.parametrize("name", EXERCISES)
def test_untouched_exercise_is_not_attempted(name: str) -> None:
    def untouched(*_: Any, **__: Any) -> None:
        raise NotImplementedError()

    exercise = exercises.find(name)
    for part in exercise.parts:
        work = "not/there" if part.opens else untouched
        verdict = check_part(exercise, part, work, seed=0)
        assert (verdict.status, verdict.score) == ("not attempted", 0)
