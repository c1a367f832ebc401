"""What a mark was given by: points, cells and grader, and whether they are still those of now.

With each grade that is recorded the rules of its notebooks are kept, in
``grading/<assignment>/recorded/<student>.json``. nbgrader's gradebook has the points of now alone.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from nbgrader.utils import is_grade

from grader.grading.cache import engine_of_this_process, folder_of, read_json, write_json
from grader.grading.material import Material
from grader.grading.roster import naming

Rules = dict[str, Any]  # of a notebook: points by cell, a hash of what runs, a hash of what grades
Change = Literal["points", "cells", "engine", "unknown"]

CHANGES: dict[Change, str] = {
    "points": "Marks by other points than those of now",
    "cells": "Marks by other checks or cells than those of now",
    "engine": "Marks by another version of the grader or its packages",
    "unknown": "Marks of which is not known what they were given by",
}


def rules_of(material: Material) -> dict[str, Rules]:
    """The rules of now, by notebook. Prose is none of them: no mark rests on it."""
    return {name: _rules_of_notebook(material, name) for name in material.notebooks}


def _rules_of_notebook(material: Material, name: str) -> Rules:
    cells = material.released[name].cells
    runs = [
        [cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source]
        for cell in cells
        if cell.cell_type == "code"
    ]
    carried = {one: material.functions[one] for one in sorted(material.carried_into(name))}
    return {
        "points": {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for cell in cells
            if is_grade(cell)
        },
        "cells": hashlib.sha256(json.dumps([runs, carried]).encode()).hexdigest(),
        "engine": engine_of_this_process(),
    }


def marker_of(root: str, assignment: str, student: str) -> Path:
    """The file that says what was recorded of a student."""
    return folder_of(root, assignment) / "recorded" / f"{student}.json"


def note_rules(marker: Path, rules: Mapping[str, Rules]) -> None:
    """Note by which rules some notebooks of a student were graded; the others stay as they are."""
    known = read_json(marker)
    write_json(marker, {**known, "rules": {**known.get("rules", {}), **rules}})


def older_marks(
    root: str, assignment: str, students: Iterable[str], rules: Mapping[str, Rules]
) -> list[str]:
    """Sentences that name whose marks were given by other rules than ``rules``, and the way out."""
    found: dict[Change, list[str]] = {change: [] for change in CHANGES}
    for student in sorted(students):
        then = read_json(marker_of(root, assignment, student)).get("rules")
        if (change := _change(then, rules)) is not None:
            found[change].append(student)
    sentences = [
        sentence for change, named in found.items() for sentence in naming(CHANGES[change], named)
    ]
    if sentences:
        sentences.append(
            f"They do not compare with marks by the rules of now. `grader autograde {assignment}`, "
            "with the options of the last time, grades them again."
        )
    return sentences


def _change(then: Mapping[str, Rules] | None, now: Mapping[str, Rules]) -> Change | None:
    """What tells most of the difference; None when there is none."""
    if then is None:
        return "unknown"
    if then == now:
        return None
    if then.keys() != now.keys():
        return "cells"
    changed = {part for name in now for part in now[name] if now[name][part] != then[name][part]}
    same_checks = all(then[name]["points"].keys() == now[name]["points"].keys() for name in now)
    if "points" in changed and same_checks:
        return "points"
    return "cells" if changed & {"points", "cells"} else "engine"
