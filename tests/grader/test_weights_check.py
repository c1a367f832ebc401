"""The last part of exercise 5: points for what a network reaches, and streets to measure it on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from data import streets
from data.classes import CarlaClass
from data.scores import two_colour_picture
from grader.checks.exercise import Case, Evidence, Judgement, Part
from grader.errands import Unusable
from grader.exercises.training.judge import EXERCISE
from grader.exercises.training.weights import judge, probe
from grader.exercises.training.weights.judge import (
    FLOOR,
    FULL,
    POINTS,
    judge_weights,
    network,
    points_for,
)
from grader.exercises.training.weights.probe import frames, nearest, probe_weights
from grader.judging.verdicts import cases_for_sandbox, cases_of, check_part
from grader.notebook.render import verdict_as_text

PART: Part = EXERCISE.part("weights")
FEW = Case("2 streets", {"seed": 5, "n_drives": 2, "n_frames": 1})


# --- points ---------------------------------------------------------------------------------------


def test_points_are_on_a_line_and_rounded_down_to_half_points() -> None:
    middle = FLOOR + (FULL - FLOOR) / 2
    step = (FULL - FLOOR) / (2 * POINTS)  # half a point
    ious = [0.0, FLOOR, FLOOR + 0.99 * step, FLOOR + 1.01 * step, middle + 1e-9, FULL - 1e-9]
    assert [points_for(iou) for iou in ious] == [0, 0, 0, 0.5, POINTS / 2, POINTS - 0.5]
    assert [points_for(iou) for iou in (FULL + 1e-9, 1.0)] == [POINTS, POINTS]


def test_every_mark_is_a_whole_number_of_half_points_also_as_a_share() -> None:
    points = [points_for(iou) for iou in np.linspace(0, 0.5, 1001)]
    assert sorted(set(points)) == [half / 2 for half in range(2 * POINTS + 1)]
    assert [POINTS * (one / POINTS) for one in points] == points


# --- the judge ------------------------------------------------------------------------------------


def evidence_of_two_classes(right: int, wrong: int) -> Evidence:
    """Both classes have as many pixels right and as many taken for the other one."""
    counts = np.zeros((23, 23), int)
    counts[CarlaClass.ROAD, CarlaClass.ROAD] = counts[CarlaClass.SKY, CarlaClass.SKY] = right
    counts[CarlaClass.ROAD, CarlaClass.SKY] = counts[CarlaClass.SKY, CarlaClass.ROAD] = wrong
    colours = np.zeros((23, 23), int)
    colours[CarlaClass.ROAD, CarlaClass.ROAD] = colours[CarlaClass.SKY, CarlaClass.ROAD] = 1
    return {"counts": counts.tolist(), "two_colours": colours.tolist()}


def judged(evidence: Evidence) -> Judgement:
    return judge_weights(FEW, evidence)


def test_all_points_need_no_finding() -> None:
    judgement = judged(evidence_of_two_classes(3, 1))
    assert (judgement.findings, judgement.share) == ((), 1.0)


def test_some_points_come_with_the_number_and_the_next_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judge, "FLOOR", 0.0)
    monkeypatch.setattr(judge, "FULL", 1.2)
    judgement = judged(evidence_of_two_classes(3, 1))  # IoU 3 / 5 of both
    assert judgement.share == 0.5
    assert [finding.message for finding in judgement.findings] == [
        "On 2 streets the network reaches mean IoU 0.600: 3 of 6 points; all of them are given "
        "from 1.2 on. Train by a longer plan, or by a recipe that minds the rare classes: the "
        "table shows which are missed."
    ]


def test_the_table_stands_beside_the_two_colours() -> None:
    comparison = judged(evidence_of_two_classes(3, 1)).comparison
    assert comparison is not None
    assert (comparison.title, comparison.expected) == ("mean IoU 0.600 on 2 streets", None)
    assert comparison.got.columns == ("", "your network", "two colours")
    assert comparison.got.rows == (
        ("accuracy", "0.750", "0.500"),
        ("mean IoU", "0.600", "0.250"),
        ("IoU of road", "0.600", "0.500"),
        ("IoU of sky", "0.600", "0.000"),
    )


def test_a_network_that_answers_the_same_everywhere_earns_nothing() -> None:
    """Whatever share of the pixels that class has."""
    counts = np.zeros((23, 23), int)
    counts[CarlaClass.ROAD, CarlaClass.ROAD] = 9
    evidence = {"counts": counts.tolist(), "two_colours": counts.tolist()}
    judgement = judged(evidence)
    assert judgement.share == 0
    assert judgement.findings[0].message.startswith(
        "On 2 streets the network takes every pixel for road: 0 of 6 points."
    )


# --- the streets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(240, 320), (96, 128), (97, 130)])
def test_pictures_are_made_smaller_as_the_notebook_does_it(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    expected = tf.image.resize(picture, (probe.HEIGHT, probe.WIDTH), method="nearest")
    assert np.array_equal(nearest(picture), expected.numpy())


def test_frames_are_spread_over_their_drives() -> None:
    photos, truth = frames(seed=5, n_drives=1, n_frames=2)
    photo, ids = streets.render(5, 15)
    assert (photos.shape, truth.shape) == ((2, 96, 128, 3), (2, 96, 128))
    assert np.array_equal(photos[1], nearest(photo))
    assert np.array_equal(truth[1], nearest(ids))


def test_frames_are_kept_and_cannot_be_changed() -> None:
    photos, _ = frames(seed=5, n_drives=1, n_frames=2)
    assert frames(seed=5, n_drives=1, n_frames=2)[0] is photos
    with pytest.raises(ValueError, match="read-only"):
        photos[0] = 0


def test_a_network_that_is_always_right_has_mean_iou_1() -> None:
    _, truth = frames(**FEW.arguments)
    evidence = probe_weights(lambda _: truth, FEW)
    comparison = judged(evidence).comparison
    assert comparison is not None
    assert [row[:2] for row in comparison.got.rows[:2]] == [
        ("accuracy", "1.000"),
        ("mean IoU", "1.000"),
    ]


@pytest.mark.slow
def test_two_colours_alone_earn_nothing() -> None:
    (case,) = PART.cases
    _, truth = frames(**case.arguments)
    picture = two_colour_picture(truth)
    evidence = probe_weights(lambda _: np.broadcast_to(picture, truth.shape), case)
    assert judge_weights(case, evidence).share == 0


def test_hidden_streets_follow_the_seed_and_are_neither_those_of_the_course() -> None:
    seeds = [case.arguments["seed"] for seed in range(50) for case in cases_of(PART, seed)]
    assert len(set(seeds)) == 50
    assert min(seeds) >= judge.FIRST_HIDDEN_SEED > judge.VISIBLE_SEED > 0
    assert cases_of(PART, 7) == cases_of(PART, 7)


def test_nothing_of_the_hidden_streets_is_told_to_the_sandbox() -> None:
    assert cases_for_sandbox(PART, 7) == ()


def test_what_is_said_of_the_hidden_streets_does_not_tell_their_seed() -> None:
    (case,) = cases_of(PART, 7)
    judgement = judge_weights(case, evidence_of_two_classes(1, 9))
    assert str(case.arguments["seed"]) not in str(judgement)
    assert judgement.findings[0].message.startswith("On 30 hidden drives the network reaches ")


# --- a student's own file -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 3])
def test_a_missing_file_is_not_attempted_yet(tmp_path: Path, seed: int | None) -> None:
    verdict = check_part(EXERCISE, PART, tmp_path / "unet.weights.h5", seed)
    assert (verdict.status, verdict.score) == ("not attempted", 0)
    assert [finding.message for finding in verdict.findings] == [
        "There is no unet.weights.h5 yet. Run the cell that writes it, then this one, and hand the "
        "file in beside the notebook."
    ]


def test_a_file_that_holds_no_weights_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.h5"
    path.write_text("my weights")
    verdict = check_part(EXERCISE, replace(PART, cases=(FEW,)), path, None)
    assert (verdict.status, verdict.score, verdict.measured) == ("failed", 0, False)
    assert [finding.message for finding in verdict.findings] == [
        "unet.weights.h5 is not an HDF5 file. Run the cell that writes it once more, and hand in "
        "the new file."
    ]


def test_the_headline_says_that_other_streets_count(tmp_path: Path) -> None:
    path = tmp_path / "unet.weights.h5"
    path.touch()
    verdict = check_part(EXERCISE, part_that_sees(FEW), path, None)
    assert verdict_as_text(verdict).startswith(
        "✓ training · what the network reaches on streets nobody trained on: 6 of 6\n"
        "points. Other cases count when it is graded.\n\nYours: mean IoU 1.000 on 2 streets\n"
    )


def part_that_sees(case: Case) -> Part:
    """The part with a file that is always right, on one small case."""

    def opens(*_: Any) -> Any:
        return lambda _: frames(**case.arguments)[1]

    return replace(PART, cases=(case,), opens=opens)


@pytest.mark.parametrize("path", ["layers/vars/0", "layers/vars/x/1", "layers//vars/0"])
def test_an_array_of_no_layer_is_named(path: str) -> None:
    with pytest.raises(Unusable, match=r"has an array that the course's unet_model\(\) has not"):
        network._layers({path: np.zeros(3, np.float32)})
