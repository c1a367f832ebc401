"""The numbers behind the figures of the notebook on the U-Net of 2015."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.graph.table import Graph, describe
from lessons.figures import original_unet as figures


def small_network() -> Any:
    """One level down and up, without padding: 12, 10, pooled 5, 3, doubled 6, joined, 4."""
    import keras
    from keras import layers

    inputs = keras.Input((12, 12, 3))
    skip = layers.Conv2D(4, 3)(inputs)
    tensor = layers.Conv2D(8, 3)(layers.MaxPooling2D(2)(skip))
    up = layers.Conv2DTranspose(4, 2, strides=2)(tensor)
    merged = layers.concatenate([up, layers.Cropping2D(2)(skip)])
    return keras.Model(inputs, layers.Conv2D(2, 3)(merged))


def test_zeros_reach_one_pixel_further_in_with_each_convolution() -> None:
    picture = np.random.default_rng(0).random((16, 18, 3))
    once, thrice = figures.zeros_against_truth(picture, margin=3, depths=(1, 3))
    assert once.shape == (10, 12)
    assert (once[1:-1, 1:-1] == 0).all()
    assert (thrice[3:-3, 3:-3] == 0).all()
    assert (thrice[2, 3:-3] > 0).any()


def test_a_pooling_goes_one_level_down_and_a_transposed_convolution_up() -> None:
    stations = figures.stations_of(Graph.from_json(describe(small_network())))
    assert [(station.kind, station.side, station.level) for station in stations] == [
        ("InputLayer", 12, 0),
        ("Conv2D", 10, 0),
        ("MaxPooling2D", 5, 1),
        ("Conv2D", 3, 1),
        ("Conv2DTranspose", 6, 0),
        ("Cropping2D", 6, 0),
        ("Concatenate", 6, 0),
        ("Conv2D", 4, 0),
    ]


@pytest.mark.parametrize(("relu", "slopes"), [(False, [-0.9820, -0.5]), (True, [0, -0.5])])
def test_a_relu_takes_the_slope_of_a_negative_score(relu: bool, slopes: list[float]) -> None:
    got = figures.slope_of_true_class(np.array([-3.0, 1.0]), others=[1.0], relu=relu)
    assert got == pytest.approx(slopes, abs=1e-4)


def test_a_relu_leaves_the_slope_at_positive_scores() -> None:
    scores = np.array([0.5, 2.0])
    plain, cut = (figures.slope_of_true_class(scores, [1.0, 3.0], relu) for relu in (False, True))
    assert cut.tolist() == plain.tolist()


def test_without_graphviz_the_u_is_our_own(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "has_graphviz", lambda: False)
    figures.draw_network(small_network())
    assert shown == [
        "The network as a U of 8 layers and 686 parameters, every bar as high as its maps: from 12 "
        "pixels down to 3 with 8 channels and up to 4 with 2. Skip connections are cropped by 2 "
        "per side."
    ]


def test_with_graphviz_keras_draws_and_leaves_no_file(
    shown: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import keras

    def plot_model(model: Any, to_file: Path, **_: Any) -> None:
        to_file.write_bytes(b"a drawing")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(figures, "has_graphviz", lambda: True)
    monkeypatch.setattr(keras.utils, "plot_model", plot_model)
    figures.draw_network(small_network())
    assert shown[0].startswith("Keras's drawing. The network as a U of 8 layers")
    assert list(tmp_path.iterdir()) == []


def test_graphviz_is_asked_for_without_an_error() -> None:
    assert figures.has_graphviz() in (True, False)


def test_rings_are_told(shown: list[str]) -> None:
    figures.lost_rings(side=7, n_convolutions=2)
    assert shown[0].endswith("7 by 7, 5 by 5 and 3 by 3 remain.")


def test_crops_follow_from_the_sizes(shown: list[str]) -> None:
    figures.draw_sizes([[28, 26, 24], [12, 10, 8]], [[16, 14, 12]])
    assert shown[0].endswith("Skip connections are cropped by 4 pixels on each side.")


def test_sizes_without_an_output_are_counted(shown: list[str]) -> None:
    figures.draw_outputs([172, 188], [-12, 4])
    assert shown[0] == (
        "Side length of the output for valid inputs: 172 gives -12, 188 gives 4. For 1 of them "
        "the arithmetic ends below zero."
    )


def test_the_kept_share_of_a_skip_is_an_area(shown: list[str]) -> None:
    figures.draw_crops(np.zeros((20, 30, 3), np.uint8), [(10, 5)])
    assert "10 to 5, 25% kept" in shown[0]


def test_tiles_are_told_with_their_step(shown: list[str]) -> None:
    figures.draw_tiles(np.zeros((40, 60, 3)), (20, 40), (30, 32), (10, 12), (8, 8))
    assert shown[0].endswith("the next tile begins 8 pixels further right, and the two overlap.")


def test_the_large_picture_is_told_with_what_is_right(shown: list[str]) -> None:
    truth, answer = np.array([[7, 7], [13, 13]]), np.array([[7, 7], [7, 13]])
    figures.draw_large(np.zeros((2, 2, 3)), truth, answer)
    assert shown[0].endswith("right at 75% of the pixels. The answer holds road and sky.")


def test_differences_are_told_by_their_largest(shown: list[str]) -> None:
    figures.draw_differences({"a": np.array([[0.5, 0]]), "b": np.array([[0, 1e-7]])})
    assert shown[0].endswith("whole picture at once: a 0.5; b 1e-07.")


def test_progress_is_told_for_kept_out_drives(shown: list[str]) -> None:
    history = {"loss": [2.0, 1.0], "val_loss": [3.0, 2.0], "accuracy": [0.1, 0.2]}
    figures.draw_progress({**history, "val_accuracy": [0.3, 0.4]})
    assert "accuracy on kept-out drives goes from 0.30 to 0.40" in shown[0]


def test_classes_that_hear_nothing_are_counted(shown: list[str]) -> None:
    figures.draw_heard({"before": np.array([0, 0.5]), "after": np.array([0, 0])}, [7, 13])
    assert shown[0].endswith(
        "before 1 of 2 classes hear nothing; after 2 of 2 classes hear nothing."
    )
