"""The museum of conv_block, upsampling_block and unet_model: what a student sees of each mistake.

A wrong submission states the sentence and the parts it loses in its docstring.
"""

import runpy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader import exercises
from grader.exercise import Case, Part, Verdict
from grader.judging import check_part
from grader.museum import wrong_answer

MUSEUM = Path(__file__).parents[1] / "submissions"
NAMES = ("conv_block", "upsampling_block", "unet_model")
SEEDS = (0, 1, 2)


@pytest.fixture(autouse=True)
def _forget_the_networks() -> Iterator[None]:
    """Networks refer to themselves in circles; hundreds of them fill the memory."""
    yield
    import keras

    keras.utils.clear_session()


def submissions(kind: str) -> list[Path]:
    return [path for name in NAMES for path in sorted((MUSEUM / name / kind).glob("*.py"))]


def label(path: Path) -> str:
    return f"{path.parts[-3]}-{path.stem}"


def verdicts(path: Path, seeds: tuple[int, ...]) -> list[Verdict]:
    """Every part, on its visible cases and those drawn from all the seeds."""
    exercise = exercises.find(path.parts[-3])
    functions = runpy.run_path(str(path))
    parts = [drawing_from(seeds, part) for part in exercise.parts]
    return [check_part(exercise, part, functions[part.function], seed=0) for part in parts]


def drawing_from(seeds: tuple[int, ...], part: Part) -> Part:
    def draw_cases(_: np.random.Generator) -> tuple[Case, ...]:
        return tuple(
            case for seed in seeds for case in part.draw_cases(np.random.default_rng(seed))
        )

    return replace(part, draw_cases=draw_cases)


@pytest.mark.parametrize("path", submissions("wrong"), ids=label)
def test_a_wrong_submission_gets_the_sentence_it_states(path: Path) -> None:
    failed = [verdict for verdict in verdicts(path, SEEDS[:1]) if not verdict.passed]
    sentence = failed[0].findings[0].message if failed else "accepted"
    known = wrong_answer(path)
    assert (known.says, known.loses) == (sentence, tuple(verdict.part for verdict in failed))
    assert {verdict.part: True for verdict in failed} == {
        verdict.part: _seen_in_a_visible_case(path, verdict) for verdict in failed
    }


def _seen_in_a_visible_case(path: Path, verdict: Verdict) -> bool:
    """Drawn cases are of the same kind as visible ones: they surprise nobody at grading."""
    part = exercises.find(path.parts[-3]).part(verdict.part)
    return verdict.findings[0].case in [case.name for case in part.cases]


@pytest.mark.parametrize("path", submissions("right"), ids=label)
def test_a_right_answer_in_other_words_passes(path: Path) -> None:
    findings = [finding for verdict in verdicts(path, SEEDS) for finding in verdict.findings]
    assert findings == []


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_exercise_is_not_attempted(name: str) -> None:
    def untouched(*_arguments: object, **_options: object) -> None:
        raise NotImplementedError

    exercise = exercises.find(name)
    statuses = {check_part(exercise, part, untouched, None).status for part in exercise.parts}
    assert {"not attempted"} == statuses
