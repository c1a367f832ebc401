"""One package an exercise, in two halves.

``probe.py`` calls a student's function and writes down what came of it; it is all that a sandbox
gets. ``judge.py`` (or a folder ``judge``) holds whatever tells the right answer: cases, the
specification, the judges and the hints. No probe imports a judge.
"""

from collections.abc import Mapping
from importlib import import_module
from itertools import chain
from typing import Any

from grader.errors import UnknownName
from grader.exercise import Exercise, Probe

# By assignment, in the order of the course.
ASSIGNMENTS: Mapping[str, tuple[str, ...]] = {
    "unet": ("conv_block", "upsampling_block", "unet_model", "loss", "training"),
    "variants": ("original_unet", "transfer_learning", "raw_ops"),
    "bonus": ("boundary_iou",),
}
NAMES = tuple(chain.from_iterable(ASSIGNMENTS.values()))


def find(name: str) -> Exercise:
    """The exercise called ``name``; ``UnknownName`` says which ones there are."""
    exercise: Exercise = _half(name, "judge").EXERCISE
    return exercise


def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    return tuple(find(name) for name in NAMES)


def of_assignment(assignment: str) -> tuple[Exercise, ...]:
    """The exercises of an assignment, in its order."""
    return tuple(find(name) for name in ASSIGNMENTS[assignment])


def assignment_of(name: str) -> str:
    """The assignment that an exercise belongs to."""
    return next(assignment for assignment, names in ASSIGNMENTS.items() if name in names)


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
    """The exercise in which students write ``function``; the first one, where it is several."""
    owners = {written: name for name in reversed(NAMES) for written in functions(name).values()}
    if function not in owners:
        raise UnknownName("function", function, owners)
    return owners[function]


def _half(name: str, half: str) -> Any:
    if name not in NAMES:
        raise UnknownName("exercise", name, NAMES)
    return import_module(f"grader.exercises.{name}.{half}")
