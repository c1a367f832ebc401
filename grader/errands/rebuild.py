"""Build a network from its configuration, with nothing in it but what is Keras's own.

The configuration names classes; each must be one that Keras itself defines. The network gets no
numbers in its weights, so that its size costs nothing.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from grader.errands import Unusable
from grader.graph.table import describe, weightless

MOST_LAYERS = 200
MOST_PARAMETERS = 100_000_000
MOST_LEVELS = 60

Json = dict[str, Any]

_MODULES = {
    "keras",
    "keras.layers",
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "keras.src.activations.activations",
    "keras.src.models.functional",
}
_OPERATIONS = "keras.src.ops."
_RUNS_CODE = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"}
_PLAIN = {"__keras_tensor__", "__slice__", "__ellipsis__"}
_NOT_BUILT = {"compile_config"}  # the loss and the optimizer


def rebuild(payload: bytes) -> bytes:
    """The graph of the network that a configuration builds, as JSON.

    ``payload`` is JSON text of what ``keras.saving.serialize_keras_object`` gives for a model.

    Raises:
        Unusable: something in it is not Keras's own, it is too large, or it builds no network.
    """
    return json.dumps(describe(_build(_checked(payload)))).encode()


def _checked(payload: bytes) -> Any:
    """The configuration without what a graph does not show, once all of it is harmless."""
    try:
        config = _without(json.loads(payload), _NOT_BUILT)
    except (ValueError, RecursionError) as error:
        raise Unusable("is not a configuration in JSON") from error
    objects = list(_objects(config))
    for found in objects:
        _check_class(found)
    n_layers = sum(len(_listed(found, "layers")) for found in objects)
    if n_layers > MOST_LAYERS:
        raise Unusable(f"has {n_layers} layers, at most {MOST_LAYERS} are allowed")
    return config


def _without(value: Any, names: set[str], level: int = 0) -> Any:
    if level > MOST_LEVELS:
        raise Unusable(f"is nested in more than {MOST_LEVELS} levels")
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name not in names}
        return {name: _without(item, names, level + 1) for name, item in kept.items()}
    if isinstance(value, list):
        return [_without(item, names, level + 1) for item in value]
    return value


def _objects(value: Any) -> Iterator[Json]:
    """Every object in a configuration that names a class or a module."""
    if isinstance(value, dict) and not {"class_name", "module"}.isdisjoint(value):
        yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _objects(item)


def _listed(found: Json, name: str) -> list[Any]:
    config = found.get("config")
    listed = config.get(name) if isinstance(config, dict) else None
    return listed if isinstance(listed, list) else []


def _check_class(found: Json) -> None:
    name, module = found.get("class_name"), found.get("module")
    if module is None and name in _PLAIN:
        return
    if found.get("registered_name") not in (None, name) or not _is_keras_own(module, name):
        raise Unusable(f"names {str(name)[:50]!r}, which is not one of Keras's own classes")


def _is_keras_own(module: Any, name: Any) -> bool:
    if not isinstance(module, str) or not isinstance(name, str) or name in _RUNS_CODE:
        return False
    if module not in _MODULES and not module.startswith(_OPERATIONS):
        return False
    found = getattr(sys.modules.get(module), name, None)
    return isinstance(found, type) and found.__module__.startswith("keras.src.")


def _build(config: Any) -> Any:
    import keras

    try:
        with weightless():
            model = keras.saving.deserialize_keras_object(config, safe_mode=True)
    except Exception as error:
        # Whatever Keras says of a configuration that somebody may have made up.
        raise Unusable(f"builds no network ({type(error).__name__})") from error
    if not isinstance(model, keras.Model):
        raise Unusable(f"builds an object of type {type(model).__name__}, expected a network")
    if model.count_params() > MOST_PARAMETERS:
        raise Unusable(
            f"has {model.count_params():,} parameters, at most {MOST_PARAMETERS:,} are allowed"
        )
    return model
