"""The judges of the notebook in raw operations: their NumPy held to Keras, and literals by hand."""

import math
import runpy
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from grader.checks.arrays import numbers_of, record, same
from grader.checks.exercise import Case, Evidence, Look, Mistake, Part, Shape, no_look
from grader.exercises.raw_ops.judge import EXERCISE
from grader.exercises.raw_ops.network import judge as network
from grader.exercises.raw_ops.network.probe import images_and_kernels, kernel_shapes
from grader.exercises.raw_ops.operations import judge as operations
from grader.exercises.raw_ops.operations.probe import array_of
from grader.exercises.raw_ops.step import judge as step
from grader.exercises.raw_ops.step.probe import batches_of, first_weights
from grader.judging.mistakes import causes_of
from grader.judging.pictures import bilinear, convolve, convolve_transposed

WIDTHS = (2, 3, 4, 5)


def near(got: Any, expected: Any) -> bool:
    """Equal to 1e-5, as the notebook promises."""
    return np.shape(got) == np.shape(expected) and np.allclose(got, expected, 1e-5, 1e-5)


def drawn(part: str, seed: int) -> tuple[Case, ...]:
    return EXERCISE.part(part).draw_cases(np.random.default_rng(seed))


def test_exercise_has_twenty_points() -> None:
    assert EXERCISE.max_score == 20
    assert [part.points for part in EXERCISE.parts] == [2, 2, 3, 1, 3, 3, 1, 2, 3]


# NumPy and Keras ---------------------------------------------------------------------------------


def keras_layer(layer: Any, inputs: Any, *weights: Any) -> Any:
    import keras

    layer.build(inputs.shape)
    layer.set_weights(list(weights))
    return keras.ops.convert_to_numpy(layer(inputs.astype(np.float32)))


@pytest.mark.parametrize("case", [*operations.CONV2D_DOWN_CASES, *drawn("conv2d_down", 1)])
def test_convolution_is_that_of_keras(case: Case) -> None:
    import keras

    inputs, kernel = array_of(case, "inputs"), array_of(case, "kernel")
    layer = keras.layers.Conv2D(
        kernel.shape[3],
        3,
        padding="same",
        use_bias=False,
        activation=keras.layers.LeakyReLU(negative_slope=operations.SLOPE),
    )
    expected = keras_layer(layer, inputs, kernel)
    assert near(operations.leaky_relu(convolve(inputs, kernel)), expected)


@pytest.mark.parametrize("case", [*operations.CONV2D_UP_CASES, *drawn("conv2d_up", 1)])
def test_transposed_convolution_is_that_of_keras(case: Case) -> None:
    import keras

    inputs, kernel = array_of(case, "inputs"), array_of(case, "kernel")
    strides = case.arguments["strides"]
    layer = keras.layers.Conv2DTranspose(
        kernel.shape[2],
        3,
        strides,
        padding="same",
        use_bias=False,
        activation=keras.layers.LeakyReLU(negative_slope=operations.SLOPE),
    )
    expected = keras_layer(layer, inputs, kernel)
    sums = convolve_transposed(inputs, kernel, strides)
    assert near(operations.leaky_relu(sums), expected)


@pytest.mark.parametrize("case", [*operations.MAXPOOL_DOWN_CASES, *drawn("maxpool_down", 1)])
def test_pooling_is_that_of_keras(case: Case) -> None:
    import keras

    inputs = array_of(case, "inputs")
    assert near(operations.pool(inputs), keras_layer(keras.layers.MaxPooling2D(), inputs))


@pytest.mark.parametrize("case", [*operations.MAXPOOL_UP_CASES, *drawn("maxpool_up", 1)])
@pytest.mark.parametrize(
    ("ours", "method"),
    [
        (operations.enlarge, "nearest"),
        (lambda maps: bilinear(maps, 2 * maps.shape[1], 2 * maps.shape[2]), "bilinear"),
    ],
)
def test_enlarging_is_that_of_keras(case: Case, ours: Callable[[Any], Any], method: str) -> None:
    import keras

    inputs = array_of(case, "inputs")
    layer = keras.layers.UpSampling2D(interpolation=method)
    assert near(ours(inputs), keras_layer(layer, inputs))


