"""Where a student stands: her points out of the checks that her notebooks and her kernel keep."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader import check, exercises
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    RunErrand,
    Table,
)
from grader.checks.exercise import Part as OnePart
from grader.cli import main
from grader.notebook import progress, standing
from grader.notebook.render import EVIDENCE_MIME
from grader.notebook.standing import Standing

SUBMISSIONS = Path(__file__).parents[1] / "submissions" / "boundary_iou"
SETUP = "import numpy as np\nfrom grader import check"
BORDER, SCORE = "check.boundary_iou.border(border)", "check.boundary_iou.score(boundary_iou)"
NAME = "boundary_iou.ipynb"
NEXT = (
    "Next, the agreement of two borders in boundary_iou.ipynb: run "
    "`check.boundary_iou.score(boundary_iou)` and save the notebook (4 points)."
)


def solution() -> str:
    text = (SUBMISSIONS / "right").glob("*.py")
    return sorted(text)[0].read_text(encoding="utf-8")


def run(folder: Path, *cells: str) -> NotebookNode:
    """Run a notebook of these cells in a kernel, as JupyterLab does, and save it."""
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    path = folder / NAME
    nbformat.write(notebook, path)
    NotebookClient(
        notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    nbformat.write(notebook, path)
    return notebook


def texts(cell: NotebookNode) -> list[str]:
    return [output.data["text/plain"] for output in cell.outputs if "data" in output]


def saved(folder: Path) -> Standing:
    """What another process finds in the folder."""
    return standing.stands(folder, "bonus", open_files=True)


def states(stands: Standing) -> list[str]:
    return [check.state for notebook in stands.notebooks for check in notebook.checks]


@pytest.fixture(autouse=True)
def _no_check_has_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_of_this_kernel", {})


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose notebook is solved and half of it checked."""
    folder = tmp_path_factory.mktemp("student")
    run(folder, SETUP, solution(), BORDER, "check.progress()")
    return folder


@pytest.fixture
def copied(worked_in: Path, tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes((worked_in / NAME).read_bytes())
    return tmp_path


# --- in a notebook --------------------------------------------------------------------------------


def test_the_cell_shows_points_by_check_and_what_is_next(worked_in: Path) -> None:
    *_, last = nbformat.read(worked_in / NAME, as_version=4).cells
    (text,) = texts(last)
    lines = text.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[:3] == [
        "Where you stand, bonus: 6 of 10 points",
        "",
        "boundary_iou: 6 of 10  ✓ border 6, · score 4",
    ]
    assert NEXT in " ".join(lines)


def test_a_bar_above_the_first_check_is_brought_up_to_date_by_later_ones(tmp_path: Path) -> None:
    notebook = run(tmp_path, SETUP, solution(), BORDER, SCORE)
    first, second = notebook.cells[-2:]
    bar = "bonus: 10 of 10 points so far. check.progress() says more."
    assert (texts(first)[0], len(texts(first)), len(texts(second))) == (bar, 2, 1)


def test_a_function_that_was_defined_again_needs_its_check_again(tmp_path: Path) -> None:
    last = run(
        tmp_path,
        *(SETUP, solution(), BORDER),
        "def border(mask, distance):\n    return mask",
        "check.progress()",
    ).cells[-1]
    says = " ".join(texts(last)[0].split())
    assert "↻ border 6" in says
    assert (
        "border, or a function that it calls, has changed since its check. Run "
        "`check.boundary_iou.border(border)` again and save the notebook"
    ) in says


def test_in_a_notebook_that_nbgrader_runs_nothing_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check.progress()
    assert "shown in your own notebook only" in capsys.readouterr().out


# --- after a restart ------------------------------------------------------------------------------


def test_the_saved_notebook_says_it_to_another_process(worked_in: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "grader", "progress", str(worked_in.parent)],
        cwd=worked_in,
        capture_output=True,
        text=True,
        check=True,
    )
    said = " ".join(done.stdout.split())
    assert said.startswith("bonus 6 of 10 points boundary_iou ━━━━━━━━━━ 6 of 10 ✓ border 6")
    assert NEXT in said


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda text: text, "passed"),
        (lambda text: text + "\n# a thought", "passed"),
        (lambda text: text.replace("    return ", "    # at last\n    return ", 1), "passed"),
        (lambda text: text.replace("    return ", "    return 1 *", 1), "changed"),
        (lambda text: "", "changed"),
        (lambda text: "def border(", "changed"),
    ],
)
def test_a_verdict_holds_as_long_as_what_was_checked_stands_there(
    copied: Path, change: Callable[[str], str], state: str
) -> None:
    notebook = nbformat.read(copied / NAME, as_version=4)
    notebook.cells[1].source = change(notebook.cells[1].source)
    nbformat.write(notebook, copied / NAME)
    assert states(saved(copied)) == [state, "not checked"]


