"""What becomes of a passed check whose record and configuration do not agree."""

import json
from collections.abc import Callable
from typing import Any

import keras
import pytest
from keras import layers

from grader import exercises
from grader.course import ROOT
from grader.errands import Unusable
from grader.errands.rebuild import rebuild
from grader.evidence import NotConfirmed
from grader.exercise import Evidence
from grader.exercises.unet_model.probe import LONGEST_CONFIG
from grader.grading.options import Options
from grader.grading.rebuilding import confirm
from grader.graph import describe
from grader.kernel import errand
from grader.loading import load_functions

Unet = Callable[..., Any]


@pytest.fixture
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task itself in place of a process behind walls."""

    def run(task: str, payload: bytes, *_: Any) -> bytes:
        try:
            return rebuild(payload)
        except Unusable as reason:
            raise errand.Refused(task, str(reason)) from reason

    monkeypatch.setattr(errand, "run", run)


def network(**options: Any) -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    arguments = {"filters": 4, "kernel_size": 3, "padding": "same", **options}
    return keras.Model(inputs, layers.Conv2D(**arguments)(inputs))


def record(described: Any, configured: Any) -> Evidence:
    config = json.dumps(keras.saving.serialize_keras_object(configured))
    return {"observations": [{"graph": describe(described), "config": config}]}


def test_a_record_that_agrees_is_confirmed(_in_this_process: None) -> None:
    confirm(record(network(), network()), Options())


@pytest.mark.parametrize("options", [{"dilation_rate": 2}, {"filters": 5}, {"activation": "relu"}])
def test_a_record_of_another_network_is_not(_in_this_process: None, options: Any) -> None:
    with pytest.raises(NotConfirmed) as refusal:
        confirm(record(network(), network(**options)), Options())
    assert str(refusal.value).startswith(
        "The record describes another network than its configuration builds. "
    )


def test_the_last_configuration_counts(_in_this_process: None) -> None:
    """The last case is one that was drawn for grading."""
    right, wrong = record(network(), network()), record(network(), network(filters=5))
    with pytest.raises(NotConfirmed):
        confirm({"observations": right["observations"] + wrong["observations"]}, Options())


def test_a_network_of_own_layers_is_left_to_its_numbers(_in_this_process: None) -> None:
    evidence = record(network(), keras.Sequential([layers.Lambda(keras.ops.relu)]))
    confirm(evidence, Options())


@pytest.mark.parametrize("observation", [{}, {"config": None}, {"config": 3}])
def test_without_a_configuration_nothing_is_built(observation: Any) -> None:
    confirm({"observations": [observation]}, Options())


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"[" * 100_000])
def test_an_answer_that_is_no_graph_confirms_nothing(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "run", lambda *_: answer)
    with pytest.raises(NotConfirmed, match=r"^The network could not be built"):
        confirm(record(network(), network()), Options())


def test_a_network_that_takes_too_much_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any) -> bytes:
        raise errand.ErrandFailed("The task 'rebuild' was not done: it took longer than 20 s.")

    monkeypatch.setattr(errand, "run", run)
    with pytest.raises(NotConfirmed, match=r"it took longer than 20 s\."):
        confirm(record(network(), network()), Options())


@pytest.fixture(scope="module")
def observed() -> Evidence:
    """What the probe writes of the course's own U-Net."""
    source = ROOT / "solutions" / "unet"
    part = exercises.find("unet_model").part("whole")
    functions: dict[str, Any] = {}
    for notebook, name in (
        ("1_conv_block", "conv_block"),
        ("2_upsampling_block", "upsampling_block"),
        ("3_unet_model", "unet_model"),
    ):
        functions |= load_functions(source / f"{notebook}.ipynb", [name])
    unet = functions["unet_model"]
    unet.__globals__.update(functions)
    return {"observations": [part.probe(unet, case) for case in part.cases]}


def test_the_probe_writes_the_configuration_of_small_networks(observed: Evidence) -> None:
    texts = [observation.get("config", "") for observation in observed["observations"]]
    assert [0 < len(text) < LONGEST_CONFIG / 2 for text in texts] == [False, True]


@pytest.mark.slow
def test_the_courses_own_network_is_confirmed(behind_walls: None, observed: Evidence) -> None:
    confirm(observed, Options())


@pytest.mark.slow
def test_another_network_is_found_out_behind_the_walls(
    behind_walls: None, observed: Evidence
) -> None:
    last = dict(observed["observations"][-1])
    config = json.loads(last["config"])
    config["config"]["layers"][1]["config"]["activation"] = "tanh"
    last["config"] = json.dumps(config)
    with pytest.raises(NotConfirmed, match=r"^The record describes another network"):
        confirm({"observations": [last]}, Options())
