"""Real Dask: schedulers, workers, and workers that die."""

import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import Client
from rich.console import Console

from grader.errors import CourseError
from grader.grading import cluster
from grader.grading.autograde import Summary, autograde
from grader.grading.cluster import UnfitForGrading
from grader.sandbox import host

sys.path.insert(0, str(Path(__file__).parent))
from stand_in import (
    FULL,
    copy_of,
    grade,
    hand_in,
    hand_in_class,
    make_course,
    marks_of,
    students_of,
)

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
WORKER = ("--nthreads", "1", "--no-dashboard", "--memory-limit", "0", "--no-nanny")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return copy_of(released, tmp_path / "course")


def run(course: Path, **options: Any) -> Summary:
    console = Console(file=io.StringIO(), width=200)
    settings: dict[str, Any] = {"workers": 2, "console": console, "grade": grade, **options}
    return autograde(course, "toy", **settings)


def dask(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    """A `dask` command as a process, with the stand-in where workers can import it."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def started_scheduler(folder: Path) -> Iterator[str]:
    """Address of a scheduler without workers."""
    process = dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert process.stderr is not None
    found = None
    for line in process.stderr:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
            break
    assert found is not None
    yield found[1]
    end(process)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a scheduler that serves the tests of this module, one after the other."""
    with started_scheduler(tmp_path_factory.mktemp("scheduler")) as address:
        yield address


@pytest.fixture(scope="module")
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """The workers that there are; those that a test killed are taken out by the next one."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        end(process)


@pytest.fixture
def workers(
    scheduler: str, processes: list[subprocess.Popen[str]], tmp_path: Path
) -> list[subprocess.Popen[str]]:
    """Three workers of that scheduler, in the place of those that a test has killed too."""
    for process in [process for process in processes if process.poll() is not None]:
        end(process)
        processes.remove(process)
    processes += [dask(tmp_path, "worker", scheduler, *WORKER) for _ in range(3 - len(processes))]
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(3, timeout=120)  # the scheduler does not know those that start
    return processes


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.close()


class KillsWorker(Console):
    """A console that kills a worker when the third submission is told."""

    def __init__(self, worker: subprocess.Popen[str]) -> None:
        super().__init__(file=io.StringIO(), width=200)
        self._worker = worker
        self.killed = False

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, and kill at the right line."""
        super().print(*objects, **options)
        if str(objects[0]).startswith("3 of"):
            self._worker.kill()
            self.killed = True


def test_a_scheduler_that_is_not_there_is_told(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    hand_in(course, "ana")
    with pytest.raises(CourseError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        run(course, scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_without_workers_is_told(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    hand_in(course, "ana")
    with (
        started_scheduler(tmp_path) as address,
        pytest.raises(CourseError, match=r"has no workers\. Start some with `dask worker tcp"),
    ):
        run(course, scheduler=address)


def test_workers_of_another_version_are_told(
    course: Path,
    scheduler: str,
    workers: list[subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "engine_of_this_process", lambda: "another")
    hand_in(course, "ana")
    with pytest.raises(UnfitForGrading, match="has another version of the course"):
        run(course, scheduler=scheduler)


def test_all_are_graded_although_a_worker_is_killed_in_mid_run(
    course: Path, scheduler: str, workers: list[subprocess.Popen[str]]
) -> None:
    names = hand_in_class(course, 12, seconds=0.5)
    console = KillsWorker(workers[0])
    summary = run(course, scheduler=scheduler, console=console)
    assert (console.killed, workers[0].wait()) == (True, -9)
    assert (summary.graded, summary.cached, summary.problems) == (12, 0, ())
    assert [marks_of(course, name) for name in names] == [FULL] * 12
    told = Counter(re.findall(r"student_\d\d", console.file.getvalue()))
    assert told == dict.fromkeys(names, 1)


def test_a_cluster_without_workers_left_is_told(
    course: Path,
    scheduler: str,
    workers: list[subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What came back by then is recorded."""
    monkeypatch.setattr(cluster, "_LOST_SECONDS", 1)
    hand_in_class(course, 12, seconds=0.5)
    killed = [KillsWorker(worker) for worker in workers]

    class KillsAll(KillsWorker):
        def print(self, *objects: Any, **options: Any) -> None:
            for console in killed:
                console.print(*objects, **options)

    with pytest.raises(UnfitForGrading, match="All workers were lost"):
        run(course, scheduler=scheduler, console=KillsAll(workers[0]))
    assert len(students_of(course)) >= 3


# --- workers of this computer -------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What became of a class of five."""

    course: Path
    summary: Summary
    children: list[str]  # commands of the processes that this one has more of


@pytest.fixture(scope="module")
def mishaps(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Graded: ana's work kills a worker once, ben's always, at cleo's the engine fails.

    Dask gives up a lost worker at once here, and it is brought back. One loss fewer than
    usual is forgiven.
    """
    folder = tmp_path_factory.mktemp("mishaps")
    course = copy_of(released, folder / "course")
    hand_in_class(course, 2)
    hand_in(course, "ana", right=["a", "b"], die=str(folder / "died"))
    hand_in(course, "ben", die=str(folder / "nowhere" / "died"), seconds=0.5)
    hand_in(course, "cleo", **{"raise": "the sandbox did not start"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(cluster._SETTINGS, "distributed.deploy.lost-worker-timeout", "0.1s")
        patch.setitem(cluster._SETTINGS, "distributed.scheduler.allowed-failures", 1)
        before = psutil.Process().children()
        summary = run(course)
    left = [child for child in psutil.Process().children() if child not in before]
    return Run(course, summary, [command(child) for child in left])


def reason_for(student: str, summary: Summary) -> str:
    (reason,) = [problem.reason for problem in summary.problems if problem.student == student]
    return reason


def test_a_local_worker_that_dies_is_replaced(mishaps: Run) -> None:
    assert mishaps.course.with_name("died").exists()
    assert marks_of(mishaps.course, "ana") == FULL


def test_what_goes_wrong_with_one_submission_costs_only_its_owner(mishaps: Run) -> None:
    names = [name for name in students_of(mishaps.course) if name.startswith("student_")]
    assert [marks_of(mishaps.course, name) for name in names] == [FULL] * 2
    troubled = sorted(problem.student for problem in mishaps.summary.problems)
    assert (mishaps.summary.graded, troubled) == (3, ["ben", "cleo"])


def test_a_submission_that_always_kills_its_worker_is_told(mishaps: Run) -> None:
    reason = reason_for("ben", mishaps.summary)
    assert reason.startswith("Not graded: its worker was lost 2 times while grading it.")


def test_errors_come_back_in_words(mishaps: Run) -> None:
    file = mishaps.course / "grading" / "toy" / "errors" / "cleo" / "submission.txt"
    assert reason_for("cleo", mishaps.summary) == (
        f"Not graded: RuntimeError: the sandbox did not start. The traceback is in {file}."
    )
    assert 'raise RuntimeError(work["raise"])' in file.read_text()


def test_no_process_stays(mishaps: Run) -> None:
    assert [child for child in mishaps.children if "spawn_main" in child] == []


def command(process: psutil.Process) -> str:
    return " ".join(process.cmdline())


def test_the_workers_of_a_machine_share_a_warm_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the option that the guide names."""
    monkeypatch.delenv(host.Configuration().variable)
    options = ("--nthreads", "1", "--nworkers", "2", "--no-dashboard", "--memory-limit", "0")
    sharing = (*options, "--preload-nanny", "grader.sandbox.host")
    with started_scheduler(tmp_path) as address:
        process = dask(tmp_path, "worker", address, *sharing)
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            named = client.run(os.getenv, host.Configuration().variable)
            (folder,) = set(named.values())
            assert (Path(folder) / host.DOOR).is_socket()
            client.shutdown()
        process.communicate()
