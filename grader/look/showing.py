"""Show a widget where somebody can move it, a still picture everywhere else."""

from collections.abc import Callable
from typing import Any

from IPython import get_ipython
from IPython.display import display

from grader.render import Shown


class Live:
    """A widget, with a still picture for a page that is read later without its kernel."""

    def __init__(self, widget: Any, still: Shown) -> None:
        self._widget = widget
        self._still = still

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {**self._widget._repr_mimebundle_(), **self._still._repr_mimebundle_()}


def show(still: Callable[[], Shown], widget: Callable[[], Any]) -> None:
    """Display the widget, or the still picture when nobody could move it.

    Args:
        still: draws the picture.
        widget: makes the widget.
    """
    if is_attended():
        display(Live(widget(), still()))
    else:
        display(still())


def is_attended() -> bool:
    """Whether somebody sits before this notebook.

    A program that only runs notebooks (nbconvert, the site, validation, grading) says with each
    cell that it cannot be asked for input. It could not move a slider either.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent() if kernel is not None else {}
    return bool(request.get("content", {}).get("allow_stdin", False))