def keras_unet(widths: tuple[int, ...], size: int) -> Any:
    """The same network in layers, its weights in the order of the kernels."""
    import keras
    from keras import layers

    def convolve(signal: Any, kind: Any, width: int) -> Any:
        activation = layers.LeakyReLU(negative_slope=operations.SLOPE)
        return kind(width, 3, padding="same", use_bias=False, activation=activation)(signal)

    inputs = keras.Input((size, size, 3))
    signal, skips = inputs, []
    for width in widths[:-1]:
        signal = convolve(convolve(signal, layers.Conv2D, width), layers.Conv2D, width)
        skips.append(signal)
        signal = layers.MaxPooling2D()(signal)
    signal = convolve(convolve(signal, layers.Conv2D, widths[-1]), layers.Conv2D, widths[-1])
    for width, skip in zip(reversed(widths[:-1]), reversed(skips), strict=True):
        signal = convolve(layers.UpSampling2D()(signal), layers.Conv2DTranspose, width)
        signal = convolve(layers.Concatenate()([signal, skip]), layers.Conv2DTranspose, width)
    last = layers.Conv2D(1, 1, padding="same", use_bias=False, activation="sigmoid")
    return keras.Model(inputs, last(signal))


@pytest.mark.parametrize("case", [network.MODEL_CASES[0], *drawn("model", 1)])
def test_network_is_that_of_keras(case: Case) -> None:
    images, kernels = images_and_kernels(case)
    unet = keras_unet(tuple(case.arguments["widths"]), case.arguments["size"])
    unet.set_weights(kernels)
    sums, _ = network.forward(images, kernels)
    assert near(network.sigmoid(sums), unet(images.astype(np.float32)).numpy())


def test_kernels_have_the_shapes_of_keras() -> None:
    assert kernel_shapes(WIDTHS) == [weight.shape for weight in keras_unet(WIDTHS, 16).weights]


@pytest.mark.parametrize("shape", [(3, 3, 3, 8), (3, 3, 8, 16), (1, 1, 8, 1)])
def test_glorot_limit_is_that_of_keras(shape: tuple[int, ...]) -> None:
    """Of so many numbers the largest comes within a hundredth of the bound."""
    import keras

    n_draws = 1000 // math.prod(shape) + 1
    initializers = [keras.initializers.GlorotUniform(seed=seed) for seed in range(n_draws)]
    largest = max(float(np.abs(initialize(shape)).max()) for initialize in initializers)
    assert largest <= network.glorot_limit(shape) * (1 + 1e-6)
    assert largest > 0.99 * network.glorot_limit(shape)


@pytest.mark.parametrize("case", step.CROSSENTROPY_CASES)
def test_crossentropy_is_that_of_keras(case: Case) -> None:
    import keras

    arrays = [array_of(case, name).astype(np.float32) for name in ("targets", "predictions")]
    assert near(step.crossentropy(*arrays), float(keras.losses.BinaryCrossentropy()(*arrays)))


@pytest.mark.parametrize("case", [case for case in step.IOU_CASES if "without" not in case.name])
def test_road_iou_is_that_of_keras(case: Case) -> None:
    import keras

    above = float(np.nextafter(np.float32(0.5), np.float32(1)))  # Keras counts its threshold too
    measure = keras.metrics.BinaryIoU(target_class_ids=[1], threshold=above)
    targets, predictions = array_of(case, "targets"), array_of(case, "predictions")
    measure.update_state(targets, predictions)
    assert near(step.road_iou(targets, predictions), float(measure.result()))


@pytest.mark.parametrize("case", step.STEP_CASES, ids=["SGD", "Adam"])
def test_steps_are_those_of_keras(case: Case) -> None:
    import keras

    inputs = keras.Input((None, None, 3))
    unet = keras.Model(inputs, keras.layers.Conv2D(1, 1, activation="sigmoid")(inputs))
    unet.set_weights(list(first_weights(case)))
    optimizer = getattr(keras.optimizers, case.arguments["optimizer"])
    unet.compile(optimizer(case.arguments["learning_rate"]), "binary_crossentropy")
    for (images, targets), wanted in zip(batches_of(case), step.steps_of(case), strict=True):
        unet.reset_metrics()  # else Keras 3.14 gives the mean over all batches so far
        loss = unet.train_on_batch(images, targets)
        assert near(float(loss), wanted.loss)
        assert all(near(a, b) for a, b in zip(unet.get_weights(), wanted.weights, strict=True))


# By hand -----------------------------------------------------------------------------------------


def test_a_sum_below_zero_is_multiplied_by_a_fifth() -> None:
    # Pixel (0, 1) of the visible map: 1 + 0 − 2·2 − 3 = −6.
    case = operations.CONV2D_DOWN_CASES[0]
    sums = convolve(array_of(case, "inputs"), array_of(case, "kernel"))
    assert sums[0, 0, 1, 0] == -6
    assert operations.leaky_relu(sums)[0, 0, 1, 0] == pytest.approx(-1.2)


