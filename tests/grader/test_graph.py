"""describe: a Keras graph as rows, in which equal networks are equal."""

import json
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from grader.graph.table import Graph, describe, sample, to_frame

Build = Callable[[Any], Any]


def graph_of(build: Build, shape: tuple[int, ...] = (8, 12, 3)) -> Graph:
    """The graph of what ``build`` makes of an input, by way of JSON text."""
    inputs = keras.Input(shape)
    return Graph.from_json(json.loads(json.dumps(describe(build(inputs), {"inputs": inputs}))))


def conv(**changes: Any) -> layers.Layer:
    arguments = {"filters": 4, "kernel_size": 3, "padding": "same", "activation": "relu"}
    return layers.Conv2D(**{**arguments, **changes})


def joined(axis: int) -> Build:
    return lambda x: layers.Concatenate(axis=axis)([x, x])


def inside_a_model(x: Any) -> Any:
    start = keras.Input(x.shape[1:])
    return keras.Model(start, conv()(start))(x)


class OwnReLU(layers.Layer):
    """A ReLU by its numbers."""

    def call(self, x: Any) -> Any:
        """Zero for what is negative."""
        return ops.where(x > 0, x, 0)


class ReLU(layers.Layer):
    """Named after a ReLU, which it is between two numbers or in one phase only."""

    def __init__(self, low: float = -np.inf, high: float = np.inf, phases: str = "both") -> None:
        super().__init__()
        self.low, self.high, self.phases = low, high, phases

    def call(self, x: Any, training: bool = False) -> Any:
        """A ReLU of some numbers, the others as they are."""
        if self.phases == "inference" and training:
            return x
        return ops.where((x > self.low) & (x < self.high), ops.relu(x), x)


class Around(layers.Layer):
    """A layer of one's own around a convolution, with what the tests add to it."""

    def __init__(self, after: Build = lambda x: x, scaled: bool = False) -> None:
        super().__init__()
        self.inside, self.after = conv(), after
        if scaled:
            self.scale = self.add_weight(shape=(), initializer="ones")

    def call(self, x: Any) -> Any:
        """The convolution, then the rest."""
        return self.after(self.inside(x))


class OwnHeNormal(keras.initializers.HeNormal):
    """Keras's under another name."""


def where_relu(x: Any) -> Any:
    return ops.where(x > 0, x, 0)


def half_of_both(x: Any) -> Any:
    return (x + ops.absolute(x)) / 2


EQUAL: dict[str, tuple[Build, Build]] = {
    "ReLU layer": (conv(), lambda x: layers.ReLU()(conv(activation=None)(x))),
    "Activation layer": (conv(), lambda x: layers.Activation("relu")(conv(activation=None)(x))),
    "operation": (conv(), lambda x: ops.relu(conv(activation=None)(x))),
    "activation called": (
        conv(),
        lambda x: keras.activations.relu(conv(activation=None)(x)),
    ),
    "maximum": (conv(), lambda x: ops.maximum(conv(activation=None)(x), 0)),
    "lambda": (conv(), conv(activation=lambda x: ops.relu(x))),
    "ReLU object": (conv(), conv(activation=layers.ReLU())),
    "own layer around a convolution": (conv(), lambda x: Around()(x)),
    "own layer within another": (
        lambda x: conv()(conv()(x)),
        lambda x: Around(after=Around())(x),
    ),
    "own layer that is a ReLU": (conv(), lambda x: OwnReLU()(conv(activation=None)(x))),
    "Lambda": (conv(), lambda x: layers.Lambda(ops.relu)(conv(activation=None)(x))),
    "where": (conv(), lambda x: where_relu(conv(activation=None)(x))),
    "half of x and its absolute value": (conv(), lambda x: half_of_both(conv(activation=None)(x))),
    "where, twice": (conv(), lambda x: where_relu(where_relu(conv(activation=None)(x)))),
    "relu twice": (conv(), lambda x: layers.ReLU()(conv()(x))),
    "he_normal by definition": (
        conv(kernel_initializer="he_normal"),
        conv(
            kernel_initializer=keras.initializers.VarianceScaling(2, "fan_in", "truncated_normal")
        ),
    ),
    "seed": (
        conv(kernel_initializer="he_normal"),
        conv(kernel_initializer=keras.initializers.HeNormal(seed=5)),
    ),
    "TensorFlow's normal distribution": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.random_normal_initializer(0.0, 0.02)),
    ),
    "normal distribution of version 1": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.compat.v1.random_normal_initializer(0.0, 0.02)),
    ),
    "own normal distribution": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=lambda shape, dtype: tf.random.normal(shape, 0.0, 0.02, dtype)),
    ),
    "own class of He's": (
        conv(kernel_initializer="he_normal"),
        conv(kernel_initializer=OwnHeNormal()),
    ),
    "He's of version 1": (
        conv(kernel_initializer="he_normal"),
        conv(kernel_initializer=tf.compat.v1.initializers.he_normal()),
    ),
    "Glorot's of version 1": (
        conv(),
        conv(kernel_initializer=tf.compat.v1.initializers.glorot_uniform()),
    ),
    "TensorFlow's zeros": (conv(), conv(bias_initializer=tf.zeros_initializer())),
    "TensorFlow's ones behind a normalisation": (
        layers.BatchNormalization(),
        layers.BatchNormalization(gamma_initializer=tf.ones_initializer()),
    ),
    "kernel as a pair": (conv(), conv(kernel_size=(3, 3))),
    "capitals": (conv(), conv(padding="SAME")),
    "padding of a 1 × 1 kernel": (conv(kernel_size=1), conv(kernel_size=1, padding="valid")),
    "last axis": (joined(3), joined(-1)),
    "ops.concatenate": (joined(3), lambda x: ops.concatenate([x, x], axis=-1)),
    "no dropout": (conv(), lambda x: layers.Dropout(0)(conv()(x))),
    "linear activation": (conv(), lambda x: conv()(layers.Activation("linear")(x))),
    "strides of a pooling": (layers.MaxPooling2D(2), layers.MaxPooling2D(2, strides=(2, 2))),
    "pooling of even sizes": (layers.MaxPooling2D(2), layers.MaxPooling2D(2, padding="same")),
    "ops.max_pool": (layers.MaxPooling2D(2), lambda x: ops.max_pool(x, 2)),
    "model inside": (conv(), inside_a_model),
    "Sequential inside": (conv(), keras.Sequential([conv(activation=None), layers.ReLU()])),
}


