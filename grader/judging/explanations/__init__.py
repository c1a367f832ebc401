"""Well-known errors of Python, TensorFlow and Keras in a beginner's words.

``sentence`` knows an error by its message and by the student's lines on its way; it needs neither
TensorFlow nor Keras. What it knows stands in one table, grouped by what went wrong: ``names`` that
nothing has, ``calls`` that do not fit, ``shapes``, types of ``numbers``, what happens around a
``training``, and ``python`` itself. Of kinds that fit, the first that has something to say counts.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from grader.judging.explanations import calls, names, numbers, python, shapes, training
from grader.judging.explanations.failure import Failure, Kind
from grader.judging.explanations.shapes import concatenated_shapes

__all__ = ["concatenated_shapes", "explain", "sentence"]

_KINDS: tuple[Kind, ...] = (
    *training.KINDS,
    *numbers.KINDS,
    *calls.KINDS,
    *names.KINDS,
    *shapes.KINDS,
    *python.KINDS,
)
_PRINT_SHAPES = re.compile(
    r"Print (?:both shapes|(?:the|its)(?: tensor's)? shape)(?: in the line before| before they are "
    r"joined| of what (?:it is called on|goes in)| of each)?|Run the call in a cell .*(?=\.$)"
)
_LONGEST_QUOTATION = 300  # characters of an error that nothing explains


def explain(error: str, message: str, lines: Sequence[str] = ()) -> str | None:
    """What was got, what was expected, why, and what to do; ``None`` for an unknown error.

    ``error`` is the name of the exception's class, ``lines`` are the student's lines on its way,
    the one that raised last. An unknown error whose message hides its point behind what Keras or
    TensorFlow write around it is explained by that point.
    """
    failure = Failure.of(error, message, lines)
    known = python.of_type(failure) or _of_kind(failure)
    if known or failure.point == message.strip():
        return known
    return _unknown(failure)


def _of_kind(failure: Failure) -> str | None:
    for pattern, explanation in _KINDS:
        found = re.search(pattern, failure.point, re.DOTALL)
        if found is None:
            continue
        if isinstance(explanation, str):
            return found.expand(explanation)
        if words := explanation(found, failure):
            return words
    return None


def sentence(
    call: str,
    error: str,
    message: str,
    lines: Sequence[str] = (),
    shapes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The sentence about an error in the student's code, whether it is a well-known one or not.

    ``shapes`` are those on the last line, told in place of the advice to print them.
    """
    where = f" in the line `{lines[-1]}`" if lines else ""
    words = explain(error, message, lines) or _unknown(Failure.of(error, message, lines))
    return f"{call} raised {error}{where}: {_with_shapes(words, shapes)}"


def _with_shapes(words: str, shapes: Mapping[str, str]) -> str:
    told = _PRINT_SHAPES.search(words)
    if not shapes or told is None:
        return words
    rest = words[told.end() :]
    step = " Look which of them is another than you meant." if rest == "." else ""
    return f"{words[: told.start()]}{shapes_words(shapes)}{rest}{step}"


def shapes_words(shapes: Mapping[str, str]) -> str:
    """What the student would see if she printed the shapes on a line."""
    (first, shape), *others = shapes.items()
    rest = "".join(f", {name} {shape}" for name, shape in others)
    return f"On that line {first} has the shape {shape}{rest}"


def _unknown(failure: Failure) -> str:
    lines = failure.point.splitlines()
    first_line = (lines[0] if lines else "no message")[:_LONGEST_QUOTATION].rstrip(".")
    if failure.line.startswith("raise "):
        return (
            f"{first_line}. Expected: a call without an error, and this one you raise yourself. "
            "Look at the condition above that line: it holds for this call."
        )
    return (
        f"{first_line}. Expected: a call without an error. Run the call in a cell of its own to "
        "see where it happens."
    )
