"""How a run of grading is meant: its limits, and what it may leave out."""

from dataclasses import dataclass, field

from grader.kernel.limits import Limits


@dataclass(frozen=True)
class Options:
    """``every_cell`` also runs the course's own demonstrations, which earn no points.

    ``unsafe_no_sandbox`` runs submissions without walls, where they cannot be built.
    """

    limits: Limits = field(default_factory=Limits)
    every_cell: bool = False
    unsafe_no_sandbox: bool = False
