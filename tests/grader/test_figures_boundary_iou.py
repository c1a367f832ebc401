"""What the figures of the notebook on boundary IoU show, by their texts."""

import numpy as np

from lessons.figures import boundary_iou as figures

MASK = np.array([[1, 1, 0], [1, 1, 0]], dtype=bool)
GUESS = np.array([[1, 1, 1], [1, 1, 0]], dtype=bool)


def test_blocks_repeat_the_pixel_in_their_middle() -> None:
    ids = np.array([[1, 2, 3, 4], [5, 6, 7, 8]])
    assert figures.blocks(ids, 2).tolist() == [[6, 6, 8, 8], [6, 6, 8, 8]]


def test_blocks_of_one_pixel_change_nothing() -> None:
    assert figures.blocks(GUESS, 1).tolist() == GUESS.tolist()


def test_a_hole_has_the_wanted_size_and_lies_in_the_mask() -> None:
    mask = np.zeros((20, 30), dtype=bool)
    mask[4:18, 5:25] = True
    holed = figures.with_hole(mask, n_pixels=15)
    assert (mask & ~holed).sum() == 16
    assert not (holed & ~mask).any()


def test_guesses_are_told_with_every_score_and_what_is_wrong(shown: list[str]) -> None:
    scores = {"IoU": {"a guess": 0.8}, "boundary IoU": {"a guess": 0.5}}
    figures.draw_guesses(MASK, {"a guess": GUESS}, scores)
    assert shown == [
        "A mask and 1 guess at it. a guess: IoU 0.80, boundary IoU 0.50, 16.7% of pixels wrong."
    ]


def test_parts_are_counted(shown: list[str]) -> None:
    mask = np.ones((3, 4), dtype=bool)
    border = mask.copy()
    border[1, 1:3] = False
    figures.draw_parts(mask, border)
    assert shown == [
        "A mask of 12 pixels in a picture of 3 by 4: 2 of them are inside, 10 are its border."
    ]


def test_borders_are_counted_by_distance(shown: list[str]) -> None:
    photo = np.zeros((2, 3, 3), dtype=np.uint8)
    figures.draw_borders(photo, {1: MASK, 2: GUESS}, "road")
    assert shown == [
        "The border of the road on a photo: 4 pixels at distance 1 and 5 pixels at distance 2."
    ]


def test_curves_tell_where_they_start_and_end(shown: list[str]) -> None:
    figures.draw_curves([1, 2, 4], {"IoU": [1, 0.9, 0.8], "other": [1, 0.5, 0.25]}, "size")
    assert shown == ["Scores over size, 1 to 4: IoU from 1.00 to 0.80 and other from 1.00 to 0.25."]
