"""The course's figures, drawn by code, a module for each notebook or theme; the way to show them.

Notebooks call these functions with the student's own data or model; the drawing itself would
only stand in the way there.
"""

import base64
import html
import io
from pathlib import Path

from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from grader.notebook.render import Shown


def show(figure: Figure, alt: str) -> None:
    """Show a figure with a text that says what is to be seen on it, and close it.

    ``alt`` is read by screen readers and stands in where there are no pictures; build it from
    the figure's own numbers.
    """
    display(as_picture(figure, alt))


def as_picture(figure: Figure, alt: str) -> Shown:
    """What ``show`` shows, to be displayed later or within something else; closes the figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", facecolor="white")
    plt.close(figure)
    return _picture(buffer.getvalue(), "png", alt)


def show_file(file: Path, alt: str) -> None:
    """Show a picture or film that lies in a PNG or GIF file, with a text as ``show`` wants it."""
    display(_picture(file.read_bytes(), file.suffix.removeprefix("."), alt))


def _picture(content: bytes, kind: str, alt: str) -> Shown:
    source = f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
    tag = f'<img style="max-width: 100%" alt="{html.escape(alt)}" src="{source}">'
    return Shown(alt, tag)
