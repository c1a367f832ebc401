"""Grading on many processors at once, with Dask: bytes go out to workers, JSON comes back.

A task needs nothing but what it is sent, so that it runs on any machine that has the course
installed, without a shared file system, and again elsewhere when its worker is lost.
"""

import asyncio
import contextlib
import json
import logging
import secrets
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, cast

import dask
from dask.typing import Key
from distributed import Client, Future, LocalCluster, Security, WorkerPlugin, get_worker
from distributed.scheduler import KilledWorker

from grader.checks.exercise import Case, Part
from grader.errors import CourseError
from grader.grading.cache import engine_of_this_process, key_of
from grader.grading.failures import named, traceback_of
from grader.grading.material import Material
from grader.grading.options import Options
from grader.grading.results import GradedSubmission
from grader.grading.submission import Submission
from grader.judging.verdicts import cases_of
from grader.sandbox import host, scratch
from grader.sandbox.walls import NoWalls, chosen

Grade = Callable[[Submission, Material, int, Options, str], GradedSubmission]

_CONNECT_SECONDS = 20
_STOP_SECONDS = 1.0
_FETCH_SECONDS = 20
_LOST_SECONDS = 180  # Dask replaces a lost worker within that time, on a busy computer too
_SETTINGS = {
    # A worker is lost when its machine is: honest work waits in another process meanwhile.
    "distributed.scheduler.allowed-failures": 2,
    # Submissions carry weights of some dozen megabytes; they travel on purpose.
    "distributed.admin.large-graph-warning-threshold": "1GB",
    # A computer that grades on all its processors answers late.
    "distributed.comm.timeouts.connect": "60s",
    "distributed.comm.timeouts.tcp": "300s",
    # Ctrl-C reaches every process of a terminal; the main process decides what happens.
    "distributed.worker.preload": [__name__],
    "distributed.worker.profile.enabled": False,
    # What the scheduler remembers of finished tasks holds the submissions: 30 kB for each.
    "distributed.admin.low-level-log-length": 100,
    "distributed.diagnostics.computations.max-history": 1,
    "distributed.diagnostics.erred-tasks.max-history": 1,
}


class UnfitForGrading(CourseError):
    """The machines cannot grade, whatever the submission; says why and what helps."""


@dataclass(frozen=True)
class Outcome:
    """What became of one submission: a result, or the reason why there is none.

    An error of the engine comes with its traceback.
    """

    submission: Submission
    graded: GradedSubmission | None = None
    reason: str = ""
    traceback: str = ""


class Examiner(WorkerPlugin):
    """What a worker needs for every submission of a run; Dask sends it to each worker once."""

    def __init__(self, material: Material, seed: int, options: Options, grade: Grade) -> None:
        self.name = f"grader-{secrets.token_hex(8)}"
        self.engine = engine_of_this_process()
        self.walls = options.walls
        self.seed = seed
        self._arguments = (material, seed, options)
        self._grade = grade

    def key_of(self, submission: Submission) -> str:
        """The key of what grading this submission gives, with this seed for good."""
        material, seed, options = self._arguments
        return key_of(submission, material, options, seed)

    def has_to_draw(self, submission: Submission) -> bool:
        """Whether grading this submission begins with drawing."""
        return any(part.function in submission.files for part, _ in self._to_draw())

    def draw(self) -> list[Any]:
        """Draw, in this process, what all submissions of the run share."""
        return [part.drawing.draw(case) for part, case in self._to_draw() if part.drawing]

    def grade(
        self, submission: Submission, key: str, drawn: Sequence[Any] = ()
    ) -> GradedSubmission:
        """Grade a submission in this process, with what another process has drawn."""
        for (part, case), what in zip(self._to_draw(), drawn, strict=False):
            if part.drawing:
                part.drawing.keep(case, what)
        return self._grade(submission, *self._arguments, key)

    def _to_draw(self) -> Iterator[tuple[Part, Case]]:
        material, seed, _ = self._arguments
        for checks in material.checks.values():
            for check in checks:
                if check.part.drawing:
                    yield from ((check.part, case) for case in cases_of(check.part, seed))


def draw_task(examiner: str) -> list[Any]:
    """The task of one worker for all: what takes long to draw; nothing when it cannot."""
    with contextlib.suppress(Exception):
        return cast(Examiner, get_worker().plugins[examiner]).draw()
    return []


