"""The vocabulary of a check: exercise, part, case, evidence, judgement, verdict.

A *probe* calls a student's function on a *case* and writes down what came of it as *evidence*:
plain JSON, nothing that runs. A *judge* is a pure function from a case and its evidence to
*findings*. The probe may run in a process nobody trusts; the judge reads only data.

Where the work is a file, its bytes become a function first, by tasks of ``grader.errands``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from grader.graph.table import Graph

Evidence = dict[str, Any]
What = tuple[str, Any, Any]  # attribute, what was got and what was expected of it; JSON


@dataclass(frozen=True)
class Case:
    """One call of a student's function: what a person reads, and what the probe needs.

    ``name`` is written as the student would write the call, for example
    ``conv_block(inputs, n_filters=32)``; ``arguments`` are plain JSON.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def finding(self, what: What, sentence: str, advice: str = "") -> "Finding":
        """The finding whose sentence goes on behind this case's name: "gave 3, expected 4."."""
        return Finding(f"{self.name} {sentence}", self.name, None, None, *what, advice)

    def remark(self, what: What, sentence: str) -> "Finding":
        """The finding whose sentence has a subject of its own: "the loss is 3, expected 4."."""
        return Finding(f"{self.name}: {sentence}", self.name, None, None, *what)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in the grammar got → expected → likely cause → next step.

    ``row`` counts from 1 in the table the student sees. ``got`` and ``expected`` are JSON. With an
    ``advice`` the message stops before the cause: ``grader.judging.mistakes`` adds that of the one
    known mistake that explains the cases, else the advice.
    """

    message: str
    case: str = ""
    row: int | None = None
    layer: str | None = None
    attribute: str | None = None
    got: Any = None
    expected: Any = None
    advice: str = ""


@dataclass(frozen=True)
class Shape:
    """Stands for every array of a shape."""

    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Near:
    """Stands for all numbers around some ``numbers``, such as the spread of what is drawn.

    ``distance`` is relative, one or one for each number.
    """

    numbers: Any
    distance: Any


@dataclass(frozen=True)
class Mistake:
    """A known mistake: what it gives on a case, and the sentences that name it and fix it.

    ``name`` is the same on every case; ``gives`` (an array, a number, a list, a ``Shape`` or what
    is ``Near``) and ``cause`` belong to one.
    """

    name: str
    gives: Any
    cause: str


@dataclass(frozen=True)
class Look:
    """What was got on a case, what is right there, and what known mistakes would give.

    ``right`` may be what is ``Near``.
    """

    got: Any
    right: Any
    mistakes: Iterable[Mistake]


@dataclass(frozen=True)
class Table:
    """A table to show: column names, rows of text, and the row to mark (from 0)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: int | None = None


@dataclass(frozen=True)
class Comparison:
    """What the student's function gave beside what was expected, for one case.

    ``expected`` is None where nothing stands beside: a measurement is not right or wrong. With a
    ``fold``, the words to click on, a notebook shows the marked row of ``got`` alone, and folds
    the tables: one could be copied from the other.
    """

    title: str
    got: Table
    expected: Table | None
    fold: str = ""


@dataclass(frozen=True)
class Judgement:
    """What a judge says of one case: no findings means that it passed.

    A judge that measures gives the ``share`` of the points earned, from 0 to 1, and a finding when
    it is not all of them. Without a share a case earns all points or none.
    """

    findings: tuple[Finding, ...] = ()
    comparison: Comparison | None = None
    share: float | None = None

    @property
    def earned(self) -> float:
        """The share of the points, from 0 to 1."""
        return float(not self.findings) if self.share is None else self.share


StudentFunction = Callable[..., Any]
RunErrand = Callable[[str, bytes], bytes]  # a task's name and its payload; gives the answer
OpenFile = Callable[[bytes, RunErrand], StudentFunction]
Probe = Callable[[StudentFunction, Case], Evidence]
Judge = Callable[[Case, Evidence], Judgement]
TakeLook = Callable[[Case, Evidence], Look | None]
DrawCases = Callable[[np.random.Generator], tuple[Case, ...]]


@dataclass(frozen=True)
class Drawing:
    """What a case needs and takes seconds to draw: ``draw`` does it and keeps what came of it.

    ``keep`` takes what another process has drawn.
    """

    draw: Callable[[Case], Any]
    keep: Callable[[Case, Any], None]


def no_look(_: Case, __: Evidence) -> None:
    """For parts whose judge names the causes itself."""


def no_drawn_cases(_: np.random.Generator) -> tuple[Case, ...]:
    """For parts whose visible cases say everything."""
    return ()


@dataclass(frozen=True)
class Part:
    """A part of an exercise that earns points on its own.

    ``title`` completes the sentence "This part looks at …". ``function`` is the name of the
    student's function, or of the file that she hands in beside the notebook; then ``opens`` makes
    a function of the file's bytes. ``cases`` are the visible ones; ``draw_cases`` draws more for
    grading, which stand in their place where the work is a file. ``look`` reads the evidence that
    ``judge`` has accepted, and says what known mistakes would have given; None where no numbers
    were got. ``drawing`` is there where cases take long to draw, so that a run does it once.
    """

    name: str
    title: str
    points: int
    function: str
    cases: tuple[Case, ...]
    probe: Probe
    judge: Judge
    draw_cases: DrawCases = no_drawn_cases
    opens: OpenFile | None = None
    look: TakeLook = no_look
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Reference:
    """A network that an exercise makes, as a table to hold on to: ``grader reference`` computes it.

    ``function`` is the student's function that makes it, ``specification`` the judge's account of
    it, both for the ``arguments`` of a case. ``published`` has the parameters of each row.
    """

    name: str
    function: str
    arguments: Mapping[str, Any]
    specification: Callable[[Mapping[str, Any]], Graph]
    published: tuple[int, ...]


@dataclass(frozen=True)
class Exercise:
    """Everything about an exercise: its notebook, its parts, its three hints, its references."""

    name: str
    title: str
    notebook: str
    parts: tuple[Part, ...]
    hints: tuple[str, str, str]
    references: tuple[Reference, ...] = ()

    @property
    def functions(self) -> tuple[str, ...]:
        """Names of the functions that a student writes, in the order of the parts."""
        written = (part.function for part in self.parts if part.opens is None)
        return tuple(dict.fromkeys(written))

    @property
    def max_score(self) -> int:
        """Points of all parts together."""
        return sum(part.points for part in self.parts)

    def part(self, name: str) -> Part:
        """The part with this name; ``KeyError`` when there is none."""
        return {part.name: part for part in self.parts}[name]


Status = Literal["passed", "failed", "not attempted"]


@dataclass(frozen=True)
class Verdict:
    """The judgement of one part of an exercise over all the cases that ran.

    ``share`` is that of the points, from 0 to 1; ``measured`` says that it may lie in between.
    ``drawn`` says whether cases drawn for grading were among them. ``note`` is a sentence that
    costs nothing.
    """

    exercise: str
    part: str
    title: str
    status: Status
    share: float
    measured: bool
    max_score: int
    cases_passed: int
    cases_run: int
    drawn: bool
    findings: tuple[Finding, ...]
    comparison: Comparison | None
    note: str = ""

    @property
    def score(self) -> float:
        """Points."""
        return self.share * self.max_score

    @property
    def passed(self) -> bool:
        """Whether every case passed, which earns all points."""
        return self.status == "passed"
