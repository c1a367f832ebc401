"""What a student's functions for the U-Net of 2015 give, raise and build."""

from collections.abc import Callable, Mapping
from typing import Any

from grader.checks.arrays import record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.layer_tables import evidence_of_call, without_weights
from grader.checks.probing import describe_error
from grader.exercises.unet_model.probe import probe as probe_network
from grader.exercises.unet_model.probe import probe_numbers

NOTEBOOK = "original_unet"
FUNCTIONS = {
    "valid_sizes": "valid_sizes",
    "refuses": "validate_input",
    "message": "validate_input",
    "cropping": "get_cropping_shape",
    "contracting": "contracting_block",
    "expanding": "expanding_block",
    "network": "original_unet",
    "arguments": "original_unet",
}


def probe_sizes(function: StudentFunction, case: Case) -> Evidence:
    """The side lengths that are valid between two others."""
    returned = function(case.arguments["lowest"], case.arguments["highest"])
    return {"sizes": record(returned)}


def probe_validation(function: StudentFunction, case: Case) -> Evidence:
    """Whether a height and a width are refused, and in which words."""
    return _answer(lambda: function(case.arguments["height"], case.arguments["width"]))


def probe_message(function: StudentFunction, case: Case) -> Evidence:
    """The same, and what is said when height and width change places."""
    height, width = case.arguments["height"], case.arguments["width"]
    turned = _answer(lambda: function(width, height))
    return probe_validation(function, case) | {"turned": turned}


def probe_cropping(function: StudentFunction, case: Case) -> Evidence:
    """The rows and columns to cut from each side of a tensor of one shape."""
    shapes = (tuple(case.arguments[name]) for name in ("previous", "current"))
    return {"cropping": record(function(*shapes))}


def probe_contracting(function: StudentFunction, case: Case) -> Evidence:
    """The layers of a block on the way down."""
    import keras

    inputs = keras.Input(shape=tuple(case.arguments["input_shape"]))
    build, options = without_weights(function), case.arguments["options"]
    return evidence_of_call(build, (inputs,), options, {"inputs": inputs})


def probe_expanding(function: StudentFunction, case: Case) -> Evidence:
    """The layers of a block on the way up."""
    import keras

    expansive = keras.Input(shape=tuple(case.arguments["expansive_shape"]))
    contractive = keras.Input(shape=tuple(case.arguments["contractive_shape"]))
    given = {"expansive_input": expansive, "contractive_input": contractive}
    build, options = without_weights(function), case.arguments["options"]
    return evidence_of_call(build, (expansive, contractive), options, given)


def probe_arguments(function: StudentFunction, case: Case) -> Evidence:
    """The layers and numbers of the network, or what comes of a size that has none."""
    if "refused" not in case.arguments:
        return probe_numbers(function, case)
    size = tuple(case.arguments["refused"])
    answer = _answer(lambda: without_weights(function)(input_size=size))
    validate = getattr(function, "__globals__", {}).get("validate_input")
    if not callable(validate):
        return answer
    return answer | {"by_itself": _answer(lambda: validate(*size[:2]))}


def _answer(call: Callable[[], Any]) -> Evidence:
    """What a call raised, and whether that is a ValueError; or the type of what it returned."""
    try:
        return {"returned": type(call()).__name__}
    except NotImplementedError:
        raise
    except (Exception, SystemExit) as error:
        return {"raised": describe_error(error), "is_value_error": isinstance(error, ValueError)}


PROBES: Mapping[str, Probe] = {
    "valid_sizes": probe_sizes,
    "refuses": probe_validation,
    "message": probe_message,
    "cropping": probe_cropping,
    "contracting": probe_contracting,
    "expanding": probe_expanding,
    "network": probe_network,
    "arguments": probe_arguments,
}