def grade_task(
    examiner: str, engine: str, submission: Submission, key: str, drawn: Sequence[Any]
) -> str:
    """The task of a worker: a submission in, its result or an error out, as JSON."""
    try:
        if engine != engine_of_this_process():
            raise UnfitForGrading(
                f"The worker at {get_worker().address} has another version of the course or of "
                "TensorFlow than this process. Install the same one on all machines."
            )
        graded = cast(Examiner, get_worker().plugins[examiner]).grade(submission, key, drawn)
    except (UnfitForGrading, NoWalls) as error:
        return json.dumps({"unfit": str(error)})
    except Exception as error:
        return json.dumps({"error": named(error), "traceback": traceback_of(error)})
    return json.dumps({"graded": graded.as_json()})


class Workers:
    """Workers at work: ``submit`` sends a submission, ``next_outcome`` takes what came back."""

    def __init__(
        self, client: Client, examiner: Examiner, bring_back: Callable[[], object]
    ) -> None:
        self.n_threads = sum(client.nthreads().values())
        self._client = client
        self._examiner = examiner
        self._bring_back = bring_back
        self._drawing: Future[list[Any]] | None = None
        self._waiting: dict[Key, tuple[Future[str], Submission, str]] = {}
        self._suspects: list[tuple[Submission, str]] = []
        self._alone: set[Key] = set()
        self._done: SimpleQueue[Future[str]] = SimpleQueue()
        self._alive = time.monotonic()  # when there was a worker at last

    @property
    def n_waiting(self) -> int:
        """Submissions that are out and did not come back."""
        return len(self._waiting)

    @property
    def has_room(self) -> bool:
        """Whether one more would soon be begun with, and no suspect waits for the others to end."""
        return len(self._waiting) <= self.n_threads and not self._suspects

    @property
    def students(self) -> tuple[str, ...]:
        """Whose submissions run now: Dask starts them in the order in which they were sent."""
        first = list(self._waiting.values())[: self.n_threads]
        return tuple(submission.student for _, submission, _ in first)

    def submit_suspect(self) -> bool:
        """Send one submission whose workers were lost again, now that no other is out.

        It may have been lost only because another one, beside it, took the worker down.
        """
        if not self._suspects:
            return False
        self._alone.add(self.submit(*self._suspects.pop()))
        return True

    def submit(self, submission: Submission, key: str) -> Key:
        """Send a submission to a worker; the key of its task."""
        arguments = (self._examiner.name, self._examiner.engine, submission, key)
        future = self._client.submit(grade_task, *arguments, self._drawn(submission), pure=False)
        self._waiting[future.key] = (future, submission, key)
        future.add_done_callback(self._done.put)
        return future.key

    def _drawn(self, submission: Submission) -> "Future[list[Any]] | tuple[()]":
        """What one worker draws for all: it starts with the first submission that needs it."""
        if not self._examiner.has_to_draw(submission):
            return ()
        if self._drawing is None:
            self._drawing = self._client.submit(draw_task, self._examiner.name, pure=False)
        return self._drawing

    def next_outcome(self, seconds: float) -> Outcome | None:
        """What came back within that time; None when nothing did.

        Raises:
            UnfitForGrading: no submission can be graded there.
        """
        try:
            future = self._done.get(timeout=seconds)
        except Empty:
            self._check_workers()
            return None
        if future.status == "cancelled":
            raise UnfitForGrading(
                "The connection to Dask's scheduler was lost. What came back is recorded; run the "
                "same command to go on."
            )
        answer = self._fetched(future)
        if answer is None:
            future.add_done_callback(self._done.put)
            return None
        _, submission, key = self._waiting.pop(future.key)
        if isinstance(answer, BaseException):
            if isinstance(answer, KilledWorker) and future.key not in self._alone:
                self._suspects.append((submission, key))
                return None
            return Outcome(submission, reason=_reason(answer), traceback=traceback_of(answer))
        if "unfit" in answer:
            raise UnfitForGrading(answer["unfit"])
        if "error" in answer:
            return Outcome(submission, reason=answer["error"], traceback=answer["traceback"])
        return Outcome(submission, GradedSubmission.from_json(answer["graded"]))

    def _fetched(self, future: Future[str]) -> dict[str, Any] | BaseException | None:
        """What a task gave; None when its worker was lost before, for then Dask does it again."""
        if future.status == "error":
            return cast(BaseException, future.exception())
        if future.status != "finished":
            return None
        with contextlib.suppress(TimeoutError):  # the worker was lost this very moment
            return cast(dict[str, Any], json.loads(future.result(timeout=_FETCH_SECONDS)))
        return None

    def _check_workers(self) -> None:
        """Nothing comes back from workers that are gone."""
        now = time.monotonic()
        n_threads = sum(self._client.nthreads().values())
        if n_threads < self.n_threads:
            self._bring_back()
        if n_threads:
            self._alive = now
        elif now - self._alive > _LOST_SECONDS:
            raise UnfitForGrading(
                "All workers were lost. What came back is recorded; look at memory and at the "
                "workers' logs, and run the same command to go on."
            )

    def cancel(self) -> None:
        """Take back what waits for a worker."""
        self._client.cancel([future for future, *_ in self._waiting.values()], force=True)


