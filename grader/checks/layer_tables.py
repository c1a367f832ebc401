"""From a call of a student's function to the table of the layers it built."""

import inspect
import json
import math
import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import wraps
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

from grader.checks.exercise import Case, Evidence, Probe, StudentFunction
from grader.checks.probing import describe_error, is_students
from grader.graph.table import MOST_ITEMS, MOST_ROWS, built_before, describe, weightless

# What was seen of the function that was checked last, and by which parts.
_seen: dict[Hashable, dict[str, tuple[Evidence, set[str]]]] = {}


def evidence_of(function: StudentFunction, returned: Any, given: Mapping[str, Any]) -> Evidence:
    """The graph of what a function returned, and the default values of its arguments."""
    return {"graph": describe(returned, given), "defaults": _defaults(function)}


def without_weights(function: StudentFunction) -> StudentFunction:
    """``function``, whose layers get no numbers in their weights.

    Drawing them takes most of the time, and a table of layers does not look at them. A call that
    fails because it computes with them is made again with them.
    """

    @wraps(function)
    def build(*arguments: Any, **options: Any) -> Any:
        with weightless() as fails_by_it:
            try:
                return function(*arguments, **options)
            except Exception as error:
                if not fails_by_it(error):
                    raise
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


# --- work that parts share ------------------------------------------------------------------------


class _CanChange(Exception):
    """Something may become another thing without being seen to."""


def once_for_all(part: str, probe: Probe) -> Probe:
    """``probe``, which hands on what another part has seen of the same call of the same function.

    No part gets the same evidence twice: a check that is run again looks again.
    """

    @wraps(probe)
    def look(function: StudentFunction, case: Case) -> Evidence:
        try:
            identity = _identity(function, set())
        except _CanChange:
            return probe(function, case)
        if identity not in _seen:
            _seen.clear()
            _seen[identity] = {}
        call = json.dumps([probe.__module__, dict(case.arguments)])
        evidence, parts = _seen[identity].get(call, (None, set()))
        if evidence is None or part in parts:
            evidence, parts = probe(function, case), set()
        _seen[identity][call] = (evidence, parts | {part})
        return evidence

    return look


def _identity(value: Any, known: set[FunctionType]) -> Hashable:
    """What is equal as long as a function and whatever of the notebook it calls are the same.

    Raises:
        _CanChange: it reads a list, an object or a class of the notebook's.
    """
    if isinstance(value, bool | int | float | str | None):
        return type(value), value
    if isinstance(value, tuple):
        return tuple(_identity(item, known) for item in value)
    if isinstance(value, BuiltinFunctionType) or _is_of_a_library(value):
        return value  # type: ignore[no-any-return]
    if not isinstance(value, FunctionType):
        raise _CanChange
    if value in known:
        return value
    known.add(value)
    return value, value.__code__, *(_identity(held, known) for held in _held(value))


def _is_of_a_library(value: Any) -> bool:
    if isinstance(value, FunctionType):
        return not is_students(value.__code__.co_filename)
    module = sys.modules.get(value.__module__) if isinstance(value, type) else value
    if not isinstance(module, ModuleType) or module.__name__ == "__main__":
        return False
    file = getattr(module, "__file__", None) or ""
    return module.__name__ in sys.builtin_module_names or bool(file and not is_students(file))


def _held(function: FunctionType) -> Iterator[Any]:
    """Default values, what is enclosed, and the globals whose names stand in the code."""
    yield function.__defaults__
    yield tuple((function.__kwdefaults__ or {}).items())
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # empty as yet
            raise _CanChange from None
    names = function.__globals__
    yield from (names[name] for name in _names_in(function.__code__) if name in names)


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
