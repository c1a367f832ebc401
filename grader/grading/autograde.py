"""``grader autograde``: grade a class, as many at once as there are workers.

Submissions are read one after the other, graded by Dask's workers, kept by their content and
recorded in the gradebook by this process alone. What is kept stays kept: a run that was stopped or
killed goes on where it was.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.grading.cache import (
    Results,
    Run,
    SeedPolicy,
    begin_run,
    end_run,
    key_of,
    new_run,
    policy_for,
)
from grader.grading.cluster import Examiner, Grade, Outcome, Workers, workers_at
from grader.grading.directory import AssignmentDirectory, alone
from grader.grading.failures import Failures, named, traceback_of
from grader.grading.grade import grade as grade_submission
from grader.grading.material import Material
from grader.grading.options import Options
from grader.grading.progress import Progress
from grader.grading.recording import NotRecorded, Recorder, unusable_name
from grader.grading.results import GradedSubmission, Incident
from grader.grading.rules import rules_of
from grader.grading.stopping import stop_between_steps
from grader.grading.storable import printable
from grader.grading.submission import Submission, read_submission
from grader.sandbox.unwalled import Name
from grader.sandbox.walls import KINDS

_MOST_INCIDENTS = 20
_TICK = 0.2  # seconds between two looks at whether Ctrl-C was pressed


@dataclass(frozen=True)
class Problem:
    """A student without a recorded mark, or without that of a notebook, and why."""

    student: str
    reason: str


@dataclass(frozen=True)
class Summary:
    """What a run came to.

    ``graded`` submissions, with ``notebooks`` notebooks, were graded in this run, ``cached`` ones
    before it, behind ``walls`` of these kinds. ``problems`` names those who miss a mark,
    ``remarks`` are sentences on what the instructor should look at.
    """

    assignment: str
    submissions: int
    graded: int
    cached: int
    notebooks: int
    seconds: float
    problems: tuple[Problem, ...]
    incidents: tuple[tuple[str, Incident], ...]
    remarks: tuple[str, ...]
    walls: tuple[Name, ...]
    interrupted: bool

    @property
    def rate(self) -> float:
        """Notebooks graded in a minute."""
        return 60 * self.notebooks / self.seconds

    @property
    def exit_code(self) -> int:
        """0 when every submission has its mark, 1 when some have none, 130 after Ctrl-C."""
        return 130 if self.interrupted else int(bool(self.problems))


def autograde(
    root: Path,
    assignment: str,
    *,
    students: Sequence[str] | None = None,
    workers: int,
    scheduler: str | None = None,
    seed: int | None = None,
    options: Options | None = None,
    force: bool = False,
    report: Path | None = None,
    console: Console,
    grade: Grade = grade_submission,
) -> Summary:
    """Grade the submissions of an assignment and record the marks in nbgrader's gradebook.

    Args:
        root: the course's folder, with nbgrader_config.py.
        assignment: its name.
        students: only these; everybody by default.
        workers: processes to grade with on this computer.
        scheduler: address of a Dask scheduler whose workers grade instead.
        seed: draws the secret cases of everybody; by default the assignment's own where it has
            one, else random and kept with each result.
        options: limits and what to leave out.
        force: grade also what was graded before.
        report: folder for the class report.
        console: where progress and summary are shown.
        grade: grades one submission on a worker.

    Raises:
        CourseError: the course, the gradebook or the machines do not allow it.
    """
    course = AssignmentDirectory.at(root, assignment)
    folders = course.chosen(students)
    material = course.material()
    options = options or Options()
    policy = policy_for(course.folder, seed)
    with (
        alone(course.folder, "a run"),
        Recorder(course.config, assignment, rules_of(material)) as recorder,
        Progress(console, len(folders)) as progress,
        stop_between_steps() as stop_if_asked,
    ):
        recorder.check_agreement(material)
        whole = students is None
        run = begin_run(course.folder, policy, force) if whole else new_run(policy)
        ledger = _Ledger(course.folder, recorder, run, force, progress)
        orders = _orders(folders, material, options, policy, ledger, stop_if_asked)
        crew = workers_at(scheduler, workers, Examiner(material, run.seed, options, grade))
        try:
            _grade_all(orders, crew, ledger, stop_if_asked)
        except KeyboardInterrupt:
            ledger.interrupted = True
        if whole and not ledger.interrupted:
            end_run(course.folder, again=ledger.to_be_graded_again)
        older = [] if ledger.interrupted else recorder.older_marks()
    summary = ledger.summary(assignment, len(folders), older)
    console.print(as_table(summary))
    for line in notes(summary):
        console.print(line, markup=False, soft_wrap=True)
    if report is not None and not summary.interrupted:
        from grader.grading.report import write_report  # pandas and matplotlib take a while

        write_report(ledger.results_of_run(), report, assignment, older)
    return summary


def _orders(
    folders: Mapping[str, Path],
    material: Material,
    options: Options,
    seed_policy: SeedPolicy,
    ledger: "_Ledger",
    stop_if_asked: Callable[[], None],
) -> Iterator[tuple[Submission, str]]:
    """The submissions that must be graded, each with its key; the others are settled at once."""
    for student, folder in folders.items():
        stop_if_asked()
        reason = unusable_name(student)
        if reason:
            ledger.fail(student, f"nbgrader cannot record this name: {reason}. Rename the folder.")
            continue
        try:
            submission = read_submission(folder, student, material.assignment)
            key = key_of(submission, material, options, seed_policy)
        except Exception as error:
            unread = Submission(student, material.assignment, {})
            ledger.take(Outcome(unread, reason=named(error), traceback=traceback_of(error)))
            continue
        if not ledger.settle_kept(submission, key):
            yield submission, key


def _grade_all(
    orders: Iterator[tuple[Submission, str]],
    crew: contextlib.AbstractContextManager[Workers],
    ledger: "_Ledger",
    stop_if_asked: Callable[[], None],
) -> None:
    """Keep the workers busy, with few submissions in memory; they start when one is needed."""
    first = next(orders, None)
    if first is None:
        return
    with crew as workers:
        try:
            for submission, key in itertools.chain([first], orders):
                workers.submit(submission, key)
                while workers.n_waiting >= 2 * workers.n_threads:
                    ledger.wait(workers, stop_if_asked)
            while workers.n_waiting or workers.submit_suspect():
                ledger.wait(workers, stop_if_asked)
        except KeyboardInterrupt:
            while outcome := workers.next_outcome(seconds=0):
                ledger.take(outcome)
            raise


class _Ledger:
    """What is kept, recorded and remembered of a run."""

    def __init__(
        self, folder: Path, recorder: Recorder, run: Run, force: bool, progress: Progress
    ) -> None:
        self.interrupted = False
        self.to_be_graded_again = False
        self._results, self._failures = Results(folder / "results"), Failures(folder)
        self._recorder, self._run = recorder, run
        self._force, self._progress = force, progress
        self._started = time.monotonic()
        self._graded = self._cached = 0
        self._keys: list[str] = []
        self._problems: list[Problem] = []
        self._incidents: list[tuple[str, Incident]] = []
        self._remarks: list[str] = []
        self._walls: set[Name] = set()

    def settle_kept(self, submission: Submission, key: str) -> bool:
        """Use the result that is kept under this key; False when there is none to be used."""
        kept = self._results.find(key)
        if kept is None or kept.graded.engine_errors:
            return False
        if self._force and kept.run != self._run.name:
            return False
        self._cached += 1
        self._progress.passed()
        self._settle(kept.graded, submission)
        return True

    def wait(self, workers: Workers, stop_if_asked: Callable[[], None]) -> None:
        """Wait a moment for what comes back, and take it."""
        stop_if_asked()
        self._progress.running(workers.students)
        outcome = workers.next_outcome(_TICK)
        if outcome is not None:
            self.take(outcome)

    def take(self, outcome: Outcome) -> None:
        """Keep and record what came back. Without a result nothing is recorded, not even 0."""
        graded = outcome.graded
        if graded is None:
            self.to_be_graded_again = True
            reason = f"Not graded: {outcome.reason}"
            self.fail(outcome.submission.student, reason, outcome.traceback)
            return
        self._results.keep(graded, self._run)
        self._graded += 1
        self._progress.graded(graded)
        self._settle(graded, outcome.submission)

    def fail(self, student: str, reason: str, traceback: str = "") -> None:
        """Remember a student who has no mark."""
        self._progress.failed(student, reason)
        self._remember(student, reason, "submission", traceback)

    def _remember(self, student: str, reason: str, about: str, traceback: str) -> None:
        """Remember who misses a mark and why; the traceback of our own error goes into a file."""
        if traceback:
            where = self._failures.keep(student, about, traceback)
            reason = f"{reason.removesuffix('.')}. {where}"
        self._problems.append(Problem(student, reason))

    def _settle(self, graded: GradedSubmission, submission: Submission) -> None:
        student = graded.student
        self._keys.append(graded.key)
        self._walls |= set() if graded.walls is None else {graded.walls}
        self._incidents += [
            (student, incident) for incident in graded.incidents if incident.kind != "engine"
        ]
        self._failures.forget(student)
        try:
            if not self._recorder.is_recorded(graded):
                self._remarks += self._recorder.record(graded, submission)
        except NotRecorded as error:
            self._remember(student, str(error), "recording", error.traceback)
        for failed in graded.engine_errors:
            self.to_be_graded_again = True
            self._remember(student, failed.message, failed.notebook, failed.traceback)

    def results_of_run(self) -> Iterator[GradedSubmission]:
        """All results, new and kept ones, read one after the other."""
        return (kept.graded for key in self._keys if (kept := self._results.find(key)))

    def summary(self, assignment: str, submissions: int, older: Sequence[str]) -> Summary:
        """What it came to; ``older`` are sentences on marks that this run left as they are."""
        return Summary(
            assignment=assignment,
            submissions=submissions,
            graded=self._graded,
            cached=self._cached,
            notebooks=self._progress.notebooks,
            seconds=time.monotonic() - self._started,
            problems=tuple(self._problems),
            incidents=tuple(self._incidents),
            remarks=(*self._remarks, *older),
            walls=tuple(sorted(self._walls)),
            interrupted=self.interrupted,
        )


# --- the summary ----------------------------------------------------------------------------------


def as_table(summary: Summary) -> Table:
    """The numbers of a run."""
    table = Table(title=f"Grading of {summary.assignment}", box=SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = {
        "submissions": f"{summary.submissions}",
        "graded in this run": f"{summary.graded}",
        "graded before, unchanged": f"{summary.cached}",
        "students who miss a mark": f"{len({problem.student for problem in summary.problems})}",
        "incidents": f"{len(summary.incidents)}",
        "walls": ", ".join(summary.walls),
        "time": f"{summary.seconds:.0f} s",
        "notebooks a minute": f"{summary.rate:.0f}" if summary.notebooks else "",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def notes(summary: Summary) -> Iterator[str]:
    """What the numbers do not say, a line each: who has no mark, what to look at."""
    for name in summary.walls:
        if unpromised := KINDS[name].unpromised:
            yield f"walls: {name}. {unpromised}"
    for problem in summary.problems:
        yield f"{printable(problem.student)}: {printable(problem.reason)}"
    yield from map(printable, summary.remarks)
    for student, incident in summary.incidents[:_MOST_INCIDENTS]:
        yield f"{printable(student)}: {printable(incident.message)}"
    more = len(summary.incidents) - _MOST_INCIDENTS
    if more > 0:
        yield f"{more} more incidents are in the report (--report FOLDER)."
    if summary.interrupted:
        done = summary.graded + summary.cached
        yield f"{done} of {summary.submissions} graded; run the same command to go on."
    elif summary.problems:
        yield "Run the same command again for those who miss a mark."
