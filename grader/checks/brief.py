"""What a sandboxed kernel is told before it runs a notebook; data only.

The brief carries the cases of each check cell, those drawn from the secret seed among them, but
neither the seed nor what is expected. It reaches the kernel in its memory, not in a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.checks.exercise import Case

Cases = tuple[Case, ...]


@dataclass(frozen=True)
class Carried:
    """A function from an earlier notebook, as this run should get it.

    ``own`` says that the student's own function was found right and is to be used; ``source`` is
    the course's function as Python source, which takes its place otherwise. ``reason`` is the
    sentence for the student in that case.
    """

    own: bool
    source: str
    reason: str = ""


@dataclass(frozen=True)
class Brief:
    """``run`` marks the evidence of this run; ``cases`` maps exercise → part → its cases."""

    run: str
    cases: Mapping[str, Mapping[str, Cases]] = field(default_factory=dict)
    carried: Mapping[str, Carried] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, for the way into the kernel."""
        return {
            "run": self.run,
            "cases": {
                exercise: {
                    part: [[case.name, dict(case.arguments)] for case in cases]
                    for part, cases in parts.items()
                }
                for exercise, parts in self.cases.items()
            },
            "carried": {name: vars(carried) for name, carried in self.carried.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Brief":
        """The brief that ``as_json`` wrote."""
        return cls(
            run=data["run"],
            cases={
                exercise: {
                    part: tuple(Case(name, arguments) for name, arguments in cases)
                    for part, cases in parts.items()
                }
                for exercise, parts in data["cases"].items()
            },
            carried={name: Carried(**carried) for name, carried in data["carried"].items()},
        )


_current: Brief | None = None


def give(brief: Brief) -> None:
    """Tell this process what to check; the sandbox calls it before the first cell."""
    global _current
    _current = brief


def current() -> Brief | None:
    """The brief of this process, or None outside a sandbox: then checks judge in place."""
    return _current
