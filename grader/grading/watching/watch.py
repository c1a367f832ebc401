"""``grader autograde --watch``: grade what arrives, within seconds, until it is ended.

Each submission goes the same way: it is copied into the folder of submissions, graded, recorded,
answered, and then written into the journal. Every step can be done twice with the same outcome, and
only the journal says that it is over: so a watch that is killed anywhere goes on where it was.
"""

import contextlib
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.utils import parse_utc
from rich.console import Console

from grader.grading.cache import Results, new_run, seed_of_assignment
from grader.grading.cluster import Examiner, Grade, Outcome, Workers, workers_at
from grader.grading.directory import AssignmentDirectory, alone
from grader.grading.failures import Failures, named, traceback_of
from grader.grading.grade import grade as grade_submission
from grader.grading.options import Options
from grader.grading.recording import NotRecorded, Recorder
from grader.grading.results import GradedSubmission
from grader.grading.rules import rules_of
from grader.grading.stopping import stop_between_steps
from grader.grading.storable import printable
from grader.grading.submission import Submission
from grader.grading.watching.answers import Answers
from grader.grading.watching.inbox import Arrival, Inbox, inbox_of
from grader.grading.watching.journal import Became, Entry, Journal
from grader.grading.watching.tries import Tries
from grader.sandbox import scratch

LOOK_SECONDS = 1.0  # between two looks at what arrived
_TICK = 0.2  # seconds in which Ctrl-C is heard
_FIRST_DELAY, _LONGEST_DELAY = 30.0, 600.0  # seconds until what went wrong is tried again
_AHEAD = 300.0  # seconds that a clock may be ahead and be believed

_OUR_FAULT = (
    "The grader failed at this submission. That is no fault of yours and no mark, and used up no "
    "try: it will be graded again, or by hand. Ask your instructor when."
)


def watch(
    root: Path,
    assignment: str,
    *,
    workers: int,
    scheduler: str | None = None,
    seed: int | None = None,
    options: Options | None = None,
    tries: Tries,
    console: Console,
    grade: Grade = grade_submission,
) -> None:
    """Grade what arrives for an assignment until Ctrl-C or SIGTERM; nothing is lost by either.

    Args:
        root: the course's folder, with nbgrader_config.py.
        assignment: its name.
        workers: processes to grade with on this computer.
        scheduler: address of a Dask scheduler whose workers grade instead.
        seed: draws the assignment's secret cases, the first time; random by default.
        options: limits and what to leave out.
        tries: how often a student may have it graded.
        console: where a line is shown for each submission.
        grade: grades one submission on a worker.

    Raises:
        CourseError: the course, the gradebook or the machines do not allow it.
    """
    course = AssignmentDirectory.at(root, assignment)
    course.check_known()
    material, options = course.material(), options or Options()
    with (
        contextlib.suppress(KeyboardInterrupt),
        alone(course.folder, "one with --watch"),
        Recorder(course.config, assignment, rules_of(material)) as recorder,
        stop_between_steps(signal.SIGTERM) as stop_if_asked,
    ):
        recorder.check_agreement(material)
        examiner = Examiner(material, seed_of_assignment(course.folder, seed), options, grade)
        with workers_at(scheduler, workers, examiner) as crew:
            watcher = Watcher(course, examiner, recorder, crew, tries, console)
            while True:
                stop_if_asked()
                watcher.go_on()
    console.print("Ended. The same command goes on where this one was.")


@dataclass
class _Turn:
    """What a student has waiting: the newest is looked at, in the place of the older ones."""

    newest: Arrival
    older: Sequence[Arrival]
    doing: str = "reading the submission"  # at which something may go wrong


