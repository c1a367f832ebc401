"""Train the U-Net under different recipes and write down what each reaches on unseen drives.

    python benchmarks/experiments.py                  # which experiments there are
    python benchmarks/experiments.py published course # run two of them

Every result is a row of ``lessons/recipes/experiments.csv``. Weights stay in the data directory, so
that an experiment may start from those of another one. Where a row or weights are there, that work
is not done again: delete them to do so.
"""

import argparse
import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from numpy.typing import NDArray

from data import carla, streets
from data.classes import CLASS_NAMES, N_CLASSES
from data.location import data_directory
from data.pairs import Pairs, folds_of
from data.scores import class_table, confusion, scores, two_colour_picture
from grader.course import ROOT
from grader.exercises.training.weights.probe import frames
from grader.notebook.loading import load_functions
from lessons.recipes.answers import LARGER, shares_of
from lessons.recipes.batches import augmented, halved, untuned
from lessons.recipes.losses import CrossEntropyAndDice, WeightedCrossEntropy, class_weights
from lessons.recipes.schedules import LateCosine

RESULTS = ROOT / "lessons" / "recipes" / "experiments.csv"
FILM = RESULTS.with_name("film.npz")
SOLUTIONS = ROOT / "solutions" / "unet"
N_TIMES = 10
N_FOLDS = 3
N_IMAGES = 1060
NEW_SEED, NEW_DRIVES = 2, 24
Array = NDArray[Any]
Part = tuple[Array, Array]  # photos (n, 96, 128, 3) and masks (n, 96, 128, 1)


@dataclass(frozen=True)
class Recipe:
    """How a network is trained; the defaults are the published way."""

    loss: str = "cross-entropy"
    batch_size: int = 32
    falling_share: float = 0.0  # of the steps, the last ones: the learning rate falls in them
    learning_rate: float = 1e-3
    augmented: bool = False
    small_epochs: int = 0  # how many of the epochs, the first ones, see pictures of half the size


PUBLISHED = Recipe()
BATCH_8 = replace(PUBLISHED, batch_size=8)
BATCH_4 = replace(PUBLISHED, batch_size=4)
WEIGHTED = replace(BATCH_4, loss="weighted")
FALLING = replace(WEIGHTED, falling_share=0.4)
COURSE = replace(FALLING, small_epochs=3)
COURSE_15 = replace(COURSE, small_epochs=9)
# From weights that know rendered streets: smaller steps; few pictures make augmentation pay.
FINE_TUNING = replace(FALLING, learning_rate=5e-4, augmented=True)


@dataclass(frozen=True)
class Experiment:
    """A recipe on some data, for some epochs.

    Attributes:
        recipe: how it is trained.
        data: "streets", split by drive and judged on ``NEW_DRIVES`` other drives; "frames": the
            same, split by frame and judged on the frames that were held out; "recording": the
            real pairs, in ``N_FOLDS`` parts by scene, each judged by a network that saw the others;
            "recording and streets": the same, and an epoch is as many rendered pictures as
            recorded ones, each of these several times.
        epochs: passes over the training pictures.
        n_filters: width of the U-Net.
        halved: pictures of 48 × 64 instead of 96 × 128, for learning and for judging.
        skips: without them the decoder sees zeros in their place.
        start: an experiment from whose weights it goes on.
        mean_of: experiments whose weights are averaged in place of a training (Wortsman et al.,
            "Model soups", 2022); one has to go on from another.
        scales: sizes, beside its own, at which each picture is asked about; then also mirrored. The
            answer is the mean of all.
        filmed: keep what the network says of one picture after every epoch.
    """

    recipe: Recipe
    data: str = "streets"
    epochs: int = 5
    n_filters: int = 32
    halved: bool = False
    skips: bool = True
    start: str = ""
    mean_of: tuple[str, ...] = ()
    scales: tuple[float, ...] = ()
    filmed: bool = False


_RECORDED = ("course 15", "recording course", "recording among streets")

