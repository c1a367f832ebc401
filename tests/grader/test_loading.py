"""A function is taken out of a file with what it needs, and nothing else runs."""

import json
import re
import tracemalloc
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebook.loading import (
    FailingStatement,
    MissingFunction,
    UnusableFile,
    load_functions,
    syntax_error_of,
)


def notebook(folder: Path, *cells: str) -> Path:
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps(new_notebook(cells=[new_code_cell(cell) for cell in cells])))
    return path


def module(folder: Path, text: str) -> Path:
    path = folder / "answer.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_function_comes_with_imports_constants_and_helpers(tmp_path: Path) -> None:
    """Whatever its names lead to is run first."""
    path = notebook(
        tmp_path,
        "import math\nSCALE = {'by': 2}",
        "SCALE['by'] = 3",
        "def helper(x):\n    return math.floor(x) * SCALE['by']",
        "def f(x):\n    return helper(x)",
    )
    assert load_functions(path, ["f"])["f"](1.5) == 3


def test_nothing_else_runs(tmp_path: Path) -> None:
    """A training cell or a failing experiment in the same notebook does no harm."""
    path = notebook(tmp_path, "history = 1 / 0", "def f():\n    return 1", "f() / 0")
    assert load_functions(path, ["f"])["f"]() == 1


def test_changes_of_a_needed_list_or_dict_are_made(tmp_path: Path) -> None:
    """Building options step by step is as good as writing them at once."""
    path = notebook(
        tmp_path,
        "options = {}",
        "options.update(a=1)",
        "def f():\n    return options",
        "options.copy() / 0",
    )
    assert load_functions(path, ["f"])["f"]() == {"a": 1}


def test_a_call_for_its_effect_does_not_run(tmp_path: Path) -> None:
    """``model.fit`` is one, even where the function uses the model."""
    path = notebook(tmp_path, "import math", "math.sqrt(-1)", "def f():\n    return math.pi")
    assert load_functions(path, ["f"])["f"]() > 3


def test_names_come_from_an_import_of_everything(tmp_path: Path) -> None:
    """``from keras.layers import *`` is common in students' notebooks."""
    path = notebook(tmp_path, "from math import *", "def f():\n    return sqrt(4)")
    assert load_functions(path, ["f"])["f"]() == 2


def test_a_local_name_does_not_pull_in_a_cell(tmp_path: Path) -> None:
    """A loop elsewhere may use the name that the function uses for itself."""
    path = notebook(
        tmp_path, "for level in [0]:\n    1 / level", "def f():\n    level = 1\n    return level"
    )
    assert load_functions(path, ["f"])["f"]() == 1


def test_the_last_definition_counts(tmp_path: Path) -> None:
    """As it does when the notebook runs from top to bottom."""
    path = notebook(tmp_path, "def f():\n    return 1", "def f():\n    return 2")
    assert load_functions(path, ["f"])["f"]() == 2


@pytest.mark.parametrize(
    "cell",
    ["%%javascript\nalert('hm')", "!ls", "%matplotlib inline", "this is no Python", "?f"],
)
def test_cells_that_are_no_python_do_no_harm(tmp_path: Path, cell: str) -> None:
    path = notebook(tmp_path, cell, "def f():\n    return 1")
    assert load_functions(path, ["f"])["f"]() == 1


@pytest.mark.parametrize(
    "cell",
    ["x = " + "-" * 20_000 + "1", "x = " + "1+" * 2_000 + "1", "!ls\n" * 500, "x = '\ud800'"],
    ids=["signs", "terms", "shell lines", "half a character"],
)
def test_a_cell_that_python_cannot_take_does_no_harm(tmp_path: Path, cell: str) -> None:
    path = notebook(tmp_path, cell, "def f():\n    return 1")
    assert load_functions(path, ["f"])["f"]() == 1


@pytest.mark.parametrize("magic", ["%%time", "%%capture output"])
def test_a_cell_that_is_timed_or_kept_quiet_is_python(tmp_path: Path, magic: str) -> None:
    path = notebook(tmp_path, f"{magic}\ndef f():\n    return 1")
    assert load_functions(path, ["f"])["f"]() == 1


def test_markdown_is_not_code(tmp_path: Path) -> None:
    path = tmp_path / "notebook.ipynb"
    cells = [new_markdown_cell("def f(): pass"), new_code_cell("def f():\n    return 1")]
    nbformat.write(new_notebook(cells=cells), path)
    assert load_functions(path, ["f"])["f"]() == 1


