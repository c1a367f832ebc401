"""Show a widget where somebody can use it, and what stands still everywhere else."""

from collections.abc import Callable
from typing import Any

from IPython import get_ipython
from IPython.display import display

from grader.notebook.render import Shown

_ALIVE, _STILL = "shown-alive", "shown-still"
# A notebook that is opened again has what stands still, and a widget without its kernel, in whose
# place JupyterLab puts an error. While the widget works, the other would only repeat it.
_STYLE = f"""<style>
.jp-OutputArea:has(.{_ALIVE}) .{_STILL},
.jp-OutputArea:has(.{_STILL}) .jp-OutputArea-output.jupyter-widgets {{ display: none }}
</style>"""


class Live:
    """A widget to display; where it does not run, a line says where it would."""

    def __init__(self, widget: Any, told: str) -> None:
        self._widget, self._told = widget, told

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {**self._widget._repr_mimebundle_(), "text/plain": self._told}


def show(still: Callable[[], Shown], widget: Callable[[], Any], told: str) -> None:
    """Display what stands still, and before it the widget if somebody could use it.

    Args:
        still: makes what can be read without a kernel.
        widget: makes the widget.
        told: where the widget would run, for a reader whose program has none.
    """
    if not is_attended():
        display(still())
        return
    live = widget()
    live.add_class(_ALIVE)
    display(Live(live, told))
    display(_hidden_beside_a_widget(still()))


def _hidden_beside_a_widget(still: Shown) -> Shown:
    bundle = still._repr_mimebundle_()
    picture = f'{_STYLE}<div class="{_STILL}">{bundle["text/html"]}</div>'
    return Shown(bundle["text/plain"], picture)


def is_attended() -> bool:
    """Whether a person runs this notebook.

    A program that only runs notebooks (nbconvert, the site, validation, grading) says with each
    cell that it cannot be asked for input. It could not move a slider or press a button either.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent() if kernel is not None else {}
    return bool(request.get("content", {}).get("allow_stdin", False))
