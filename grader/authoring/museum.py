"""The museum: wrong answers to every exercise, each with the sentence that its student reads.

A file of ``tests/submissions/<exercise>/wrong`` is what a student might write. Its docstring names
the mistake, the parts that it loses and the first sentence about it; the tests hold it to that.
Functions that it leaves out are those of the exercise's ``right/reference.py``.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import checkout
from grader.errors import CourseError

_FIELD = r"^{name}:(.*?)(?=^Loses:|^Says:|\Z)"


@dataclass(frozen=True)
class WrongAnswer:
    """A file of the museum: what it does wrong, what that costs, and what is said of it.

    ``loses`` names parts of the exercise in their order; ``code`` is the file without its
    docstring.
    """

    path: Path
    mistake: str
    loses: tuple[str, ...]
    says: str
    code: str


def wrong_answers(exercise: str) -> tuple[WrongAnswer, ...]:
    """The wrong answers to an exercise, by the names of their files."""
    return tuple(wrong_answer(path) for path in sorted(folder_of(exercise).glob("wrong/*.py")))


def folder_of(exercise: str) -> Path:
    """Where the course keeps the answers to an exercise."""
    return checkout() / "tests" / "submissions" / exercise


def wrong_answer(path: Path) -> WrongAnswer:
    """What a file says of itself.

    Raises:
        CourseError: its docstring lacks one of the lines.
    """
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    return WrongAnswer(
        path=path,
        mistake=_in_one_line(docstring.partition("\n\n")[0]),
        loses=tuple(_field(path, docstring, "Loses").split(", ")),
        says=_field(path, docstring, "Says"),
        code=text.partition('"""\n\n')[2].strip(),
    )


def names_of(path: Path) -> dict[str, Any]:
    """Run a file of the museum behind the reference: what it writes again is there in its words."""
    names: dict[str, Any] = {"__name__": "<student>"}
    for file in (path.parents[1] / "right" / "reference.py", path):
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    return names


def _field(path: Path, docstring: str, name: str) -> str:
    found = re.search(_FIELD.format(name=name), docstring, re.MULTILINE | re.DOTALL)
    if found is None:
        raise CourseError(
            f"The docstring of {path} has no line '{name}: …', expected the lines Loses and Says. "
            "Write it there."
        )
    return _in_one_line(found[1])


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
