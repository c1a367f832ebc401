"""A check without a record says which cell failed, as far as the cells show it, and no more."""

import copy
from collections.abc import Sequence

import nbformat
import pytest
from nbformat import NotebookNode

from grader.course import ROOT
from grader.grading.execution import Execution, Stop
from grader.grading.grade import grade
from grader.grading.marking import judge, sentence_of
from grader.grading.material import Check, Material, checks_of, load_material
from grader.grading.options import Options
from grader.grading.results import CheckResult
from grader.grading.submission import Submission
from grader.notebook.render import EVIDENCE_MIME

NAME, SEED, RUN = "1_conv_block", 7, "of-this-run"
RELEASED = nbformat.read(ROOT / "notebooks" / "unet" / f"{NAME}.ipynb", as_version=4)
EXERCISE, CHECK = "conv_block", "check_conv_block_layers"
UNKNOWN = "name 'conv_block' is not defined"
FIX = "Fix that line, then run the notebook from the top."
COLON = "That is: a colon is missing, expected one at the end of def, if, for and with. Write it."
DEFINES = "def conv_block(inputs):\n    return inputs, inputs"


def error(name: str, text: str, *traceback: str) -> NotebookNode:
    made: NotebookNode = nbformat.v4.new_output(
        "error", ename=name, evalue=text, traceback=list(traceback)
    )
    return made


def frame(line: int) -> str:
    """How IPython begins a frame, colours included."""
    return (
        f"\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[3]\x1b[39m\x1b[32m, line {line}\x1b[39m"
    )


def cell(source: str, *outputs: NotebookNode) -> NotebookNode:
    made: NotebookNode = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    return made


def marked(grade_id: str, source: str, *outputs: NotebookNode) -> NotebookNode:
    """The released cell of that id with another text, as it was run."""
    ours = next(
        one
        for one in RELEASED.cells
        if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )
    made: NotebookNode = copy.deepcopy(ours)
    made.source, made.outputs = source or made.source, list(outputs)
    return made


def exercise(source: str, *outputs: NotebookNode) -> NotebookNode:
    return marked(EXERCISE, source, *outputs)


def the_check(*outputs: NotebookNode) -> NotebookNode:
    return marked(CHECK, "", *outputs)


def misses_it() -> NotebookNode:
    """The check cell that does not know the function."""
    return the_check(error("NameError", UNKNOWN))


def judged(*cells: NotebookNode, stops: Sequence[Stop] = ()) -> CheckResult:
    """The result of the check among these cells, all of which ran."""
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    check: Check = next(check for check in checks_of(RELEASED) if check.cell == CHECK)
    execution = Execution(notebook, ran=set(range(len(cells))), stops=list(stops))
    (result,) = judge(execution, [check], RUN, SEED, Options(), Submission("ada", "unet", {}))
    return result


