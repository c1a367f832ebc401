"""A drawing that follows sliders, buttons and boxes.

All of them can be reached and moved with the keyboard. Lists and radio buttons are left out for
that reason: JupyterLab takes their arrow keys to go to another cell.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from grader.notebook.render import Shown

_STYLE = {"description_width": "initial"}


def moved(draw: Callable[..., Shown], **controls: Any) -> Any:
    """A widget: the controls in a line, below them what ``draw`` makes of their values."""
    picture = ipywidgets.HTML()

    def redraw(_: Any = None) -> None:
        values = {name: control.value for name, control in controls.items()}
        picture.value = draw(**values)._repr_mimebundle_()["text/html"]

    for control in controls.values():
        control.observe(redraw, "value")
    redraw()
    line = ipywidgets.HBox(
        list(controls.values()),
        layout=ipywidgets.Layout(flex_flow="row wrap", align_items="flex-end"),
    )
    return ipywidgets.VBox([line, picture])


def slider(label: str, least: int, most: int, value: int) -> Any:
    """A slider over whole numbers."""
    return ipywidgets.IntSlider(value, least, most, description=label, style=_STYLE)


def choice(label: str, options: Sequence[tuple[str, Any]], value: Any) -> Any:
    """Buttons of which one is pressed: what stands on each, and its value, which is not None."""
    return ipywidgets.ToggleButtons(
        options=options,
        value=value,
        description=label,
        style={**_STYLE, "button_width": "auto"},
        layout=ipywidgets.Layout(width="max-content"),
    )


def box(label: str, value: bool) -> Any:
    """A box to tick."""
    layout = ipywidgets.Layout(width="auto", margin="0 24px 0 2px")
    return ipywidgets.Checkbox(value, description=label, indent=False, layout=layout)
