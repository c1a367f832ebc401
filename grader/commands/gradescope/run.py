"""Grade one submission inside of Gradescope's container: ``python -m … SUBMISSION RESULTS``.

It runs in the folder ``course`` of the bundle. After each notebook ``results.json`` is written
anew, so that what is earned stands when Gradescope, or the kernel for want of memory, ends the run.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import psutil

from data.writing import write_whole
from grader.commands.gradescope.bundle import SETTINGS
from grader.commands.gradescope.results import Json, results_of, without_tests
from grader.course import checkout, keep_temporary_files_together, put_scripts_on_path
from grader.errors import CourseError
from grader.grading.failures import traceback_of
from grader.grading.grade import grade_by_notebook
from grader.grading.material import material_at
from grader.grading.options import Options
from grader.grading.storable import printable
from grader.grading.submission import read_submission
from grader.kernel.limits import MIB, Limits

SECONDS = 540  # when run_autograder ends the run; Gradescope itself would after ten minutes
_START = 90  # of them, for the warm parent and the judges
_ENGINE = 500 * MIB  # memory of the warm parent with TensorFlow, the judges, and files read
_LEAST = 250 * MIB  # what a notebook must be able to have
_OF_CONTAINER = ("memory.max", "memory/memory.limit_in_bytes")  # of cgroups, version 2 and 1


def main(arguments: list[str]) -> int:
    """Grade what lies in the first folder into ``results.json`` of the second; an exit code."""
    put_scripts_on_path()
    keep_temporary_files_together()
    place = Path(arguments[1]) / "results.json"
    try:
        grade_into(place, Path(arguments[0]))
    except Exception as error:
        print(error if isinstance(error, CourseError) else traceback_of(error))
        _write(place, without_tests(FAILED))
        return 1
    return 0


FAILED = (
    "The grader could not grade this submission. That is no fault of yours and no mark. Ask your "
    "instructor, who sees the reason in the autograder's output and can run it again."
)


def grade_into(place: Path, folder: Path) -> None:
    """Grade a folder; the results at ``place`` grow by each notebook.

    Raises:
        NoWalls: the container cannot build the sandbox.
        CourseError: the container is too small.
    """
    settings = json.loads(Path(SETTINGS).read_text(encoding="utf-8"))
    assignment = settings["assignment"]
    material = material_at(checkout(), assignment)
    submission = read_submission(handed_in(folder), "submission", assignment)
    if not any(name.endswith(".ipynb") for name in submission.files):
        _write(place, without_tests(nothing_in(submission.files, material.notebooks)))
        return
    options = Options(limits=limits(len(material.notebooks), memory_of_container()))
    for graded in grade_by_notebook(submission, material, settings["seed"], options):
        _write(place, results_of(graded, material, settings["visibility"]))
    print(f"{graded.score:g} of {graded.max_score:g} points, behind walls of {graded.walls}")
    for incident in graded.incidents:
        print(printable(incident.message), incident.traceback, sep="\n")


def _write(place: Path, results: Json) -> None:
    write_whole(place, json.dumps(results, ensure_ascii=False).encode())


def handed_in(folder: Path) -> Path:
    """Where the files are: Gradescope unpacks a ZIP file with the folder that was packed."""
    while True:
        inside = [path for path in folder.iterdir() if path.name not in _OF_MACS]
        if len(inside) != 1 or inside[0].is_symlink() or not inside[0].is_dir():
            return folder
        (folder,) = inside


_OF_MACS = ("__MACOSX", ".DS_Store")


def nothing_in(files: Iterable[str], notebooks: Iterable[str]) -> str:
    """The sentence for a submission without any notebook."""
    names = sorted(files)
    got = ", ".join(printable(name) for name in names[:_NAMED]) or "no file"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    expected = ", ".join(f"{name}.ipynb" for name in notebooks)
    return (
        f"Got {got}{more}, expected {expected}. No notebook is among what was handed in. Hand in "
        "the notebooks themselves, all at once, as files or in one ZIP file."
    )


_NAMED = 5


def limits(n_notebooks: int, container: int | None) -> Limits:
    """Limits with which all notebooks come to an end in time, and fit into the container's memory.

    Raises:
        CourseError: not even a small notebook does.
    """
    usual = Limits()
    seconds = min(usual.notebook_seconds, (SECONDS - _START) / n_notebooks)
    if container is None:
        return replace(usual, notebook_seconds=seconds)
    room = container - _ENGINE
    if room < _LEAST:
        raise CourseError(
            f"The container has {container // MIB} MB of memory, and grading needs "
            f"{(_ENGINE + _LEAST) // MIB}. Choose more in the assignment's Autograder "
            "Settings, and run the autograder again."
        )
    return replace(usual, notebook_seconds=seconds, memory=min(usual.memory, room))


def memory_of_container(root: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that all processes here may have together; None where nothing limits them."""
    for name in _OF_CONTAINER:
        try:
            limit = int((root / name).read_text())
        except (OSError, ValueError):  # no such cgroups, or "max"
            continue
        return limit if limit < psutil.virtual_memory().total else None
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
