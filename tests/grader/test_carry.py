"""Functions come from the student's own earlier notebook, with a clear word when they cannot."""

import ast
from pathlib import Path
from types import ModuleType

import keras
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.course import ROOT
from grader.errors import UnknownName
from grader.notebook.carrying import CannotCarry, carry

RIGHT = """\
from keras import layers

def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = dict(activation="relu", padding="same", kernel_initializer="he_normal")
    conv = layers.Conv2D(n_filters, 3, **options)(inputs)
    conv = layers.Conv2D(n_filters, 3, **options)(conv)
    if dropout_prob > 0:
        conv = layers.Dropout(dropout_prob)(conv)
    next_layer = layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a student's notebooks lie in, as the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, source: str) -> None:
    notebook = new_notebook(cells=[new_code_cell(source)])
    nbformat.write(notebook, folder / "1_conv_block.ipynb")


def shapes(function: object) -> list[tuple[int, ...]]:
    import keras

    assert callable(function)
    outputs = function(keras.Input((8, 8, 3)), n_filters=4)
    return [tuple(tensor.shape[1:]) for tensor in outputs]


def test_a_right_function_is_carried_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, RIGHT)
    assert shapes(carry("conv_block")) == [(4, 4, 4), (8, 8, 4)]
    assert capsys.readouterr().out == "✓ conv_block comes from your 1_conv_block.ipynb.\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, "^1_conv_block.ipynb is not in this folder, and conv_block comes from it."),
        ("x = 1", "^1_conv_block.ipynb does not define conv_block."),
        (RIGHT.replace("relu", "tanh"), "is not right yet. Row 2: Conv2D has activation tanh"),
        (
            RIGHT.replace("    options", "    raise NotImplementedError\n    options"),
            r"is not right yet. conv_block came to the line `raise NotImplementedError\(\)`",
        ),
        (
            "from nowhere import x\ndef conv_block():\n    x()",
            "^The cell that defines `conv_block` in 1_conv_block.ipynb raised ModuleNotFoundError "
            "in line 1: No module named 'nowhere'; the function was not defined.",
        ),
        (
            RIGHT.replace("next_layer, conv", "next_layer, conv)"),
            "^The cell that defines `conv_block` in 1_conv_block.ipynb raised SyntaxError in line "
            r"10: unmatched '\)'; the function was not defined.",
        ),
        (
            RIGHT.replace("return", "retrun"),
            "That is: retrun is no word of Python's, expected return. Write return.",
        ),
        (RIGHT.replace("conv_block", "conv_blok"), "^1_conv_block.ipynb defines `conv_blok`,"),
    ],
)
def test_what_cannot_be_carried_says_why(folder: Path, source: str | None, expected: str) -> None:
    if source is not None:
        write(folder, source)
    with pytest.raises(CannotCarry, match=expected):
        carry("conv_block")


def test_other_notebooks_in_the_folder_are_named(folder: Path) -> None:
    """One of them may be the missing one, saved under another name."""
    (folder / "1_conv_block (1).ipynb").touch()
    (folder / "notes.txt").touch()
    with pytest.raises(CannotCarry) as caught:
        carry("conv_block")
    assert str(caught.value) == (
        "1_conv_block.ipynb is not in this folder, and conv_block comes from it. Put your notebook "
        "1_conv_block.ipynb beside this one, or give it that name again if it is one of these: "
        "1_conv_block (1).ipynb."
    )


def test_of_two_definitions_the_one_that_counts_is_named_when_it_is_wrong(folder: Path) -> None:
    cells = [new_code_cell(RIGHT), new_code_cell("# a try\n" + RIGHT.replace("relu", "tanh"))]
    nbformat.write(new_notebook(cells=cells), folder / "1_conv_block.ipynb")
    with pytest.raises(CannotCarry, match=r"2 cells of that .* last one counts: Cell 2 \(`# a try"):
        carry("conv_block")


def test_while_grading_the_courses_function_takes_the_place_of_a_wrong_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One mistake is not punished twice, and the feedback says what happened."""
    solutions = folder / "solutions"
    solutions.mkdir()
    write(solutions, RIGHT)
    write(folder, RIGHT.replace("relu", "tanh"))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv("GRADER_SOLUTIONS", str(solutions))
    assert shapes(carry("conv_block")) == [(4, 4, 4), (8, 8, 4)]
    assert "For grading, the course's own conv_block is used here" in capsys.readouterr().out


def test_an_unknown_function_is_answered_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(UnknownName, match=r"'convblock'\. Did you mean 'conv_block'\?"):
        carry("convblock")


def test_no_cell_of_the_course_takes_the_name_of_a_part_of_keras() -> None:
    """A function that imports it, ``from keras import layers``, would find something else there.

    So would her check, run again, and the next notebook, which carries the function.
    """
    parts = {name for name, value in vars(keras).items() if isinstance(value, ModuleType)}
    taken = [
        (path.stem, node.id)
        for path in sorted((ROOT / "solutions").glob("*/*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and not cell.source.startswith("%")
        for statement in ast.parse(cell.source).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in parts
    ]
    assert taken == []
