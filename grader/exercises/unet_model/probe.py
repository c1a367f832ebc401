"""What a student's unet_model builds, written down as a table of layers."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from grader.exercise import Case, Evidence, Probe, StudentFunction
from grader.exercises.layer_numbers.probe import logits_of
from grader.exercises.layer_tables.probe import evidence_of_call, without_weights
from grader.probing import describe_error

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
    """The same, and the logits of the model where the case has a ``weights_seed``."""
    returned: list[Any] = []

    @wraps(function)
    def keep(*arguments: Any, **options: Any) -> Any:
        returned.append(function(*arguments, **options))
        return returned[-1]

    evidence = probe(keep, case)
    seed = case.arguments.get("weights_seed")
    if seed is None or evidence["graph"]["returned"] != "model" or not returned:
        return evidence
    return {**evidence, "logits": _logits(returned[-1], seed)}


def _logits(model: Any, seed: int) -> Any:
    """Numbers, or the error that came of asking for them."""
    try:
        return logits_of(model, seed)
    except Exception as error:
        return {"error": describe_error(error)}


PROBES: Mapping[str, Probe] = {**dict.fromkeys(FUNCTIONS, probe), "whole": probe_numbers}
