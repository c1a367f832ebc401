"""How a run of grading is meant: its limits, and what it may leave out."""

from dataclasses import dataclass, field

from grader.kernel.limits import Limits
from grader.sandbox.unwalled import Name


@dataclass(frozen=True)
class Options:
    """``every_cell`` also runs the course's own demonstrations, which earn no points.

    ``walls`` names their kind; without a name they are the strongest that can be built.
    """

    limits: Limits = field(default_factory=Limits)
    every_cell: bool = False
    walls: Name | None = None
