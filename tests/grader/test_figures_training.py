"""The numbers behind the figures of the notebook on data and training."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lessons.figures import training

DRIVES = [f"drive {drive}" for drive in range(5) for _ in range(4)]


def test_frames_are_held_out_one_by_one() -> None:
    assert training.hold_out_frames(DRIVES, 0.2).sum() == 4


def test_drives_are_held_out_whole() -> None:
    held_out = training.hold_out_drives(DRIVES, 0.4)
    by_drive = held_out.reshape(5, 4)
    assert held_out.sum() == 8
    assert (by_drive.all(axis=1) == by_drive.any(axis=1)).all()


def test_a_frame_beside_one_that_is_held_out_too_has_no_known_neighbour() -> None:
    held_out = np.array([True, True, False, True])
    assert training.share_beside_known(["a"] * 4, held_out) == 2 / 3
    assert training.share_beside_known(["a", "a", "b", "b"], held_out) == 1 / 3


def test_looking_up_finds_the_mask_of_the_most_similar_known_photo() -> None:
    photos = np.array([0, 100, 90], np.uint8).reshape(3, 1, 1, 1) * np.ones((1, 2, 2, 3), np.uint8)
    masks = np.stack([np.zeros((2, 2)), np.ones((2, 2)), np.array([[1, 1], [1, 0]])])
    agreement = training.look_alike_agreement(photos, masks, np.array([False, False, True]))
    assert agreement.tolist() == [0.75]


def test_bilinear_invents_ids_between_two_classes_and_nearest_does_not() -> None:
    ids = np.array([[0, 10], [0, 10]], np.uint8)
    nearest, bilinear, invented = training.invented_ids(ids, factor=4)
    assert np.unique(nearest).tolist() == [0, 10]
    assert set(np.unique(bilinear[invented])) == set(np.unique(bilinear)) - {0, 10}
    assert invented.any()


def test_the_detail_with_the_most_classes_is_found() -> None:
    ids = np.zeros((48, 64), np.uint8)
    ids[30, 40] = 5
    row, column = training.find_detail(ids, side=12)
    assert 5 in ids[row : row + 12, column : column + 16]


def test_a_larger_shuffle_buffer_moves_frames_further() -> None:
    place = np.arange(200)
    shifts = [np.abs(training.shuffled_order(200, size) - place).mean() for size in (1, 10, 200)]
    assert shifts[0] == 0
    assert shifts[0] < shifts[1] < shifts[2]


def test_prefetch_reads_the_next_batch_while_the_network_learns() -> None:
    times = training.timeline(4, prefetch=True)
    assert times.reading[1][0] < times.learning[0][1]


def test_without_prefetch_reading_waits_for_the_network() -> None:
    times = training.timeline(4, prefetch=False)
    assert times.reading[1][0] >= times.learning[0][1]


@pytest.fixture
def alts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Alt texts of the figures that a test draws, in place of showing them."""
    texts: list[str] = []
    monkeypatch.setattr(training, "show", lambda _, alt: texts.append(alt))
    return texts


def test_the_alpha_trap_is_told_in_words_too(alts: list[str], tmp_path: Path) -> None:
    mask = np.zeros((2, 2, 4), np.uint8)
    mask[..., 0], mask[..., 3] = [[1, 7], [13, 22]], 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    training.draw_channels(tmp_path / "mask.png")
    assert "Red holds ids 1 to 22, alpha only 255." in alts[0]
    assert "over four it is only 255." in alts[0]