def test_a_python_file_works_alike(tmp_path: Path) -> None:
    path = module(tmp_path, "print('never')\ndef f():\n    return 1\n")
    assert load_functions(path, ["f"])["f"]() == 1


def test_a_missing_function_is_named(tmp_path: Path) -> None:
    path = module(tmp_path, "def g():\n    return 1\n")
    with pytest.raises(MissingFunction, match=r"answer\.py does not define f\."):
        load_functions(path, ["f"])


FIX = "Fix that line, then run the notebook from the top."
OPENED = (
    "That is: the bracket ( was opened and not closed, expected one that closes it. Count the "
    "brackets from that line on."
)
NO_MODULE = (
    "That is: the module nowhere is not installed, expected one that the course brings, such as "
    "keras, matplotlib, numpy, pandas, tensorflow. Check the spelling, or do without it."
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ("x = 1", "def f(x):\n    y = (x\n    return y"),
            "The cell that defines `f` in notebook.ipynb raised SyntaxError in line 2: '(' was "
            f"never closed; the function was not defined. {OPENED} {FIX}",
        ),
        (
            ("import math\nfrom nowhere import y\ndef f():\n    return y",),
            "The cell that defines `f` in notebook.ipynb raised ModuleNotFoundError in line 2: No "
            f"module named 'nowhere'; the function was not defined. {NO_MODULE} {FIX}",
        ),
        (
            ("x = 1\nimport nowhere", "def f():\n    return nowhere"),
            "Cell 1 (`x = 1`) of notebook.ipynb, which f needs, raised ModuleNotFoundError in line "
            f"2: No module named 'nowhere'. {NO_MODULE} {FIX}",
        ),
        (
            ("import math", "def helper(x:\n    return x", "def f(x):\n    return helper(x)"),
            "Cell 2 (`def helper(x:`) of notebook.ipynb, which f needs, raised SyntaxError in line "
            f"1: '(' was never closed. {OPENED} {FIX}",
        ),
        (
            ("import math", "define f(x):\n    return x"),
            "notebook.ipynb does not define f. Cell 2 (`define f(x):`), in which that name stands, "
            "raised SyntaxError in line 1: invalid syntax. That is: a function begins with the "
            "word def in small letters, expected that. Write def. Fix that line and save the "
            "file.",
        ),
        (
            ("from math import (floor, ceil\nx = 1", "def f():\n    return floor(1.5)"),
            "Cell 1 (`from math import (floor, ceil`) of notebook.ipynb, which f needs, raised "
            f"SyntaxError in line 1: '(' was never closed. {OPENED} {FIX}",
        ),
    ],
    ids=["syntax", "import", "import above", "helper", "keyword", "broken import"],
)
def test_a_cell_that_fails_is_named_with_its_line(
    tmp_path: Path, cells: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(FailingStatement) as caught:
        load_functions(notebook(tmp_path, *cells), ["f"])
    assert str(caught.value) == expected


def test_a_failing_line_of_a_module_is_named(tmp_path: Path) -> None:
    path = module(tmp_path, "import math\nimport nowhere\ndef f():\n    return nowhere\n")
    with pytest.raises(FailingStatement) as caught:
        load_functions(path, ["f"])
    assert str(caught.value) == (
        "Running answer.py raised ModuleNotFoundError in line 2: No module named 'nowhere'. "
        f"{NO_MODULE}"
    )


def test_a_broken_cell_does_no_harm_where_another_one_defines_the_function(tmp_path: Path) -> None:
    """As a half-written experiment further down."""
    path = notebook(tmp_path, "def f():\n    return 1", "def f(:")
    assert load_functions(path, ["f"])["f"]() == 1


@pytest.mark.parametrize(
    ("cell", "owner"),
    [
        ("def outer():\n    def f():\n        return 1\n    return f", "outer"),
        ("class Solution:\n    def f(self):\n        return 1", "Solution"),
    ],
)
def test_a_function_inside_of_something_else_is_told(tmp_path: Path, cell: str, owner: str) -> None:
    with pytest.raises(MissingFunction, match=f"defines `f` inside of `{owner}`, where nothing"):
        load_functions(notebook(tmp_path, cell), ["f"])


def test_a_cell_of_another_language_is_told(tmp_path: Path) -> None:
    path = notebook(tmp_path, "%%bash\ndef f():\n    return 1")
    with pytest.raises(MissingFunction, match="keeps it from running as Python"):
        load_functions(path, ["f"])


def test_a_name_nearly_right_is_told(tmp_path: Path) -> None:
    path = notebook(tmp_path, "def conv_blok(x):\n    return x")
    with pytest.raises(MissingFunction) as caught:
        load_functions(path, ["conv_block"])
    assert str(caught.value) == (
        "notebook.ipynb defines `conv_blok`, and the exercise asks for `conv_block`. Give the "
        "function that name, then run the notebook from the top."
    )


def test_the_function_of_another_exercise_is_not_taken_for_a_misspelled_one(tmp_path: Path) -> None:
    path = notebook(tmp_path, "def maxpool_up(x):\n    return x")
    with pytest.raises(MissingFunction, match=r"^notebook\.ipynb does not define maxpool_down\."):
        load_functions(path, ["maxpool_down"])


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.ipynb", b"not json", "a.ipynb is not a Jupyter notebook"),
        ("a.ipynb", b"", "a.ipynb is not a Jupyter notebook"),
        ("a.ipynb", b"[]", "a.ipynb is not a Jupyter notebook"),
        ("a.ipynb", b"\xff\xfe", "a.ipynb cannot be read"),
        ("a.py", b"def f(:", "a.py is not valid Python (line 1: "),
        ("a.py", b"x = '\x00'", "a.py is not valid Python"),
        ("a.py", b"f = " + b"-" * 20_000 + b"1", "a.py is not valid Python (an expression in it"),
        ("a.py", b"f = " + b"1+" * 2_000 + b"1", "a.py is not valid Python (an expression in it"),
        ("a.py", b"\xff", "a.py cannot be read"),
        ("a.txt", b"", "a.txt ends in '.txt', expected .py or .ipynb"),
    ],
)
def test_unusable_files_say_why(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnusableFile, match="^" + re.escape(expected)):
        load_functions(path, ["f"])