def _reason(error: BaseException) -> str:
    if isinstance(error, KilledWorker):
        return (
            f"its worker was lost {error.allowed_failures + 1} times while grading it. Look at the "
            "worker's log and memory and run the same command again."
        )
    return named(error)


@contextlib.contextmanager
def workers_at(scheduler: str | None, n_workers: int, examiner: Examiner) -> Iterator[Workers]:
    """Workers of a Dask cluster: of the one at ``scheduler``, or of one on this computer.

    Left by an exception, it stops what is running.
    """
    with _silent(), dask.config.set(_SETTINGS), contextlib.ExitStack() as stack:
        address: LocalCluster | str
        bring_back: Callable[[], object]
        if scheduler is None:
            # One warm parent for all workers on this computer, which starts while they do.
            warm: dict[str, str] = {}
            with contextlib.suppress(NoWalls):  # a worker says so
                configuration = host.Configuration(chosen(examiner.walls).name)
                warm = stack.enter_context(host.shared(configuration))
            address = stack.enter_context(_local_cluster(n_workers, warm))
            # Dask forgets a worker that is not back in time, until it is asked for as many again.
            bring_back = partial(address.scale, n_workers)
        else:
            address = scheduler
            bring_back = _leave_to_its_owner
        client = stack.enter_context(_client(address))
        client.register_plugin(examiner)
        stack.callback(_unregister, client, examiner)
        workers = Workers(client, examiner, bring_back)
        try:
            yield workers
        except BaseException:
            workers.cancel()
            raise


@contextlib.contextmanager
def _local_cluster(n_workers: int, environment: Mapping[str, str]) -> Iterator[LocalCluster]:
    """Workers on this computer. Others on it cannot send them tasks: the keys are temporary.

    Temporary files are in one folder: a worker that is killed removes nothing.
    """
    with scratch.folder() as folder, dask.config.set({"temporary-directory": str(folder)}):
        cluster = LocalCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,  # the sandbox has its own; Dask would kill the worker
            dashboard_address="127.0.0.1:0",  # None would ask for the usual port, perhaps taken
            silence_logs=logging.CRITICAL,
            security=Security.temporary(),
            env={**environment, "TMPDIR": str(folder)},
        )
        try:
            yield cluster
        finally:
            cluster.sync(_stop, list(cluster.workers.values()))
            cluster.close()


def _leave_to_its_owner() -> None:
    """Workers of a cluster that somebody else runs are theirs to start."""


async def _stop(nannies: list[Any]) -> None:
    """Stop worker processes whether or not they are busy."""
    await asyncio.gather(*(nanny.close(timeout=_STOP_SECONDS) for nanny in nannies))


@contextlib.contextmanager
def _client(address: LocalCluster | str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise CourseError(
            f"There is no Dask scheduler at {address} ({error}). Start one with `dask scheduler` "
            "and give the address that it prints, such as tcp://10.0.0.1:8786."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise CourseError(
                f"The Dask scheduler at {address} has no workers. Start some with `dask worker "
                f"{address} --nthreads 1` on machines that have the course installed."
            ) from error
        yield client


def _unregister(client: Client, examiner: Examiner) -> None:
    with contextlib.suppress(Exception):  # a scheduler that is gone needs no tidying
        client.unregister_worker_plugin(examiner.name)


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Dask tells of every lost worker; what matters of it is said in our own words."""
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def dask_setup(_: object) -> None:
    """Called by Dask in each worker of a local cluster: leave Ctrl-C to the main process.

    A handler, not ``SIG_IGN``, which kernels started from here would inherit.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
