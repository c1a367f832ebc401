"""Confusion matrix, class table and the two scores, on matrices small enough to redo by hand."""

import numpy as np

from data import scores


def test_confusion_counts_true_classes_in_rows() -> None:
    counts = scores.confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), n_classes=3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 0]]


def test_confusion_of_byte_masks_does_not_overflow() -> None:
    counts = scores.confusion(np.array([22], np.uint8), np.array([22], np.uint8))
    assert counts[22, 22] == counts.sum() == 1


def test_class_table_leaves_out_classes_that_occur_nowhere() -> None:
    table = scores.class_table(np.array([[6, 2, 0], [0, 2, 0], [0, 0, 0]]))
    assert table["iou"].to_dict() == {0: 6 / 8, 1: 2 / 4}
    assert table["share"].to_dict() == {0: 0.8, 1: 0.2}


def test_class_table_keeps_a_class_that_was_only_predicted() -> None:
    table = scores.class_table(np.array([[3, 1], [0, 0]]))
    assert table.loc[1].to_dict() == {"share": 0, "iou": 0}


def test_scores_are_accuracy_and_the_mean_over_the_classes_that_occur() -> None:
    counts = np.array([[6, 2, 0], [0, 2, 0], [0, 0, 0]])
    assert scores.scores(counts) == {"accuracy": 0.8, "mean IoU": (6 / 8 + 2 / 4) / 2}
