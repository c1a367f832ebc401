"""What one submitted notebook may use. Every limit can be set; these are the defaults."""

from dataclasses import dataclass

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
    written: int = 256 * MIB
    output: int = 8 * MIB
