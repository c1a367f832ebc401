"""What the trusted side knows of an assignment: its released notebooks and its own functions."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Material:
    """Everything grading needs beside a submission; it travels to workers on other machines.

    ``notebooks`` maps a notebook's name to its released JSON, in the order of grading;
    ``functions`` maps a function that later notebooks carry to its source in the solutions.
    """

    assignment: str
    notebooks: Mapping[str, str]
    functions: Mapping[str, str]
