"""From a call of a student's function to the table of the layers it built."""

import inspect
import math
from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any

from grader.exercise import Evidence, StudentFunction
from grader.graph import MOST_ITEMS, MOST_ROWS, built_before, describe, weightless
from grader.probing import describe_error


def evidence_of(function: StudentFunction, returned: Any, given: Mapping[str, Any]) -> Evidence:
    """The graph of what a function returned, and the default values of its arguments."""
    return {"graph": describe(returned, given), "defaults": _defaults(function)}


def without_weights(function: StudentFunction) -> StudentFunction:
    """``function``, whose layers get no numbers in their weights.

    Drawing them takes most of the time, and a table of layers does not look at them. A call that
    needs them, to compute or to compile something, is made again with them.
    """

    @wraps(function)
    def build(*arguments: Any, **options: Any) -> Any:
        try:
            with weightless():
                return function(*arguments, **options)
        except NotImplementedError:
            raise
        except Exception:
            return function(*arguments, **options)

    return build


def evidence_of_call(
    function: StudentFunction,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    given: Mapping[str, Any],
) -> Evidence:
    """The graph of what a call returns or, when it raises, of what it had built until then.

    Raises:
        NotImplementedError: the function is not attempted yet.
        Exception: what the function raised before it called any layer.
    """
    try:
        returned = function(*arguments, **options)
    except NotImplementedError:
        raise
    except Exception as error:
        tensors = built_before(error)
        if not tensors:
            raise
        evidence = evidence_of(function, tuple(tensors), given)
        if len(evidence["graph"]["rows"]) > MOST_ROWS:
            raise
        for row in evidence["graph"]["rows"]:
            row.pop("unused", None)  # a call that failed left layers behind, on the same inputs
        return {**evidence, "raised": describe_error(error)}
    return evidence_of(function, returned, given)


def _defaults(function: StudentFunction) -> dict[str, Any]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {
        parameter.name: _plain(parameter.default)
        for parameter in parameters
        if parameter.default is not inspect.Parameter.empty
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value[:MOST_ITEMS]]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | str | None) else type(value).__name__