def test_statements_run_in_the_folder_of_the_file(tmp_path: Path) -> None:
    """As in JupyterLab: what lies beside a notebook is found."""
    path = module(tmp_path, "import os\nHERE = os.getcwd()\ndef f():\n    return HERE\n")
    assert load_functions(path, ["f"])["f"]() == str(tmp_path)


def test_an_error_can_quote_the_students_line(tmp_path: Path) -> None:
    """The line comes from the file, though it was never run as one."""
    import traceback

    path = module(tmp_path, "\n\ndef f():\n    return 1 / 0\n")
    with pytest.raises(ZeroDivisionError) as caught:
        load_functions(path, ["f"])["f"]()
    frame = traceback.extract_tb(caught.tb)[-1]
    assert (frame.lineno, frame.line) == (4, "return 1 / 0")


def test_a_return_outside_of_its_function_is_an_error_of_its_cell(tmp_path: Path) -> None:
    path = notebook(tmp_path, "def block(x):\n    y = x\nreturn y")
    with pytest.raises(FailingStatement, match=r"SyntaxError in line 3: 'return' outside function"):
        load_functions(path, ["block"])


def test_reading_a_cell_compiles_nothing() -> None:
    """Nested in each other, 19 finally take Python a gigabyte to compile."""
    nested = "".join(f"{' ' * i}try: pass\n{' ' * i}finally:\n" for i in range(19))
    tracemalloc.start()
    assert syntax_error_of(f"{nested}{' ' * 19}pass") is None
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_a_cell_may_await_outside_of_a_function(tmp_path: Path) -> None:
    path = notebook(tmp_path, "await sleep(1)", "def block(x):\n    return x")
    assert load_functions(path, ["block"])["block"](1) == 1


def test_an_imported_name_that_a_later_cell_takes_is_what_the_function_was_checked_with(
    tmp_path: Path,
) -> None:
    function = "from math import floor\ndef f():\n    return floor(2.5)"
    path = notebook(tmp_path, function, "floor = [1, 2]")
    assert load_functions(path, ["f"])["f"]() == 2


def test_an_imported_name_that_is_assigned_above_the_function_is_what_it_says(
    tmp_path: Path,
) -> None:
    path = notebook(tmp_path, "from math import e\ne = 3", "def f():\n    return e")
    assert load_functions(path, ["f"])["f"]() == 3
