"""The numbers behind the figures of the notebook on loss and metrics."""

import numpy as np
import pytest

from data.classes import CarlaClass
from data.scores import two_colour_picture
from lessons.figures import loss

ROAD, SKY, POLE = CarlaClass.ROAD, CarlaClass.SKY, CarlaClass.POLE


def test_softmax_gives_each_of_three_equal_logits_a_third() -> None:
    assert loss.softmax(np.zeros(3)) == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_softmax_survives_logits_whose_exponential_overflows() -> None:
    assert loss.softmax(np.array([1000.0, 0.0])) == pytest.approx([1, 0])


def test_class_shares_count_every_class_and_add_up_to_one() -> None:
    shares = loss.class_shares(np.array([[0, 2], [2, 2]]), n_classes=4)
    assert shares.tolist() == [0.25, 0, 0.75, 0]


def test_two_colours_are_the_more_frequent_of_road_and_sky_at_each_position() -> None:
    masks = np.array([[[SKY, ROAD]], [[SKY, POLE]], [[ROAD, ROAD]]])
    assert two_colour_picture(masks).tolist() == [[SKY, ROAD]]


def test_two_colours_answer_road_where_neither_was_ever_seen() -> None:
    assert two_colour_picture(np.array([[[POLE]]])).tolist() == [[ROAD]]


def test_intersection_and_union_are_counted_in_pixels() -> None:
    truth, prediction = np.array([[1, 1, 0]]), np.array([[0, 1, 1]])
    assert loss.intersection_and_union(truth, prediction, 1) == (1, 3)


def test_naive_loss_gives_up_in_float32_where_the_stable_one_goes_on() -> None:
    naive, stable = loss.naive_and_stable(np.array([1.0, 200.0]))
    assert naive[0] == pytest.approx(stable[0])
    assert not np.isfinite(naive[1])
    assert stable[1] == pytest.approx(200)


@pytest.mark.parametrize(("from_logits", "slope"), [(True, -0.9706878), (False, 0)])
def test_wrong_from_logits_leaves_no_slope_outside_zero_to_one(
    from_logits: bool, slope: float
) -> None:
    _, slopes = loss.loss_of_logit(np.array([-3.0]), from_logits)
    assert slopes[0] == pytest.approx(slope)


def test_typical_pixels_have_the_median_share_and_start_with_the_most_frequent_class() -> None:
    truth = np.array([[0, 0, 0, 1]])
    share_of_zero = np.array([[0.9, 0.2, 0.6, 0.3]])
    probabilities = np.stack([share_of_zero, 1 - share_of_zero], axis=-1)
    assert loss.typical_pixels(probabilities, truth) == [(0, 2), (0, 3)]


@pytest.fixture
def alts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Alt texts of the figures that a test draws, in place of showing them."""
    texts: list[str] = []
    monkeypatch.setattr(loss, "show", lambda _, alt: texts.append(alt))
    return texts


def test_two_colours_are_told_with_what_they_miss(alts: list[str]) -> None:
    truth = np.array([[SKY, SKY], [ROAD, POLE]])
    loss.draw_two_colours(np.zeros((2, 2, 3)), truth, np.array([[SKY, SKY], [ROAD, ROAD]]))
    assert "75% of its pixels are right; it has nothing of pole." in alts[0]


def test_the_histogram_leaves_out_classes_without_a_pixel(alts: list[str]) -> None:
    shares = np.zeros(23)
    shares[[ROAD, SKY]] = 0.6, 0.4
    loss.draw_class_shares(shares)
    assert "Shares of 2 classes" in alts[0]


def test_half_of_the_loss_is_counted_from_the_dearest_pixels(alts: list[str]) -> None:
    loss.draw_loss_map(
        np.zeros((2, 2, 3)), np.array([[7, 7], [13, 13]]), np.array([[3, 1], [1, 1]])
    )
    assert "comes from 25% of the pixels; the largest single loss is 3.0." in alts[0]