BROKEN_CELLS = {
    "syntax": (
        (exercise(DEFINES, error("SyntaxError", "expected ':' (1234.py, line 4)")),),
        "The cell that defines `conv_block` raised SyntaxError in line 4: expected ':'; the "
        f"function was not defined. {COLON} {FIX}",
    ),
    "never closed": (
        (exercise(f"{DEFINES}\nprint(", error("SyntaxError", "incomplete input (12.py, line 9)")),),
        "The cell that defines `conv_block` raised SyntaxError in line 3: '(' was never closed; "
        "the function was not defined. That is: the bracket ( was opened and not closed, expected "
        f"one that closes it. Count the brackets from that line on. {FIX}",
    ),
    "indentation": (
        (exercise(DEFINES, error("IndentationError", "unindent (<tokenize>, line 24)")),),
        "The cell that defines `conv_block` raised IndentationError in line 24: unindent; the "
        f"function was not defined. {FIX}",
    ),
    "import": (
        (exercise(DEFINES, error("ImportError", "No x in y.", "---", frame(2), frame(9))),),
        "The cell that defines `conv_block` raised ImportError in line 2: No x in y; the function "
        f"was not defined. {FIX}",
    ),
    "import above": (
        (
            cell("import nowhere as k", error("ImportError", "No nowhere", frame(1))),
            exercise(f"@k.f\n{DEFINES}", error("NameError", "name 'k' is not defined", frame(1))),
        ),
        "Cell 1 (`import nowhere as k`), which conv_block needs, raised ImportError in line 1: No "
        f"nowhere. {FIX}",
    ),
    "keyword": (
        (exercise("define conv_block(x):", error("SyntaxError", "invalid (1.py, line 1)")),),
        "The cell that defines `conv_block` raised SyntaxError in line 1: invalid; the function "
        f"was not defined. {FIX}",
    ),
    "near name": (
        (exercise(DEFINES.replace("conv_block", "conv_blok")),),
        "Your notebook defines `conv_blok`, and the exercise asks for `conv_block`. Give the "
        "function that name, then run the notebook from the top.",
    ),
    "other name": (
        (exercise(DEFINES.replace("conv_block", "mine")),),
        "The cell of the exercise defines `mine`, and the exercise asks for `conv_block`. Give the "
        "function that name, then run the notebook from the top.",
    ),
    "emptied": (
        (exercise("x = 1"),),
        "No cell above this check defines `conv_block`. Write it into the cell of the exercise, "
        "under that name, then run the notebook from the top.",
    ),
    "deleted again": (
        (exercise(f"{DEFINES}\n\ndel conv_block"),),
        "Cell 1 (`def conv_block(inputs):`) defines `conv_block` and raised no error, but the name "
        "is not known at this check. Look for a line that deletes it, or for a first line with "
        "`%%`, which keeps a cell from running as Python.",
    ),
}


@pytest.mark.parametrize(("above", "expected"), BROKEN_CELLS.values(), ids=BROKEN_CELLS)
def test_the_sentence_names_what_the_cells_show(
    above: tuple[NotebookNode, ...], expected: str
) -> None:
    result = judged(*above, misses_it())
    assert (result.status, result.score, sentence_of(result)) == ("failed", 0, expected)
    assert {finding.attribute for finding in result.findings} == {"not defined"}


def test_a_function_below_its_check_is_found() -> None:
    result = judged(exercise("x = 1"), misses_it(), cell(DEFINES))
    assert sentence_of(result) == (
        "Cell 3 (`def conv_block(inputs):`) defines `conv_block` below this check. Move it above "
        "the check, then run the notebook from the top."
    )


def test_a_cell_that_was_stopped_before_the_function_is_named_by_that() -> None:
    stop = Stop(0, "time", "was stopped after 60 s", fatal=False)
    stopped = exercise(DEFINES, error("KeyboardInterrupt", "", frame(1)))
    assert sentence_of(judged(stopped, misses_it(), stops=[stop])) == (
        "The cell that defines `conv_block` was stopped after 60 s; the function was not defined. "
        f"{FIX}"
    )


def test_another_use_of_the_name_check_is_named() -> None:
    missed = the_check(error("AttributeError", "'int' object has no attribute 'conv_block'"))
    assert sentence_of(judged(cell("check = 3"), exercise(DEFINES), missed)) == (
        "Cell 1 (`check = 3`) gives the name `check` to something else, so this check could not "
        "run. Choose another name there, then run the notebook from the top."
    )


@pytest.mark.parametrize(
    "left",
    [
        (),
        (error("NameError", "name 'other' is not defined"),),
        (error("KeyboardInterrupt", ""),),
        (error("AttributeError", "'int' object has no attribute 'conv_block'"),),
    ],
    ids=["nothing", "another name", "interrupt", "attribute"],
)
def test_without_such_a_reason_it_is_not_confirmed(left: tuple[NotebookNode, ...]) -> None:
    result = judged(exercise(DEFINES), the_check(*left))
    assert (result.status, result.score) == ("not confirmed", 0)


def test_two_records_are_not_confirmed_beside_an_error() -> None:
    """The error of the cell explains why there is none, not why there are two."""
    record = nbformat.v4.new_output("display_data", {EVIDENCE_MIME: {}})
    result = judged(exercise(DEFINES), the_check(record, record, error("NameError", UNKNOWN)))
    assert result.status == "not confirmed"


