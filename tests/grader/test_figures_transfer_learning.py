"""The numbers behind the figures of the notebook on transfer learning."""

import numpy as np
import pandas as pd
import pytest

from data.pets import BACKGROUND, BORDER, COLOURS, PET
from lessons.figures import transfer_learning as figures


def test_a_kernel_of_four_reaches_every_inner_pixel_four_times() -> None:
    assert set(figures.stamps(5, kernel=4)[1:-1, 1:-1].ravel()) == {4}


def test_a_kernel_of_three_reaches_pixels_once_twice_or_four_times() -> None:
    assert figures.stamps(3, kernel=3)[2:4, 2:4].tolist() == [[4, 2], [2, 1]]


def test_stamps_are_what_keras_computes() -> None:
    import tensorflow as tf

    for kernel in (3, 4):
        result = tf.nn.conv2d_transpose(
            tf.ones((1, 4, 4, 1)), tf.ones((kernel, kernel, 1, 1)), (1, 8, 8, 1), 2, "SAME"
        )
        assert figures.stamps(4, kernel).tolist() == np.asarray(result)[0, ..., 0].tolist()


def test_the_usual_picture_has_the_most_frequent_class_of_each_position() -> None:
    masks = np.array([[[PET, BORDER]], [[PET, BACKGROUND]], [[BORDER, BACKGROUND]]])
    assert figures.usual_picture(masks).tolist() == [[PET, BACKGROUND]]


def test_bilinear_resizing_makes_background_between_pet_and_border() -> None:
    mask = np.array([[PET, BORDER]], np.uint8)
    assert figures.resized(mask, (1, 4), "nearest").tolist() == [[PET, PET, BORDER, BORDER]]
    assert BACKGROUND in figures.resized(mask, (1, 4), "bilinear")


def test_decisions_are_one_row_an_epoch() -> None:
    assert figures.decisions(lambda: True, n_pictures=3, n_epochs=2).tolist() == [[True] * 3] * 2


def test_a_mask_is_painted_with_or_without_its_channel() -> None:
    mask = np.array([[PET, BORDER]])
    for given in (mask, mask[..., np.newaxis]):
        assert figures.paint(given).tolist() == [[list(COLOURS[PET]), list(COLOURS[BORDER])]]


def test_measures_count_three_classes() -> None:
    truth = np.array([[[PET, PET, BACKGROUND, BORDER]]])
    answer = np.array([[[PET, BACKGROUND, BACKGROUND, BORDER]]])
    assert figures.measured(truth, answer) == {
        "accuracy": 0.75,
        "mean IoU": pytest.approx((1 / 2 + 1 / 2 + 1) / 3),
    }


@pytest.fixture
def alts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Alt texts of the figures that a test draws, in place of showing them."""
    texts: list[str] = []
    monkeypatch.setattr(figures, "show", lambda _, alt: texts.append(alt))
    return texts


def test_pets_are_told_with_the_shares_of_the_classes(alts: list[str]) -> None:
    masks = np.array([[[PET], [BACKGROUND]], [[BACKGROUND], [BORDER]]])[np.newaxis]
    figures.draw_pets(np.zeros((1, 2, 2, 3), np.uint8), masks, ["a cat"])
    assert alts[0].endswith("Of all pixels pet 25%, background 50% and border 25%.")


def test_false_classes_are_counted(alts: list[str]) -> None:
    mask = np.full((8, 8), PET, np.uint8)
    mask[:, 3:] = BORDER
    figures.draw_resized(mask, (6, 6))
    assert "most often background for border; they lie along the edges" in alts[0]


def test_decisions_are_told_apart(alts: list[str]) -> None:
    once = np.ones((2, 4), bool)
    again = np.array([[True, False, False, True]] * 2)
    anew = np.array([[True, False, False, True], [False, False, True, False]])
    figures.draw_decisions({"once": once, "again": again, "anew": anew})
    assert alts[0] == (
        "Grids of pictures and epochs. once: all flipped in every epoch; again: 2 flipped, the "
        "same ones in every epoch; anew: 2 and 1 flipped, others in each epoch."
    )


def test_histories_are_told_with_their_last_epoch(alts: list[str]) -> None:
    history = pd.DataFrame({"val_loss": [1.0, 0.5], "val_accuracy": [0.6, 0.8]})
    figures.draw_histories({"one": history, "other": history / 2}, thawed_after=1)
    assert "one: loss 0.50, accuracy 0.80; other: loss 0.25, accuracy 0.40." in alts[0]


def test_measures_are_told_for_each_contestant(alts: list[str]) -> None:
    table = pd.DataFrame({"accuracy": [0.9, 0.7], "mean IoU": [0.8, 0.3]}, index=["a", "b"])
    figures.draw_measures(table)
    assert alts[0].endswith("a: accuracy 0.90, mean IoU 0.80; b: accuracy 0.70, mean IoU 0.30.")


def test_answers_are_told_with_their_right_pixels(alts: list[str]) -> None:
    truth = np.array([[[PET, BORDER]]])
    given = {"good": truth, "bad": np.array([[[PET, PET]]])}
    figures.draw_answers(np.zeros((1, 1, 2, 3), np.float32), truth, given)
    assert alts[0].endswith("Right pixels: good 100%; bad 50%.")


def test_the_plan_and_the_stamps_are_told_in_numbers(alts: list[str]) -> None:
    outputs = {f"layer {n}": (64 // 2**n, 8 * n) for n in range(1, 6)}
    figures.draw_plan(outputs, (512, 256, 128, 64), 64)
    figures.draw_stamps((3, 4))
    assert "goes down from 64 pixels through outputs of 32, 16, 8, 4 and 2 pixels" in alts[0]
    assert "with a kernel of 4 each inner pixel is reached 4 times." in alts[1]


def test_features_are_told_with_their_sizes(alts: list[str]) -> None:
    outputs = [np.random.default_rng(0).normal(size=(size, size, 5)) for size in (8, 4)]
    figures.draw_features(np.zeros((16, 16, 3), np.float32), outputs, n_maps=2)
    assert "8 by 8 and 4 by 4 pixels" in alts[0]
