"""Networks from their configurations: the same graph, and no class but Keras's own."""

import json
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, ops

from grader.errands import Unusable
from grader.errands.rebuild import rebuild
from grader.graph.table import describe

Build = Callable[[Any], Any]


def model_of(build: Build) -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    return keras.Model(inputs, build(inputs))


def config_of(model: keras.Model) -> bytes:
    return json.dumps(keras.saving.serialize_keras_object(model)).encode()


def with_operations(x: Any) -> Any:
    x = keras.activations.relu(layers.Conv2D(4, 3)(x))
    return ops.max_pool(ops.where(x > 0, x, 0), 2)


def with_branches(x: Any) -> Any:
    shared = layers.Conv2D(3, 3, padding="same", kernel_initializer="he_normal")
    y = layers.Dropout(0.3)(shared(x))
    return layers.concatenate([shared(y), layers.Conv2DTranspose(2, 3, padding="same")(y)])


def with_models(x: Any) -> Any:
    return keras.Sequential([layers.Conv2D(4, 3), layers.ReLU()])(model_of(with_branches)(x))


ignore_lambdas = pytest.mark.filterwarnings("ignore:The object being serialized includes a `lamb")

NETWORKS = [with_operations, with_branches, with_models]


@pytest.mark.parametrize("build", NETWORKS)
def test_the_graph_is_that_of_the_network(build: Build) -> None:
    model = model_of(build)
    assert json.loads(rebuild(config_of(model))) == json.loads(json.dumps(describe(model)))


@ignore_lambdas
def test_what_a_network_was_compiled_with_is_not_built() -> None:
    """A loss of one's own is no reason to refuse the network."""
    model = model_of(with_operations)
    expected = json.loads(json.dumps(describe(model)))
    model.compile(loss=lambda y, z: ops.mean(y - z))
    assert json.loads(rebuild(config_of(model))) == expected


class Own(layers.Layer):
    """A layer of one's own."""

    def call(self, x: Any) -> Any:
        """Twice the input."""
        return 2 * x


def mine(x: Any) -> Any:
    """A function of one's own."""
    return x


@ignore_lambdas
@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda x: Own()(x), "names 'Own', which is not one of Keras's own classes"),
        (
            lambda x: layers.Lambda(ops.relu)(x),
            "names 'Lambda', which is not one of Keras's own classes",
        ),
        (
            lambda x: layers.Conv2D(4, 3, activation=mine)(x),
            "names 'function', which is not one of Keras's own classes",
        ),
        (
            lambda x: layers.Conv2D(4, 3, activation=lambda x: x)(x),
            "builds no network (TypeError)",
        ),
    ],
)
def test_code_of_ones_own_is_refused(build: Build, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        rebuild(config_of(model_of(build)))
    assert str(refusal.value) == reason


def an_object(module: Any, name: Any, **more: Any) -> bytes:
    return json.dumps({"module": module, "class_name": name, "config": {}, **more}).encode()


@pytest.mark.parametrize(
    "config",
    [
        an_object("os", "system"),
        an_object("subprocess", "Popen"),
        an_object("builtins", "function", registered_name="eval"),
        an_object("keras.layers", "Lambda"),
        an_object("keras.src.layers.core.lambda_layer", "Lambda"),
        an_object("keras.layers", "Conv2D", registered_name="mine>Conv2D"),
        an_object("keras.layers", "nothing"),
        an_object("keras.saving", "load_model"),
        an_object("keras.src.ops.numpy", "np"),
        an_object(None, "Conv2D"),
        an_object(["keras"], {"class": "Conv2D"}),
        an_object(None, "__lambda__"),
        an_object(None, "__numpy__"),
        json.dumps({"layers": [{"module": "os"}]}).encode(),
    ],
)
def test_what_is_not_keras_own_is_refused(config: bytes) -> None:
    with pytest.raises(Unusable, match=r"which is not one of Keras's own classes$"):
        rebuild(config)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        (b"no JSON", "is not a configuration in JSON"),
        (b"\xff", "is not a configuration in JSON"),
        (b"[" * 100_000, "is not a configuration in JSON"),
        (b"[" * 100 + b"]" * 100, "is nested in more than 60 levels"),
        (b"{}", "builds an object of type dict, expected a network"),
        (an_object("keras.layers", "ReLU"), "builds an object of type ReLU, expected a network"),
        (an_object("keras.layers", "Conv2D"), "builds no network (TypeError)"),
    ],
    ids=["text", "bytes", "deep", "deep in form", "nothing", "a layer", "half a layer"],
)
def test_what_builds_no_network_is_refused(config: bytes, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        rebuild(config)
    assert str(refusal.value) == reason


def test_too_many_layers_are_refused_before_they_are_built() -> None:
    layer = {"module": "keras.layers", "class_name": "ReLU", "config": {}}
    config = an_object("keras", "Sequential", config={"layers": [layer] * 201})
    with pytest.raises(Unusable, match=r"^has 201 layers, at most 200 are allowed$"):
        rebuild(config)


def test_too_many_parameters_take_no_memory() -> None:
    """The network would need 40 TB."""
    config = json.loads(config_of(model_of(layers.Dense(7))))
    config["config"]["layers"][1]["config"]["units"] = 10**13
    with pytest.raises(Unusable, match=r"^has 40,000,000,000,000 parameters, at most 100,000,000"):
        rebuild(json.dumps(config).encode())


def test_a_network_that_was_built_with_weights_elsewhere_still_works() -> None:
    """Building without weights leaves nothing behind in the process."""
    rebuild(config_of(model_of(with_branches)))
    assert np.shape(model_of(with_branches)(np.zeros((1, 8, 8, 3), np.float32))) == (1, 8, 8, 5)