# The table of single changes takes a sixteenth of the arithmetic: half the filters, half the size.
_QUICK = Experiment(WEIGHTED, n_filters=16, halved=True)
EXPERIMENTS = {
    "quick published": replace(_QUICK, recipe=PUBLISHED),
    "quick batch 8": replace(_QUICK, recipe=BATCH_8),
    "quick batch 4": replace(_QUICK, recipe=BATCH_4),
    "quick weighted": _QUICK,
    "quick Dice": replace(_QUICK, recipe=replace(FALLING, loss="weighted + Dice")),
    "quick falling rate": replace(_QUICK, recipe=FALLING),
    "quick augmented": replace(_QUICK, recipe=replace(WEIGHTED, augmented=True)),
    "quick without skips": replace(_QUICK, skips=False),
    "quick by frame": replace(_QUICK, data="frames"),
    "quick recording published": replace(_QUICK, recipe=PUBLISHED, data="recording", epochs=40),
    "quick recording course": replace(
        _QUICK, recipe=FINE_TUNING, data="recording", epochs=40, start="quick falling rate"
    ),
    "quick recording among streets": replace(
        _QUICK,
        recipe=FINE_TUNING,
        data="recording and streets",
        epochs=4,
        start="quick falling rate",
    ),
    # Half the size once more would be too small here, so these are narrow instead.
    "narrow": Experiment(FALLING, n_filters=8),
    "narrow small first": Experiment(COURSE, n_filters=8),
    "narrow small first, equal time": Experiment(
        replace(COURSE, small_epochs=8), epochs=11, n_filters=8
    ),
    "published": Experiment(PUBLISHED),
    "course": Experiment(COURSE),
    "course 15": Experiment(COURSE_15, epochs=15),
    "half width 15": Experiment(COURSE_15, epochs=15, n_filters=16, filmed=True),
    # As long as "recording among streets" takes, which is the longest of those below.
    "recording published": Experiment(PUBLISHED, "recording", epochs=50),
    "recording unseen": Experiment(FINE_TUNING, "recording", epochs=0, start="course 15"),
    "recording course": Experiment(FINE_TUNING, "recording", epochs=20, start="course 15"),
    "recording among streets": Experiment(
        FINE_TUNING, "recording and streets", epochs=2, start="course 15"
    ),
    "recording half way": Experiment(
        FINE_TUNING, "recording", epochs=0, mean_of=("course 15", "recording course")
    ),
    "recording mean": Experiment(
        FINE_TUNING,
        "recording",
        epochs=0,
        mean_of=_RECORDED,
    ),
    "recording mean, four answers": Experiment(
        FINE_TUNING, "recording", epochs=0, mean_of=_RECORDED, scales=LARGER
    ),
}