def test_an_odd_border_is_left_out_of_pooling() -> None:
    inputs = array_of(operations.MAXPOOL_DOWN_CASES[0], "inputs")
    assert operations.pool(inputs)[0, ..., 0].tolist() == [[5, 7], [0, -2]]


def test_stamps_overlap_and_the_last_ones_are_cut_off() -> None:
    # Stamps 1·k at (0, 0) and −2·k at (0, 2): column 2 holds 3 + (−2)·1.
    case = operations.CONV2D_UP_CASES[0]
    sheet = convolve_transposed(array_of(case, "inputs"), array_of(case, "kernel"), 2)
    assert sheet[0, 0, :, 0].tolist() == [1, 2, 1, -4]
    assert sheet.shape == (1, 4, 4, 1)


def test_every_pixel_stands_four_times() -> None:
    inputs = array_of(operations.MAXPOOL_UP_CASES[0], "inputs")
    rows = [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert operations.enlarge(inputs)[0, ..., 0].tolist() == rows


def test_a_transposed_kernel_has_the_same_bound() -> None:
    assert network.fans((3, 3, 8, 16)) == (72, 144)
    assert network.glorot_limit((3, 3, 8, 16)) == network.glorot_limit((3, 3, 16, 8)) == 1 / 6


def test_crossentropy_by_hand() -> None:
    by_hand = -(math.log(0.5) + math.log(0.9) + math.log(0.8) + math.log(0.25)) / 4
    case = step.CROSSENTROPY_CASES[0]
    got = step.crossentropy(array_of(case, "targets"), array_of(case, "predictions"))
    assert got == pytest.approx(by_hand)


@pytest.mark.parametrize(("number", "by_hand"), [(0, 2 / 5), (2, 1.0)])
def test_road_iou_by_hand(number: int, by_hand: float) -> None:
    case = step.IOU_CASES[number]
    got = step.road_iou(array_of(case, "targets"), array_of(case, "predictions"))
    assert got == pytest.approx(by_hand)


# Causes ------------------------------------------------------------------------------------------


WITH_LOOKS = [part for part in EXERCISE.parts if part.look is not no_look]


def looks_at_nothing(part: Part) -> list[Look]:
    """The looks at the visible cases, which know what mistakes give, whatever was got."""
    looks = []
    for case in part.cases:
        size = case.arguments.get("size")
        shape = [case.arguments["n_images"], size, size, 1] if size else []
        looks.append(part.look(case, {"result": record(0.0), "shape": shape}))
    return [replace(look, mistakes=list(look.mistakes)) for look in looks if look]


def made(look: Look, mistake: Mistake) -> Look:
    """The look at what the mistake gives; a right shape has the right values."""
    if not isinstance(mistake.gives, Shape):
        return replace(look, got=mistake.gives)
    is_right = mistake.gives.sizes == np.shape(look.right)
    return replace(look, got=look.right if is_right else np.zeros(mistake.gives.sizes))


def causes_where_wrong(looks: list[Look]) -> list[str | None]:
    causes = zip(looks, causes_of(looks), strict=True)
    return [cause for look, cause in causes if not same(look.got, look.right)]


@pytest.mark.parametrize("part", WITH_LOOKS, ids=lambda part: part.name)
def test_a_known_mistake_is_named_by_the_visible_cases(part: Part) -> None:
    """They tell it from all the others, and two of them show it."""
    looks = looks_at_nothing(part)
    for mistakes in zip(*(look.mistakes for look in looks), strict=True):
        assert len({mistake.name for mistake in mistakes}) == 1
        causes = causes_where_wrong(list(map(made, looks, mistakes)))
        assert (mistakes[0].name, set(causes)) == (mistakes[0].name, {mistakes[0].cause})


@pytest.mark.parametrize("case", step.STEP_CASES, ids=["SGD", "Adam"])
def test_a_mistake_in_every_step_is_named(case: Case) -> None:
    """Adam's steps are of one length, so a factor changes nothing there that float32 can hold."""
    start = step._together(first_weights(case))
    for name, steps, cause in step._other_trainings(case, start):
        looks = step._looks_at_weights(case, [one.weights for one in steps])
        causes = set(causes_where_wrong(looks))
        assert (name, causes) in [(name, {cause}), (name, set())]


@pytest.mark.parametrize("case", step.STEP_CASES, ids=["SGD", "Adam"])
def test_another_loss_is_named_whatever_it_did_to_the_weights(case: Case) -> None:
    """But for those that are alike where all probabilities lie between 0.5 and 1."""
    weights, rng = first_weights(case), np.random.default_rng(1)
    looks = []
    for images, targets in batches_of(case):
        after = tuple(weight + rng.normal(0, 0.1, weight.shape) for weight in weights)
        looks.append(step._look_at_loss(np.array(0.0), images, targets, weights, after))
        weights = after
    for mistakes in zip(*(look.mistakes for look in looks), strict=True):
        causes = set(causes_where_wrong(list(map(made, looks, mistakes))))
        is_clipping = mistakes[0].name.startswith("clipped")
        is_alike = mistakes[0].name in ("rounded", "bounds exchanged")
        named = set() if is_clipping else {None} if is_alike else {mistakes[0].cause}
        assert (mistakes[0].name, causes) == (mistakes[0].name, named)


@pytest.mark.parametrize("case", network.WEIGHTS_CASES, ids=["first", "second"])
@pytest.mark.parametrize("seed", [1, 2])
def test_another_distribution_is_named(case: Case, seed: int) -> None:
    shapes = [tuple(shape) for shape in case.arguments["shapes"]]
    rng = np.random.default_rng(seed)
    for mistakes in zip(*(network._other_draws(shape, shapes[0]) for shape in shapes), strict=True):
        draw = []
        for shape, mistake in zip(shapes, mistakes, strict=True):
            largest, spread = mistake.gives.numbers
            is_normal = largest > 2 * spread
            values = (
                rng.normal(0, spread, shape) if is_normal else rng.uniform(-1, 1, shape) * largest
            )
            draw.append(described(values))
        message = next(network._about_bounds(case, shapes, draw)).message
        assert any(message.endswith(mistake.cause) for mistake in mistakes), mistakes[0].name


def described(values: Any) -> Evidence:
    """The numbers of a kernel as the probe describes them."""
    statistics = {
        "low": values.min(),
        "high": values.max(),
        "mean": values.mean(),
        "std": values.std(),
    }
    return {name: float(value) for name, value in statistics.items()} | {
        "first": values.ravel()[:8].tolist()
    }


def weights_evidence(change: Callable[[Any], Any]) -> Evidence:
    """Evidence of right weights on the first case, each kernel changed."""
    shapes = [tuple(shape) for shape in network.WEIGHTS_CASES[0].arguments["shapes"]]

    def draw(seed: int) -> list[Evidence]:
        rng = np.random.default_rng(seed)
        weights = []
        for shape in shapes:
            limit = network.glorot_limit(shape)
            values = change(rng.uniform(-limit, limit, shape))
            weights.append(
                {"type": "Variable", "trainable": True, "dtype": "float32", "shape": list(shape)}
                | described(values)
            )
        return weights

    return {"returned": "list", "draws": [draw(1), draw(1), draw(2)]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda values: values, None),
        (lambda values: values * 1.01, "expected uniform ones"),
        (lambda values: values * 0.9, "expected uniform ones"),
        (lambda values: np.abs(values), "None is negative."),
        (lambda values: np.zeros_like(values), "All numbers are 0."),
        (lambda values: np.ones_like(values), "All numbers are equal."),
        (lambda values: np.round(values / np.abs(values).max()), "expected uniform ones"),
    ],
    ids=[
        "right",
        "a hundredth wider",
        "a tenth narrower",
        "absolute",
        "zeros",
        "ones",
        "two values",
    ],
)
def test_bounds_and_spread_are_judged(change: Callable[[Any], Any], said: str | None) -> None:
    findings = network.judge_weights(network.WEIGHTS_CASES[0], weights_evidence(change)).findings
    if said is None:
        assert findings == ()
    else:
        assert said in findings[0].message


