"""What a student reads when a function is not there: a cell failed, or it has another name.

Said on both sides: of a file that is read (``loading``), and of a notebook that has run
(``grading.undefined``).
"""

import contextlib
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader import courses, exercises

_LONGEST_MESSAGE = 200  # characters of an error's own words
_LONGEST_LINE = 60  # characters of a cell's first line
_ALIKE = 0.7  # from here on one name may be another one misspelled
_FIX = "Fix that line, then run the notebook from the top."
# Where a module lies, which ImportError says at its end, and a place that compiling adds.
_WHERE_IT_LIES = re.compile(r" \((?:/|[A-Z]:\\|unknown location|<student )[^()]*\)\Z")


@dataclass(frozen=True)
class CellError:
    """How a cell failed. ``line`` counts from 1 within the cell; None where it is not known.

    ``code`` is that line.
    """

    error: str
    message: str
    line: int | None
    code: str = ""

    def __str__(self) -> str:
        where = f" in line {self.line}" if self.line else ""
        text = _WHERE_IT_LIES.sub("", self.message[: 2 * _LONGEST_MESSAGE].strip())
        lines = text.splitlines()
        words = lines[0].rstrip(".")[:_LONGEST_MESSAGE] if lines else "no message"
        return f"{self.error[:_LONGEST_LINE]}{where}: {words}"

    @property
    def help(self) -> str:
        """The error in a beginner's words, and a space; "" when it is none of the well-known.

        A sandbox has no explanations.
        """
        with contextlib.suppress(ImportError):
            from grader.judging.explanations import explain

            message = self.message[: 2 * _LONGEST_MESSAGE]
            words = explain(self.error, message, [self.code] if self.code else [])
            return f"That is: {words} " if words else ""
        return ""


def cell_name(number: int, source: str) -> str:
    """What a cell is called in a sentence; ``number`` counts all cells from 1."""
    lines = source[: 100 * _LONGEST_LINE].strip().splitlines()
    return f"Cell {number} ({f'`{lines[0][:_LONGEST_LINE]}`' if lines else 'which is empty'})"


def defining_cell_failed(function: str, failure: str, help: str, notebook: str = "") -> str:
    """The cell of the function ended before it was defined; ``failure`` is "raised …"."""
    place = f" in {notebook}" if notebook else ""
    return (
        f"The cell that defines `{function}`{place} {failure}; the function was not defined. "
        f"{help}{_FIX}"
    )


def needed_cell_failed(
    function: str, cell: str, failure: str, help: str, notebook: str = ""
) -> str:
    """A cell failed that gives the function a name it uses: an import, a helper, a constant."""
    place = f" of {notebook}" if notebook else ""
    return f"{cell}{place}, which {function} needs, {failure}. {help}{_FIX}"


def hidden_inside(function: str, owner: str, where: str) -> str:
    """The function is defined within another one or a class; ``where`` begins the sentence."""
    return (
        f"{where} defines `{function}` inside of `{owner}`, where nothing else can see it. Begin "
        f"the line `def {function}(…)` without spaces, outside of `{owner}`, then run the notebook "
        "from the top."
    )


def another_name(function: str, name: str, where: str) -> str:
    """The function is there under another name; ``where`` begins the sentence."""
    return (
        f"{where} defines `{name}`, and the exercise asks for `{function}`. Give the function that "
        "name, then run the notebook from the top."
    )


def misspelled(function: str, names: Iterable[str]) -> str | None:
    """The name that may be ``function`` misspelled; those of other exercises are their own."""
    own = {
        asked
        for exercise in courses.current().exercises
        for asked in exercises.functions(exercise).values()
    }
    near = difflib.get_close_matches(function, sorted({*names} - own), n=1, cutoff=_ALIKE)
    return near[0] if near else None