@pytest.mark.parametrize(("build", "other"), EQUAL.values(), ids=EQUAL)
def test_the_same_network_in_other_words_is_equal(build: Build, other: Build) -> None:
    assert graph_of(build) == graph_of(other)


def relu(x: Any) -> Any:
    """Named after a ReLU, but changes nothing."""
    return x


class HeNormal(keras.initializers.Zeros):
    """Named after He's, which it is not."""


class Conv2D(layers.Conv2D):
    """Named after Keras' layer."""


def shared(x: Any) -> Any:
    layer = conv(filters=3)
    return layer(layer(x))


DIFFERENT: dict[str, tuple[Build, Build]] = {
    "kernel": (conv(), conv(kernel_size=(1, 9))),
    "dilation": (conv(), conv(dilation_rate=2)),
    "own relu": (conv(), conv(activation=relu)),
    "leaky relu": (conv(), conv(activation=layers.LeakyReLU(0.01))),
    "relu6": (conv(), conv(activation="relu6")),
    "initializer of another scale": (
        conv(kernel_initializer="he_normal"),
        conv(kernel_initializer=keras.initializers.VarianceScaling(1, "fan_in")),
    ),
    "bias initializer": (conv(), conv(bias_initializer="ones")),
    "TensorFlow's normal distribution of another width": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.random_normal_initializer(0.0, 0.05)),
    ),
    "truncated normal distribution": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.keras.initializers.TruncatedNormal(0.0, 0.02)),
    ),
    "TensorFlow's truncated normal distribution": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.compat.v1.truncated_normal_initializer(0.0, 0.02)),
    ),
    "normal distribution off the middle": (
        conv(kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02)),
        conv(kernel_initializer=tf.random_normal_initializer(0.02, 0.02)),
    ),
    "own class called HeNormal": (
        conv(kernel_initializer="he_normal"),
        conv(kernel_initializer=HeNormal()),
    ),
    "regularizer": (conv(), conv(kernel_regularizer="l2")),
    "trainable": (conv(), conv(trainable=False)),
    "own layer that does nothing": (conv(), lambda x: ReLU(0, 0)(conv(activation=None)(x))),
    "ReLU of small numbers": (conv(), lambda x: ReLU(-50, 50)(conv(activation=None)(x))),
    "ReLU of all but huge numbers": (conv(), lambda x: ReLU(-1e5, 1e5)(conv(activation=None)(x))),
    "ReLU in inference": (
        conv(),
        lambda x: ReLU(phases="inference")(conv(activation=None)(x)),
    ),
    "where with a slope": (
        conv(),
        lambda x: (y := conv(activation=None)(x), ops.where(y > 0, y, 0.1 * y))[1],
    ),
    "own class": (conv(), Conv2D(4, 3, padding="same", activation="relu")),
    "shared weights": (lambda x: conv(filters=3)(conv(filters=3)(x)), shared),
    "axis": (joined(3), joined(1)),
    "order": (
        lambda x: layers.concatenate([x, conv()(x)]),
        lambda x: layers.concatenate([conv()(x), x]),
    ),
    "which tensor is returned": (
        lambda x: (y := conv()(x), layers.MaxPooling2D()(y)),
        lambda x: (layers.MaxPooling2D()(conv()(x)),) * 2,
    ),
}


