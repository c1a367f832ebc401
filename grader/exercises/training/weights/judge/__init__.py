"""Points for what a network reaches, by a function that everybody may know."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.classes import CLASS_NAMES
from data.scores import class_table, scores
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Table
from grader.exercises.training.weights.judge.network import open_network as open_network

POINTS = 6
FLOOR = 0.07  # mean IoU that earns nothing yet
FULL = 0.20  # mean IoU that earns all points

VISIBLE_SEED = 1  # the notebook trains on streets of seed 0
FIRST_HIDDEN_SEED = 2**20
N_VISIBLE = 24  # drives
N_HIDDEN = 30  # of one frame each; docs/measurements.md shows the spread of the mark

WEIGHTS_CASES = (
    Case(
        f"{N_VISIBLE} other streets",
        {"seed": VISIBLE_SEED, "n_drives": N_VISIBLE, "n_frames": 1},
    ),
)


def draw_weights_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Streets that nobody has seen; frames of one drive are nearly the same picture."""
    seed = int(rng.integers(FIRST_HIDDEN_SEED, 2**31))
    return (Case(f"{N_HIDDEN} hidden drives", {"seed": seed, "n_drives": N_HIDDEN, "n_frames": 1}),)


def points_for(mean_iou: float) -> float:
    """Points for a mean IoU: none up to FLOOR, all from FULL on, a straight line in between.

    Rounded down to half points.
    """
    share = (mean_iou - FLOOR) / (FULL - FLOOR)
    return math.floor(2 * POINTS * min(max(share, 0.0), 1.0)) / 2


def judge_weights(case: Case, evidence: Evidence) -> Judgement:
    """The share of the points that the mean IoU earns, with the IoU of each class."""
    counts, two_colours = (np.array(evidence[name]) for name in ("counts", "two_colours"))
    reached = scores(counts)
    points = points_for(reached["mean IoU"])
    given = np.flatnonzero(counts.sum(axis=0))
    if len(given) == 1:
        points = 0.0
        message = (
            f"On {case.name} the network takes every pixel for {CLASS_NAMES[given[0]]}: 0 of "
            f"{POINTS} points. It has learned nothing yet. Train it for more epochs, and look at "
            "its masks before you hand in the file."
        )
    else:
        message = (
            f"On {case.name} the network reaches mean IoU {reached['mean IoU']:.3f}: {points:g} of "
            f"{POINTS} points; all of them are given from {FULL:g} on. Train by a longer plan, "
            "or by a recipe that minds the rare classes: the table shows which are missed."
        )
    finding = Finding(message, case.name, None, None, "mean IoU", reached["mean IoU"], FULL)
    findings = (finding,) if points < POINTS else ()
    return Judgement(findings, _comparison(case, counts, two_colours), points / POINTS)


def _comparison(case: Case, counts: NDArray[Any], two_colours: NDArray[Any]) -> Comparison:
    reached, beside = scores(counts), scores(two_colours)
    rows = [(name, f"{reached[name]:.3f}", f"{beside[name]:.3f}") for name in reached]
    ious, theirs = class_table(counts)["iou"], class_table(two_colours)["iou"]
    rows += [
        (f"IoU of {CLASS_NAMES[number]}", f"{ious[number]:.3f}", f"{theirs.get(number, 0.0):.3f}")
        for number in ious.index
    ]
    title = f"mean IoU {reached['mean IoU']:.3f} on {case.name}"
    return Comparison(title, Table(("", "your network", "two colours"), tuple(rows)), None)
