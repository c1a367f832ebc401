"""What one submitted notebook may use. Every limit can be set; these are the defaults."""

import re
from dataclasses import dataclass, replace

from grader.errors import CourseError

MIB = 1024**2
GIB = 1024**3


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes and counts for one notebook.

    ``memory`` is what the notebook may use beyond the warm parent it is forked from, all its
    processes together. ``processes`` counts threads too; TensorFlow alone has some dozens.
    ``written`` covers the working folder and ``/tmp`` together; ``output`` is what one cell shows.
    """

    cell_seconds: float = 60.0
    notebook_seconds: float = 300.0
    memory: int = 2 * GIB
    processes: int = 256
    open_files: int = 256
    written: int = 512 * MIB
    output: int = 8 * MIB


def limits_from(limits: Limits, timeout: float | None, memory: str | None) -> Limits:
    """``limits`` with ``timeout`` seconds per cell and ``memory`` (500M, 2G) where they are given.

    Raises:
        CourseError: ``memory`` is no size.
    """
    if timeout is not None:
        limits = replace(limits, cell_seconds=timeout, notebook_seconds=5 * timeout)
    if memory is not None:
        limits = replace(limits, memory=bytes_of(memory))
    return limits


def bytes_of(size: str) -> int:
    """Bytes of a size written as ``500M`` or ``2G``; ``CourseError`` for anything else."""
    match = re.fullmatch(r"([1-9]\d{0,5})([MG])", size.strip(), flags=re.IGNORECASE)
    if match is None:
        raise CourseError(f"The size is {size!r}, expected a number and M or G. Write 500M or 2G.")
    return int(match[1]) * {"M": MIB, "G": GIB}[match[2].upper()]
