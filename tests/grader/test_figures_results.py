"""The numbers behind the figures of what a training reached."""

from collections.abc import Callable
from pathlib import Path

import imageio.v3 as imageio
import numpy as np
import pandas as pd
import pytest

from data.classes import CLASS_NAMES, N_CLASSES, CarlaClass
from lessons.figures import results

ROAD, SIDEWALK, SKY = int(CarlaClass.ROAD), int(CarlaClass.SIDEWALK), int(CarlaClass.SKY)
POLE = int(CarlaClass.POLE)
PHOTO = np.zeros((6, 8, 3))


@pytest.fixture
def films(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alternative texts of the films shown during the test."""
    texts: list[str] = []
    monkeypatch.setattr("lessons.figures.display", lambda film: texts.append(repr(film)))
    return texts


@pytest.fixture
def street() -> np.ndarray:
    """A mask of six rows of eight pixels: sky above road."""
    mask = np.full((6, 8), ROAD, np.uint8)
    mask[:3] = SKY
    return mask


@pytest.fixture
def answer(street: np.ndarray) -> np.ndarray:
    """The street with twelve pixels of its road taken for sidewalk."""
    mask = street.copy()
    mask[3:, 4:] = SIDEWALK
    return mask


def test_a_network_stands_beside_the_two_colour_picture(
    street: np.ndarray, answer: np.ndarray
) -> None:
    row = results.beside_two_colours(street[None], answer[None], street).iloc[0]
    assert row.to_dict() == {
        "accuracy": 0.75,
        "mean IoU": 0.5,  # sky 1, road 1/2, sidewalk 0
        "two colours: accuracy": 1.0,
        "two colours: mean IoU": 1.0,
    }


def test_the_scores_are_told_with_their_baseline(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    table = results.beside_two_colours(street[None], answer[None], street)
    results.draw_scores(pd.concat([table, table]), ["by frame", "by drive"])
    assert shown == [
        "Accuracy beside mean IoU as marks on a line. "
        "by frame: accuracy 0.75, mean IoU 0.50 (two colours 1.00 and 1.00); "
        "by drive: accuracy 0.75, mean IoU 0.50 (two colours 1.00 and 1.00)."
    ]


def losses(**ious: list[float]) -> tuple[pd.DataFrame, np.ndarray]:
    """A row for each of two losses, and the shares of the classes, which fall with their id."""
    table = pd.DataFrame({name: ious.get(name, [np.nan, np.nan]) for name in CLASS_NAMES})
    table["mean IoU"] = table.mean(axis=1)
    return table, np.arange(N_CLASSES, 0, -1) / sum(range(N_CLASSES + 1))


def test_of_several_losses_the_largest_gain_is_told(shown: list[str]) -> None:
    table, shares = losses(road=[0.9, 0.92], pole=[0.1, 0.3], sky=[0.8, np.nan])
    results.draw_class_gains(table, ["plain", "Dice"], shares)
    assert shown == [
        "IoU of 3 classes as marks. Mean IoU: plain 0.60 and Dice 0.61. "
        "From plain to Dice the class pole gains most, from 0.10 to 0.30."
    ]


def test_losses_that_gain_nothing_claim_nothing(shown: list[str]) -> None:
    table, shares = losses(road=[0.9, 0.9])
    results.draw_class_gains(table, ["plain", "Dice"], shares)
    assert shown == ["IoU of 1 classes as marks. Mean IoU: plain 0.90 and Dice 0.90."]


def test_rare_classes_stand_at_the_lower_end(monkeypatch: pytest.MonkeyPatch) -> None:
    labels: list[str] = []
    monkeypatch.setattr(
        results,
        "show",
        lambda figure, _: labels.extend(t.get_text() for t in figure.axes[0].get_yticklabels()),
    )
    table, shares = losses(road=[0.9, 0.9], pole=[0.1, 0.3], terrain=[0.2, 0.2])
    results.draw_class_gains(table, ["plain", "Dice"], shares)
    names = [label.split("  ")[0] for label in labels]
    assert names == ["mean of all classes", "pole", "road", "terrain"]


def test_the_most_disputed_class_has_most_wrong_pixels_missed_or_added() -> None:
    truth = np.array([[ROAD, ROAD, ROAD, SKY, SKY, POLE]])
    answer = np.array([[SIDEWALK, SIDEWALK, ROAD, SKY, SKY, ROAD]])
    assert results.most_disputed(truth, answer, 3) == [ROAD, SIDEWALK, POLE]


def test_without_a_mistake_the_frequent_classes_are_proposed(street: np.ndarray) -> None:
    street[5, 7] = POLE
    assert results.most_disputed(street, street) == [SKY, ROAD, POLE]


def test_contours_tell_the_shares_of_the_chosen_classes(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    results.draw_contours(PHOTO, street, answer, [SIDEWALK])
    assert shown == [
        "A photo with the true borders (solid) and the predicted ones (dashed) of sidewalk; "
        "wrong there, hatched: 25.0% of the picture. Shares of the picture: sidewalk: 0.0% true, "
        "25.0% predicted."
    ]


def test_mistakes_among_other_classes_are_not_hatched(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    results.draw_contours(PHOTO, street, answer, [SKY])
    assert "wrong there, hatched: 0.0% of the picture." in shown[0]


def test_a_border_has_another_class_beside_it_or_across_a_corner() -> None:
    mask = np.zeros((1, 4, 4), np.uint8)
    mask[0, 0, 0] = POLE
    expected = np.zeros((1, 4, 4), bool)
    expected[0, :2, :2] = True
    assert results.beside_border(mask).tolist() == expected.tolist()


def test_confused_pairs_are_shares_of_the_true_class(
    street: np.ndarray, answer: np.ndarray
) -> None:
    answer[0, 0] = ROAD
    pairs = results.confused_pairs(street[None], answer[None])
    assert pairs.to_dict("list") == {
        "truth": [ROAD, SKY],
        "answer": [SIDEWALK, ROAD],
        "share": [12 / 24, 1 / 24],
        "at_border": [4 / 24, 0],
    }


def test_of_many_confused_pairs_those_with_most_pixels_are_kept(
    street: np.ndarray, answer: np.ndarray
) -> None:
    street[0, 0] = POLE  # one pixel, all of its class wrong
    answer[0, 0] = SKY
    pairs = results.confused_pairs(street[None], answer[None], n_pairs=1)
    assert pairs["truth"].tolist() == [ROAD]


def test_confused_pairs_say_how_much_lies_at_a_border(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    results.draw_confused_pairs(results.confused_pairs(street[None], answer[None]))
    assert shown == [
        "Classes taken for another, as bars: road → sidewalk 50.0% (33% of it at a border)."
    ]


def test_without_a_mistake_there_are_no_confused_pairs(
    street: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    results.draw_confused_pairs(results.confused_pairs(street[None], street[None]))
    assert capsys.readouterr().out == "No pixel is wrong: no class was taken for another.\n"


def test_areas_are_connected_sideways_and_not_across_corners() -> None:
    kinds = np.array([[[1, 0, 1], [1, 1, 0], [0, 1, 2]]])
    assert results.connected_areas(kinds).tolist() == [[[0, 1, 2], [0, 0, 5], [6, 0, 8]]]


def test_a_winding_area_is_one_and_ends_at_its_picture() -> None:
    snake = np.array([[1, 1, 1, 1], [0, 0, 0, 1], [1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 1, 1]])
    areas = results.connected_areas(np.stack([snake, snake]))
    assert np.unique(areas[np.stack([snake, snake]) == 1]).tolist() == [0, snake.size]


def test_specks_and_holes_are_wiped_out_and_thin_lines_stay() -> None:
    area = np.zeros((7, 7), bool)
    area[:, 0] = True  # a thin line
    area[2:7, 3:6] = True
    expected = area.copy()
    area[4, 4] = False
    area[0, 5] = True
    assert results.without_specks(area).tolist() == expected.tolist()


def test_the_deepest_pixel_lies_inside_an_area_that_is_bent() -> None:
    area = np.zeros((9, 9), bool)
    area[:, 0] = area[8, :] = True  # the middle of this L is not in it
    area[1:4, 0:3] = True
    assert results.deepest_pixel(area) == (2, 1)


def test_the_largest_failure_is_found(street: np.ndarray, answer: np.ndarray) -> None:
    small = street.copy()
    small[0] = POLE
    failure = results.largest_failure(np.stack([street, street]), np.stack([small, answer]))
    assert failure is not None
    assert (failure.image, failure.truth, failure.answer) == (1, ROAD, SIDEWALK)
    assert failure.area.tolist() == (street != answer).tolist()


def test_two_mistakes_side_by_side_are_two_areas(street: np.ndarray, answer: np.ndarray) -> None:
    answer[3:, 7] = POLE
    failure = results.largest_failure(street[None], answer[None])
    assert failure is not None
    assert failure.area.sum() == 9


def test_a_failure_is_told_with_the_shares_at_its_centre(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    logits = np.zeros((1, 6, 8, N_CLASSES), np.float32)
    logits[..., SIDEWALK], logits[..., ROAD], logits[..., POLE] = 22, 21, 20
    results.draw_failure(PHOTO[None], street[None], answer[None], lambda _: logits)
    assert shown == [
        "The largest failure: in picture 1 of 1 an area of 12 connected pixels (25.0% of the "
        "picture) is road and was taken for sidewalk. At its centre the network's shares are "
        "sidewalk 0.67, road 0.24 and pole 0.09; the true class has 0.24."
    ]


def test_without_a_mistake_there_is_no_failure(
    street: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    results.draw_failure(PHOTO[None], street[None], street[None], lambda _: np.zeros(0))
    printed = capsys.readouterr().out
    assert printed == "None of the 48 pixels is wrong: there is no failure to look at.\n"


def test_what_a_photo_without_a_truth_is_taken_for_is_told(shown: list[str]) -> None:
    logits = np.zeros((6, 8, N_CLASSES))
    logits[..., ROAD] = np.log(N_CLASSES - 1)  # half of the share, the others have the rest
    results.draw_unknown(PHOTO, logits)
    assert shown == [
        "A photo, what the network takes it for, and how sure it is. Most pixels: road 100.0 %. "
        "The highest share of a pixel is 0.50 on average."
    ]


def test_a_drive_is_a_film_with_a_picture_for_each_frame(
    street: np.ndarray, answer: np.ndarray, films: list[str], tmp_path: Path
) -> None:
    truths, answers = np.stack([street] * 3), np.stack([street, answer, answer])
    results.show_drive(np.stack([PHOTO] * 3), truths, answers, tmp_path / "drive.gif")
    assert len(imageio.imread(tmp_path / "drive.gif")) == 3
    assert films == [
        "A drive as a film, photo beside truth and the network's answer; number of frames: 3. "
        "Mean IoU of a frame: 0.67 on average, lowest in frame 2 (0.50), highest in frame 1 (1.00)."
    ]


def test_a_drive_of_a_single_frame_can_be_shown(
    street: np.ndarray, films: list[str], tmp_path: Path
) -> None:
    results.show_drive(PHOTO[None], street[None], street[None], tmp_path / "drive.gif")
    assert "number of frames: 1." in films[0]


def test_a_film_lingers_at_epochs_1_5_and_15(
    street: np.ndarray, answer: np.ndarray, films: list[str], tmp_path: Path
) -> None:
    answers = [answer, answer, street]
    results.show_film(PHOTO, street, answers, [1, 4, 5], tmp_path / "film.gif")
    durations = [
        imageio.immeta(tmp_path / "film.gif", index=number)["duration"] for number in range(3)
    ]
    assert durations == [2500, 600, 2500]
    assert films == [
        "The answer for one photo through the epochs as a film; number of pictures: 3. Of them "
        "after epoch 1 75% right, mean IoU 0.50; after epoch 5 100% right, mean IoU 1.00."
    ]


def test_a_still_shows_the_same_epochs(
    street: np.ndarray, answer: np.ndarray, shown: list[str]
) -> None:
    results.draw_epochs(PHOTO, street, np.stack([answer, answer, street]), np.array([1, 4, 5]))
    assert shown == [
        "A photo, its mask and the answers through the epochs: after epoch 1 75% right, mean IoU "
        "0.50; after epoch 5 100% right, mean IoU 1.00."
    ]


def test_a_still_of_other_epochs_shows_the_last(street: np.ndarray, shown: list[str]) -> None:
    results.draw_epochs(PHOTO, street, [street, street], [2, 3])
    assert shown[0].endswith("through the epochs: after epoch 3 100% right, mean IoU 1.00.")


def test_all_pictures_of_a_film_have_one_size(street: np.ndarray, answer: np.ndarray) -> None:
    make: Callable[..., list[np.ndarray]] = results._film_pictures
    pictures = make([PHOTO] * 2, [street] * 2, [answer, street], ["a", "longer"], ["", "caption"])
    assert pictures[0].shape == pictures[1].shape


def test_the_detail_of_a_failure_holds_it_and_keeps_the_proportions() -> None:
    for area_at in (np.s_[90:, :3], np.s_[10:60, 50:60], np.s_[:, 5:9], np.s_[:2, 20:120]):
        area = np.zeros((96, 128), bool)
        area[area_at] = True
        rows, columns = results._window(area)
        assert area[rows, columns].sum() == area.sum()
        assert (rows.stop - rows.start) / (columns.stop - columns.start) == pytest.approx(
            0.75, abs=0.02
        )
        assert 0 <= rows.start < rows.stop <= 96
        assert 0 <= columns.start < columns.stop <= 128
