"""A Keras model as a table: layers, shapes, attributes and which row feeds which.

``describe`` writes the graph behind some tensors as plain JSON, depth first from the outputs and
following each layer's inputs in order. Right answers in other words come out equal: a ReLU layer
behind a convolution counts as the convolution's activation, layers that change nothing are left
out, nested models are opened. The network never runs; only activations do, on 64 numbers, and
initialisers that are not Keras's own draw some, so that both are known by what they do and not by
what they are called.

``Graph.from_json`` reads such a description again, and works without Keras.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from grader.graph.initializers import NAMES_BY_SCHEME, name_of_constant, name_of_draws

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]
Function = Callable[..., Any]
Numbers = NDArray[np.floating[Any]]

# Small and large numbers of both signs, so that slopes and caps show wherever they are.
_FIXED = (
    *(0.5, -1, 2, -3, -0.1, 8, 1, -0.5, 3, 0, -20, 1.5, -2, 6.5, 40, -0.01),
    *(1e6, -1e6, 300, -300, 1e-3, -1e-3, 1e4, -1e4),
)
_SAMPLE_SHAPE = (1, 4, 4, 4)  # one image of 16 pixels; its channels show the axis of a softmax
_DECADES = (-2, 6)  # powers of ten between which the drawn numbers lie

MOST_ROWS = 150  # no exercise needs a third of it; comparing takes time by the square
MOST_ATTRIBUTES = 40  # of one layer; twice what any has
MOST_ITEMS = 64  # of one attribute
LONGEST_TEXT = 200  # characters of an attribute, a kind or the name of a type

_LIBRARIES = ("keras.", "tensorflow.", "numpy", "jax.")
OWN_CLASS = " (own class)"
OWN_FUNCTION = " (own function)"
CLASS = " class"  # behind the name of a class that was not made into an object
LAYER = " layer"  # behind the name of a layer that was returned without being called


# --- reading ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One layer. ``inputs`` are positions (from 0) of the rows that feed it.

    ``unused`` are the kinds of the layers behind it that lead to no output, the nearest first.
    ``shape`` is the output shape with ``None`` for the batch. ``place``, ``part`` and ``spelling``
    are filled in expected graphs only: where the layer stands ("block 2"), which part of the
    exercise it belongs to, and how to write its attributes in code (``n_filters * 2``).
    """

    kind: str
    shape: tuple[int | None, ...]
    parameters: int
    attributes: Mapping[str, Any]
    inputs: tuple[int, ...]
    unused: tuple[str, ...] = field(default=(), compare=False)  # the network is the same without
    place: str = ""
    part: str = ""
    spelling: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """Rows in order, each after those that feed it, and the rows that were returned.

    ``returned`` is "tensor", "tuple", "list", "model", "nothing" or the name of another type. An
    output is ``None`` where something else than a tensor of the network was returned; ``others``
    says for each output what it is instead: "nothing", the name of a type, or "".
    """

    rows: tuple[Row, ...]
    outputs: tuple[int | None, ...]
    returned: str
    others: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Any) -> Graph:
        """The graph that ``describe`` wrote; ``ValueError`` when the data are not one."""
        try:
            if len(data["rows"]) > MOST_ROWS:
                raise ValueError(f"More than {MOST_ROWS} layers.")
            rows = tuple(_row_from_json(row, position) for position, row in enumerate(data["rows"]))
            outputs = tuple(
                None if row is None else _earlier(row, len(rows)) for row in data["outputs"]
            )
            if len(outputs) > MOST_ROWS or len(data["others"]) > MOST_ROWS:
                raise ValueError(f"More than {MOST_ROWS} outputs.")
            others = tuple(_text(other) for other in data["others"])
            return cls(rows, outputs, _text(data["returned"]), others)
        except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(f"This is not the description of a network: {error!r}") from error

    @property
    def parameters(self) -> int:
        """Weights of all layers; a layer used twice counts once."""
        return sum(
            row.parameters for row in self.rows if row.attributes.get("shares_weights_with") is None
        )


def _row_from_json(data: Json, position: int) -> Row:
    if len(data["attributes"]) > MOST_ATTRIBUTES:
        raise ValueError(f"More than {MOST_ATTRIBUTES} attributes.")
    attributes = {_text(name): _as_read(value) for name, value in data["attributes"].items()}
    shape = tuple(None if size is None else int(size) for size in data["shape"])
    if "activation" in attributes:
        attributes["activation"] = name_activation(data["attributes"]["activation"], shape)
    return Row(
        kind=_text(data["kind"]),
        shape=shape,
        parameters=int(data["parameters"]),
        attributes=attributes,
        inputs=tuple(_earlier(row, position) for row in data["inputs"]),
        unused=tuple(_text(kind) for kind in data.get("unused", ())[:MOST_ITEMS]),
    )


def _earlier(row: Any, limit: int) -> int:
    if not isinstance(row, int) or not 0 <= row < limit:
        raise ValueError(f"Row {row!r} is not among the {limit} rows before it.")
    return row


