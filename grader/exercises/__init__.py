"""One module an exercise: its parts, cases, probe, judge and hints stand there together."""

from importlib import import_module

from grader.errors import UnknownName
from grader.exercise import Exercise

NAMES = ("conv_block", "upsampling_block", "unet_model", "loss", "training")


def find(name: str) -> Exercise:
    """The exercise called ``name``; ``UnknownName`` says which ones there are."""
    if name not in NAMES:
        raise UnknownName("exercise", name, NAMES)
    exercise: Exercise = import_module(f"grader.exercises.{name}").EXERCISE
    return exercise


def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    return tuple(find(name) for name in NAMES)
