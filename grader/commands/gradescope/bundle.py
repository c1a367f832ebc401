"""Write ``autograder.zip``: the scripts, the engine, the course, and what this grading is to be."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from data.writing import replacing
from grader import courses
from grader.commands.gradescope.results import without_tests
from grader.course import ROOT, checkout
from grader.errors import CourseError
from grader.grading.cache import folder_of, seed_of_assignment
from grader.grading.material import material_at

SETTINGS = "gradescope.json"  # in the folder in which a run works
_SCRIPTS = ROOT / "deploy" / "gradescope"
_ENGINE = ("pyproject.toml", "README.md", "LICENSE", "requirements-grade.lock")
_PACKAGES = ("grader", "lessons", "data")
_STAYS_OUT = ("__pycache__", "cache")


def write(path: Path, assignment: str, visibility: str) -> int:
    """Write the ZIP file; returns its size in bytes.

    The secret cases are those of the assignment's own seed, here as in ``grader autograde``.

    Raises:
        CourseError: there is no such assignment, or the engine is installed without its checkout.
    """
    files = _files(assignment)
    seed = seed_of_assignment(folder_of(str(checkout()), assignment), None)
    settings = {"assignment": assignment, "seed": seed, "visibility": visibility}
    files |= {
        f"course/{SETTINGS}": json.dumps(settings).encode(),
        "not_graded.json": json.dumps(without_tests(_ENDED)).encode(),
    }
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name)  # of 1980, so that the same course gives the same bytes
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if (_SCRIPTS / name).is_file() else 0o644) << 16
            archive.writestr(entry, content)
    return path.stat().st_size


_ENDED = (
    "Grading ended before it had begun. That is no fault of yours and no mark. Ask your "
    "instructor, who sees the reason in the output of the autograder and can run it again."
)


def _files(assignment: str) -> dict[str, bytes]:
    """What the container gets of the checkouts: nothing but what grading reads."""
    root, own = checkout(), courses.root()
    material_at(root, assignment)  # raises where there is none
    if not (_SCRIPTS / "setup.sh").is_file():
        raise CourseError(
            f"The autograder is installed in {ROOT} without its scripts for Gradescope. Get its "
            "checkout with `git clone`, run `pip install --editable .` there, and try again."
        )
    notebooks = (root / "notebooks" / assignment, root / "solutions" / assignment)
    engine = [ROOT / name for name in (*_ENGINE, *_PACKAGES)]
    course: list[Path] = []
    if own is None:
        engine += notebooks
    else:
        course = [own / courses.SETTINGS, *notebooks]
        course += [folder for folder in courses.current().folders if folder.is_relative_to(own)]
    return {
        **dict(_below(_SCRIPTS, [_SCRIPTS], "")),
        **dict(_below(ROOT, engine, "engine/")),
        **dict(_below(root, course, "course/")),
    }


def _below(root: Path, paths: list[Path], prefix: str) -> Iterator[tuple[str, bytes]]:
    for start in paths:
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            place = path.relative_to(root)
            if path.is_file() and not any(_stays_out(part) for part in place.parts):
                yield f"{prefix}{place.as_posix()}", path.read_bytes()


def _stays_out(name: str) -> bool:
    return name in _STAYS_OUT or name.startswith(".")
