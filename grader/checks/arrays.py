"""Arrays as evidence: a student's numbers as strict JSON and back, and how to say them.

JSON knows no infinity and no NaN, so these travel as the strings "inf", "-inf" and "nan".
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.exercise import Comparison, Evidence, Table

Numbers = NDArray[np.float64]

NO_RETURN = "A function that ends without return gives None"

MAX_VALUES = 4096  # numbers of one array in the evidence; larger ones keep shape and range only
SIGNIFICANT_DIGITS = 8  # float32 has seven
RELATIVE_TOLERANCE = 1e-4
ABSOLUTE_TOLERANCE = 1e-5


def record(value: Any) -> Evidence:
    """Whatever a student returned, as JSON: its type and, for numbers, dtype, shape and values.

    Numbers, lists, arrays and tensors become ``{"type", "dtype", "shape", "low", "high",
    "values"}``; anything else has its ``type`` only.
    """
    described: Evidence = {"type": type(value).__name__}
    try:
        array = np.asarray(value)
        numbers = array.astype(np.float64)
    except (TypeError, ValueError):
        return described
    if array.dtype.kind not in "biuf":
        described["type"] = array.dtype.name if array.ndim else described["type"]
        return described
    return described | {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "low": plain(numbers.min()) if numbers.size else None,
        "high": plain(numbers.max()) if numbers.size else None,
        "values": plain(numbers) if numbers.size <= MAX_VALUES else None,
    }


def plain(numbers: Any) -> Any:
    """Nested lists of rounded floats, with "nan" and "inf" as strings."""
    if isinstance(numbers, list | tuple | np.ndarray) and np.ndim(numbers) > 0:
        return [plain(number) for number in numbers]
    number = float(numbers)
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") if np.isfinite(number) else str(number)


def numbers_of(values: Any) -> Numbers:
    """The array that ``plain`` wrote down; ``ValueError`` or ``TypeError`` for anything else.

    Text other than "nan", "inf" and "-inf" is refused first: NumPy would make room for the longest
    text in every place.
    """
    return np.array(_without_words(values), dtype=np.float64)


_WORDS = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}


def _without_words(values: Any) -> Any:
    if isinstance(values, list):
        return [_without_words(value) for value in values]
    if isinstance(values, str):
        if values not in _WORDS:
            raise ValueError(f"This is no number: {values[:20]!r}.")
        return _WORDS[values]
    return values


def is_array(recorded: Evidence) -> bool:
    """Whether ``record`` saw numbers."""
    return "shape" in recorded


def next_step_of_type(type_name: str, wanted: str) -> str:
    """What to do about something ``record`` saw no numbers in; ``wanted`` completes "Return …"."""
    if type_name == "NoneType":
        return f"{NO_RETURN}. End it with return and {wanted}."
    if type_name in ("tuple", "list", "dict", "set"):
        return f"Return {wanted} alone."
    if type_name in ("function", "method", "builtin_function_or_method", "type"):
        return f"Only called, with brackets behind its name, does it give {wanted}."
    if type_name in ("generator", "map", "filter", "zip"):
        return "Put list(…) around it."
    if type_name == "object":
        return (
            "Something in it is None, or no number. Look at what is put into it, as by append. "
            f"Return {wanted}."
        )
    if type_name.startswith("str"):
        return f"That is text. Return {wanted} without quotes and without str(…)."
    return f"Return {wanted} itself. An object that computes it has to be called, or its method."


def recorded_numbers(recorded: Evidence) -> Numbers | None:
    """The numbers that ``record`` saw and wrote down; None where there were none, or too many."""
    return None if recorded.get("values") is None else numbers_of(recorded["values"])


def same(got: Any, expected: Any) -> bool:
    """Two arrays or numbers equal within what float32 arithmetic can promise; NaN equals NaN."""
    return np.shape(got) == np.shape(expected) and bool(np.all(close(got, expected)))


def close(got: Any, expected: Any) -> NDArray[np.bool_]:
    """Where two arrays of one shape agree within the tolerance of ``same``."""
    agrees: NDArray[np.bool_] = np.isclose(
        got, expected, RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE, equal_nan=True
    )
    return agrees


def first_difference(got: Numbers, expected: Numbers) -> tuple[int, ...]:
    """Index of the first place where two arrays of one shape differ; ``ValueError`` for others."""
    if np.shape(got) != np.shape(expected):  # NumPy would spread one against the other
        raise ValueError(f"The shapes are {np.shape(got)} and {np.shape(expected)}.")
    return tuple(int(i) for i in np.argwhere(~close(got, expected))[0])


def say(number: Any) -> str:
    """A number as a sentence shows it: four significant digits."""
    return f"{float(number):.4g}"


def say_shape(shape: Sequence[int | None]) -> str:
    """A shape as Python prints it: ``(2, 2)``."""
    return str(tuple(shape))


def compare(title: str, rows: Sequence[tuple[str, str, str]]) -> Comparison:
    """Tables of (quantity, yours, expected) rows; the first row that differs is marked."""
    marked = next((i for i, (_, got, expected) in enumerate(rows) if got != expected), None)
    return Comparison(
        title=title,
        got=Table(("quantity", "yours"), tuple((name, got) for name, got, _ in rows), marked),
        expected=Table(
            ("quantity", "expected"),
            tuple((name, expected) for name, _, expected in rows),
            marked,
        ),
    )