@pytest.mark.parametrize("seed", range(20))
def test_honest_draws_of_any_seed_are_within_the_statistics(seed: int) -> None:
    """Six standard errors: a right answer is not refused by chance."""
    for case in drawn("make_weights", seed):
        shapes = [tuple(shape) for shape in case.arguments["shapes"]]
        for number, shape in enumerate(shapes):
            limit = network.glorot_limit(shape)
            values = np.random.default_rng([seed, number]).uniform(-limit, limit, shape)
            assert list(network._about_bounds(case, [shape], [described(values)])) == []


def one_step_evidence(case: Case, **changes: Any) -> Evidence:
    steps = [
        {
            "loss": record(wanted.loss),
            "weights": [weight.tolist() for weight in wanted.weights],
            "calls": 1,
        }
        for wanted in step.steps_of(case)
    ]
    steps[-1] |= changes
    return {"steps": steps, "eager": False}


def test_right_steps_pass_and_a_second_trace_does_not() -> None:
    case = step.STEP_CASES[0]
    assert step.judge_step(case, one_step_evidence(case)).findings == ()
    (finding,) = step.judge_step(case, one_step_evidence(case, calls=2)).findings
    assert (finding.attribute, finding.got, finding.expected) == ("tracing", 2, 1)


def test_a_step_that_goes_wrong_late_is_found() -> None:
    case = step.STEP_CASES[1]
    (finding,) = step.judge_step(
        case, one_step_evidence(case, weights=[[[[[0]] * 3]], [0]])
    ).findings
    assert "after step 4 the first number of weight 1 is 0" in finding.message