def test_of_two_outputs_of_a_check_the_one_that_holds_counts(copied: Path) -> None:
    """An old verdict in a cell of her own, below the check, takes nothing away."""
    notebook = nbformat.read(copied / NAME, as_version=4)
    (output,) = [o for o in notebook.cells[2].outputs if EVIDENCE_MIME in o.data]
    old = json.loads(json.dumps(output.data[EVIDENCE_MIME])) | {"looked_at": [["border", "old"]]}
    cell = new_code_cell(BORDER, outputs=[new_output("display_data", {EVIDENCE_MIME: old})])
    notebook.cells.append(cell)
    nbformat.write(notebook, copied / NAME)
    assert states(saved(copied)) == ["passed", "not checked"]


@pytest.mark.parametrize("looked_at", [None, 3, ["border"], {"border": {}}])
def test_a_record_that_no_check_has_written_counts_nothing(copied: Path, looked_at: Any) -> None:
    notebook = nbformat.read(copied / NAME, as_version=4)
    for output in notebook.cells[2].outputs:
        if EVIDENCE_MIME in output.data:
            output.data[EVIDENCE_MIME]["looked_at"] = looked_at
            output.data[EVIDENCE_MIME]["format"] = 0
    nbformat.write(notebook, copied / NAME)
    assert states(saved(copied)) == ["not checked", "not checked"]


def test_what_is_not_there_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "1_conv_block.ipynb").write_text("half a note")
    stands = standing.stands(tmp_path, "unet", open_files=False)
    missing = ["cannot be read", *["not in this folder"] * 4]
    assert [notebook.missing for notebook in stands.notebooks] == missing
    assert (stands.score, stands.max_score, stands.next) == (0, 100, None)


def test_a_folder_without_notebooks_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["progress", str(tmp_path)])
    said = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 2
    assert "There is no notebook of the course in" in said


# --- a file that is measured ----------------------------------------------------------------------


def opens(content: bytes, _: RunErrand) -> Callable[[], float]:
    return lambda: float(content)


def measure(share: Callable[[], float], _: Case) -> Evidence:
    return {"share": share()}


def judge(case: Case, evidence: Evidence) -> Judgement:
    share = evidence["share"]
    table = Table(("share",), ((f"{share:g}",),))
    findings = (Finding(f"The share is {share:g}. Raise it.", case.name),) if share < 1 else ()
    return Judgement(findings, Comparison(f"share {share:g}", table, None), share)


PART = OnePart("share", "the share", 6, "share.txt", (Case("a case"),), measure, judge, opens=opens)
EXERCISE = Exercise("sharing", "sharing", "sharing", (PART,), ("one", "two", "three"))


@pytest.fixture
def sharing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with the notebook of an exercise that asks for a file."""
    monkeypatch.setattr(exercises, "of_assignment", lambda _: (EXERCISE,))
    nbformat.write(new_notebook(), tmp_path / "sharing.ipynb")
    return tmp_path


def test_a_file_that_no_check_has_seen_is_measured(sharing: Path) -> None:
    (sharing / "share.txt").write_text("0.75")
    stands = standing.stands(sharing, "any", open_files=True)
    assert (stands.score, states(stands)) == (4.5, ["partly"])
    assert progress.measured(stands) == [
        "share.txt as it lies here: share 0.75, which would earn 4.5 of 6 points."
    ]
    assert progress.next_step(stands) == (
        "Next, the share in sharing.ipynb: The share is 0.75. Raise it."
    )


def test_a_bar_measures_nothing(sharing: Path) -> None:
    (sharing / "share.txt").write_text("0.75")
    assert states(standing.stands(sharing, "any", open_files=False)) == ["not checked"]


def test_another_file_is_measured_anew(sharing: Path) -> None:
    path = sharing / "share.txt"
    for share, state in (("0.75", "partly"), ("1", "passed")):
        path.write_text(share)
        assert states(standing.stands(sharing, "any", open_files=True)) == [state]
    path.unlink()
    assert states(standing.stands(sharing, "any", open_files=True)) == ["not attempted"]


def test_a_file_that_is_known_is_not_measured_again(
    sharing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sharing / "share.txt").write_text("0.75")
    standing.remember(standing.evidence_of(EXERCISE, PART, sharing / "share.txt", None))
    monkeypatch.setattr(standing, "evidence_of", SimpleNamespace())
    assert states(standing.stands(sharing, "any", open_files=True)) == ["partly"]


# --- how it looks ---------------------------------------------------------------------------------


def test_colours_come_with_signs_and_names(worked_in: Path) -> None:
    page = progress.as_html(saved(worked_in))
    assert "<span role='img' aria-label='passed:'>✓</span> border 6" in page
    assert "<span role='img' aria-label='not checked:'>·</span> score 4" in page
    assert "aria-label='6 of 10 points'" in page
    assert "<a href='boundary_iou.ipynb'>boundary_iou</a>" in page