def _as_read(value: Any) -> Any:
    """JSON has lists only; sizes such as (3, 3) are tuples for a reader."""
    if isinstance(value, dict | list) and len(value) > MOST_ITEMS:
        raise ValueError(f"An attribute of {len(value)} values.")
    if isinstance(value, dict):
        return str(value)[:LONGEST_TEXT]
    if isinstance(value, list):
        return tuple(_as_read(item) for item in value)
    return _text(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"This is no name: {str(value)[:20]!r}.")
    return value


# --- activations, by what they do ---------------------------------------------------------------


Shape = Sequence[int | None]


@contextlib.contextmanager
def weightless() -> Iterator[Callable[[BaseException], bool]]:
    """Layers that are built meanwhile get no numbers in their weights, now or later.

    Drawing them takes most of the time of building a network, and memory besides. Yields a
    function that tells whether an error may come of that.
    """
    import keras
    from keras.src.backend.common import global_state

    class Scope(keras.StatelessScope):  # type: ignore[misc]
        """Knows whether anybody read or set a number."""

        was_used = False

        def get_current_value(self, variable: Any) -> Any:
            self.was_used = True
            return super().get_current_value(variable)

        def add_update(self, update: Any) -> None:
            self.was_used = True
            super().add_update(update)

    waiting = list(global_state.get_global_attribute("uninitialized_variables", []))
    try:
        with Scope(initialize_variables=False) as scope:
            yield lambda error: scope.was_used or "stateless scope" in str(error)
    finally:
        # Keras would draw them all at the end of the next scope, whoever opens it.
        global_state.set_global_attribute("uninitialized_variables", waiting)


def sample(shape: Shape) -> NDArray[np.float32]:
    """The numbers on which the activation of a layer with this output shape is tried.

    An array (1, 4, 4, 4). Some are fixed; the others depend on the shape and so, at grading, on
    the seed of the case.
    """
    return _sample(tuple(size or 0 for size in shape[-3:]))


@functools.lru_cache(maxsize=64)
def _sample(sizes: tuple[int, ...]) -> NDArray[np.float32]:
    rng = np.random.default_rng(sizes)
    n_drawn = math.prod(_SAMPLE_SHAPE) - len(_FIXED)
    drawn = rng.choice([-1, 1], n_drawn) * 10 ** rng.uniform(*_DECADES, n_drawn)
    numbers = np.concatenate([_FIXED, drawn]).astype(np.float32).reshape(_SAMPLE_SHAPE)
    numbers.setflags(write=False)
    return numbers


def name_activation(activation: Mapping[str, Any], shape: Shape) -> str:
    """The name of an activation from its outputs on ``sample(shape)``.

    ``activation`` holds ``named``, what the code called it, and ``values``, what it computed
    (``None`` when it could not be run). An unknown one keeps its name.
    """
    named = _text(activation["named"])
    if activation["values"] is None:
        return named
    values = np.array(activation["values"], dtype=float).reshape(-1)
    numbers = sample(shape).astype(float)
    if values.size != numbers.size:
        return named
    does = _known_as(values.reshape(numbers.shape), numbers)
    own = named.removesuffix(OWN_FUNCTION)
    if does and own != named and own in _ACTIVATIONS and own != does:
        return f"{does} (from a function called {own})"
    return does or named


def _known_as(values: Numbers, numbers: Numbers) -> str | None:
    """The activation that makes ``values`` of ``numbers``, if it is a well-known one."""
    with np.errstate(over="ignore"):
        known = (name for name, does in _ACTIVATIONS.items() if _close(values, does(numbers)))
        return next(known, None) or _leaky_relu(values, numbers)


def _close(values: Numbers, expected: Numbers) -> bool:
    """Whether numbers agree as far as float32 can tell; what overflows is NaN in ``values``."""
    finite = np.where(np.abs(expected) < np.finfo(np.float32).max, expected, np.nan)
    return bool(np.allclose(values, finite, rtol=1e-3, atol=1e-4, equal_nan=True))


def _leaky_relu(values: Numbers, numbers: Numbers) -> str | None:
    slope = round(float(values.min() / numbers.min()), 4)
    if math.isfinite(slope) and _close(values, np.where(numbers > 0, numbers, slope * numbers)):
        return f"leaky_relu with slope {slope:g}"
    return None


def _softmax(x: Any) -> Any:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def _gelu(x: Any) -> Any:
    return x / 2 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


_ACTIVATIONS: dict[str, Function] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "sigmoid": _sigmoid,
    "softmax": _softmax,
    "tanh": np.tanh,
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
    "selu": lambda x: 1.05070099 * np.where(x > 0, x, 1.67326324 * np.expm1(np.minimum(x, 0))),
    "gelu": _gelu,
    "silu": lambda x: x * _sigmoid(x),
    "softplus": lambda x: np.logaddexp(x, 0),
    "exponential": np.exp,
    "absolute value": np.abs,
}