@pytest.mark.parametrize("part", EXERCISE.parts, ids=lambda part: part.name)
def test_drawn_cases_depend_on_the_seed(part: Part) -> None:
    first, again, other = (drawn(part.name, seed) for seed in (0, 0, 1))
    assert first == again
    assert first != other


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("part", ["conv2d_down", "maxpool_down", "conv2d_up", "maxpool_up"])
def test_drawn_maps_are_not_square_and_have_an_odd_side(part: str, seed: int) -> None:
    """Exchanged axes and padding SAME show then."""
    for case in drawn(part, seed):
        _, height, width, _ = array_of(case, "inputs").shape
        assert height % 2 != width % 2


def test_results_fit_into_the_evidence() -> None:
    """Larger arrays would come without their values."""
    for part in EXERCISE.parts[:4]:
        for case in part.cases:
            assert numbers_of(record(array_of(case, "inputs"))["values"]).size > 0


def test_exercise_needs_no_tensorflow_before_a_probe_runs() -> None:
    program = (
        "import sys, grader.exercises.raw_ops.judge; "
        "print([name for name in ('tensorflow', 'keras') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr


# The training of the notebook --------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook() -> dict[str, Any]:
    """The notebook's functions about a training, with the reference answers and tiny data."""
    tests = Path(__file__).parents[1]
    names = runpy.run_path(str(tests / "submissions" / "raw_ops" / "right" / "reference.py"))
    solution = tests.parent / "solutions" / "variants" / "raw_ops.ipynb"
    sources = {cell.id: cell.source for cell in nbformat.read(solution, as_version=4).cells}
    names |= {"np": np, "pd": pd, "time": time, "SEED": 1, "BATCH_SIZE": 2}
    rng = np.random.default_rng(1)
    names["train_images"] = rng.random((5, 16, 16, 3)).astype(np.float32)
    names["train_targets"] = names["train_images"][..., :1].round()
    names |= {"val_images": names["train_images"][:2], "val_targets": names["train_targets"][:2]}
    exec(sources["write-state"], names)
    exec(sources["kernel-shapes"].split("WIDTHS =")[0], names)
    return names


def new_training(notebook: dict[str, Any]) -> tuple[Any, Any]:
    import keras

    weights = notebook["make_weights"](kernel_shapes((2, 2, 2, 2)), 1)
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.build(weights)
    return weights, optimizer


def test_the_notebook_and_the_probe_know_the_same_kernels(notebook: dict[str, Any]) -> None:
    assert notebook["kernel_shapes"](WIDTHS) == kernel_shapes(WIDTHS)


@pytest.mark.slow
def test_an_interrupted_training_ends_as_one_that_ran_through(
    notebook: dict[str, Any], tmp_path: Path
) -> None:
    """Weights, Adam's numbers and the order of the pictures are all those of the first run."""
    whole_weights, whole_optimizer = new_training(notebook)
    whole = notebook["train"](whole_weights, whole_optimizer, 3, tmp_path / "new" / "whole.npz")

    notebook["train"](*new_training(notebook), 2, tmp_path / "cut.npz")
    weights, optimizer = new_training(notebook)  # as after a restart of the kernel
    resumed = notebook["train"](weights, optimizer, 3, tmp_path / "cut.npz")

    columns = ["loss", "val_loss", "val_iou"]
    assert np.allclose(resumed[columns], whole[columns], rtol=1e-5)
    assert all(near(a, b) for a, b in zip(weights, whole_weights, strict=True))
    assert all(
        near(a, b) for a, b in zip(optimizer.variables, whole_optimizer.variables, strict=True)
    )
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".npz"] == ["cut.npz"]


def test_each_epoch_has_an_order_of_its_own_and_whole_batches(notebook: dict[str, Any]) -> None:
    first, again, second = (notebook["batches_of_epoch"](epoch) for epoch in (0, 0, 1))
    assert first.shape == (2, 2), "of 5 pictures one is left out"
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)
