"""What the names on a student's line stood for when it raised. Nothing of hers is called."""

import ast
from collections.abc import Mapping
from typing import Any

from grader.checks.written import nodes_in

LONGEST_NAME = 200  # characters of what is written for a value
MOST_SHAPES = 4


def shapes_on(line: str, names: Mapping[str, Any]) -> dict[str, str]:
    """The shapes of tensors and arrays on a line, by what is written there: ``skips[i]``."""
    found = {
        ast.unparse(node)[:LONGEST_NAME]: shape[:LONGEST_NAME]
        for node in nodes_in(line)
        if isinstance(node, ast.Name | ast.Subscript)
        and isinstance(node.ctx, ast.Load)  # what the line sets may have an older value
        and (shape := _shape(_value(node, names)))
    }
    return dict(list(found.items())[:MOST_SHAPES])


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What a name or an element of a list or tuple stands for; None of anything else."""
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
        case ast.Subscript(value=several, slice=place):
            things, index = _value(several, names), _value(place, names)
            if type(things) in (list, tuple) and type(index) is int:
                return things[index] if -len(things) <= index < len(things) else None
    return None


def _shape(value: Any) -> str | None:
    """A tensor's or an array's shape, as Python writes it; None of anything else."""
    if not _is_of(value, "keras", "numpy", "tensorflow"):
        return None
    try:
        shape = tuple(value.shape)
    except Exception:  # of a rank that is not known, or a class that has no shape
        return None
    return str(shape) if shape else None


def shapes_as_values(line: str, names: Mapping[str, Any]) -> list[str]:
    """The names on a line that stand for a shape whose first number is not known."""
    used = [node.id for node in nodes_in(line) if isinstance(node, ast.Name)]
    return [name for name in dict.fromkeys(used) if _begins_with_none(names.get(name))]


def _begins_with_none(value: Any) -> bool:
    is_array = _is_of(value, "numpy") and getattr(value, "ndim", 0) == 1
    is_row = is_array or type(value) in (list, tuple)
    first, *others = [*value[:MOST_SHAPES], 0] if is_row else [0]
    return first is None and len(others) > 1 and all(isinstance(one, int) for one in others)


def inputs_behind(line: str, names: Mapping[str, Any]) -> list[str]:
    """What the outputs on a line ``keras.Model(inputs, outputs)`` begin with, as it may be written.

    None of them where an Input has no name any more.
    """
    calls = (node for node in nodes_in(line) if isinstance(node, ast.Call))
    outputs = next((_outputs_of(call) for call in calls if _makes_a_model(call)), None)
    begins = set() if outputs is None else _first_tensors(_value(outputs, names))
    written: dict[int, str] = {}
    for name, value in names.items():
        if not _is_of(value, "keras"):
            continue
        written |= {id(one): f"{name}.inputs" for one in getattr(value, "inputs", None) or ()}
        written[id(value)] = name
    return sorted(written[one] for one in begins) if begins <= set(written) else []


def _makes_a_model(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] == "Model"


def _outputs_of(call: ast.Call) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "outputs"]
    return next(iter([*named, *call.args[1:2]]), None)


def _first_tensors(tensor: Any) -> set[int]:
    """The identities of the Inputs from which a tensor of Keras's is computed."""
    begins, waiting, seen = set(), [tensor], set()
    while waiting:
        one = waiting.pop()
        history = getattr(one, "_keras_history", None) if _is_of(one, "keras") else None
        if history is None or id(one) in seen:
            continue
        seen.add(id(one))
        node = history.operation._inbound_nodes[history.node_index]
        waiting += node.input_tensors
        if not node.input_tensors:
            begins.add(id(one))
    return begins


def _is_of(value: Any, *libraries: str) -> bool:
    return type(value).__module__.partition(".")[0] in libraries
