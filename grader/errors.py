"""Errors that are meant to be read: what was got, what is allowed, the next step."""

import difflib
import textwrap
from collections.abc import Iterable

WIDTH = 80  # nbgrader's validation report cuts longer lines
_FEW = 10  # names that are still read in a sentence
_NEAR = 3


class CourseError(Exception):
    """Base of the course's own errors; shown to students without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return wrapped(str(self))


class CheckFailed(CourseError):
    """A check did not pass. The message is the first finding's sentence.

    A student reads it in the verdict just above, so that the error only points there. nbgrader's
    Validate shows nothing but errors, and gets the sentence.
    """

    def _render_traceback_(self) -> list[str]:
        from grader import settings  # which names errors of this module

        said = str(self) if settings.runs_under_nbgrader() else "Not passed yet: see above."
        return wrapped(said)


class UnknownName(CourseError, AttributeError):
    """A name that the course does not know, with the nearest one it does.

    Of many known names those are listed that could be meant. Also an ``AttributeError``, so that
    ``hasattr(check, ...)`` and completion work.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], step: str = "") -> None:
        names = list(known)
        near = difflib.get_close_matches(name, names, n=_NEAR, cutoff=0.5)
        question = f" Did you mean '{near[0]}'?" if near else ""
        listed = names if len(names) <= _FEW else near or names[:_NEAR]
        more = f" and {len(names) - len(listed)} more" if listed is not names else ""
        sentence = f"Unknown {kind} '{name}'.{question} Known: {', '.join(listed)}{more}. {step}"
        super().__init__(sentence.rstrip())


def wrapped(text: str) -> list[str]:
    """The lines of ``text``, none longer than ``WIDTH`` characters where words allow it."""
    return [
        line
        for paragraph in text.splitlines()
        for line in (textwrap.wrap(paragraph, WIDTH) or [""])
    ]
