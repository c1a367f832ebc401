"""What the figures of the first notebook compute, and that they draw and describe it."""

import numpy as np
import pytest

from lessons.figures import convolution

GRID = np.array([[1, 0, 2, 1], [5, 2, 0, 0], [0, 3, 1, 7], [1, 0, 4, 2]])


def test_class_shares_start_with_the_most_frequent_class() -> None:
    mask = np.array([[7, 7, 13], [7, 13, 5]])

    assert {7: 0.5, 13: pytest.approx(1 / 3), 5: pytest.approx(1 / 6)} == (
        convolution.class_shares(mask)
    )
    assert list(convolution.class_shares(mask)) == [7, 13, 5]


def test_a_result_says_how_much_of_it_is_right(shown: list[str]) -> None:
    mask = np.array([[7, 7], [7, 13]])
    convolution.result(np.zeros((4, 4, 3)), np.full((2, 2), 7), mask)

    assert "75% of the pixels are right" in shown[0]


def test_max_pool_keeps_the_largest_of_each_block() -> None:
    assert convolution.max_pool(GRID).tolist() == [[5, 2], [3, 7]]


def test_max_pool_treats_channels_apart() -> None:
    two_channels = np.stack([GRID, -GRID], axis=-1)

    assert convolution.max_pool(two_channels)[..., 1].tolist() == [[0, 0], [0, -1]]


def test_from_smooth_to_edgy_orders_by_edges_and_leaves_dead_channels_out() -> None:
    ramp, stripes = np.meshgrid(np.arange(1.0, 13), np.arange(12), indexing="xy")
    stripes = np.tile([0.5, 1.0], (12, 6))
    dead = np.zeros((12, 12))

    assert convolution.from_smooth_to_edgy(np.stack([dead, stripes, ramp], axis=-1), 6) == [2, 1]


def test_pooling_describes_its_own_numbers(shown: list[str]) -> None:
    convolution.pooling(GRID)

    assert ["[[5, 2], [3, 7]]" in text for text in shown] == [True]


def test_padding_says_how_large_the_output_is(shown: list[str]) -> None:
    convolution.padding(size=8, kernel_size=5)

    assert "4 by 4 numbers come out" in shown[0]


def test_weights_counts_the_biases_too(shown: list[str]) -> None:
    convolution.weights(np.ones((3, 3, 3, 5)), np.zeros(5))

    assert "All 140 numbers" in shown[0]


def test_by_hand_adds_the_products_up(shown: list[str]) -> None:
    convolution.by_hand(np.full((3, 3), 0.5), np.array([[0, 0, 0], [0, 3, 0], [0, 0, 0]]))

    assert "add up to 1.50" in shown[0]


def test_sharpest_edge_finds_where_dark_turns_to_bright() -> None:
    picture = np.ones((40, 40))
    picture[18:22, :25] = 0  # a dark bar that ends at column 25

    row, column = convolution.sharpest_edge(picture)

    assert row in (18, 19)
    assert picture[row, column] == 0
    assert picture[row, column + 2] == 1
