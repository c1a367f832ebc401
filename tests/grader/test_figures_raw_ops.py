"""The numbers behind the figures of the notebook in raw operations."""

import numpy as np
import pandas as pd
import pytest

from data import cityscapes_pairs, streets
from lessons.figures import raw_ops as figures


def test_the_detail_shown_holds_as_much_road_as_anything_else() -> None:
    target = np.zeros((40, 40), np.uint8)
    target[20:] = 1
    row, column = figures.border_place(target, 8)
    assert target[row : row + 8, column : column + 8].mean() == 0.5


def test_overlap_is_best_where_the_border_is_kept_and_nothing_else_comes_in() -> None:
    colours = np.array([[[[128, 63, 126], [120, 70, 120], [150, 100, 100]]]], np.uint8)
    truth = np.array([[[1, 1, 0]]], np.uint8)
    overlaps = figures.overlap_by_tolerance(colours, truth, [0, 8, 40])
    assert overlaps == [0.5, 1.0, 2 / 3]


def test_a_signal_grows_by_the_factor_of_its_bound_at_every_convolution() -> None:
    plain, twice = (figures.signal_spreads(factor, n_layers=4) for factor in (1, 2))
    assert twice[0] == plain[0] == pytest.approx(1, abs=0.02)
    assert twice[4] / plain[4] == pytest.approx(2**4, rel=1e-4)


def test_the_first_call_does_not_count_as_time() -> None:
    calls: list[int] = []

    def work() -> None:
        calls.append(1)
        if len(calls) == 1:
            figures.time.sleep(0.05)

    assert figures.median_seconds(work, n_times=3) < 0.05
    assert len(calls) == 4


def test_a_pair_is_told_with_its_share_of_road(shown: list[str]) -> None:
    pair = cityscapes_pairs.of_streets(streets.examples().take([0]))
    target = np.array([[1, 0], [1, 1]])
    figures.draw_pair(pair.read_whole(0), np.zeros((2, 2, 3)), target)
    assert "512 by 256 pixels" in shown[0]
    assert "75% of the pixels are road" in shown[0]


def test_the_tolerance_is_told_with_what_it_finds(shown: list[str]) -> None:
    colours = np.zeros((64, 64, 3), np.uint8)
    colours[34:] = (128, 64, 128)
    figures.draw_tolerance(colours, [0, 32, 40], [0.0, 0.99, 0.98])
    assert "Within 2 of the road's colour (128, 63, 126) lie 50% of its pixels" in shown[0]
    assert "at 32 it is 0.990" in shown[0]


def test_the_sum_of_a_window_at_the_border_counts_zeros(shown: list[str]) -> None:
    values = np.array([[1, 2, 0], [0, -3, 1], [2, 0, -1]])
    kernel = np.array([[0, 1, 0], [1, -2, 1], [0, 1, 0]])
    figures.draw_convolution(values, kernel, (0, 1))
    assert "add up to -6, and leaky relu makes -1.2 of it" in shown[0]


def test_half_squares_are_counted(shown: list[str]) -> None:
    figures.draw_poolings(np.arange(35).reshape(5, 7))
    assert "VALID takes the 6 whole squares" in shown[0]
    assert "SAME makes 12 squares" in shown[0]


def test_two_lengths_become_one(shown: list[str]) -> None:
    figures.draw_lengths((5, 6))
    assert "5 and 6 numbers both become 3" in shown[0]


def test_enlarging_is_told_with_the_mixed_numbers(shown: list[str]) -> None:
    figures.draw_enlargements(np.array([[1, 2], [3, 4]]))
    assert "([1.0, 1.25, 1.75, 2.0] in the first row)" in shown[0]


def test_weights_and_signals_are_told_with_their_ends(shown: list[str]) -> None:
    figures.draw_glorot(np.linspace(-0.1, 0.1, 50), 0.1, {"one": [1, 0.5], "two": [1, 40]})
    assert "between −0.100 and 0.100" in shown[0]
    assert "0.5 with one and 40 with two" in shown[0]


def test_the_u_has_a_place_for_every_kernel(shown: list[str]) -> None:
    shapes = [(3, 3, 1, 1)] * 14 + [(1, 1, 1, 1)]
    figures.draw_unet(shapes, side=64)
    assert "The U of 15 kernels: 3 levels down from 64 by 64, the bottom at 8 by 8" in shown[0]


def test_the_tape_ends_in_the_slope_of_the_weight(shown: list[str]) -> None:
    """For a sigmoid with cross-entropy it is (p − target) · pixel."""
    share = 1 / (1 + np.exp(-1.2))
    figures.draw_tape(pixel=0.8, weight=1.5, target=0.0)
    assert f"and {share * 0.8:.4g}; each step" in shown[0]


def test_traces_and_times_are_told(shown: list[str]) -> None:
    figures.draw_tracing({"same": 1, "other": 4}, 4, {"eager": 0.3, "graph": 0.1})
    assert "in 4 calls: same 1 and other 4" in shown[0]
    assert "eager 300 and graph 100" in shown[0]


def test_curves_are_told_with_their_ends(shown: list[str]) -> None:
    history = pd.DataFrame({"loss": [0.7, 0.5], "val_loss": [0.6, 0.4], "val_iou": [0.1, 0.8]})
    figures.draw_learning({"raw": history, "Keras": history}, guess=0.7)
    assert "over 2 epochs: raw ends with a loss of 0.500, 0.400 on validation" in shown[0]
    assert "an IoU of 0.800; Keras ends" in shown[0]
    assert "marks the 0.700 of a guess" in shown[0]


def test_predictions_are_told_with_their_overlap(shown: list[str]) -> None:
    targets = np.zeros((2, 8, 8, 1))
    targets[0, :4] = 1
    answers = np.zeros((2, 8, 8, 1))
    answers[0, 2:6] = 0.9
    figures.draw_predictions(np.full((2, 8, 8, 3), 0.5), targets, answers)
    assert "IoU of road: 0.33 and 1.00" in shown[0]


def test_networks_are_compared_in_their_own_units(shown: list[str]) -> None:
    table = pd.DataFrame({"weights": [1234, 1234], "IoU": [0.91, 0.92]}, index=["raw", "Keras"])
    figures.draw_comparison(table)
    assert "weights: raw 1,234 and Keras 1,234; IoU: raw 0.91 and Keras 0.92" in shown[0]