# --- describing ---------------------------------------------------------------------------------


def describe(returned: Any, given: Mapping[str, Any] | None = None) -> Json:
    """The graph behind what a function returned, as JSON.

    ``returned`` is a tensor, a tuple or list of tensors, or a functional model. ``given`` maps
    names to the tensors that the function was called with; their rows bear these names.
    """
    walker = _Walker({id(tensor): name for name, tensor in (given or {}).items()})
    outputs = [walker.row_of(tensor) for tensor in _tensors(returned)]
    walker.note_unused()
    rows, outputs = _simplify(walker.rows, outputs)
    return {
        "returned": _kind_of_result(returned),
        "outputs": outputs,
        "others": [
            "" if _is_symbolic(item) else _kind_of_result(item) for item in _tensors(returned)
        ],
        "rows": [row.to_json() for row in rows],
    }


def layers_with_weights(model: Any) -> list[Any]:
    """The layers of a model that have weights, in the order of its rows, each once."""
    walker = _Walker({})
    for tensor in _tensors(model):
        walker.row_of(tensor)
    return [layer for layer in walker.operations.values() if _parameters(layer)]


def built_before(error: BaseException) -> list[Any]:
    """The tensors a network had come to when its function raised: those that feed no other one.

    They are found in the variables of the functions on the way to the error, and come in the order
    in which the code names them, unused inputs last. None when no layer was called yet.
    """
    found = {
        id(tensor): tensor
        for frame, _ in traceback.walk_tb(error.__traceback__)
        for value in frame.f_locals.values()
        for tensor in _symbolic_in(value)
        if _is_built_by_student(tensor, frame)
    }
    used: set[int] = set()
    waiting = list(found.values())
    while waiting:
        for source in _sources(waiting.pop()):
            if id(source) not in used:
                used.add(id(source))
                waiting.append(source)
    ends = [tensor for tensor in found.values() if id(tensor) not in used] if used else []
    return sorted(ends, key=lambda tensor: not _sources(tensor))


def _is_built_by_student(tensor: Any, frame: FrameType) -> bool:
    """Whether a tensor is no passing result of a library, which computes with what it is given."""
    inside = str(frame.f_globals.get("__name__", "")).startswith(_LIBRARIES)
    return not inside or _is_layer(tensor._keras_history.operation)


def _symbolic_in(value: Any, depth: int = 3) -> list[Any]:
    """``value`` itself, or the tensors in a list, tuple or dict of them."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list) and depth:
        return [tensor for item in value for tensor in _symbolic_in(item, depth - 1)]
    return [value] if _is_symbolic(value) else []


def _sources(tensor: Any) -> list[Any]:
    operation, node_index, _ = tensor._keras_history
    return list(operation._inbound_nodes[node_index].input_tensors)


@dataclass
class _RawRow:
    """A row under construction.

    ``compute`` does to numbers what the row does, where that takes no weights; it has an argument
    for each input. ``function`` is the same where the row is an activation.
    """

    kind: str
    shape: list[int | None]
    parameters: int
    attributes: Json
    inputs: list[int]
    compute: Function | None = None
    function: Function | None = None
    unused: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        return {
            "kind": self.kind,
            "shape": self.shape,
            "parameters": self.parameters,
            "attributes": self.attributes,
            "inputs": self.inputs,
            **({"unused": self.unused[:MOST_ITEMS]} if self.unused else {}),
        }


def _tensors(returned: Any) -> list[Any]:
    if _is_model(returned):
        return list(returned.outputs)
    if isinstance(returned, tuple | list):
        return list(returned)
    return [] if returned is None else [returned]


def _kind_of_result(returned: Any) -> str:
    import keras

    if returned is None:
        return "nothing"
    if isinstance(returned, tuple | list):
        return "list" if isinstance(returned, list) else "tuple"
    if _is_model(returned):
        return "model"
    if _is_symbolic(returned):
        return "tensor"
    if not _is_layer(returned):
        return type(returned).__name__
    return _kind(returned) if isinstance(returned, keras.Model) else _kind(returned) + LAYER


def _is_symbolic(value: Any) -> bool:
    import keras

    return isinstance(value, keras.KerasTensor) and hasattr(value, "_keras_history")


def _is_model(value: Any) -> bool:
    """Whether this is Keras' own functional or sequential model, so that its graph is all of it."""
    import keras

    opens = isinstance(value, keras.Model) and bool(getattr(value, "outputs", None))
    return opens and _is_genuine(type(value)) and "call" not in vars(value)


