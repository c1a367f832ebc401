"""Rendered driving scenes with exact masks, made on this computer.

`load` gives a data set, `render` one picture, `examples` a first look.
"""

from data.streets.dataset import load, repair, verify
from data.streets.examples import examples
from data.streets.render import render

__all__ = ["examples", "load", "render", "repair", "verify"]