def test_what_a_cell_says_of_its_error_is_cut() -> None:
    said = error("S" * 10**6, "(" * 10**6, "\x1b[" * 10**6)
    result = judged(exercise(DEFINES, said), misses_it())
    assert (result.status, len(sentence_of(result)) < 500) == ("failed", True)


def test_a_chain_of_cells_without_end_is_not_followed() -> None:
    """Each cell misses a name of the one above it, and names all of them."""
    names = " ".join(f"x{number}" for number in range(300))
    chain = [
        cell(f"x{n + 1} = x{n}  # {names}", error("NameError", f"name 'x{n}' is not defined"))
        for n in range(300)
    ]
    fails = exercise(f"x300\n{DEFINES}", error("NameError", "name 'x300' is not defined"))
    assert sentence_of(judged(*chain, fails, misses_it())).startswith("Cell 291 (`x291 = x290")


# --- with the real kernel -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def material() -> Material:
    whole = load_material(ROOT / "notebooks" / "unet", ROOT / "solutions" / "unet", "unet")
    return Material("unet", {NAME: whole.notebooks[NAME]}, whole.functions)


def solution() -> NotebookNode:
    return nbformat.read(ROOT / "solutions" / "unet" / f"{NAME}.ipynb", as_version=4)


def place_of_exercise(notebook: NotebookNode) -> int:
    return next(
        number
        for number, one in enumerate(notebook.cells)
        if one.metadata.get("nbgrader", {}).get("grade_id") == EXERCISE
    )


def graded(material: Material, *above: str, replaced: tuple[str, str]) -> list[tuple[str, str]]:
    """Statuses and sentences of the solution with cells above and a change in its exercise."""
    notebook = solution()
    place = place_of_exercise(notebook)
    assert replaced[0] in notebook.cells[place].source
    notebook.cells[place].source = notebook.cells[place].source.replace(*replaced, 1)
    notebook.cells[2:2] = [nbformat.v4.new_code_cell(source) for source in above]
    submission = Submission("ada", "unet", {f"{NAME}.ipynb": nbformat.writes(notebook).encode()})
    checks = grade(submission, material, SEED).notebooks[0].checks
    return [(check.status, sentence_of(check)) for check in checks]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("above", "replaced", "expected"),
    [
        (
            (),
            ("max_pooling=True):", "max_pooling=True)"),
            "The cell that defines `conv_block` raised SyntaxError in line 1: expected ':'; the "
            f"function was not defined. {COLON} {FIX}",
        ),
        (
            (),
            ("def conv_block", "import math\nimport nowhere\n\n\ndef conv_block"),
            "The cell that defines `conv_block` raised ModuleNotFoundError in line 2: No module "
            "named 'nowhere'; the function was not defined. That is: the module nowhere is not "
            "installed, expected one that the course brings, such as keras, matplotlib, numpy, "
            f"pandas, tensorflow. Check the spelling, or do without it. {FIX}",
        ),
        (
            ("def two(x:\n    return x",),
            ('    """', '    two(1)\n    """'),
            "Cell 3 (`def two(x:`), which conv_block needs, raised SyntaxError in line 1: '(' was "
            "never closed. That is: the bracket ( was opened and not closed, expected one that "
            f"closes it. Count the brackets from that line on. {FIX}",
        ),
        (
            (DEFINES,),
            ("max_pooling=True):", "max_pooling=True)"),
            "Cell <n> (`def conv_block(inputs, n_filters=32, dropout_prob=0, max_poo`) raised "
            "SyntaxError in line 1: expected ':'. What was checked is the `conv_block` of a cell "
            f"above it. {COLON} {FIX}",
        ),
    ],
    ids=["syntax", "import", "helper", "an earlier one"],
)
def test_a_cell_that_failed_in_the_sandbox_is_named_with_its_line(
    material: Material, above: tuple[str, ...], replaced: tuple[str, str], expected: str
) -> None:
    expected = expected.replace("<n>", str(place_of_exercise(solution()) + len(above) + 1))
    assert graded(material, *above, replaced=replaced) == [("failed", expected)] * 3
