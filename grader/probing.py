"""The half of a check that runs beside a student's code: call it, write down what came of it.

Nothing here knows what is expected.
"""

import re
import sysconfig
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader import global_state
from grader.exercise import Case, Evidence, Probe
from grader.quiet import quiet

EVIDENCE_FORMAT = 3
LONGEST_NAME = 200  # characters of an error's class
LONGEST_MESSAGE = 2000
LONGEST_LINE = 500

_SAYS_NOTHING = re.compile(r"(\A|NotImplementedError:)\s*\Z")
_OURS = str(Path(__file__).parent)
_STANDARD_LIBRARY = sysconfig.get_path("stdlib")
_NOBODYS = ("site-packages", "dist-packages", "__autograph_generated")


def collect(
    exercise: str,
    part: str,
    probe: Probe,
    function: Any,
    cases: Sequence[Case],
    run: str | None = None,
) -> Evidence:
    """Evidence of one part: an observation for each case. ``run`` marks the run it belongs to.

    Errors of the student's code are evidence too: ``{"error": {"type", "message", "line"}}``;
    a ``NotImplementedError`` is ``{"not_attempted": True}``. What the notebook has set globally
    changes no observation; it stands beside them.

    Raises:
        OtherBackend: Keras does not compute with TensorFlow here.
    """
    global_state.require_tensorflow()
    with quiet():
        settings = global_state.unusual()
        observations = [_observe(probe, function, case) for case in cases]
    return record(exercise, part, observations, run, settings)


def record(
    exercise: str,
    part: str,
    observations: Sequence[Evidence],
    run: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Evidence:
    """Evidence of one part: its observations and what they are about."""
    return {
        "format": EVIDENCE_FORMAT,
        "exercise": exercise,
        "part": part,
        "run": run,
        "settings": dict(settings or {}),
        "observations": list(observations),
    }


def _observe(probe: Probe, function: Any, case: Case) -> Evidence:
    try:
        with global_state.usual():
            return probe(function, case)
    except (Exception, SystemExit) as error:
        return {"not_attempted": True} if _is_untouched(error) else {"error": describe_error(error)}


def _is_untouched(error: BaseException) -> bool:
    """Whether the exercise cell's own ``raise NotImplementedError()`` was reached.

    TensorFlow raises errors of this class too, of NumPy on a tensor in a graph; they say so. Around
    an error of a traced function it writes where that happened.
    """
    own_line = _students_line(error) or ""
    return isinstance(error, NotImplementedError) and (
        own_line.startswith("raise NotImplementedError")
        or _SAYS_NOTHING.search(_message(error)) is not None
    )


def describe_error(error: BaseException) -> Evidence:
    """Type and message of an error, and the last line of the student's own code on its way."""
    return {
        "type": type(error).__name__[:LONGEST_NAME],
        "message": _message(error)[:LONGEST_MESSAGE],
        "line": _students_line(error),
    }


def _message(error: BaseException) -> str:
    """The error's text; half a character in it, which nobody can send or store, is replaced."""
    try:
        return str(error).encode("utf-8", "replace").decode("utf-8")
    except Exception:  # a student's own class of errors may fail at this too
        return ""


def _students_line(error: BaseException) -> str | None:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.line for frame in frames if frame.line and _is_students(frame.filename)]
    return own[-1][:LONGEST_LINE] if own else None


def _is_students(filename: str) -> bool:
    """Whether a file is neither the course's nor Python's nor an installed package's."""
    return not (
        filename.startswith((_OURS, _STANDARD_LIBRARY, "<frozen", "<course", "<__array"))
        or any(mark in filename for mark in _NOBODYS)
    )
