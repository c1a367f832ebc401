"""The skeleton of a new exercise: notebook, probe, judge, hints and museum, ready to be changed.

It works as it stands. What it asks for, twice the numbers, stands for what the exercise is to be.
"""

import ast
import keyword
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from data.writing import write_together
from grader import courses
from grader.errors import CourseError, UnknownName

_LINE_LENGTH = 100  # of a course's code


class CannotMake(CourseError):
    """The exercise cannot have this name."""


def new_exercise(root: Path, name: str, assignment: str) -> list[Path]:
    """Write the skeleton of the exercise ``name`` into the course at ``root`` and register it.

    Args:
        root: a checkout of the course.
        name: that of the exercise and of the function that students write.
        assignment: where its notebook belongs.

    Returns:
        The files written; none of them was there before.

    Raises:
        UnknownName: there is no such assignment.
        CannotMake: the name is no Python name, or taken.
    """
    course = courses.current()
    package = Path(*course.package.split("."))
    register = package / "__init__.py"
    if assignment not in course.assignments:
        step = f'For a new one, put `"{assignment}": (),` beside the others in {register}.'
        raise UnknownName("assignment", assignment, course.assignments, step)
    _check_name(name)
    registered = _registered(root, register, name, assignment)
    notebook = _notebook_name(root, name, assignment)
    files = dict(_texts(package, name, notebook))
    files[Path("solutions", assignment, f"{notebook}.ipynb")] = _text_of(_notebook(name))
    taken = [str(path) for path in files if (root / path).exists()]
    if taken:
        raise CannotMake(f"There is a {taken[0]} already. Choose another name than '{name}'.")
    files[register] = registered
    try:
        write_together({root / path: text.encode() for path, text in files.items()})
    except OSError as error:
        raise CannotMake(f"Nothing was written: {error.filename}: {error.strerror}.") from error
    return [root / path for path in files if path != register]


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CannotMake(
            f"'{name}' cannot be the name of a function. Use small letters, digits and _, as in "
            "edge_map."
        )
    if name in courses.current().exercises or name in ("hint", "progress"):
        raise CannotMake(
            f"The name '{name}' is taken. Known exercises: "
            f"{', '.join(courses.current().exercises)}."
        )


def _registered(root: Path, register: Path, name: str, assignment: str) -> str:
    """The text of the module that registers the exercises, with one name more in it."""
    text = (root / register).read_text(encoding="utf-8")
    found = [
        value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and key.value == assignment
        and isinstance(value, ast.Tuple)
    ]
    if len(found) != 1:
        raise CannotMake(
            f"{register} has {len(found)} lines for the assignment '{assignment}', expected one: "
            f'`"{assignment}": (…),`. Put it back.'
        )
    lines = text.encode().splitlines(keepends=True)
    before, behind = (
        b"".join(lines[: line - 1]) + lines[line - 1][:column]
        for line, column in (
            (found[0].lineno, found[0].col_offset),
            (found[0].end_lineno or 0, found[0].end_col_offset or 0),
        )
    )
    names = [*(ast.unparse(element).replace("'", '"') for element in found[0].elts), f'"{name}"']
    return _as_formatted(before.decode(), names, text.encode()[len(behind) :].decode())


def _as_formatted(before: str, names: list[str], behind: str) -> str:
    """A tuple between two texts, as ruff formats it: in one line where that fits."""
    whole = f"{before}({', '.join(names)}{',' if len(names) == 1 else ''})"
    line = whole.rpartition("\n")[2] + behind.partition("\n")[0]
    if len(line) <= _LINE_LENGTH:
        return whole + behind
    indent = " " * (len(line) - len(line.lstrip()))
    inside = "".join(f"{indent}    {name},\n" for name in names)
    return f"{before}(\n{inside}{indent}){behind}"


