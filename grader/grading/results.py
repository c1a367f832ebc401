"""What grading comes to, as data: a check, a notebook, a submission. All of it is plain JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from grader.checks.exercise import Finding
from grader.sandbox.unwalled import Name

CheckStatus = Literal[
    "passed",
    "failed",
    "not attempted",
    "not confirmed",
    "not run",
    "not graded",  # by our own fault: no mark, not even 0
]

IncidentKind = Literal[
    "time",  # a cell or the notebook was stopped
    "memory",
    "disk",
    "output",
    "died",  # the kernel ended by itself
    "missing",  # a notebook that was not handed in
    "unreadable",  # a notebook that is none
    "renamed",
    "repaired",  # a check cell was missing, doubled, changed or moved
    "replaced",  # characters that cannot be stored
    "files",  # an extra file that was left out, and why
    "engine",  # our own fault at one notebook
]


@dataclass(frozen=True)
class CheckResult:
    """One check cell. ``reason`` is the sentence where there is no verdict."""

    cell: str  # nbgrader's grade id
    exercise: str
    part: str
    status: CheckStatus
    score: float
    max_score: float
    findings: tuple[Finding, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Incident:
    """Something an instructor should know of a submission, with what to do about it.

    An error of the engine comes with its ``traceback``.
    """

    kind: IncidentKind
    message: str
    notebook: str = ""
    traceback: str = ""


@dataclass(frozen=True)
class GradedNotebook:
    """One notebook: its checks, and the executed notebook as the feedback shows it (JSON).

    ``seconds`` is wall time, ``cpu_seconds`` and ``peak_memory`` (bytes beyond the warm parent)
    are of the kernel and all its processes.
    """

    name: str
    checks: tuple[CheckResult, ...]
    document: str
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: int = 0

    @property
    def score(self) -> float:
        """Points of all checks."""
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        """Points there are."""
        return sum(check.max_score for check in self.checks)


@dataclass(frozen=True)
class GradedSubmission:
    """All notebooks of one student. ``seed`` drew the secret cases; with it the mark comes again.

    ``key`` is the hash of all that decided the result. ``walls`` is the kind of those around it.
    """

    student: str
    assignment: str
    seed: int
    key: str
    notebooks: tuple[GradedNotebook, ...]
    incidents: tuple[Incident, ...] = ()
    walls: Name | None = None

    @property
    def engine_errors(self) -> tuple[Incident, ...]:
        """What the engine failed at; those notebooks have no mark."""
        return tuple(incident for incident in self.incidents if incident.kind == "engine")

    @property
    def score(self) -> float:
        """Points of all notebooks."""
        return sum(notebook.score for notebook in self.notebooks)

    @property
    def max_score(self) -> float:
        """Points there are."""
        return sum(notebook.max_score for notebook in self.notebooks)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, for the cache and the way back from a worker."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "GradedSubmission":
        """The submission that ``as_json`` wrote."""
        notebooks = tuple(_notebook_from_json(notebook) for notebook in data["notebooks"])
        incidents = tuple(Incident(**incident) for incident in data["incidents"])
        return cls(**{**data, "notebooks": notebooks, "incidents": incidents})


def _notebook_from_json(data: Mapping[str, Any]) -> GradedNotebook:
    checks = tuple(
        CheckResult(
            **{**check, "findings": tuple(Finding(**finding) for finding in check["findings"])}
        )
        for check in data["checks"]
    )
    return GradedNotebook(**{**data, "checks": checks})
