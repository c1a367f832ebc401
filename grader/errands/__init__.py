"""Trusted code for untrusted bytes: what runs behind the walls, in a process of its own.

A file or a configuration that a student handed in is read there by the libraries it was made
for; what comes back is plain data. Nothing of a student's own runs. ``grader.sandbox.errand`` sends
somebody on an errand; these are all there are.
"""

from collections.abc import Callable
from importlib import import_module

Task = Callable[[bytes], bytes]

TASKS = {
    "rebuild": ("grader.errands.rebuild", "rebuild"),
    "read_weights": ("grader.errands.hdf5", "read_weights"),
    "segment": ("grader.errands.segment", "segment"),
}


class Unusable(Exception):
    """The bytes are not what they should be; the message completes "The file …"."""


def task(name: str) -> Task:
    """The task called ``name``; ``KeyError`` when there is none."""
    module, function = TASKS[name]
    found: Task = getattr(import_module(module), function)
    return found
