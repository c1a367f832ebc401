"""Fingerprints of what a check has looked at, to know later whether that has changed since.

Of a function it is its own text and that of the functions beside it that it calls; comments and
layout count nothing. Of a file it is its bytes.
"""

import ast
import hashlib
import inspect
import sys
from collections.abc import Iterable
from itertools import chain
from os import PathLike
from pathlib import Path
from types import FunctionType
from typing import Any

from grader.checks.written import definition_of
from grader.notebook.loading import definitions

Fingerprints = dict[str, str]  # by the name of a function or a file


def of_work(work: Any) -> Fingerprints:
    """Of what is given to a check: a student's function, or the path of a file.

    Empty for what a cell has not defined with ``def``.
    """
    if isinstance(work, str | PathLike):
        return of_file(Path(work))
    found: Fingerprints = {}
    waiting = [work]
    while waiting:
        function = _of_a_cell(waiting.pop())
        if function is not None and function.__name__ not in found:
            found |= _of_function(function)
            names = function.__code__.co_names
            waiting += [function.__globals__[n] for n in names if n in function.__globals__]
    return found


def of_file(path: Path) -> Fingerprints:
    """Of a file; empty when it is not there."""
    return {path.name: _digest(path.read_bytes())} if path.is_file() else {}


def in_notebook(path: Path) -> Fingerprints:
    """Of all functions that the cells of a notebook define, the last definition of each."""
    return {name: _digest(text.encode()) for name, text in definitions(path).items()}


def in_kernel(names: Iterable[str]) -> Fingerprints:
    """Of those functions that this kernel knows by these names now."""
    known = vars(sys.modules["__main__"])
    functions = (_of_a_cell(known[name]) for name in names if name in known)
    return dict(chain.from_iterable(_of_function(f).items() for f in functions if f is not None))


def _of_a_cell(thing: Any) -> FunctionType | None:
    """The function that a cell has defined, also below a decorator; None of anything else."""
    try:
        function = inspect.unwrap(thing)
    except Exception:  # a class of the student's own may fail at this
        return None
    is_hers = isinstance(function, FunctionType) and function.__module__ == "__main__"
    return function if is_hers else None


def _of_function(function: FunctionType) -> Fingerprints:
    definition = definition_of(function)
    if definition is None:  # made by exec, or a lambda within a call
        return {}
    return {definition.name: _digest(ast.unparse(definition).encode())}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
