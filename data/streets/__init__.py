"""Rendered driving scenes with exact masks, made on this computer.

`load` gives a data set, `render` one picture, `examples` a first look.
"""

from data.streets.dataset import is_complete, load, repair, verify
from data.streets.frame import render
from data.streets.samples import examples

__all__ = ["examples", "is_complete", "load", "render", "repair", "verify"]
