"""The students' notebooks, computed from the solutions by nbgrader's own generate step.

The README's links to them are computed beside them, where the course's repository is known.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from data.writing import write_together
from grader.authoring import doors
from grader.course import assignments_of, run_nbgrader, source_notebooks
from grader.errors import CourseError

_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", flags=re.DOTALL)
_MIN_LEAK = 28  # shorter lines (`return model`) say nothing about a solution


class Leak(CourseError):
    """Something of a solution is in a student's notebook."""


@dataclass(frozen=True)
class Difference:
    """A released file that is not what the solutions give today."""

    path: Path
    reason: str


def release(root: Path) -> list[Path]:
    """Write ``notebooks/`` from ``solutions/``, and README.md; returns the files written.

    Raises ``NbgraderFailed`` for a misplaced marker (with the cell) and ``Leak`` when a line of
    a solution would reach the students; nothing at all is written then.
    """
    files: dict[Path, bytes] = {}
    for assignment in assignments_of(root):
        with tempfile.TemporaryDirectory() as folder:
            for path in compute(root, assignment, Path(folder)):
                files[root / "notebooks" / assignment / path.name] = path.read_bytes()
    if not _shows_its_doors(root):
        files[root / "README.md"] = _readme(root).encode()
    write_together(files)
    return list(files)


def _shows_its_doors(root: Path) -> bool:
    readme = root / "README.md"
    return not readme.exists() or readme.read_text(encoding="utf-8") == _readme(root)


def _readme(root: Path) -> str:
    notebooks = [
        f"{assignment}/{path.stem}"
        for assignment in assignments_of(root)
        for path in source_notebooks(root, assignment)
    ]
    text = (root / "README.md").read_text(encoding="utf-8")
    return doors.with_doors(text, doors.repository(root), notebooks)


def differences(root: Path) -> list[Difference]:
    """What is not up to date in ``notebooks/``, and in README.md."""
    found = [
        difference
        for assignment in assignments_of(root)
        for difference in _differences(root, assignment)
    ]
    if not _shows_its_doors(root):
        reason = "does not open the notebooks where CITATION.cff says that they are"
        found.append(Difference(root / "README.md", reason))
    return found


def _differences(root: Path, assignment: str) -> list[Difference]:
    released = root / "notebooks" / assignment
    with tempfile.TemporaryDirectory() as folder:
        computed = {path.name: path for path in compute(root, assignment, Path(folder))}
        committed = {path.name: path for path in released.glob("*.ipynb")}
        found = [
            Difference(path, "has no solution notebook any more")
            for name, path in sorted(committed.items())
            if name not in computed
        ]
        for name, path in sorted(computed.items()):
            target = released / name
            if name not in committed:
                found.append(Difference(target, "is missing"))
            elif path.read_bytes() != committed[name].read_bytes():
                found.append(Difference(target, "differs from what its solution gives"))
        return found


def compute(root: Path, assignment: str, folder: Path) -> list[Path]:
    """Compute an assignment's notebooks into ``folder`` and prove that nothing leaks."""
    sources = source_notebooks(root, assignment)
    run_nbgrader(
        root,
        "generate_assignment",
        assignment,
        "--force",
        f"--CourseDirectory.release_directory={folder}",
        "--no-db",  # the gradebook is for the teacher's own run of this command
    )
    released = folder / "." / assignment
    for source in sources:
        prove_no_leak(_read(source), _read(released / source.name), source.name)
    return [released / source.name for source in sources]


def prove_no_leak(source: NotebookNode, released: NotebookNode, name: str) -> None:
    """Raise ``Leak`` when a released notebook shows anything of its solutions."""
    lines = set(_solution_lines(source))
    for number, cell in enumerate(released.cells, start=1):
        if "BEGIN SOLUTION" in cell.source or "END SOLUTION" in cell.source:
            raise Leak(f"{name}, cell {number}: a solution marker survived. Check its spelling.")
        if cell.get("outputs") or cell.get("execution_count"):
            raise Leak(f"{name}, cell {number}: it still has outputs. Strip the solution notebook.")
        text = cell.source + "\n" + repr(cell.metadata)
        leaked = [line for line in lines if line in text]
        if leaked:
            raise Leak(
                f"{name}, cell {number}: the solution line `{leaked[0]}` is to be read there. "
                "Say it in other words in that cell."
            )


def _solution_lines(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        for region in _SOLUTION.findall(cell.source + "\n"):
            for line in region.splitlines():
                if len(line.strip()) >= _MIN_LEAK and not line.strip().startswith("#"):
                    yield line.strip()


def _read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook
