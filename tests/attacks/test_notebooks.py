"""The attacks' notebooks against the released ones, before any of them runs."""

import json
from pathlib import Path

import nbformat
import pytest
from arena import NOTEBOOKS, material_of

from grader.grading.document import read_document
from grader.grading.repair import notes_in, repair


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_course_cells_are_changed_only_where_the_attack_says_so(path: Path) -> None:
    """A cell that was released anew would count as changed by every attack that has a copy."""
    attack = json.loads(path.read_bytes())["metadata"]["attack"]
    name = attack["exercise_notebook"]
    submitted = read_document(path.read_bytes()).cells
    cells = repair(submitted, material_of(name).released[name].cells)
    notes = notes_in(nbformat.v4.new_notebook(cells=cells))
    assert bool(notes) == ("repaired" in attack["incidents"]), notes
