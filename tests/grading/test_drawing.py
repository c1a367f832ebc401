"""What takes seconds to draw is drawn by one worker for the whole run."""

from typing import Any

import numpy as np
import pytest

from grader.course import ROOT
from grader.exercises.training.weights import probe
from grader.exercises.training.weights.judge import draw_weights_cases
from grader.grading.cluster import Examiner
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.submission import Submission

SEED = 1
ASSIGNMENT = "unet"
HANDED_IN = Submission("ada", ASSIGNMENT, {"unet.weights.h5": b""})
NOT_HANDED_IN = Submission("ben", ASSIGNMENT, {"5_training.ipynb": b""})


@pytest.fixture(scope="module")
def material() -> Material:
    folders = [ROOT / step / ASSIGNMENT for step in ("notebooks", "solutions")]
    return load_material(*folders, ASSIGNMENT)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The cases whose frames were rendered, which takes no time here."""
    cases: list[Any] = []

    def render(*case: int) -> tuple[Any, ...]:
        cases.append(case)
        return np.zeros(1), np.zeros(1)

    monkeypatch.setattr(probe, "_rendered", render)
    monkeypatch.setattr(probe, "_kept", {})
    return cases


def hidden_frames(*_: Any) -> Any:
    """Stands for the grading of a submission: what its network is shown."""
    (case,) = draw_weights_cases(np.random.default_rng(SEED))
    return probe.frames(**case.arguments)


def test_only_who_handed_in_a_network_waits_for_streets(material: Material) -> None:
    examiner = Examiner(material, SEED, Options(), hidden_frames)
    assert examiner.has_to_draw(HANDED_IN)
    assert not examiner.has_to_draw(NOT_HANDED_IN)


def test_what_one_process_has_drawn_another_does_not_draw(
    material: Material, rendered: list[Any]
) -> None:
    examiner = Examiner(material, SEED, Options(), hidden_frames)
    drawn = examiner.draw()
    probe._kept.clear()  # as in another process
    got: Any = examiner.grade(HANDED_IN, "", drawn)
    assert got is drawn[0]
    assert len(rendered) == 1
