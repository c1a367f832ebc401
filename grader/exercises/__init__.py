"""One package per exercise, in two halves.

``probe.py`` calls a student's function and writes down what came of it; it is all that a sandbox
gets. ``judge.py`` (or a folder ``judge``) holds whatever tells the right answer: cases, the
specification, the judges and the hints. No probe imports a judge. ``COURSE`` is the course that
comes with the autograder; the functions find exercises of whichever course is taught.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from grader import courses
from grader.checks.exercise import Exercise, Probe
from grader.courses import Course
from grader.errors import CourseError, UnknownName
from grader.exercises import plans
from grader.exercises.arguments import ARGUMENTS

# By assignment, in the order of the course.
ASSIGNMENTS: Mapping[str, tuple[str, ...]] = {
    "unet": ("conv_block", "upsampling_block", "unet_model", "loss", "training"),
    "variants": ("original_unet", "transfer_learning", "raw_ops"),
    "bonus": ("boundary_iou",),
    "start": ("negative",),  # to try things on; the last, so that it is nobody's first assignment
}


_BESIDE = Path(__file__).parents[2]  # a sandbox of another course has no lessons to import


def _data() -> Path:
    from data.location import data_directory  # the sandbox of another course has no `data`

    return data_directory()


def _state_of_data() -> str:
    from data.streets import is_complete

    if is_complete():
        return "the street pictures are there"
    return "street pictures are made on first use, in about a minute"


COURSE = Course(
    package=__name__,
    assignments=ASSIGNMENTS,
    imports=(
        "tensorflow",
        "keras",
        "pandas",
        "pandas.io.formats.html",
        "PIL.Image",
        "imageio.v3",
        "h5py",
        "matplotlib.pyplot",
        "matplotlib.backends.backend_agg",
        "grader.exercises.conv_block.probe",
        "grader.exercises.upsampling_block.probe",
        "grader.exercises.unet_model.probe",
        "grader.exercises.loss.probe",
        "grader.exercises.training.probe",
        "lessons.figures.convolution",
        "lessons.figures.upsampling",
        "lessons.figures.network",
        "lessons.figures.loss",
        "lessons.figures.training",
        "data.streets",
    ),
    shown=("data", "lessons"),
    data=_data,
    state_of_data=_state_of_data,
    training=plans.training,
    recordings=_BESIDE / "lessons" / "recipes" / "recordings.ipynb",
    arguments=ARGUMENTS,
    demonstrated={"upsampling_block": "order_swapped", "loss": "from_logits_missing"},
    left_behind=(
        "*.gif",
        "best.weights.h5*",  # lessons.checkpoints, in whatever folder a student names
        "epoch_*.weights.h5*",
        "training",  # where earlier versions of the notebooks kept their trainings
        "raw_ops",
        "my_photo.*",  # what notebook 5 is shown at its end is nobody else's matter
    ),
)


class PartsDiffer(CourseError):
    """A part has its probe and no judge, or the other way round; says which and what to do."""


def find(name: str) -> Exercise:
    """The exercise called ``name``.

    Raises:
        UnknownName: there is none; says which ones there are.
        PartsDiffer: its two halves do not have the same parts.
    """
    called, probed = set(functions(name)), set(probes(name))
    if called != probed:
        raise PartsDiffer(
            f"{name}: {_quoted(called ^ probed)} stands in only one of FUNCTIONS and PROBES in "
            "probe.py. Each part needs an entry in both."
        )
    exercise = _judged_half(name, probed)
    judged = {part.name for part in exercise.parts}
    if judged != probed:
        raise PartsDiffer(
            f"{name}: {_quoted(probed ^ judged)} stands in only one half. A part has an entry in "
            "FUNCTIONS and PROBES in probe.py and its Part, of the same name, in the judge."
        )
    return exercise


def _judged_half(name: str, probed: set[str]) -> Exercise:
    try:
        exercise: Exercise = _half(name, "judge").EXERCISE
    except KeyError as error:  # the judge takes its parts' functions and probes from there, by name
        (part,) = error.args
        if not isinstance(part, str) or part in probed:
            raise
        raise PartsDiffer(
            f"{name}: the judge has the part '{part}', probe.py does not. Give it an entry in "
            "FUNCTIONS and PROBES there."
        ) from error
    return exercise


def _quoted(parts: set[str]) -> str:
    return ", ".join(f"'{part}'" for part in sorted(parts))


def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of the course."""
    return tuple(find(name) for name in courses.current().exercises)


def of_assignment(assignment: str) -> tuple[Exercise, ...]:
    """The exercises of an assignment, in its order."""
    return tuple(find(name) for name in courses.current().assignments[assignment])


def assignment_of(name: str) -> str:
    """The assignment that an exercise belongs to."""
    assignments = courses.current().assignments
    return next(assignment for assignment, names in assignments.items() if name in names)


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
    names = reversed(courses.current().exercises)
    owners = {written: name for name in names for written in functions(name).values()}
    if function not in owners:
        raise UnknownName("function", function, owners)
    return owners[function]


def _half(name: str, half: str) -> Any:
    course = courses.current()
    if name not in course.exercises:
        raise UnknownName("exercise", name, course.exercises)
    return import_module(f"{course.package}.{name}.{half}")
