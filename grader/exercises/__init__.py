"""One package an exercise, in two halves.

``probe.py`` calls a student's function and writes down what came of it; it is all that a sandbox
gets. ``judge.py`` (or a folder ``judge``) holds whatever tells the right answer: cases, the
specification, the judges and the hints. No probe imports a judge.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from grader.errors import UnknownName
from grader.exercise import Exercise, Probe

NAMES = ("conv_block", "upsampling_block", "unet_model", "loss", "training")


def find(name: str) -> Exercise:
    """The exercise called ``name``; ``UnknownName`` says which ones there are."""
    exercise: Exercise = _half(name, "judge").EXERCISE
    return exercise


def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    return tuple(find(name) for name in NAMES)


def probes(name: str) -> Mapping[str, Probe]:
    """The probes of an exercise, by part; no judge is imported."""
    found: Mapping[str, Probe] = _half(name, "probe").PROBES
    return found


def functions(name: str) -> Mapping[str, str]:
    """The name of the student's function, by part."""
    found: Mapping[str, str] = _half(name, "probe").FUNCTIONS
    return found


def notebook(name: str) -> str:
    """The notebook of an exercise, without the ending."""
    return str(_half(name, "probe").NOTEBOOK)


def owner(function: str) -> str:
    """The exercise in which students write ``function``."""
    owners = {written: name for name in NAMES for written in functions(name).values()}
    if function not in owners:
        raise UnknownName("function", function, owners)
    return owners[function]


def _half(name: str, half: str) -> Any:
    if name not in NAMES:
        raise UnknownName("exercise", name, NAMES)
    return import_module(f"grader.exercises.{name}.{half}")
