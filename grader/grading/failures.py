"""Errors of the engine itself: their tracebacks, each in a file where the instructor finds it."""

import traceback
from pathlib import Path

from grader.grading.results import Incident
from grader.grading.storable import storable

_LONGEST = 300  # characters of an error that are shown; the file has it all


def engine_error(notebook: str, error: BaseException) -> Incident:
    """Our own fault at one notebook, which is no mark: not even 0."""
    message = f"{notebook}.ipynb has no mark: the grader failed at it ({named(error)})."
    return Incident("engine", message, notebook, traceback_of(error))


def named(error: BaseException) -> str:
    """The error in a line that can be printed and stored."""
    lines = str(error).strip().splitlines()
    name = type(error).__name__
    text, _ = storable(f"{name}: {lines[0]}" if lines else name)
    return str(text[:_LONGEST])


def traceback_of(error: BaseException) -> str:
    """The traceback as text, which travels where the error itself cannot."""
    text, _ = storable("".join(traceback.format_exception(error)))
    return str(text)


class Failures:
    """Tracebacks of a grading: a folder for each student, a file in it for each failure.

    ``folder`` is that of the grading.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "errors"

    def keep(self, student: str, about: str, text: str) -> str:
        """Write a traceback down; returns the sentence that says where it is."""
        path = self._folder / student / f"{about}.txt"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except (OSError, ValueError) as error:
            return f"The traceback could not be written ({named(error)})."
        return f"The traceback is in {path}."

    def forget(self, student: str, about: str = "*") -> None:
        """Remove what was kept of an earlier grading."""
        for path in (self._folder / student).glob(f"{about}.txt"):
            path.unlink(missing_ok=True)
