"""What the figures of the second notebook compute, and that they draw and describe it."""

import numpy as np
import pytest

from lessons.figures import upsampling


def test_coarse_mask_lets_the_pixels_of_a_block_vote() -> None:
    mask = np.array([[7, 7, 1, 1], [7, 5, 1, 1]])

    assert upsampling.coarse_mask(mask, 2).tolist() == [[7, 7, 1, 1], [7, 7, 1, 1]]


def test_recall_is_the_share_of_a_class_that_was_found() -> None:
    mask, guess = np.array([[5, 5], [7, 7]]), np.array([[5, 7], [7, 7]])

    assert upsampling.recall(mask, guess, 5) == 0.5


def test_iou_punishes_what_was_drawn_too_much() -> None:
    mask, guess = np.array([[5, 7], [7, 7]]), np.array([[5, 5], [5, 7]])

    assert pytest.approx(1 / 3) == upsampling.iou(mask, guess, 5)


def test_stamps_lie_two_apart_and_add_up() -> None:
    pieces = upsampling.stamp_pieces(np.array([[1, 2]]), np.ones((3, 3)))

    assert sum(pieces).tolist() == [[1, 1, 3, 2, 2]] * 3


def test_best_mask_draws_a_class_that_a_feature_shows() -> None:
    mask = np.full((12, 16), 7)
    mask[:, 8] = 5  # a pole, one pixel wide
    feature = (mask == 5).astype(float)[..., np.newaxis]

    assert np.array_equal(mask, upsampling.best_mask(feature, mask))


def test_best_mask_cannot_draw_what_no_feature_shows() -> None:
    mask = np.full((12, 16), 7)
    mask[:, 8] = 5
    even = np.zeros((12, 16, 1))

    assert upsampling.recall(mask, upsampling.best_mask(even, mask), 5) == 0


def test_levels_reports_the_classes_at_the_coarsest_size(shown: list[str]) -> None:
    mask = np.full((32, 32), 7)
    mask[:, 3] = 5

    upsampling.levels(mask)

    assert "At 2 by 2: road 100%, pole 0%" in shown[0]


def test_checkerboard_names_the_counts_inside(shown: list[str]) -> None:
    hits = {3: np.tile([[1, 2], [2, 4]], (4, 4))}

    upsampling.checkerboard(hits, np.zeros((4, 4)))

    assert "3 by 3: 1, 2, 4" in shown[0]