def main() -> None:
    """Run the experiments named, in that order."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME")
    names = parser.parse_args().names
    if not names:
        print("\n".join(EXPERIMENTS))
    for name in names:
        if name in _table().index:
            print(f"{name} has its row in {RESULTS.name}")
            continue
        if not _weights_file(name).exists():
            run(name, EXPERIMENTS[name])
        row = judge(name, EXPERIMENTS[name]).rename(name)
        table = pd.concat([_table(), row.to_frame().T]).rename_axis("experiment")
        table.to_csv(RESULTS, float_format="%.4f")
        print(row[["accuracy", "mean IoU"]].to_string(), flush=True)


def _table() -> pd.DataFrame:
    return pd.read_csv(RESULTS, index_col="experiment") if RESULTS.exists() else pd.DataFrame()


def run(name: str, experiment: Experiment) -> None:
    """Train; the weights stay in the data directory."""
    for number, (learning, held_out) in enumerate(_parts(experiment)):
        keras.utils.set_random_seed(1)
        model = unet_of(experiment)
        if experiment.start:
            model.load_weights(_weights_file(experiment.start))
        small_epochs = experiment.recipe.small_epochs
        watch = _camera(model, held_out, small_epochs) if experiment.filmed else _look_away
        batches = _batches(experiment, learning)
        train(model, experiment.recipe, experiment.epochs, batches, learning[1], watch)
        _average(model, experiment.mean_of, number)
        keras.Model(model.inputs, model.outputs).save_weights(_weights_file(name, number))


def _average(model: Any, names: tuple[str, ...], fold: int) -> None:
    """Set each weight to its mean over these experiments; those on streets have one part only."""
    arrays = []
    for name in names:
        in_folds = EXPERIMENTS[name].data.startswith("recording")
        model.load_weights(_weights_file(name, fold if in_folds else 0))
        arrays.append(model.get_weights())
    if names:
        model.set_weights([np.mean(of_each, axis=0) for of_each in zip(*arrays, strict=True)])


def judge(name: str, experiment: Experiment) -> pd.Series:
    """The row of the table, from the weights."""
    counts = baseline = np.zeros((N_CLASSES, N_CLASSES), int)
    for number, (learning, (photos, masks)) in enumerate(_parts(experiment)):
        model = trained(name, number)
        answers = shares_of(model, photos, experiment.scales).argmax(axis=-1)
        counts = counts + confusion(masks[..., 0], answers)
        two_colours = np.broadcast_to(two_colour_picture(learning[1][..., 0]), answers.shape)
        baseline = baseline + confusion(masks[..., 0], two_colours)
    return _row(experiment, counts, baseline)


def trained(name: str, fold: int = 0) -> Any:
    """The network of an experiment, with the weights that ``run`` has kept."""
    model = unet_of(EXPERIMENTS[name])
    model.load_weights(_weights_file(name, fold))
    return model


def _look_away(epoch: int) -> None:
    """For trainings that nobody films."""


def train(
    model: Any,
    recipe: Recipe,
    epochs: int,
    batches: Any,
    masks: Array,
    watch: Callable[[int], None] = _look_away,
) -> list[float]:
    """Fit the model by a recipe; the seconds that each epoch took.

    Args:
        model: a network for pictures of any size.
        recipe: its batch size says what ``batches`` are, the rest is done here.
        epochs: passes over the batches.
        batches: a dataset of photos, (batch, H, W, 3), and masks, (batch, H, W, 1).
        masks: all masks of the training data, for the weights of the classes.
        watch: called with the number of each epoch that is done.
    """
    rate: Any = recipe.learning_rate
    if recipe.falling_share:
        n_steps = -(-len(masks) // recipe.batch_size) * epochs
        rate = LateCosine(rate, n_steps, recipe.falling_share)
    model.compile(keras.optimizers.Adam(rate), _loss(recipe.loss, masks), metrics=["accuracy"])
    if recipe.augmented:
        batches = augmented(batches)
    seconds = []
    for epoch in range(epochs):
        started = time.perf_counter()
        small = epoch < recipe.small_epochs
        result = model.fit(halved(batches) if small else batches, verbose=0, shuffle=False)
        seconds.append(time.perf_counter() - started)
        loss = result.history["loss"][0]
        print(f"  epoch {epoch + 1}: loss {loss:.3f}, {seconds[-1]:.1f} s", flush=True)
        watch(epoch + 1)
    return seconds


def _every_second_pixel(part: Part) -> Part:
    photos, masks = part
    return photos[:, ::2, ::2], masks[:, ::2, ::2]


def _camera(model: Any, held_out: Part, small_epochs: int) -> Callable[[int], None]:
    """Writes down, epoch by epoch, the answer for the held-out picture with the most classes.

    A network that has learned small pictures so far is asked about a small one.
    """
    photos, masks = held_out
    number = int(np.argmax([len(np.unique(mask)) for mask in masks]))
    photo, truth = (255 * photos[number]).astype(np.uint8), masks[number, ..., 0]
    answers: list[Array] = []

    def film(epoch: int) -> None:
        step = 2 if epoch <= small_epochs else 1
        logits = model.predict_on_batch(photos[number : number + 1, ::step, ::step])
        answer = logits[0].argmax(axis=-1).astype(np.uint8)
        answers.append(answer.repeat(step, axis=0).repeat(step, axis=1))
        np.savez_compressed(
            FILM, photo=photo, truth=truth, epochs=np.arange(1, epoch + 1), answers=answers
        )

    return film


def _batches(experiment: Experiment, learning: Part) -> Any:
    dataset = tf.data.Dataset.from_tensor_slices(learning)
    dataset = dataset.shuffle(2000, seed=1).batch(experiment.recipe.batch_size)
    return untuned(dataset.prefetch(tf.data.AUTOTUNE))


def _loss(name: str, masks: Array) -> Any:
    if name == "cross-entropy":
        return keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    kinds = {"weighted": WeightedCrossEntropy, "weighted + Dice": CrossEntropyAndDice}
    return kinds[name](class_weights(masks))


def unet_of(experiment: Experiment) -> Any:
    """The course's U-Net for pictures of any size: the first epochs may see smaller ones."""
    with contextlib.chdir(SOLUTIONS):
        unet_model = load_functions(Path("3_unet_model.ipynb"), ["unet_model"])["unet_model"]
    if not experiment.skips:
        unet_model.__globals__["upsampling_block"] = _blind(
            unet_model.__globals__["upsampling_block"]
        )
    return unet_model((None, None, 3), experiment.n_filters)


