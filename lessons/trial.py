"""Small exercises on the way: a line or two, tried at once, worth no points.

    from lessons import trial

    trial.check(rows_left, {(96, 4): 88})

An exercise that nobody has written yet is no error, so that a notebook runs to its end without it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from IPython.display import display

from grader.notebook.render import Shown, notice

_BLANK = (
    "Put your line in the place of `raise NotImplementedError()`, and run this cell again. It "
    "earns no points."
)


def check(function: Callable[..., Any], cases: Mapping[tuple[Any, ...], Any]) -> None:
    """Call a function on each case and show whether it gives what is expected.

    Args:
        function: what the reader has written.
        cases: what is expected, a number or a list of numbers, by the arguments.

    >>> check(lambda rows: rows - 2, {(96,): 94})
    ✓ <lambda>
    <BLANKLINE>
    As expected on 1 of 1 cases. On to the next cell.
    """
    name = function.__name__
    for arguments, expected in cases.items():
        call = f"{name}({', '.join(map(str, arguments))})"
        try:
            got = function(*arguments)
        except NotImplementedError:
            return _show(f"○ {name}: not written yet", _BLANK)
        except Exception as error:
            return _show(f"✗ {name}", f"{call} raised {type(error).__name__}: {error}")
        if not _is_close(got, expected):
            return _show(f"✗ {name}", f"{call} gave {got}, expected {expected}.")
    n_cases = len(cases)
    return _show(f"✓ {name}", f"As expected on {n_cases} of {n_cases} cases. On to the next cell.")


def _is_close(got: Any, expected: Any) -> bool:
    try:
        return np.shape(got) == np.shape(expected) and np.allclose(got, expected)
    except (TypeError, ValueError):  # no numbers, or lists of different lengths in a list
        return False


def _show(title: str, sentence: str) -> None:
    display(Shown(*notice(title, sentence)))