@pytest.mark.parametrize(("build", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_another_network_is_different(build: Build, other: Build) -> None:
    assert graph_of(build) != graph_of(other)


def test_a_convolution_used_elsewhere_keeps_its_own_activation() -> None:
    """Folding the ReLU into it would change what the other branch sees."""

    def branches(x: Any) -> Any:
        y = conv(activation=None)(x)
        return layers.Add()([y, layers.ReLU()(y)])

    kinds = [row.kind for row in graph_of(branches).rows]
    assert kinds == ["InputLayer", "Conv2D", "Activation", "Add"]


def test_operations_that_another_branch_looks_at_stay() -> None:
    def branches(x: Any) -> Any:
        y = conv(activation=None)(x)
        positive = y > 0
        return ops.where(positive, y, 0), positive

    kinds = [row.kind for row in graph_of(branches).rows]
    assert kinds == ["InputLayer", "Conv2D", "Activation", "Where"]


def test_an_own_layer_that_is_no_relu_stays_an_own_layer() -> None:
    kinds = [row.kind for row in graph_of(lambda x: ReLU(-50, 50)(conv()(x))).rows]
    assert kinds == ["InputLayer", "Conv2D", "ReLU (own class)"]


@pytest.mark.parametrize("own", [lambda: Around(scaled=True), lambda: Around(after=tf.nn.relu)])
def test_an_own_layer_that_does_more_than_call_layers_stays_closed(
    own: Callable[[], layers.Layer],
) -> None:
    """Weights of its own, or operations that know no symbolic tensors."""
    kinds = [row.kind for row in graph_of(lambda x: own()(x)).rows]
    assert kinds == ["InputLayer", "Around (own class)"]


def test_activations_are_tried_on_numbers_that_depend_on_the_shape() -> None:
    """Sizes are drawn at grading, so that nobody can write a layer for these numbers alone."""
    assert sample((None, 8, 12, 4)).tolist() != sample((None, 8, 12, 5)).tolist()


def test_what_leads_to_no_output_is_noted_where_it_starts() -> None:
    """A convolution and its activation, and a model, are called and not returned."""

    def build(x: Any) -> Any:
        kept = conv()(x)
        layers.ReLU()(conv(activation=None)(kept))
        keras.Sequential([layers.MaxPooling2D(2), layers.ELU()])(kept)
        return kept

    start, kept = graph_of(build).rows
    assert start.unused == ()
    assert kept.unused == ("Conv2D", "MaxPooling2D", "Activation", "Activation")


def test_what_leads_to_no_output_is_kept_beside_a_row_that_is_left_out() -> None:
    def build(x: Any) -> Any:
        kept = conv(activation=None)(x)
        activated = layers.ReLU()(kept)
        layers.MaxPooling2D(2)(activated)
        return activated

    assert graph_of(build).rows[-1].unused == ("MaxPooling2D",)


def test_the_order_is_depth_first_from_the_outputs() -> None:
    """The order of the published tables: a layer's inputs one after the other, then the layer."""
    low, high = keras.Input((4, 4, 8)), keras.Input((8, 8, 2))
    up = layers.Conv2DTranspose(2, 3, strides=2, padding="same")(low)
    graph = Graph.from_json(describe(conv()(layers.concatenate([up, high]))))
    kinds = [row.kind for row in graph.rows]
    assert kinds == ["InputLayer", "Conv2DTranspose", "InputLayer", "Concatenate", "Conv2D"]


def test_an_opened_model_with_two_outputs_is_listed_once() -> None:
    def two_outputs(x: Any) -> Any:
        start = keras.Input(x.shape[1:])
        first = conv()(start)
        return keras.Model(start, [first, layers.MaxPooling2D()(first)])(x)

    kinds = [row.kind for row in graph_of(two_outputs).rows]
    assert kinds == ["InputLayer", "Conv2D", "MaxPooling2D"]


@pytest.mark.parametrize(
    ("activation", "name"),
    [
        ("relu", "relu"),
        (None, "linear"),
        ("gelu", "gelu"),
        ("softmax", "softmax"),
        (layers.LeakyReLU(0.25), "leaky_relu with slope 0.25"),
        (relu, "linear (from a function called relu)"),
        (lambda x: x * 2, "<lambda> (own function)"),
        ("softsign", "softsign"),
        (layers.ReLU, "ReLU class"),
    ],
)
def test_an_activation_is_named_by_what_it_does(activation: Any, name: str) -> None:
    assert name == graph_of(conv(activation=activation)).rows[-1].attributes["activation"]


def test_an_activation_that_cannot_be_run_keeps_its_name() -> None:
    """Set on a layer that is built already, as Keras itself would stumble over it."""

    def broken(x: Any) -> Any:
        raise RuntimeError

    layer = conv(activation=None)
    outputs = layer(keras.Input((4, 4, 3)))
    layer.activation = broken
    graph = Graph.from_json(describe(outputs))
    assert graph.rows[-1].attributes["activation"] == "broken (own function)"


@pytest.mark.parametrize(
    ("build", "returned"),
    [
        (lambda x: x, "tensor"),
        (lambda x: (x, x), "tuple"),
        (lambda x: [x], "list"),
        (lambda x: keras.Model(x, conv()(x)), "model"),
        (lambda x: None, "nothing"),
        (lambda x: "conv", "str"),
        (lambda x: Conv2D(4, 3), "Conv2D (own class) layer"),
        (lambda x: layers.MaxPooling2D(), "MaxPooling2D layer"),
    ],
)
def test_how_it_was_returned(build: Build, returned: str) -> None:
    assert returned == graph_of(build).returned


def test_what_is_no_tensor_is_an_output_without_a_row() -> None:
    graph = graph_of(lambda x: (x, 3, None, layers.MaxPooling2D()))
    assert graph.outputs == (0, None, None, None)
    assert graph.others == ("", "int", "nothing", "MaxPooling2D layer")


def test_inputs_bear_the_names_of_the_arguments() -> None:
    assert graph_of(conv()).rows[0].attributes["argument"] == "inputs"


def test_shared_weights_count_once() -> None:
    assert graph_of(shared).parameters == 84


def test_the_table_reads_like_the_published_one() -> None:
    def block(x: Any) -> Any:
        return layers.MaxPooling2D(2)(layers.Dropout(0.1)(conv(kernel_initializer="he_normal")(x)))

    rows = to_frame(graph_of(block)).to_numpy().tolist()
    assert rows == [
        ["InputLayer", "(None, 8, 12, 3)", 0, "inputs", ""],
        ["Conv2D", "(None, 8, 12, 4)", 112, "same, relu, HeNormal", "1"],
        ["Dropout", "(None, 8, 12, 4)", 0, "0.1", "2"],
        ["MaxPooling2D", "(None, 4, 6, 4)", 0, "(2, 2)", "3"],
    ]


def test_the_table_names_what_is_unusual() -> None:
    frame = to_frame(graph_of(conv(kernel_size=(1, 9), use_bias=False)))
    text = "same, relu, GlorotUniform, kernel_size=(1, 9), use_bias=False"
    assert text == frame["attributes"].iloc[-1]


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (layers.BatchNormalization(), ""),
        (
            layers.BatchNormalization(beta_initializer="ones", axis=1),
            "axis=1, beta_initializer=Ones",
        ),
        (layers.SeparableConv2D(4, 3), ""),
        (layers.SeparableConv2D(4, 3, activation="relu"), "activation=relu"),
        (layers.UpSampling2D(3), "size=(3, 3)"),
        (layers.GlobalMaxPooling2D(), ""),
    ],
)
def test_the_table_names_of_other_layers_what_their_class_does_not_say(
    layer: layers.Layer, text: str
) -> None:
    """An own list of attributes is kept for the layers of the exercises only."""
    assert text == to_frame(graph_of(layer))["attributes"].iloc[-1]


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        {"rows": [], "outputs": [0], "returned": "tensor"},
        {"rows": [{"kind": "Add"}], "outputs": [], "returned": "tensor"},
    ],
)
def test_what_is_no_description_is_refused(forged: Any) -> None:
    with pytest.raises(ValueError, match=r"not"):
        Graph.from_json(forged)
