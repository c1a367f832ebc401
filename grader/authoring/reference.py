"""The reference tables: recomputed from the solutions, compared with the published figures.

Three accounts of each network must agree: the solution a teacher wrote, the specification that
the judge compares with (``expected_graph`` in the exercise's module) and the figures published
for the assignment. The tables in ``grader/authoring/tables/`` are what they agree on.
"""

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd

from data.writing import write_together
from grader import exercises
from grader.checks.exercise import Case
from grader.errors import CourseError
from grader.graph.table import Graph, to_frame
from grader.notebook.loading import load_functions
from grader.quiet import quiet

FOLDER = Path(__file__).parent / "tables"


class Disagreement(CourseError):
    """A solution, a specification or a published figure differs from the others."""


@dataclass(frozen=True)
class Reference:
    """One table: an exercise, the arguments of its case and the published parameters by row.

    ``function`` is the one of the exercise's functions that makes it, the one of the same name when
    empty; ``specification`` is the judge's account of it.
    """

    name: str
    exercise: str
    arguments: Mapping[str, Any]
    published: tuple[int, ...]
    function: str = ""
    specification: str = "expected_graph"


# Down (two blocks with dropout), up, and the last two convolutions: one line each.
# fmt: off
_PUBLISHED_UNET = (
    0,
    896, 9248, 0, 18496, 36928, 0, 73856, 147584, 0,
    295168, 590080, 0, 0, 1180160, 2359808, 0,
    1179904, 0, 1179904, 590080, 295040, 0, 295040, 147584,
    73792, 0, 73792, 36928, 18464, 0, 18464, 9248,
    9248, 759,
)
# Down, the bottom, up by four blocks (transposed, cropped, joined, two convolutions), the logits.
# Published is the sum, 31,031,810; the rows follow from the layers.
_PUBLISHED_ORIGINAL_UNET = (
    0,
    1792, 36928, 0, 73856, 147584, 0, 295168, 590080, 0, 1180160, 2359808, 0,
    4719616, 9438208,
    2097664, 0, 0, 4719104, 2359808, 524544, 0, 0, 1179904, 590080,
    131200, 0, 0, 295040, 147584, 32832, 0, 0, 73792, 36928,
    130,
)
# fmt: on

REFERENCES = (
    Reference(
        "conv_block",
        "conv_block",
        {"input_shape": [96, 128, 3], "options": {"n_filters": 32}},
        (0, 896, 9248, 0),
    ),
    Reference(
        "conv_block_1024_filters_dropout",
        "conv_block",
        {"input_shape": [96, 128, 3], "options": {"n_filters": 1024, "dropout_prob": 0.1}},
        (0, 28672, 9438208, 0, 0),
    ),
    Reference(
        "upsampling_block",
        "upsampling_block",
        {
            "expansive_shape": [12, 16, 256],
            "contractive_shape": [24, 32, 128],
            "options": {"n_filters": 32},
        },
        (0, 73760, 0, 0, 46112, 9248),
    ),
    Reference(
        "unet_model",
        "unet_model",
        {"options": {}},
        _PUBLISHED_UNET,
    ),
    Reference(
        "original_unet",
        "original_unet",
        {"options": {}},
        _PUBLISHED_ORIGINAL_UNET,
    ),
    Reference(
        "upsample",
        "transfer_learning",
        {"input_shape": [8, 8, 320], "filters": 512, "size": 4, "options": {"apply_dropout": True}},
        (0, 2621440, 2048, 0, 0),
        function="upsample",
        specification="decoder.expected_block",
    ),
)


def write(root: Path) -> list[str]:
    """Write every table; one line for each. Raises ``Disagreement`` and writes nothing then."""
    tables = {_path(reference): table for reference, table in _compute(root)}
    write_together({path: table.to_csv().encode() for path, table in tables.items()})
    return [
        f"wrote {path.name}: {table['params'].sum():,} parameters" for path, table in tables.items()
    ]


def drift(root: Path) -> list[str]:
    """One line for each table that is not what the solutions give today."""
    return [
        f"{_path(reference).name} is not what the solution gives today."
        for reference, table in _compute(root)
        if not _path(reference).exists()
        or _path(reference).read_text(encoding="utf-8") != table.to_csv()
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
    for reference in REFERENCES:
        solution = to_frame(_solution_graph(reference, root))
        expected = attrgetter(reference.specification)(_judge(reference))
        specification = to_frame(expected(reference.arguments))
        compare(reference, solution, specification)
        yield reference, solution


def _solution_graph(reference: Reference, root: Path) -> Graph:
    exercise = exercises.find(reference.exercise)
    assignment = exercises.assignment_of(reference.exercise)
    path = root / "solutions" / assignment / f"{exercise.notebook}.ipynb"
    name = reference.function or reference.exercise
    part = next(part for part in exercise.parts if part.function == name)
    with quiet(), contextlib.redirect_stdout(io.StringIO()):
        function = load_functions(path, [name])[name]
        evidence = part.probe(function, Case(reference.name, reference.arguments))
    return Graph.from_json(evidence["graph"])


def _judge(reference: Reference) -> Any:
    return import_module(f"grader.exercises.{reference.exercise}.judge")


def _path(reference: Reference) -> Path:
    return FOLDER / f"{reference.name}.csv"