def _as_model(layer: Any, node: Any) -> Any:
    """One call of a student's own layer as a model, where it only calls Keras's layers.

    ``None`` for every other operation, and where the layer has weights of its own or computes with
    what knows no symbolic tensors: then nobody can look into it.
    """
    import keras

    own = _is_layer(layer) and _is_own(layer) and any(layer._flatten_layers(include_self=False))
    if not own or layer._trainable_variables or layer._non_trainable_variables:
        return None
    sources = {id(tensor): tensor for tensor in node.input_tensors}
    inner = {
        name: keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
        for name, tensor in sources.items()
    }
    arguments, options = node.arguments.fill_in(inner)
    try:
        returned = layer.call(*arguments, **options)
        model = keras.Model([inner[id(tensor)] for tensor in node.input_tensors], returned)
    except Exception:  # it computes with NumPy, with TensorFlow, or not at all
        return None
    outputs = [tuple(tensor.shape) for tensor in model.outputs]
    return model if outputs == [tuple(tensor.shape) for tensor in node.outputs] else None


def _is_genuine(cls: type) -> bool:
    """Whether a class is the one Keras defines under its name, not a student's of that name."""
    module = sys.modules.get(cls.__module__)
    return cls.__module__.startswith("keras.src.") and getattr(module, cls.__name__, None) is cls


class _Walker:
    """Collects the rows behind tensors. A scope maps inputs of an opened model to rows outside."""

    def __init__(self, given: Mapping[int, str]) -> None:
        self.rows: list[_RawRow] = []
        self._given = given
        self._known: dict[tuple[int, int, int], int] = {}
        self._first_use: dict[int, int] = {}
        self.operations: dict[int, Any] = {}
        self._scopes: list[dict[int, int]] = [{}]
        self._opened: dict[tuple[int, int], int] = {}
        self._tensors: dict[int, Any] = {}
        self._made: dict[int, Any] = {}  # by node: a model of what an own layer calls, or None

    def row_of(self, tensor: Any) -> int | None:
        """The row that computes ``tensor``; ``None`` when it is no tensor of a network."""
        return self._find(tensor, scope=0) if _is_symbolic(tensor) else None

    def _find(self, tensor: Any, scope: int) -> int:
        if id(tensor) in self._scopes[scope]:
            return self._scopes[scope][id(tensor)]
        operation, node_index, tensor_index = tensor._keras_history
        node = operation._inbound_nodes[node_index]
        key = (id(node), tensor_index, scope)
        if key not in self._known:
            inputs = [self._find(source, scope) for source in node.input_tensors]
            model = operation if _is_model(operation) else self._inside(operation, node)
            if model is not None:
                inside = self._open(model, inputs, (id(node), scope))
                self._known[key] = self._find(model.outputs[tensor_index], inside)
            else:
                self._known[key] = self._add(operation, node, tensor, inputs)
        return self._known[key]

    def note_unused(self) -> None:
        """Write down beside each row what was called on its tensor and leads to no output."""
        used = {node for node, _, _ in self._known}
        for (_, _, scope), position in list(self._known.items()):
            if scope == 0:
                self.rows[position].unused = self._behind(self._tensors[position], used)

    def _behind(self, tensor: Any, used: set[int]) -> list[str]:
        found: dict[int, list[str]] = {}
        waiting = [tensor]
        while waiting and len(found) < MOST_ITEMS:
            source = waiting.pop(0)
            for node in source._keras_history.operation._outbound_nodes:
                reads = any(other is source for other in node.input_tensors)
                if reads and id(node) not in used and id(node) not in found:
                    found[id(node)] = _kinds_inside(node.operation)
                    waiting += node.outputs
        return [kind for kinds in found.values() for kind in kinds]

    def _open(self, model: Any, inputs: list[int], call: tuple[int, int]) -> int:
        """The scope of one call of a model inside the model; all its outputs share it."""
        if call not in self._opened:
            pairs = zip(model.inputs, inputs, strict=True)
            self._scopes.append({id(inner): row for inner, row in pairs})
            self._opened[call] = len(self._scopes) - 1
        return self._opened[call]

    def _inside(self, operation: Any, node: Any) -> Any:
        """One call of a layer of a student's own as a model of the layers that it calls."""
        if id(node) not in self._made:
            self._made[id(node)] = _as_model(operation, node)
        return self._made[id(node)]

    def _add(self, operation: Any, node: Any, tensor: Any, inputs: list[int]) -> int:
        cropping = _cropping(operation, node)
        if cropping is None:
            kind, attributes = _kind(operation), _attributes(operation, node, tensor.shape)
        else:
            kind = "Cropping2D"
            attributes = {"cropping": cropping, "data_format": "channels_last"}
        if not inputs:
            attributes["argument"] = self._given.get(id(tensor))
        position = len(self.rows)
        self._tensors[position] = tensor
        first = self._first_use.setdefault(id(operation), position)
        self.operations.setdefault(id(operation), operation)
        parameters = _parameters(operation)
        if parameters:
            attributes["shares_weights_with"] = None if first == position else first + 1
        compute = _compute(operation, node)
        self.rows.append(
            _RawRow(
                kind=kind,
                shape=list(tensor.shape),
                parameters=parameters,
                attributes=attributes,
                inputs=inputs,
                compute=compute,
                function=compute if compute and _is_activation(operation, node, compute) else None,
            )
        )
        return position


