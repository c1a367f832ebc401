"""A drawing that follows sliders, lists and boxes; the keyboard moves them, too."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from grader.render import Shown

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
    line = ipywidgets.HBox(list(controls.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
    return ipywidgets.VBox([line, picture])


def slider(label: str, least: int, most: int, value: int) -> Any:
    """A slider over whole numbers."""
    return ipywidgets.IntSlider(value, least, most, description=label, style=_STYLE)


def choice(label: str, options: Mapping[str, Any], value: Any) -> Any:
    """A list of which one is chosen; the texts that are read, with the values they stand for."""
    return ipywidgets.Dropdown(options=options, value=value, description=label, style=_STYLE)


def box(label: str, value: bool) -> Any:
    """A box to tick."""
    return ipywidgets.Checkbox(value, description=label, indent=False)
