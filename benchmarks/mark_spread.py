"""How far a network's mark depends on the streets that it is judged on, by how they are chosen.

Run `python benchmarks/mark_spread.py unet.weights.h5` with the file of a trained network; on one
core it takes a quarter of an hour. Ten networks are made of it by noise; each is judged on the
streets of as many seeds.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from data.scores import confusion, scores
from grader import errands
from grader.errands.packing import Arrays, pack
from grader.exercises.training.weights.judge import FIRST_HIDDEN_SEED, network, points_for
from grader.exercises.training.weights.probe import frames

NOISE = (0, 0.1, 0.17, 0.22, 0.26, 0.29, 0.32, 0.35, 0.38, 0.42)  # of each array's own spread
N_SEEDS = 12
RENDERED = {3: 24, 1: 48}  # drives, by the number of frames of each
CHOICES = ((24, 3), (48, 1), (36, 1), (30, 1), (24, 1))  # drives, frames of each

Ious = dict[tuple[int, int], list[list[float]]]  # by choice, for each network


def main() -> None:
    """Judge every network on every seed, and print mean and standard deviation of its mark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    weights = network.arranged(network.read(parser.parse_args().file.read_bytes(), _run))
    networks = [_with_noise(weights, strength) for strength in NOISE]
    ious: Ious = {choice: [[] for _ in networks] for choice in CHOICES}
    for seed in range(FIRST_HIDDEN_SEED, FIRST_HIDDEN_SEED + N_SEEDS):
        for n_frames, most in RENDERED.items():
            photos, truth = frames(seed, most, n_frames)
            for number, arrays in enumerate(networks):
                ids = _segmented(arrays, photos)
                for n_drives in (drives for drives, each in CHOICES if each == n_frames):
                    first = slice(n_drives * n_frames)
                    iou = scores(confusion(truth[first], ids[first]))["mean IoU"]
                    ious[n_drives, n_frames][number].append(iou)
    Console(width=140).print(_table(ious))


def _run(task: str, payload: bytes) -> bytes:
    return errands.task(task)(payload)


def _with_noise(weights: Arrays, strength: float) -> Arrays:
    rng = np.random.default_rng(1)
    return {
        name: (array + strength * array.std() * rng.normal(size=array.shape)).astype(np.float32)
        for name, array in weights.items()
    }


def _segmented(arrays: Arrays, photos: NDArray[np.uint8]) -> NDArray[np.uint8]:
    steps = list(network.steps())
    answer = _run("segment", pack(arrays, photos.tobytes(), photos=photos.shape, steps=steps))
    return np.frombuffer(answer, np.uint8).reshape(photos.shape[:3])


def _table(ious: Ious) -> Table:
    table = Table(title="mean IoU ± its standard deviation, ± that of the points", box=SIMPLE)
    table.add_column("noise")
    for n_drives, n_frames in CHOICES:
        table.add_column(f"{n_drives} drives × {n_frames}", justify="right")
    for number, strength in enumerate(NOISE):
        cells = [_spread(ious[choice][number]) for choice in CHOICES]
        table.add_row(f"{strength:g}", *cells)
    return table


def _spread(values: list[float]) -> str:
    points = [points_for(value) for value in values]
    iou = f"{np.mean(values):.3f} ± {np.std(values, ddof=1):.4f}"
    return f"{iou}, ± {np.std(points, ddof=1):.2f}"


if __name__ == "__main__":
    main()
