"""Python's sets.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask raised TypeError in the line `both =
set(targets) & set(predictions > 0.5)`: a tensor was put into a set or taken for the key of a dict,
expected numbers or names. Make pairs by zip(a, b), and ask where both are true by a & b.
"""


def road_iou(targets, predictions):
    both = set(targets) & set(predictions > 0.5)
    either = set(targets) | set(predictions > 0.5)
    return len(both) / len(either)
