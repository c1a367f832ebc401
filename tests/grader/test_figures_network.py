"""What the figures of the third notebook compute, and that they draw and describe it."""

import numpy as np
import pytest

from grader.graph.table import Graph, Row
from lessons.figures import network


def row(kind: str, height: int, channels: int, *inputs: int) -> Row:
    return Row(kind, (None, height, height, channels), 0, {}, inputs)


SMALL_U = Graph(
    (
        row("InputLayer", 16, 3),
        row("Conv2D", 16, 8, 0),
        row("MaxPooling2D", 8, 8, 1),
        row("Conv2D", 8, 16, 2),
        row("Conv2DTranspose", 16, 8, 3),
        row("Concatenate", 16, 16, 4, 1),
    ),
    (5,),
    "model",
)


def test_bars_stand_on_the_level_of_their_size() -> None:
    assert [bar.level for bar in network.bars_of(SMALL_U)] == [0, 0, 1, 1, 0, 0]


def test_bars_with_more_channels_are_wider() -> None:
    bars = network.bars_of(SMALL_U)

    assert bars[3].width > bars[1].width > bars[0].width


def test_skips_lead_from_the_layer_that_was_kept_to_the_concatenation() -> None:
    assert network.skips_of(network.bars_of(SMALL_U)) == [(1, 5)]


def test_a_network_without_skips_has_none() -> None:
    chain = Graph(SMALL_U.rows[:5], (4,), "model")

    assert network.skips_of(network.bars_of(chain)) == []


def test_extent_is_one_pixel_when_only_one_matters() -> None:
    strength = np.zeros((9, 9))
    strength[4, 4] = 1

    assert network.extent(strength, 0.9) == 1


def test_extent_of_an_even_field_is_nearly_all_of_it() -> None:
    assert network.extent(np.ones((9, 9)), 0.9) == 9


def test_budget_names_the_heaviest_stage(shown: list[str]) -> None:
    network.budget({"block 1": 10, "block 2": 40}, {"block 1": 300, "block 2": 100})

    assert "Of 50 parameters block 2 has the most, 40" in shown[0]


def test_first_prediction_reports_the_accuracy(shown: list[str]) -> None:
    mask = np.array([[7, 7], [13, 13]])
    logits = np.eye(23)[np.array([[7, 5], [5, 5]])]

    network.first_prediction(np.zeros((2, 2, 3)), mask, logits, class_id=7)

    assert "most often pole (75%), right for 25.0% of the pixels" in shown[0]


def test_the_drawing_of_a_model_counts_layers_and_skips(shown: list[str]) -> None:
    keras = pytest.importorskip("keras")
    inputs = keras.Input((16, 16, 3))
    kept = keras.layers.Conv2D(8, 3, padding="same")(inputs)
    below = keras.layers.MaxPooling2D()(kept)
    up = keras.layers.Conv2DTranspose(8, 3, strides=2, padding="same")(below)
    model = keras.Model(inputs, keras.layers.concatenate([up, kept]))

    network.draw(model)

    assert "a U of 5 layers" in shown[0]
    assert "Skip connections across: 1." in shown[0]


def test_the_plan_names_the_bottleneck(shown: list[str]) -> None:
    network.plan([(32, 48), (16, 24), (8, 12)], [4, 8, 16])

    assert "5 blocks in the shape of a U" in shown[0]
    assert "the bottleneck of 8 by 12 by 16, and 2 up" in shown[0]
