"""What a student's unet_model builds, written down as a table of layers."""

import json
from collections.abc import Mapping
from functools import wraps
from typing import Any

from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.layer_numbers import logits_of
from grader.checks.layer_tables import evidence_of_call, once_for_all, without_weights
from grader.checks.probing import describe_error

LONGEST_CONFIG = 100_000  # characters; three times what a U-Net needs

NOTEBOOK = "3_unet_model"
FUNCTIONS = dict.fromkeys(("contracting_path", "expanding_path", "output", "whole"), "unet_model")


def probe(function: StudentFunction, case: Case) -> Evidence:
    """Call the function and describe the layers of the model it returns."""
    options = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in case.arguments["options"].items()
    }
    return evidence_of_call(without_weights(function), (), options, given={})


def probe_numbers(function: StudentFunction, case: Case) -> Evidence:
    """The same; where the case has a ``weights_seed``, the model's configuration and logits too."""
    returned: list[Any] = []

    @wraps(function)
    def keep(*arguments: Any, **options: Any) -> Any:
        returned.append(function(*arguments, **options))
        return returned[-1]

    evidence = probe(keep, case)
    seed = case.arguments.get("weights_seed")
    if seed is None or evidence["graph"]["returned"] != "model" or not returned:
        return evidence
    config = _config(returned[-1])
    return {**evidence, "config": config, "logits": _logits(returned[-1], seed)}


def _config(model: Any) -> str | None:
    """What Keras writes of the model as JSON text; None when it cannot, or writes too much."""
    import keras

    try:
        text = json.dumps(keras.saving.serialize_keras_object(model))
    except Exception:  # layers of a student's own may not know how
        return None
    return text if len(text) <= LONGEST_CONFIG else None


def _logits(model: Any, seed: int) -> Any:
    """Numbers, or the error that came of asking for them."""
    try:
        return logits_of(model, seed)
    except Exception as error:
        return {"error": describe_error(error)}


PROBES: Mapping[str, Probe] = {
    **{part: once_for_all(part, probe) for part in FUNCTIONS},
    "whole": probe_numbers,
}