class Watcher:
    """What a watch does again and again: ``go_on``."""

    def __init__(
        self,
        course: AssignmentDirectory,
        examiner: Examiner,
        recorder: Recorder,
        workers: Workers,
        tries: Tries,
        console: Console,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._course, self._examiner, self._recorder = course, examiner, recorder
        self._workers, self._console, self._clock = workers, console, clock
        self._said: set[str] = set()
        self._inbox: Inbox = inbox_of(course, self._say_once)
        self._tries = replace(tries, zone=self._inbox.zone)
        self._journal = Journal(course.folder / "watch" / "journal.jsonl")
        desk = course.folder / "watch" / "answers"
        self._answers = Answers(course.config, course.assignment, desk, self._inbox.releases)
        self._results, self._failures = Results(course.folder / "results"), Failures(course.folder)
        self._run = new_run(examiner.seed)
        self._queue: list[_Turn] = []
        self._out: dict[str, _Turn] = {}  # by student, whose turn it is
        self._delays: dict[str, tuple[float, float]] = {}  # by arrival: until when, how long
        self._next_look = 0.0
        self._say(f"Watching {self._inbox.place}. Ctrl-C ends it, and nothing is lost.")

    def go_on(self) -> None:
        """Look at what arrived when it is time, grade what may be graded, take what came back."""
        if time.monotonic() >= self._next_look:
            self._look()
            self._next_look = time.monotonic() + LOOK_SECONDS
        while self._queue and self._workers.has_room:
            turn = self._queue.pop(0)
            with self._in_spite_of_errors(turn):
                self._begin(turn)
        outcome = self._workers.next_outcome(_TICK)
        if outcome is not None:
            turn = self._out[outcome.submission.student]
            with self._in_spite_of_errors(turn):
                self._take(outcome, turn)
        elif not self._workers.n_waiting:
            self._workers.submit_suspect()

    # --- whose turn it is -------------------------------------------------------------------------

    def _look(self) -> None:
        """Put everybody who has something waiting in a queue, by what waits longest."""
        try:
            waiting = self._inbox.look(self._journal, self._clock())
        except OSError as error:
            self._say_once(
                f"{self._inbox.place} cannot be read: {error.strerror}. It is tried each second."
            )
            return
        by_student: dict[str, list[Arrival]] = defaultdict(list)
        for arrival in waiting:
            by_student[arrival.student].append(arrival)
        turns = [_Turn(newest, older) for *older, newest in by_student.values()]
        self._queue = [turn for turn in turns if self._may_go(turn) and not self._refused(turn)]

    def _may_go(self, turn: _Turn) -> bool:
        until, _ = self._delays.get(turn.newest.name, (0.0, 0.0))
        return turn.newest.student not in self._out and time.monotonic() >= until

    def _refused(self, turn: _Turn) -> bool:
        """Answer at once what is over the limit."""
        arrival = turn.newest
        sentence = self._tries.refusal(self._journal.counted(arrival.student), arrival)
        if sentence:
            with self._in_spite_of_errors(turn):
                self._answers.not_graded(arrival.read(self._course.assignment), sentence)
                self._finish(turn, "refused")
                self._say(f"{printable(arrival.student)}: refused. {sentence}")
        return bool(sentence)

    # --- from a submission to an answer -----------------------------------------------------------

    def _begin(self, turn: _Turn) -> None:
        """Send a submission to a worker, if its result is not there already."""
        submission = turn.newest.read(self._course.assignment)
        self._tell_of_wrong_clock(turn.newest)
        if self._inbox.releases:
            turn.doing = "copying the submission"
            self._collect(submission)
        key = self._examiner.key_of(submission)
        self._out[submission.student] = turn
        kept = self._results.find(key)
        if kept is None or kept.graded.engine_errors:
            turn.doing = "grading"
            self._workers.submit(submission, key)
        else:
            self._settle(turn, kept.graded, submission)

    def _collect(self, submission: Submission) -> None:
        """What `nbgrader collect --update` does, but whole or not at all, and along no link."""
        with scratch.swapped(self._course.place_of(submission.student)) as folder:
            for name, content in submission.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def _take(self, outcome: Outcome, turn: _Turn) -> None:
        """Keep what came back; without a result the student learns that it was not her fault."""
        if outcome.graded is None:
            turn.doing = "giving the answer"
            self._answers.not_graded(outcome.submission, _OUR_FAULT)
            self._fail(turn, f"not graded: {outcome.reason}", "submission", outcome.traceback)
            return
        turn.doing = "keeping the result"
        self._results.keep(outcome.graded, self._run)
        self._settle(turn, outcome.graded, outcome.submission)

    def _settle(self, turn: _Turn, graded: GradedSubmission, submission: Submission) -> None:
        """Record a result, give the feedback back, and write down that this is over."""
        student, arrival = graded.student, turn.newest
        self._failures.forget(student)
        turn.doing = "recording"
        if not self._recorder.is_recorded(graded):
            for remark in self._recorder.record(graded, submission):
                self._say(printable(remark))
        turn.doing = "giving the feedback back (the marks are recorded)"
        counted = self._journal.counted(student)
        self._answers.graded(student, self._tries.note(counted, arrival))
        if graded.engine_errors:
            for failed in graded.engine_errors:
                self._fail(turn, failed.message, failed.notebook, failed.traceback)
            return
        self._finish(turn, "graded", graded.score, graded.max_score)
        self._say(
            f"{printable(student)}: {graded.score:g} of {graded.max_score:g} points, try "
            f"{len(counted) + 1}, {self._clock() - arrival.arrived:.1f} s after it arrived"
        )

    def _finish(
        self, turn: _Turn, became: Became, score: float = 0.0, max_score: float = 0.0
    ) -> None:
        """Answer the older ones, then write all of them down.

        The newest comes last: without it an older one would be taken for the newest.
        """
        for older in turn.older:
            sentence = self._tries.replaced(older, by=turn.newest)
            self._answers.not_graded(older.read(self._course.assignment), sentence)
            self._enter(older, "replaced")
        self._enter(turn.newest, became, score, max_score)
        self._out.pop(turn.newest.student, None)
        self._delays.pop(turn.newest.name, None)

    def _enter(
        self, arrival: Arrival, became: Became, score: float = 0.0, max_score: float = 0.0
    ) -> None:
        self._journal.add(
            Entry(
                name=arrival.name,
                student=arrival.student,
                says=arrival.says,
                arrived=arrival.arrived,
                answered=self._clock(),
                became=became,
                score=score,
                max_score=max_score,
            )
        )

    # --- what goes wrong --------------------------------------------------------------------------

    @contextlib.contextmanager
    def _in_spite_of_errors(self, turn: _Turn) -> Iterator[None]:
        """Whatever goes wrong with one submission, the others go on; it is tried again later."""
        try:
            yield
        except NotRecorded as error:
            self._fail(turn, str(error), "recording", error.traceback)
        except (OSError, ExchangeError) as error:
            self._fail(turn, f"{named(error)}, while {turn.doing}.")
        except Exception as error:
            self._fail(turn, f"{named(error)}, while {turn.doing}.", "watch", traceback_of(error))

    def _fail(self, turn: _Turn, reason: str, about: str = "", traceback: str = "") -> None:
        """Say what went wrong, and leave the submission for later."""
        student, name = turn.newest.student, turn.newest.name
        self._out.pop(student, None)
        _, before = self._delays.get(name, (0.0, _FIRST_DELAY / 2))
        delay = min(2 * before, _LONGEST_DELAY)
        self._delays[name] = (time.monotonic() + delay, delay)
        where = f" {self._failures.keep(student, about, traceback)}" if traceback else ""
        self._say(
            f"{printable(student)}: {printable(reason)}{where} Nothing is lost; it is tried again "
            f"in {delay:.0f} s."
        )

    def _tell_of_wrong_clock(self, arrival: Arrival) -> None:
        """Late penalties go by the time that a submission says."""
        if not arrival.says:
            return
        said = parse_utc(arrival.says).replace(tzinfo=UTC).timestamp()
        if said - arrival.arrived > _AHEAD:
            self._say_once(
                f"{printable(arrival.student)}: the submission says {arrival.says} and lay there "
                f"at {self._tries.time(arrival.arrived)} already. A clock is wrong: the one of the "
                "student's server, or the one here. It is graded in the order in which it arrived; "
                "late penalties go by what it says."
            )

    def _say_once(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self._say(sentence)

    def _say(self, sentence: str) -> None:
        now = datetime.fromtimestamp(self._clock(), self._tries.zone).strftime("%H:%M:%S")
        self._console.print(f"{now} {sentence}", markup=False, soft_wrap=True)
