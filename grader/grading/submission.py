"""A submission as bytes: read once, with care, and never run or imported here."""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.grading.results import Incident


@dataclass(frozen=True)
class Submission:
    """What a student handed in. ``files`` maps paths below the folder ("/" between) to bytes.

    What could not be taken along (links, sockets, files over the limit) is said in ``incidents``.
    """

    student: str
    assignment: str
    files: Mapping[str, bytes]
    incidents: tuple[Incident, ...] = ()
