"""What the judges of transfer learning hold to be right, against published numbers and by hand."""

import os
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import exercises, settings
from grader.authoring.museum import names_of
from grader.errors import CourseError
from grader.exercises.transfer_learning import probe
from grader.exercises.transfer_learning.judge import decoder, examples, mobilenet, training
from grader.graph.table import Graph
from grader.judging.verdicts import check_part
from grader.quiet import quiet
from lessons import transfer

SUBMISSIONS = Path(__file__).parents[1] / "submissions" / "transfer_learning"
REAL = Path(os.environ.get("COURSE_DATA_DIR", "")) / transfer.FOLDER
needs_weights = pytest.mark.skipif(
    not (os.environ.get("COURSE_DATA_DIR") and REAL.is_dir()),
    reason="no weights in COURSE_DATA_DIR/mobilenetv2",
)


def answers(name: str) -> dict[str, Any]:
    return runpy.run_path(str(SUBMISSIONS / name))


# --- the specification ----------------------------------------------------------------------------


def test_the_encoder_has_the_published_outputs_and_parameters() -> None:
    assert mobilenet.shapes((256, 256, 3), 1.0) == [
        (None, 128, 128, 96),
        (None, 64, 64, 144),
        (None, 32, 32, 192),
        (None, 16, 16, 576),
        (None, 8, 8, 320),
    ]
    assert mobilenet.parameters(1.0) == 1_841_984


def test_the_narrow_encoder_is_rounded_as_keras_rounds() -> None:
    assert [shape[-1] for shape in mobilenet.shapes((96, 96, 3), 0.35)] == [48, 48, 96, 192, 112]
    assert mobilenet.parameters(0.35) == 261_280


@pytest.mark.parametrize(
    ("wanted", "channels"), [(3, 8), (11.2, 16), (12, 16), (32, 32), (33.6, 32)]
)
def test_channels_are_multiples_of_eight_and_lose_no_more_than_a_tenth(
    wanted: float, channels: int
) -> None:
    assert mobilenet.channels(wanted) == channels


def network_on(channels: tuple[int, ...]) -> Graph:
    return decoder.expected_network(
        {"input_size": [256, 256, 3], "channels": channels, "options": {}}
    )


def test_the_whole_network_has_the_published_parameters() -> None:
    """10,124,067 in all; of a normalisation's four numbers a channel two are learned."""
    graph = network_on((96, 144, 192, 576, 320))
    rows = [row for row in graph.rows if row.part != "encoder"]
    in_decoder = sum(row.parameters for row in rows)
    assert mobilenet.parameters(1.0) + in_decoder == 10_124_067
    assert in_decoder - 2 * sum(decoder.FILTERS) == 8_280_163
    assert [graph.rows[output or 0].shape for output in graph.outputs] == [(None, 256, 256, 3)]


def test_the_loss_of_the_small_batch_is_that_of_two_pixels_by_hand() -> None:
    """log(e + e² + 1/e) − 1 and log(√e + 1 + e³) − 3, halved."""
    first = np.log(np.exp(1) + np.exp(2) + np.exp(-1)) - 1
    second = np.log(np.exp(0.5) + 1 + np.exp(3)) - 3
    assert training._expected_loss() == pytest.approx((first + second) / 2)


# --- chance ---------------------------------------------------------------------------------------


def test_a_generator_makes_other_flips_in_each_epoch() -> None:
    case = examples.CASES[1]
    evidence = probe.probe_example(answers("right/reference.py")["load_example"], case)
    images = np.array(evidence["images"]["values"])
    assert not np.array_equal(images[0], images[1])
    assert examples.judge_example(case, evidence).findings == ()


def test_the_check_gives_the_global_seed_back() -> None:
    """Notebooks set it for numbers that come out the same twice."""
    import tensorflow as tf
    from tensorflow.python.eager import context

    before = context.global_seed()
    tf.random.set_seed(5)
    try:
        probe.probe_example(answers("right/reference.py")["load_example"], examples.CASES[0])
        assert context.global_seed() == 5
    finally:
        tf.random.set_seed(before)


def test_a_mistake_in_a_block_costs_nothing_in_the_network() -> None:
    exercise = exercises.find("transfer_learning")
    functions = names_of(SUBMISSIONS / "wrong" / "step_without_normalization.py")
    statuses = {
        part.name: check_part(exercise, part, functions[part.function], seed=0).status
        for part in exercise.parts
        if part.function in ("upsample", "pets_unet")
    }
    assert statuses == {"upsample": "failed", "decoder": "passed", "output": "passed"}


# --- the weights ----------------------------------------------------------------------------------


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory without weights, and a short run, which asks no network."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(transfer.VARIABLE, raising=False)
    monkeypatch.setenv("COURSE_SHORT", "1")
    assert settings.is_short()
    return tmp_path


def test_without_file_and_network_the_weights_are_random_and_say_so(nowhere: Path) -> None:
    weights = transfer.imagenet_weights(0.35, 96)
    assert (weights.source, weights.are_learned) == (None, False)
    assert weights.origin.startswith("random weights: there is no file")


def test_a_named_file_that_is_missing_is_an_error(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who names a file wants that one, and not random weights without a word."""
    monkeypatch.setenv(transfer.VARIABLE, str(nowhere / "absent.h5"))
    with pytest.raises(CourseError, match=r"absent\.h5 does not exist\. Expected: weights of"):
        transfer.imagenet_weights(0.35, 96)


@pytest.mark.slow
def test_a_file_of_other_weights_is_an_error(nowhere: Path) -> None:
    (nowhere / "other.weights.h5").write_bytes(b"not HDF5")
    with pytest.raises(CourseError, match="cannot be read as such"):
        transfer.imagenet_weights(0.35, 96, nowhere / "other.weights.h5")


@pytest.mark.slow
def test_a_file_in_the_data_directory_is_found_when_its_width_fits(nowhere: Path) -> None:
    import keras

    folder = nowhere / transfer.FOLDER
    folder.mkdir()
    network = keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), alpha=0.35, include_top=False, weights=None
    )
    with quiet():  # Keras and NumPy disagree about how to copy
        network.save_weights(folder / "mobilenet_v2_0.35_96_no_top.weights.h5")
    found = transfer.imagenet_weights(0.35, 96)
    assert found.origin == "ImageNet weights from mobilenet_v2_0.35_96_no_top.weights.h5"
    assert not transfer.imagenet_weights(1.0, 96).are_learned


@needs_weights
@pytest.mark.slow
def test_the_real_weights_are_read() -> None:
    assert transfer.imagenet_weights(0.35, 96).source == str(next(REAL.glob("*_0.35_*.h5")))