def _blind(upsampling_block: Callable[..., Any]) -> Callable[..., Any]:
    """The block with zeros in place of the skip connection: as many parameters, nothing to see."""
    return lambda x, skip, n_filters: upsampling_block(
        x, keras.layers.Rescaling(0.0)(skip), n_filters
    )


def _parts(experiment: Experiment) -> Iterator[tuple[Part, Part]]:
    """Training and held-out pictures; several of each where every scene is held out once."""
    for learning, held_out in _full_parts(experiment):
        if experiment.halved:
            yield _every_second_pixel(learning), _every_second_pixel(held_out)
        else:
            yield learning, held_out


def _full_parts(experiment: Experiment) -> Iterator[tuple[Part, Part]]:
    if experiment.data == "recording":
        yield from _folds(carla.load())
        return
    if experiment.data == "recording and streets":
        rendered, _, _ = street_parts(by_drive=True)
        for learning, held_out in _folds(carla.load()):
            yield _among(rendered, learning), held_out
        return
    by_drive = experiment.data == "streets"
    learning, _, held_out = street_parts(by_drive)
    yield learning, _new_drives() if by_drive else held_out


def street_parts(by_drive: bool) -> tuple[Part, Part, Part]:
    """The rendered streets for training, for validation and for the test at the end."""
    pairs = streets.load(N_IMAGES)
    drives = pairs.drives if by_drive else range(len(pairs))
    make_dataset = exercise("make_dataset")
    datasets = make_dataset(list(map(str, pairs.images)), list(map(str, pairs.masks)), drives)
    learning, validation, test = (_gathered(dataset) for dataset in datasets)
    return learning, validation, test


def _among(rendered: Part, recorded: Part) -> Part:
    """Recorded pictures ``N_TIMES`` times over, and as many rendered ones, evenly chosen."""
    n_recorded = N_TIMES * len(recorded[0])
    chosen = np.linspace(0, len(rendered[0]) - 1, n_recorded).round().astype(int)
    photos, masks = (
        np.concatenate([drawn[chosen], np.tile(recording, (N_TIMES, 1, 1, 1))])
        for drawn, recording in zip(rendered, recorded, strict=True)
    )
    return photos, masks


def _new_drives() -> Part:
    """Three frames each of drives in which every class occurs."""
    photos, masks = frames(NEW_SEED, NEW_DRIVES, 3)
    return photos.astype(np.float32) / 255, masks[..., np.newaxis]


def _folds(pairs: Pairs) -> Iterator[tuple[Part, Part]]:
    """Each part of the scenes once, held out from the others."""
    photos, masks = _gathered(
        exercise("make_dataset")
        .__globals__["tf"]
        .data.Dataset.from_tensor_slices(
            (list(map(str, pairs.images)), list(map(str, pairs.masks)))
        )
        .map(exercise("process_path"))
        .map(exercise("preprocess"))
        .batch(32)
    )
    folds = folds_of(pairs.drives, N_FOLDS)
    for fold in range(N_FOLDS):
        out = folds == fold
        yield (photos[~out], masks[~out]), (photos[out], masks[out])


def exercise(name: str) -> Callable[..., Any]:
    """A function of the training notebook, from the solutions."""
    with contextlib.chdir(SOLUTIONS):
        return load_functions(Path("5_training.ipynb"), [name])[name]


def _gathered(dataset: Any) -> Part:
    photos, masks = zip(*dataset, strict=True)
    return np.concatenate(photos), np.concatenate(masks)


def _weights_file(name: str, fold: int = 0) -> Path:
    folder = data_directory() / "experiments"
    folder.mkdir(parents=True, exist_ok=True)
    ending = f"_{fold}" if fold else ""
    return folder / f"{name.replace(' ', '_')}{ending}.weights.h5"


def _row(experiment: Experiment, counts: Array, baseline: Array) -> pd.Series:
    table = class_table(counts)
    row: dict[str, Any] = {
        "data": experiment.data,
        "epochs": experiment.epochs,
        "filters": experiment.n_filters,
        "height": 48 if experiment.halved else 96,
        **scores(counts),
        **{f"two colours: {key}": value for key, value in scores(baseline).items()},
        **{CLASS_NAMES[number]: table.iou.get(number) for number in range(N_CLASSES)},
    }
    return pd.Series(row)


if __name__ == "__main__":
    main()
