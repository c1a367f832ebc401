"""Students' notebooks are computed from the solutions, and nothing of a solution leaks."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.authoring.release import Leak, differences, prove_no_leak, release
from grader.course import ROOT, NbgraderFailed

SOLUTION_LINE = "answer = sum(number for number in range(10))"
EXERCISE = f"""def f():
    ### BEGIN SOLUTION
    {SOLUTION_LINE}
    return answer
    ### END SOLUTION"""
STUB = "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()"


def exercise(source: str = EXERCISE) -> NotebookNode:
    metadata = {
        "grade": False,
        "grade_id": "f",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    return new_code_cell(source, id="f", metadata={"nbgrader": metadata})


def course(root: Path, *cells: NotebookNode) -> Path:
    """A course of one notebook."""
    folder = root / "solutions" / "unet"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    nbformat.write(new_notebook(cells=list(cells)), folder / "1_f.ipynb")
    return root


def test_release_puts_stubs_for_solutions_and_names_later_changes(
    tmp_path: Path,
) -> None:
    """nbgrader's step gives the same bytes every time: what nobody touched does not differ."""
    root = course(tmp_path, exercise())
    shutil.copy(root / "solutions/unet/1_f.ipynb", root / "solutions/unet/2_f.ipynb")
    written, untouched = release(root)
    for path in (written, untouched):
        assert [cell.source for cell in nbformat.read(path, 4).cells] == [STUB]
    written.write_text(written.read_text() + " ")
    (written.parent / "3_g.ipynb").write_text("{}")
    assert [(found.path.name, found.reason) for found in differences(root)] == [
        ("3_g.ipynb", "has no solution notebook any more"),
        ("1_f.ipynb", "differs from what its solution gives"),
    ]


def test_a_misplaced_marker_stops_the_release(tmp_path: Path) -> None:
    """A begin without an end would publish the solution."""
    root = course(tmp_path, exercise(EXERCISE.replace("### END SOLUTION", "pass")))
    with pytest.raises(NbgraderFailed, match="no end solution statement found"):
        release(root)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (new_markdown_cell(f"Write `{SOLUTION_LINE}`."), "solution line .* is to be read there"),
        (new_code_cell("x", metadata={"note": SOLUTION_LINE}), "solution line .* is to be read"),
        (new_code_cell("### END SOLUTION"), "a solution marker survived"),
        (new_code_cell("f()", outputs=[new_output("stream", text="45")]), "still has outputs"),
    ],
)
def test_a_leak_names_the_cell(cell: NotebookNode, expected: str) -> None:
    source = new_notebook(cells=[exercise()])
    released = new_notebook(cells=[exercise(STUB), cell])
    with pytest.raises(Leak, match=f"^1_f, cell 2: .*{expected}"):
        prove_no_leak(source, released, "1_f")
