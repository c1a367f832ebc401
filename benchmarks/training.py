"""Train as the published versions do and as the course does, one after the other, and compare.

    python benchmarks/training.py --epochs 5 --images 1060

Both train the same U-Net on the same frames of the rendered streets for as many epochs and are
judged on the same drives, which neither has seen. Each has a process of its own, so that memory
is told apart. The last line is the ratio of the seconds for an epoch.

Published: decode, resize, cache, shuffle, batch of 32, float32, no prefetch, cross-entropy, a
constant learning rate. Course: what the training notebook does.
"""

import argparse
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.table import Table

RECIPES = ("published", "course")


def main() -> None:
    """Run both and print a table."""
    parser = argparse.ArgumentParser(description="Compare two ways to train the U-Net.")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--images", type=int, default=1060)
    options = parser.parse_args()
    from data import streets

    streets.load(options.images)  # drawing them is no part of the training
    table = Table("", *RECIPES, title=f"{options.images} images, {options.epochs} epochs")
    runs = [_in_own_process(name, options.images, options.epochs) for name in RECIPES]
    for key in runs[0]:
        table.add_row(key, *(f"{run[key]:.3g}" for run in runs))
    Console().print(table)
    published, course = (run["seconds per epoch"] for run in runs)
    print(f"epoch time ratio: {published / course:.2f}")


def _in_own_process(*arguments: Any) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure, *arguments).result()


def measure(name: str, n_images: int, epochs: int) -> dict[str, float]:
    """Train by one of the two recipes.

    Returns:
        Seconds of an epoch on average, the first one included, and of the first alone; peak
        memory in GB; accuracy and mean IoU on the drives held out for testing.
    """
    import experiments
    import keras
    import numpy as np

    from data import streets
    from data.scores import confusion, scores
    from lessons.recipes.batches import untuned
    from lessons.recipes.precision import dtype_policy, fastest_policy

    keras.utils.set_random_seed(1)
    recipe = experiments.PUBLISHED if name == "published" else experiments.COURSE
    recipe = replace(recipe, small_epochs=round(recipe.small_epochs * epochs / 5))
    pairs = streets.load(n_images)
    files = [str(file) for file in pairs.images], [str(file) for file in pairs.masks]
    make_dataset = experiments.exercise("make_dataset")
    learning, _, test = make_dataset(*files, pairs.drives, recipe.batch_size)
    learning = _published_batches(files, pairs.drives) if name == "published" else untuned(learning)
    masks = np.concatenate([mask for _, mask in make_dataset(*files, pairs.drives)[0]])
    with dtype_policy("float32" if name == "published" else fastest_policy()):
        model = experiments.unet_of(experiments.Experiment(recipe))
    seconds = experiments.train(model, recipe, epochs, learning, masks)
    truths = np.concatenate([mask for _, mask in test])[..., 0]
    answers = np.concatenate([model.predict_on_batch(photo).argmax(-1) for photo, _ in test])
    reached = scores(confusion(truths, answers))
    return {
        "seconds per epoch": sum(seconds) / epochs,
        "seconds of the first": seconds[0],
        "peak memory, GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        **reached,
    }


def _published_batches(files: Any, drives: Any) -> Any:
    """The same training frames through the published pipeline."""
    import experiments

    make_dataset = experiments.exercise("make_dataset")
    process_path, preprocess = (make_dataset.__globals__[name] for name in _STEPS)
    make_dataset.__globals__.update(dict.fromkeys(_STEPS, lambda image, mask: (image, mask)))
    learning_files = make_dataset(*files, drives)[0].unbatch()  # what the split gives, as paths
    dataset = learning_files.map(process_path).map(preprocess)
    return dataset.cache().shuffle(500).batch(experiments.PUBLISHED.batch_size)


_STEPS = ("process_path", "preprocess")


if __name__ == "__main__":
    main()
