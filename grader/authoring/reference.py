"""The reference tables: recomputed from the solutions, compared with the published figures.

Three accounts of each network must agree: the solution a teacher wrote, the specification that
the judge compares with and the figures published for the assignment. The tables in
``tests/reference/`` are what they agree on.
"""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from data.writing import write_together
from grader import exercises
from grader.checks.exercise import Case, Exercise, Reference
from grader.errors import CourseError
from grader.graph.table import Graph, to_frame
from grader.notebook.loading import load_functions
from grader.quiet import quiet


class Disagreement(CourseError):
    """A solution, a specification or a published figure differs from the others."""


def write(root: Path) -> list[str]:
    """Write every table; one line for each. Raises ``Disagreement`` and writes nothing then."""
    tables = {_path(root, reference): table for reference, table in _compute(root)}
    write_together({path: table.to_csv().encode() for path, table in tables.items()})
    return [
        f"wrote {path.name}: {table['params'].sum():,} parameters" for path, table in tables.items()
    ]


def drift(root: Path) -> list[str]:
    """One line for each table that is not what the solutions give today."""
    return [
        f"{path.name} is not what the solution gives today."
        for reference, table in _compute(root)
        if not (path := _path(root, reference)).exists()
        or path.read_text(encoding="utf-8") != table.to_csv()
    ]


def compare(reference: Reference, solution: pd.DataFrame, specification: pd.DataFrame) -> None:
    """Raise ``Disagreement`` unless solution, specification and published figures agree."""
    if tuple(solution["params"]) != reference.published:
        raise Disagreement(
            f"{reference.name}: the solution has the parameters {list(solution['params'])} row by "
            f"row, published are {list(reference.published)}. Correct the solution."
        )
    if not solution.equals(specification):
        rows = solution.ne(specification).any(axis=1)
        row = int(rows[rows].index[0])
        raise Disagreement(
            f"{reference.name}, row {row}: the solution has {list(solution.loc[row])}, the "
            f"specification {list(specification.loc[row])}. Correct the one that is wrong."
        )


def _compute(root: Path) -> Iterator[tuple[Reference, pd.DataFrame]]:
    for exercise in exercises.all_exercises():
        for reference in exercise.references:
            solution = to_frame(_solution_graph(exercise, reference, root))
            compare(reference, solution, to_frame(reference.specification(reference.arguments)))
            yield reference, solution


def _solution_graph(exercise: Exercise, reference: Reference, root: Path) -> Graph:
    assignment = exercises.assignment_of(exercise.name)
    path = root / "solutions" / assignment / f"{exercise.notebook}.ipynb"
    name = reference.function
    part = next(part for part in exercise.parts if part.function == name)
    with quiet(), contextlib.redirect_stdout(io.StringIO()):
        function = load_functions(path, [name])[name]
        evidence = part.probe(function, Case(reference.name, reference.arguments))
    return Graph.from_json(evidence["graph"])


def _path(root: Path, reference: Reference) -> Path:
    return root / "tests" / "reference" / f"{reference.name}.csv"
