"""Measure the rendered streets: class shares, seconds to make them, what colour alone can do.

Run `python benchmarks/street_data.py`. The default set is made afresh in a temporary folder.
"""

import os
import tempfile
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from data import streets
from data.classes import CLASS_NAMES, N_CLASSES
from data.pairs import Pairs, split_by_drive

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]

# Shares of all 1,060 masks of the published recording, %.
REAL_SHARES: dict[str, float] = {
    "road": 43.4, "sky": 32.2, "building": 7.4, "vegetation": 6.4, "terrain": 2.8,
    "sidewalk": 1.9, "road line": 1.5, "wall": 1.2, "guard rail": 1.0, "vehicle": 0.57,
    "pole": 0.40, "fence": 0.36, "static": 0.26, "bridge": 0.18, "ground": 0.10,
    "rail track": 0.09, "dynamic": 0.07, "other": 0.05, "pedestrian": 0.04,
    "traffic light": 0.04, "traffic sign": 0.01, "water": 0.003, "unlabeled": 0.0,
}  # fmt: skip
BINS = 16  # levels of each colour channel in the histogram


def shares(pairs: Pairs) -> tuple[F64, I64]:
    """Percent of pixels of each class, and in how many drives it occurs; both (23,)."""
    counts = np.zeros(N_CLASSES)
    drives: list[set[str]] = [set() for _ in range(N_CLASSES)]
    for index in range(len(pairs)):
        found = np.bincount(pairs.read(index)[1].ravel(), minlength=N_CLASSES)
        counts += found
        for class_id in np.flatnonzero(found):
            drives[class_id].add(pairs.drives[index])
    return 100 * counts / counts.sum(), np.array([len(names) for names in drives])


def count_colours(pairs: Pairs) -> F64:
    """How often each coarse colour shows each class, shape (BINS ** 3, 23)."""
    table = np.zeros((BINS**3, N_CLASSES))
    for index in range(len(pairs)):
        image, mask = pairs.read(index)
        cell = _cells(image) * N_CLASSES + mask
        table += np.bincount(cell.ravel(), minlength=table.size).reshape(table.shape)
    return table


def _cells(image: U8) -> I64:
    coarse = image.astype(np.int64) * BINS // 256
    cells: I64 = (coarse[..., 0] * BINS + coarse[..., 1]) * BINS + coarse[..., 2]
    return cells


def nearest_mean(table: F64) -> I64:
    """For each coarse colour the class whose mean colour is nearest, (BINS ** 3,)."""
    levels = (np.arange(BINS) + 0.5) * 256 / BINS
    colours = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    totals = table.sum(axis=0)
    means = table.T @ colours / np.maximum(totals, 1)[:, None]
    distance = ((colours[:, None] - means[None]) ** 2).sum(axis=2)
    distance[:, totals == 0] = np.inf
    classes: I64 = distance.argmin(axis=1)
    return classes


def most_frequent(table: F64) -> I64:
    """For each coarse colour the class it shows most often, (BINS ** 3,)."""
    classes: I64 = table.argmax(axis=1)
    return classes


def most_frequent_by_row(pairs: Pairs) -> I64:
    """The class that each row of pixels shows most often: what position alone can do, (H,)."""
    height = pairs.read(0)[1].shape[0]
    table = np.zeros((height, N_CLASSES))
    for index in range(len(pairs)):
        mask = pairs.read(index)[1]
        cell = np.arange(height)[:, None] * N_CLASSES + mask
        table += np.bincount(cell.ravel(), minlength=table.size).reshape(table.shape)
    return most_frequent(table)


def judge(pairs: Pairs, predict: Callable[[U8], I64]) -> tuple[float, float]:
    """Pixel accuracy and mean IoU, over the classes that occur, of a function of the image."""
    confusion = np.zeros((N_CLASSES, N_CLASSES))
    for index in range(len(pairs)):
        image, mask = pairs.read(index)
        cell = mask.astype(np.int64) * N_CLASSES + predict(image)
        confusion += np.bincount(cell.ravel(), minlength=confusion.size).reshape(confusion.shape)
    hits = np.diag(confusion)
    union = confusion.sum(axis=0) + confusion.sum(axis=1) - hits
    occurs = confusion.sum(axis=1) > 0
    return float(hits.sum() / confusion.sum()), float((hits[occurs] / union[occurs]).mean())


def busy_seconds() -> float:
    """Processor seconds of this process and its finished workers: what others do is left out."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Print all measurements."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_DATA_DIR"] = folder
        start, busy = time.perf_counter(), busy_seconds()
        pairs = streets.load()
        made, worked = time.perf_counter() - start, busy_seconds() - busy
        start = time.perf_counter()
        streets.load()
        opened = time.perf_counter() - start
        print(f"{len(pairs)} pairs made in {made:.1f} s on {os.cpu_count()} processors "
              f"({worked:.0f} s of work), opened again in {opened * 1000:.0f} ms")  # fmt: skip
        size = sum(file.stat().st_size for file in (*pairs.images, *pairs.masks))
        print(f"{size / 1e6:.0f} MB\n")
        measured, drives = shares(pairs)
        print(f"{'class':14} {'rendered %':>10} {'real %':>8} {'drives':>7}")
        for class_id in np.argsort(-measured):
            name = CLASS_NAMES[class_id]
            print(f"{name:14} {measured[class_id]:10.3f} {REAL_SHARES[name]:8.3f} "
                  f"{drives[class_id]:7}")  # fmt: skip
        split = split_by_drive(pairs)
        print(f"\nFitted on {len(split.train)} frames, judged on {len(split.test)} frames of "
              f"other drives:")  # fmt: skip
        colours = count_colours(split.train)
        means, histogram = nearest_mean(colours), most_frequent(colours)
        rows = most_frequent_by_row(split.train)[:, None]
        predictors: dict[str, Callable[[U8], I64]] = {
            "nearest class mean of colour": lambda image: means[_cells(image)],
            f"histogram of {BINS}³ colours": lambda image: histogram[_cells(image)],
            "row of the pixel": lambda image: np.broadcast_to(rows, image.shape[:2]),
        }
        for title, predict in predictors.items():
            accuracy, iou = judge(split.test, predict)
            print(f"{title:30} accuracy {accuracy:.3f}   mean IoU {iou:.3f}")


if __name__ == "__main__":
    main()