def _notebook_name(root: Path, name: str, assignment: str) -> str:
    """The name, behind the next number where the notebooks of the assignment are numbered."""
    there = sorted((root / "solutions" / assignment).glob("*.ipynb"))
    numbers = [int(path.stem.partition("_")[0]) for path in there if path.stem[0].isdigit()]
    return f"{max(numbers) + 1}_{name}" if numbers else name


def _texts(package: Path, name: str, notebook: str) -> Iterator[tuple[Path, str]]:
    templates = Environment(
        loader=PackageLoader("grader.authoring", "skeleton"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    museum = Path("tests", "submissions", name)
    for path in (
        package / name / "__init__.py",
        package / name / "probe.py",
        package / name / "judge.py",
        museum / "right" / "reference.py",
        museum / "wrong" / "squared.py",
    ):
        template = templates.get_template(f"{path.name}.j2")
        dotted = ".".join(package.parts)
        yield (
            path,
            template.render(name=name, notebook=notebook, package=dotted, title=_title(name)),
        )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text_of(notebook: NotebookNode) -> str:
    return f"{nbformat.writes(notebook)}\n"


def _notebook(name: str) -> NotebookNode:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook: NotebookNode = new_notebook(
        cells=list(_cells(name)),
        metadata={"kernelspec": kernel, "language_info": {"name": "python"}},
    )
    return notebook


def _cells(name: str) -> Iterator[NotebookNode]:
    yield _text(
        "title",
        f"# {_title(name)}\n\n**Goal.** Write `{name}`, …\n\n**Time.** …\n\n**What you need.** …",
    )
    yield _code("setup", "import numpy as np\n\nfrom grader import check", locked=True)
    yield _text("concept", "## The idea\n\nOne idea a cell, and a figure for each.")
    yield _text(
        "exercise",
        f"## Exercise: `{name}` (20 points)\n\nReturn twice the numbers.\n\nIf you are stuck, run "
        f'`check.hint("{name}")` in a cell of your own; each call tells more.',
    )
    yield _code(
        name.replace("_", "-"),
        f'def {name}(numbers):\n    """Twice the numbers.\n\n    Args:\n'
        "        numbers: array of any shape.\n\n    Returns:\n"
        '        An array of the same shape.\n    """\n'
        "    ### BEGIN SOLUTION\n    return 2 * np.asarray(numbers)\n    ### END SOLUTION",
        solution=True,
        grade_id=name,
    )
    yield _text("check-intro", "## Check it")
    yield _code(
        f"check-{name.replace('_', '-')}-values",
        f"check.{name}.values({name})",
        locked=True,
        points=20,
        grade_id=f"check_{name}_values",
    )
    yield _text("pitfalls", "## What often goes wrong\n\n| You see | The likely cause |\n|---|---|")
    yield _text("summary", "## Summary\n\n- …")
    yield _text("further", "## Going further\n\n- …")
    yield _text("proof-intro", "## The numbers of this notebook")
    yield _code(
        "proof", f'assert list({name}([1, 2])) == [2, 4], "twice the numbers were expected"'
    )
    standing = (
        _text(
            "progress-intro",
            "## Where you stand\n\nYour points so far, in all notebooks of this folder as they "
            "were last saved.",
        ),
        _code("progress", "check.progress()"),
    )
    for cell in standing:
        cell.metadata.tags = ["remove-cell"]  # from the reading site, which has no points
        yield cell


def _text(identity: str, source: str) -> NotebookNode:
    cell: NotebookNode = new_markdown_cell(source, id=identity)
    return cell


def _code(identity: str, source: str, **marks: object) -> NotebookNode:
    """A code cell; with marks, one that nbgrader knows."""
    cell: NotebookNode = new_code_cell(source, id=identity)
    if marks:
        known = {
            "schema_version": 3,
            "task": False,
            "grade_id": identity,
            "grade": "points" in marks,
            "locked": False,
            "solution": False,
        }
        cell.metadata.nbgrader = known | marks
    return cell