# Operations of keras.ops that say the same as a layer.
_OPERATIONS_AS_LAYERS = {"MaxPool": "MaxPooling2D", "AveragePool": "AveragePooling2D"}


def _kind(operation: Any) -> str:
    name = type(operation).__name__
    if not _is_genuine(type(operation)) or "call" in vars(operation):
        return name + OWN_CLASS
    return _OPERATIONS_AS_LAYERS.get(name, name)


def _kinds_inside(operation: Any) -> list[str]:
    """The kinds of a model's layers, or that of one layer, as rows have them."""
    if _is_model(operation):
        return [kind for layer in operation.layers for kind in _kinds_inside(layer)]
    kind = _kind(operation)
    if kind == "InputLayer":
        return []
    return ["Activation" if ".layers.activations." in type(operation).__module__ else kind]


def _cropping(operation: Any, node: Any) -> list[list[int]] | None:
    """What a slice or a centred crop cuts off a picture, in the words of Cropping2D.

    ``[[top, bottom], [left, right]]``; None for anything else.
    """
    kind = _kind(operation)
    if kind not in ("GetItem", "CenterCrop"):
        return None
    shape = node.input_tensors[0].shape
    if len(shape) != 4 or None in shape[1:3]:
        return None
    if kind == "GetItem":
        arguments = node.arguments
        return _cut_by_slices([*arguments.args, *arguments.kwargs.values()][1], shape)
    sizes = node.outputs[0].shape[1:3]
    lost = [before - after for before, after in zip(shape[1:3], sizes, strict=True)]
    if operation.data_format != "channels_last" or min(lost) < 0:  # it enlarges what is too small
        return None
    return [[number // 2, number - number // 2] for number in lost]


def _cut_by_slices(key: Any, shape: Shape) -> list[list[int]] | None:
    """What ``tensor[key]`` cuts off rows and columns; None when it does more than that."""
    keys = list(key) if isinstance(key, tuple | list) else [key]
    missing = [slice(None)] * (len(shape) - len(keys))
    if Ellipsis in keys:
        at = keys.index(Ellipsis)
        keys[at : at + 1] = [slice(None), *missing]
    else:
        keys += missing
    plain = all(isinstance(part, slice) and part.step in (None, 1) for part in keys)
    if not plain or (keys[0], keys[3]) != (slice(None), slice(None)):
        return None
    ends = [part.indices(size)[:2] for part, size in zip(keys[1:3], shape[1:3], strict=True)]
    return [
        [start, (size or 0) - stop] for (start, stop), size in zip(ends, shape[1:3], strict=True)
    ]


def _is_layer(value: Any) -> bool:
    import keras

    return isinstance(value, keras.Layer)


def _parameters(operation: Any) -> int:
    return int(operation.count_params()) if _is_layer(operation) else 0


_CONVOLUTION = (
    *("filters", "kernel_size", "strides", "padding", "dilation_rate", "groups", "use_bias"),
    *("output_padding", "data_format", "activation", "kernel_initializer", "bias_initializer"),
    *("kernel_regularizer", "bias_regularizer", "activity_regularizer"),
    *("kernel_constraint", "bias_constraint"),
)
_POOLING = ("pool_size", "strides", "padding", "data_format")
_NAMES = {
    "Conv2D": tuple(name for name in _CONVOLUTION if name != "output_padding"),
    "Conv2DTranspose": tuple(name for name in _CONVOLUTION if name != "groups"),
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    "Cropping2D": ("cropping", "data_format"),
    "Dropout": ("rate", "noise_shape"),
    "Concatenate": ("axis",),
    "InputLayer": (),
    "Activation": ("activation",),
}


def _attributes(operation: Any, node: Any, shape: Shape) -> Json:
    """What matters about a layer, in the one spelling that equal layers share."""
    kind = _kind(operation)
    if kind.endswith(OWN_CLASS):
        return {}
    names = _NAMES.get(kind)
    if names is None:
        attributes = _plain_config(operation, shape)
    else:
        attributes = {
            name: _attribute(name, getattr(operation, name, None), shape) for name in names
        }
    if _parameters(operation):
        attributes["trainable"] = bool(operation.trainable)
        attributes["dtype"] = str(operation.dtype_policy.name)
    training = node.arguments.kwargs.get("training")
    if training:  # Keras writes False itself
        attributes["training"] = True
    _unify(kind, attributes, node, len(shape))
    return attributes


def _unify(kind: str, attributes: Json, node: Any, rank: int) -> None:
    """Give attributes that mean the same the same value."""
    if kind == "Concatenate" and attributes["axis"] is not None and attributes["axis"] < 0:
        attributes["axis"] += rank
    if kind == "Conv2D" and attributes["kernel_size"] == attributes["strides"] == [1, 1]:
        attributes["padding"] = "same"  # a 1 × 1 convolution needs no border
    if kind == "Conv2DTranspose" and attributes["kernel_size"] == attributes["strides"]:
        attributes["padding"] = "same"  # stamps side by side leave no border to cut off
    if kind in ("MaxPooling2D", "AveragePooling2D"):
        _unify_pooling(attributes, node.input_tensors[0].shape)


def _unify_pooling(attributes: Json, shape: Shape) -> None:
    size = _pair(attributes["pool_size"])
    strides = size if attributes["strides"] is None else _pair(attributes["strides"])
    attributes["pool_size"], attributes["strides"] = size, strides
    first = 1 if attributes["data_format"] == "channels_last" else 2
    fits = all(
        extent is not None and extent % step == 0
        for extent, step in zip(shape[first : first + 2], strides, strict=True)
    )
    if size == strides and fits:
        attributes["padding"] = "valid"  # nothing to pad: "same" does the same


def _pair(value: Any) -> list[int]:
    return [value, value] if isinstance(value, int) else list(value)


def _plain_config(operation: Any, shape: Shape) -> Json:
    if _is_layer(operation):
        config = operation.get_config()
    else:
        config = {name: value for name, value in vars(operation).items() if name[0] != "_"}
    defaults = _defaults(type(operation))
    attributes = {
        name: _attribute(name, _as_set(operation, name, value), shape)
        for name, value in config.items()
        if name not in ("name", "dtype", "trainable", "seed")
    }
    return {
        name: value
        for name, value in attributes.items()
        if name not in defaults or not _says_the_same(value, defaults[name])
    }


def _as_set(operation: Any, name: str, value: Any) -> Any:
    """The object behind an entry of a layer's config, where the layer keeps it by that name."""
    if isinstance(value, dict) or name == "activation":
        return getattr(operation, name, value)
    return value


def _defaults(cls: type) -> dict[str, Any]:
    parameters = inspect.signature(cls).parameters.values()
    return {parameter.name: parameter.default for parameter in parameters}


def _says_the_same(value: Any, default: Any) -> bool:
    """Whether an attribute is what its class takes by itself: "Zeros" is "zeros"."""
    if isinstance(value, dict) and default is None:
        return str(value.get("named")) == "linear"
    if isinstance(value, str) and isinstance(default, str):
        return value.lower() == default.replace("_", "").lower()
    return bool(value == (list(default) if isinstance(default, tuple) else default))


def _attribute(name: str, value: Any, shape: Shape) -> Any:
    """An attribute of a layer with this output shape as JSON."""
    if name == "activation":
        values = _values(value, sample(shape))
        learns = bool(getattr(value, "weights", None))  # what it does is only its start
        return {"named": _name_of_activation(value), "values": None if learns else values}
    if name.endswith("initializer") and callable(value) and not _is_genuine(type(value)):
        return name_of_draws(value) or _plain(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    """Numbers and names as they are, objects in one fixed spelling."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return round(value, 10) if math.isfinite(value) else str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value[:MOST_ITEMS]]
    return _object_text(value)


def _name_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    name = getattr(value, "__name__", None)
    return str(name if isinstance(name, str) else type(value).__name__)


def _name_of_activation(value: Any) -> str:
    """Its name, marked where it is a class, one of Keras's layers or a student's own function."""
    name = _name_of(value)
    if isinstance(value, str):
        return name
    if isinstance(value, type):
        return name + CLASS
    if _is_layer(value) and _is_genuine(type(value)):
        return name + LAYER
    module = str(getattr(value, "__module__", ""))
    return name if module.startswith(_LIBRARIES) else name + OWN_FUNCTION


def _object_text(value: Any) -> str:
    """Initializers, regularizers and constraints: class and arguments, without the seed."""
    if isinstance(value, dict):
        return str(value.get("class_name", "dict"))
    name = _name_of(value)
    if not _is_genuine(type(value)):
        return name + (OWN_FUNCTION if hasattr(value, "__name__") else OWN_CLASS)
    config = {key: item for key, item in value.get_config().items() if key != "seed"}
    if hasattr(value, "distribution"):
        scheme = (float(value.scale), value.mode, value.distribution)
        axes = {key: axis for key, axis in config.items() if key.endswith("_axes") and axis}
        known = NAMES_BY_SCHEME.get(scheme)
        return known if known and not axes else f"VarianceScaling{scheme}"
    if name == "Constant" and _is_number(config["value"]):
        return name_of_constant(config["value"])
    arguments = ", ".join(f"{key}={item:.4g}" for key, item in config.items() if _is_number(item))
    return f"{name}({arguments})" if arguments else name


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# --- activations of the network -----------------------------------------------------------------

_ACTIVATION_LAYERS = ("Activation", "Lambda", "Identity")


def _compute(operation: Any, node: Any) -> Function | None:
    """What the row does to numbers in place of its tensors, when that takes no weights."""
    if len(node.outputs) != 1 or getattr(operation, "weights", None):
        return None
    if _is_layer(operation) and not (_is_own(operation) or _works_like_an_operation(operation)):
        return None

    def compute(*values: Any, **options: Any) -> Any:
        given = {
            id(tensor): value for tensor, value in zip(node.input_tensors, values, strict=True)
        }
        args, kwargs = node.arguments.fill_in(given)
        return operation(*args, **{**kwargs, **options})

    return compute


def _is_own(operation: Any) -> bool:
    return _kind(operation).endswith(OWN_CLASS)


def _works_like_an_operation(layer: Any) -> bool:
    """Whether one of Keras' layers is as good as an operation: an activation, or no dropout."""
    if _kind(layer) == "Dropout":
        return bool(layer.rate == 0)
    return _kind(layer) in _ACTIVATION_LAYERS or ".layers.activations." in type(layer).__module__


def _is_activation(operation: Any, node: Any, compute: Function) -> bool:
    """Whether the row makes of one tensor another of its shape.

    A layer of a student's own counts as one when its numbers are those of a ReLU, in training
    too; else it stays what it is called.
    """
    if len(node.input_tensors) != 1:
        return False
    shape = node.outputs[0].shape
    if tuple(shape) != tuple(node.input_tensors[0].shape):
        return False
    if not _is_own(operation):
        return True
    in_training = functools.partial(compute, training=True)
    return _is_layer(operation) and all(
        _is_relu(function, shape) for function in (compute, in_training)
    )


def _is_relu(function: Function, shape: Shape) -> bool:
    numbers = sample(shape)
    values = _values(function, numbers)
    return values is not None and _close(
        np.array(values, float), np.maximum(numbers, 0).reshape(-1)
    )


def _values(function: Function, numbers: Any) -> list[float | None] | None:
    """What ``function`` makes of a sample as a flat list; ``None`` when that does not work."""
    import keras

    try:
        given = np.asarray(numbers, np.float32).reshape(_SAMPLE_SHAPE)
        result = keras.ops.convert_to_numpy(function(keras.ops.convert_to_tensor(given)))
    except Exception:
        # A student's function may raise anything; then it is not an activation we know.
        return None
    if result.shape != _SAMPLE_SHAPE:
        return None
    flat = [round(float(number), 6) for number in result.reshape(-1)]
    return [number if np.isfinite(number) else None for number in flat]


def _simplify(
    rows: list[_RawRow], outputs: list[int | None]
) -> tuple[list[_RawRow], list[int | None]]:
    """Join operations, drop rows that change nothing, fold activations into the row before."""
    for step in (_join_operations, _find_idle, _fold_activations):
        rows, outputs = _without(rows, outputs, step(rows, outputs))
    return rows, outputs


def _join_operations(rows: list[_RawRow], outputs: list[int | None]) -> dict[int, int]:
    """Make one activation of operations like ``where(x > 0, x, 0)``; the others can go."""
    joined: dict[int, int] = {}
    for position, row in enumerate(rows):
        if row.compute is None or len(row.inputs) < 2:
            continue
        source, between = _way_from_one_row(rows, position)
        users = {
            user
            for user, other in enumerate(rows)
            if user not in joined and not between.isdisjoint(other.inputs)
        }
        seen_elsewhere = not users <= between | {position} or not between.isdisjoint(outputs)
        if source is None or seen_elsewhere or row.shape != rows[source].shape:
            continue
        compute = _chained(rows, source, [*sorted(between), position])
        if _values(compute, sample(row.shape)) is not None:
            row.compute, row.function, row.inputs = compute, compute, [source]
            joined |= dict.fromkeys(between, source)
    return joined


def _way_from_one_row(rows: list[_RawRow], position: int) -> tuple[int | None, set[int]]:
    """The nearest row that alone decides this one, if there is one, and the rows between."""
    between: set[int] = set()
    ends = set(rows[position].inputs)
    while len(ends) > 1:
        last = max(ends)
        if rows[last].compute is None:
            return None, between
        between.add(last)
        ends = ends - {last} | set(rows[last].inputs)
    return ends.pop(), between


def _chained(rows: list[_RawRow], source: int, positions: list[int]) -> Function:
    """The last of these rows as a function of the row ``source``."""
    steps = [(position, rows[position].compute, rows[position].inputs) for position in positions]

    def compute(values: Any) -> Any:
        computed = {source: values}
        for position, step, inputs in steps:
            assert step is not None
            computed[position] = step(*(computed[row] for row in inputs))
        return computed[positions[-1]]

    return compute


def _find_idle(rows: list[_RawRow], outputs: list[int | None]) -> dict[int, int]:
    """Rows that hand on what they get."""
    idle: dict[int, int] = {}
    for position, row in enumerate(rows):
        numbers = sample(row.shape)
        values = None if row.function is None else _values(row.function, numbers)
        if values is not None and _close(np.array(values, float), numbers.reshape(-1)):
            idle[position] = row.inputs[0]
    return idle


def _fold_activations(rows: list[_RawRow], outputs: list[int | None]) -> dict[int, int]:
    """Fold ReLU and the like into the layer they follow, where nothing else uses that layer."""
    uses = [source for row in rows for source in row.inputs] + list(outputs)
    folded: dict[int, int] = {}
    for position, row in enumerate(rows):
        if row.function is None:
            continue
        before = row.inputs[0]
        target = rows[folded.get(before, before)]
        earlier = target.attributes.get("activation")
        alone = uses.count(before) == 1 and target.function is None
        if alone and earlier and earlier["values"] and None not in earlier["values"]:
            target.attributes["activation"] = _composed(earlier, row)
            folded[position] = folded.get(before, before)
        else:
            values = _values(row.function, sample(row.shape))
            row.attributes = {"activation": {"named": row.kind, "values": values}}
            row.kind = "Activation"
    return folded


def _composed(earlier: Json, row: _RawRow) -> Json:
    assert row.function is not None
    own = row.attributes.get("activation", {}).get("named", row.kind)
    named = own if earlier["named"] == "linear" else f"{earlier['named']}, then {own}"
    return {"named": named, "values": _values(row.function, earlier["values"])}


def _without(
    rows: list[_RawRow], outputs: list[int | None], same_as: Mapping[int, int]
) -> tuple[list[_RawRow], list[int | None]]:
    """The rows without those in ``same_as``, whose users turn to the row named there instead."""
    kept = [position for position in range(len(rows)) if position not in same_as]
    for position in same_as:
        target = position
        while target in same_as:
            target = same_as[target]
        rows[target].unused += rows[position].unused
    number = {position: new for new, position in enumerate(kept)}
    for position in sorted(same_as):
        number[position] = number[same_as[position]]
    for row in rows:
        row.inputs = [number[source] for source in row.inputs]
        shared = row.attributes.get("shares_weights_with")
        if shared is not None:
            row.attributes["shares_weights_with"] = number[shared - 1] + 1
    moved = [None if output is None else number[output] for output in outputs]
    return [rows[position] for position in kept], moved


# --- showing ------------------------------------------------------------------------------------

COLUMNS = ("layer", "output_shape", "params", "attributes", "inputs")

# What goes without saying in a table; anything else is written with its name.
_USUAL: Mapping[str, Any] = {
    "kernel_size": (3, 3),
    "strides": (1, 1),
    "dilation_rate": (1, 1),
    "groups": 1,
    "use_bias": True,
    "output_padding": None,
    "data_format": "channels_last",
    "bias_initializer": "Zeros",
    "trainable": True,
    "dtype": "float32",
    "noise_shape": None,
    "shares_weights_with": None,
}
_IN_THE_SHAPE = ("filters",)
_SHOWN_FIRST = {
    "Conv2D": ("padding", "activation", "kernel_initializer"),
    "Conv2DTranspose": ("padding",),
    "MaxPooling2D": ("pool_size",),
    "AveragePooling2D": ("pool_size",),
    "Cropping2D": ("cropping",),
    "Dropout": ("rate",),
    "Concatenate": (),
    "Activation": ("activation",),
}
_USUAL_BY_KIND: Mapping[str, Mapping[str, Any]] = {
    "Conv2DTranspose": {"activation": "linear", "kernel_initializer": "GlorotUniform"},
    "MaxPooling2D": {"strides": (2, 2), "padding": "valid"},
    "AveragePooling2D": {"strides": (2, 2), "padding": "valid"},
    "Concatenate": {"axis": 3},
}


def attributes_text(row: Row) -> str:
    """Attributes as the tables show them: ``same, relu, HeNormal``, then whatever is unusual."""
    if row.kind == "InputLayer":
        return str(row.attributes.get("argument") or "")
    first = [name for name in _SHOWN_FIRST.get(row.kind, ()) if name in row.attributes]
    usual = {**_USUAL, **_USUAL_BY_KIND.get(row.kind, {})}
    unusual = [
        f"{name}={value}"
        for name, value in row.attributes.items()
        if name not in first and name not in _IN_THE_SHAPE and value != usual.get(name)
    ]
    return ", ".join([str(row.attributes[name]) for name in first] + unusual)


def texts(graph: Graph) -> list[tuple[str, ...]]:
    """The rows as text, in the order of ``COLUMNS``; inputs are row numbers from 1."""
    return [
        (
            row.kind,
            str(row.shape),
            str(row.parameters),
            attributes_text(row),
            ", ".join(str(source + 1) for source in row.inputs),
        )
        for row in graph.rows
    ]


def to_frame(graph: Graph) -> pd.DataFrame:
    """The graph as a table with the columns ``COLUMNS``; rows are numbered from 1."""
    import pandas as pd

    frame = pd.DataFrame(texts(graph), columns=list(COLUMNS))
    frame["params"] = frame["params"].astype(int)
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
    return frame
