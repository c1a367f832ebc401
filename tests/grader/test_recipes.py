"""What a training is made of: losses, what happens to batches, and the numbers it computes in."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from data.classes import N_CLASSES
from lessons.recipes import precision
from lessons.recipes.batches import augment, augmented, halved, untuned
from lessons.recipes.losses import (
    LARGEST_WEIGHT,
    CrossEntropyAndDice,
    WeightedCrossEntropy,
    class_weights,
)
from lessons.recipes.schedules import LateCosine

# A mask of 100 pixels: 81 of class 7, 16 of class 13, 3 of class 12.
IDS = np.repeat([7, 13, 12], [81, 16, 3]).reshape(1, 10, 10)
RNG = np.random.default_rng(1)
PHOTOS = RNG.random((3, 16, 24, 3), dtype=np.float32)
MASKS = RNG.integers(1, 5, (3, 16, 24, 1)).astype(np.uint8)


def test_weights_fall_with_the_root_of_the_share() -> None:
    weights = class_weights(IDS)
    assert weights[13] / weights[7] == pytest.approx(9 / 4)
    assert weights[12] / weights[7] == pytest.approx((81 / 3) ** 0.5)


def test_the_mean_weight_of_a_pixel_is_one() -> None:
    assert class_weights(IDS)[IDS].mean() == pytest.approx(1)


def test_a_class_that_does_not_occur_has_no_weight() -> None:
    weights = class_weights(IDS)
    assert np.flatnonzero(weights).tolist() == [7, 12, 13]


def test_no_weight_is_much_larger_than_the_others() -> None:
    ids = np.full(1_000_000, 7)
    ids[0] = 12
    assert class_weights(ids)[12] <= LARGEST_WEIGHT


def logits_of(ids: np.ndarray, confidence: float) -> np.ndarray:
    return confidence * np.eye(N_CLASSES, dtype=np.float32)[ids]


def test_equal_weights_give_plain_cross_entropy() -> None:
    logits = RNG.normal(size=(1, 10, 10, N_CLASSES)).astype(np.float32)
    plain = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    weighted = WeightedCrossEntropy(np.ones(N_CLASSES, np.float32))
    assert float(weighted(IDS[..., None], logits)) == pytest.approx(
        float(plain(IDS[..., None], logits)), rel=1e-5
    )


def test_pixels_of_a_class_without_weight_are_ignored() -> None:
    weights = class_weights(IDS)
    wrong_there = np.where(IDS == 12, 0, IDS)
    weights[12] = 0
    loss = WeightedCrossEntropy(weights)
    assert float(loss(IDS[..., None], logits_of(wrong_there, 50))) == pytest.approx(0, abs=1e-4)


def test_a_perfect_answer_costs_nothing() -> None:
    loss = CrossEntropyAndDice(class_weights(IDS))
    assert float(loss(IDS[..., None], logits_of(IDS, 50))) == pytest.approx(0, abs=1e-4)


def test_dice_counts_a_class_missed_as_one_of_three_whatever_its_size() -> None:
    """Without the rare class Dice is (1 + nearly 1 + 1/4) / 3; one is added to both areas."""
    missed = np.where(IDS == 12, 7, IDS)
    weights = np.zeros(N_CLASSES, np.float32)  # leaves Dice alone
    loss = CrossEntropyAndDice(weights)
    dice = ((2 * 81 + 1) / (81 + 84 + 1) + 1 + 1 / (3 + 1)) / 3
    assert float(loss(IDS[..., None], logits_of(missed, 50))) == pytest.approx(1 - dice, rel=1e-3)


def test_the_loss_is_computed_in_float32_of_a_network_in_bfloat16() -> None:
    loss = CrossEntropyAndDice(class_weights(IDS))
    answer = loss(IDS[..., None], tf.cast(logits_of(IDS, 5), tf.bfloat16))
    assert answer.dtype == tf.float32


def test_photo_and_mask_are_changed_alike() -> None:
    """A photo that shows its own mask still does so afterwards."""
    photos = np.repeat(MASKS.repeat(8, axis=1).repeat(8, axis=2), 3, axis=-1) / 10
    masks = MASKS.repeat(8, axis=1).repeat(8, axis=2)
    changed_photos, changed_masks = augment(tf.constant(photos, tf.float32), masks, [1, 2])
    levels = [
        np.unique(np.round(changed_photos.numpy()[0][changed_masks.numpy()[0, ..., 0] == k], 3))
        for k in np.unique(changed_masks[0])
    ]
    inner = [np.median(level) for level in levels]
    assert inner == sorted(inner)
    assert changed_masks.shape == masks.shape
    assert changed_masks.dtype == tf.uint8


def test_a_mask_gets_no_new_ids() -> None:
    _, masks = augment(tf.constant(PHOTOS), tf.constant(MASKS), [3, 4])
    assert set(np.unique(masks)) <= set(np.unique(MASKS))


def test_every_photo_of_a_batch_is_changed_in_its_own_way() -> None:
    same = np.repeat(PHOTOS[:1], 3, axis=0)
    photos, _ = augment(tf.constant(same), tf.constant(MASKS), [5, 6])
    assert not np.allclose(photos[0], photos[1])


def passes(seed: int) -> list[np.ndarray]:
    batches = augmented(tf.data.Dataset.from_tensors((PHOTOS, MASKS)), seed)
    return [photos.numpy() for _ in range(2) for photos, _ in batches]


def test_every_epoch_sees_other_pictures() -> None:
    first, second = passes(1)
    assert not np.allclose(first, second)


def test_the_same_seed_gives_the_same_pictures() -> None:
    np.testing.assert_array_equal(passes(1), passes(1))


def test_another_seed_gives_others() -> None:
    assert not np.allclose(passes(1)[0], passes(2)[0])


def test_half_the_size_keeps_every_second_pixel() -> None:
    ((photos, masks),) = halved(tf.data.Dataset.from_tensors((PHOTOS, MASKS)))
    np.testing.assert_array_equal(photos, PHOTOS[:, ::2, ::2])
    np.testing.assert_array_equal(masks, MASKS[:, ::2, ::2])


def test_an_untuned_pipeline_gives_the_same_batches_and_stays_untuned() -> None:
    tuned = tf.data.Dataset.from_tensor_slices((PHOTOS, MASKS)).batch(2).prefetch(tf.data.AUTOTUNE)
    batches = untuned(tuned)
    assert tuned.options().autotune.enabled is None  # TensorFlow takes this for a yes
    assert batches.options().autotune.enabled is False
    assert augmented(batches).options().autotune.enabled is False
    assert halved(batches).options().autotune.enabled is False
    for (photos, masks), (same_photos, same_masks) in zip(tuned, batches, strict=True):
        np.testing.assert_array_equal(same_photos, photos)
        np.testing.assert_array_equal(same_masks, masks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("flags\t\t: fpu avx512f avx512_bf16\n", "mixed_bfloat16"),
        ("Features\t: fp asimd bf16\n", "mixed_bfloat16"),
        ("flags\t\t: fpu avx2 fma\n", "float32"),
        ("", "float32"),
    ],
)
def test_bfloat16_is_taken_where_the_processor_has_it(
    lines: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpuinfo").write_text(lines)
    monkeypatch.setattr(precision, "_CPUINFO", tmp_path / "cpuinfo")
    assert precision.fastest_policy() == expected


def test_float32_where_the_system_does_not_list_instructions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision, "_CPUINFO", tmp_path / "missing")
    assert precision.fastest_policy() == "float32"


def test_layers_compute_by_the_policy_only_in_its_block() -> None:
    with precision.dtype_policy("mixed_bfloat16"):
        inside = keras.layers.Dense(1).dtype_policy.name
    assert (inside, keras.layers.Dense(1).dtype_policy.name) == ("mixed_bfloat16", "float32")


def test_an_interrupted_block_leaves_no_policy_behind() -> None:
    with pytest.raises(KeyboardInterrupt), precision.dtype_policy("mixed_bfloat16"):
        raise KeyboardInterrupt
    assert keras.config.dtype_policy().name == "float32"


def test_the_learning_rate_stays_and_then_falls_to_nothing() -> None:
    rate = LateCosine(0.01, n_steps=100, falling_share=0.4)
    assert [round(float(rate(step)), 6) for step in (0, 60, 80, 100)] == [0.01, 0.01, 0.005, 0]


def test_a_falling_share_of_one_is_a_plain_cosine() -> None:
    late, plain = LateCosine(0.01, 50, 1), keras.optimizers.schedules.CosineDecay(0.01, 50)
    steps = range(0, 51, 10)
    assert [float(late(step)) for step in steps] == pytest.approx(
        [float(plain(step)) for step in steps], abs=1e-8
    )


def test_a_schedule_survives_saving() -> None:
    rate = LateCosine.from_config(LateCosine(0.01, 100).get_config())
    assert float(rate(80)) == pytest.approx(0.005)
