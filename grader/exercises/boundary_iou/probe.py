"""What a student's border and boundary_iou make of small masks; nothing here tells the answer."""

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction

Mask = NDArray[np.bool_]

NOTEBOOK = "boundary_iou"
FUNCTIONS = {"border": "border", "score": "boundary_iou"}  # the student's function, by part


def mask_of(rows: Any) -> Mask:
    """The mask that a case draws as text, one row per line, ``#`` for its pixels."""
    return np.array([[pixel == "#" for pixel in row] for row in rows])


def probe_border(function: StudentFunction, case: Case) -> Evidence:
    """The border of the case's mask, and what the mask is after the call."""
    mask = mask_of(case.arguments["mask"])
    result = record(function(mask, case.arguments["distance"]))
    return {"result": result, "mask": record(mask)}


def probe_score(function: StudentFunction, case: Case) -> Evidence:
    """The score of the case's two masks, and the borders that it was made of.

    With the borders a mistake in ``border`` can be told from one in ``boundary_iou``.
    """
    truth, prediction, distance = map(case.arguments.get, ("truth", "prediction", "distance"))
    return {
        "result": record(function(mask_of(truth), mask_of(prediction), distance)),
        "borders": _borders(function, (truth, prediction), distance),
    }


def _borders(function: StudentFunction, masks: tuple[Any, Any], distance: Any) -> list[Evidence]:
    """What the ``border`` that ``function`` looks up makes of both masks; nothing if it fails."""
    try:
        border = inspect.unwrap(function).__globals__["border"]
        return [record(border(mask_of(drawn), distance)) for drawn in masks]
    except Exception:
        return []


PROBES: Mapping[str, Probe] = {"border": probe_border, "score": probe_score}
