"""Grade the same class with stock nbgrader and with ``grader autograde``, and say what each costs.

Run `python benchmarks/autograde.py`; with 20 students it takes half an hour on two cores, with
`--students 3` some minutes. The answers are drawn from the museum of right and wrong ones, and both
graders get the same seed for the cases drawn at grading, so every mark can be compared.
"""

import argparse
import gc
import importlib
import io
import linecache
import multiprocessing
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import psutil
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from data import streets
from grader.checks import brief
from grader.checks.brief import Brief, Carried
from grader.cli import N_WORKERS
from grader.commands.rehearsal import (
    Student,
    chosen_exercises,
    compare,
    draw_class,
    hand_in,
    lay_out_course,
    recorded_marks,
)
from grader.course import first_assignment
from grader.exercises import plans
from grader.grading.execution import Execution, execute
from grader.grading.grade import grade
from grader.grading.marking import judge
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.recording import Recorder, read_config
from grader.grading.rules import rules_of
from grader.grading.selection import deciding_cells
from grader.grading.submission import Submission, read_submission
from grader.judging.verdicts import cases_for_sandbox

ASSIGNMENT = first_assignment()
CLASS_SEED = 1
CASES_SEED = 7
SAMPLE_SECONDS = 1.0
STEPPED = 3  # students whose steps and cells are measured one by one
MIB = 1024**2

# nbgrader as it comes, with what this course needs of it: a course's own functions in the place of
# carried ones that are wrong, more time for the long cells, and no loss of marks for what
# TensorFlow writes to stderr.
STOCK_CONFIG = """\
import os
c = get_config()
c.CourseDirectory.root = {folder!r}
c.CourseDirectory.course_id = "segmentation"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.OverwriteCells.add_missing_cells = True
c.ExecutePreprocessor.timeout = 300
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "(?s)."
os.environ["GRADER_SOLUTIONS"] = {solutions!r}
os.environ["GRADER_SEED"] = "{seed}"
"""

console = Console(highlight=False, width=110)


@dataclass(frozen=True)
class Cost:
    """What a grading run took: ``memory`` is the peak of its process tree, in bytes.

    ``cpu_seconds`` are those of the whole machine meanwhile: what a sandbox used is told to nobody.
    """

    seconds: float
    cpu_seconds: float
    memory: int


@dataclass(frozen=True)
class Task:
    """One submitted notebook: the cells that decide its marks, and what its kernel is told."""

    notebook: str
    cells: tuple[str, ...]
    brief: Mapping[str, Any]
    files: Mapping[str, bytes]


def main() -> None:
    """Measure both graders, compare their marks, and say where the time goes."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="autograde-") as name:
        folder = Path(name)
        wanted = chosen_exercises(arguments.notebooks)
        students = draw_class(wanted, arguments.students, CLASS_SEED)
        ours, stock = folder / "ours", folder / "stock"
        lay_out_course(ours, wanted)
        for student in students:
            hand_in(ours, student)
        shutil.copytree(ours, stock)
        _set_up_stock(stock)
        streets.load(plans.TINY.n_images)  # nobody pays for the first use
        n_notebooks = len(students) * len(wanted)
        every_cell = ["--every-cell"] if arguments.every_cell else []
        costs = {
            "grader autograde": _run(ours, _ours(arguments.workers, every_cell)),
            "stock nbgrader": _run(
                stock, [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT]
            ),
        }
        console.print(_costs_table(costs, n_notebooks))
        _say_about_marks(ours, stock, students)
        _say_where_time_goes(ours, students[:STEPPED])
        ratio = costs["stock nbgrader"].seconds / costs["grader autograde"].seconds
        print(f"throughput ratio: {ratio:.1f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--workers", type=int, default=N_WORKERS)
    parser.add_argument("--notebooks", nargs="*", help="only these, for example 1_conv_block")
    parser.add_argument(
        "--every-cell",
        action="store_true",
        help="let grader autograde run the demonstrations too, as stock nbgrader does",
    )
    return parser.parse_args()


# --- the two graders ------------------------------------------------------------------------------


def _set_up_stock(folder: Path) -> None:
    config = STOCK_CONFIG.format(
        folder=str(folder), solutions=str(folder / "solutions" / ASSIGNMENT), seed=CASES_SEED
    )
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")


def _ours(workers: int, options: Sequence[str]) -> list[str]:
    command = str(Path(sysconfig.get_path("scripts")) / "grader")
    seed = ["--seed", str(CASES_SEED)]
    return [command, "autograde", ASSIGNMENT, "--workers", str(workers), *seed, *options]


def _run(folder: Path, command: Sequence[str]) -> Cost:
    """Run a grader to its end and measure its processes; its log stays beside the course."""
    console.print(f"$ {' '.join(Path(part).name for part in command)}")
    scripts = sysconfig.get_path("scripts")
    environment = {
        **os.environ, "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")])
    }  # fmt: skip
    with open(folder / "log.txt", "wb") as log:
        began, used = time.perf_counter(), _cpu_seconds()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        with _watched(process.pid) as peak:
            process.wait()
        seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"It failed:\n{(folder / 'log.txt').read_text(errors='replace')[-3000:]}")
    return Cost(seconds, _cpu_seconds() - used, max(peak))


def _cpu_seconds() -> float:
    """CPU seconds that this machine has spent since it started."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """Memory of a process and all below it, sampled while the block runs."""
    samples = [0]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(SAMPLE_SECONDS):
            samples.append(_memory(pid))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def _memory(pid: int) -> int:
    """Proportional set size of a process tree: pages that several share are counted once."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                total += process.memory_full_info().pss
    return total


# --- where the time goes --------------------------------------------------------------------------


def _say_where_time_goes(folder: Path, students: Sequence[Student]) -> None:
    """The steps of grading one after the other in this process, and the bare cost of the cells."""
    material = load_material(
        folder / "notebooks" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT, ASSIGNMENT
    )
    submissions = [
        read_submission(folder / "submitted" / student.name / ASSIGNMENT, student.name, ASSIGNMENT)
        for student in students
    ]
    tasks = [task for submission in submissions for task in _tasks(submission, material)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        bare = pool.apply(run_bare, (tasks,))
    steps = _steps(tasks, material)
    steps["recording"] = _recording_seconds(folder, submissions, material)
    table = Table(title="CPU seconds of one notebook", box=SIMPLE)
    for column in ("notebook", "bare cells (the floor)", *steps):
        table.add_column(column, justify="left" if column == "notebook" else "right")
    for name in material.notebooks:
        cells = [
            f"{_mean(bare[name]):.2f}",
            *(f"{_mean(cost[name]):.2f}" for cost in steps.values()),
        ]
        table.add_row(name, *cells)
    sums = [bare, *steps.values()]
    table.add_row("together", *[f"{sum(map(_mean, cost.values())):.2f}" for cost in sums])
    console.print(table)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _tasks(submission: Submission, material: Material) -> Iterator[Task]:
    """The notebooks of a submission; what they carry is the course's own."""
    carried = {name: vars(Carried(False, source)) for name, source in material.functions.items()}
    for name, released in material.released.items():
        notebook = nbformat.reads(submission.files[f"{name}.ipynb"].decode(), as_version=4)
        chosen = sorted(deciding_cells(notebook.cells, released.cells))
        cases = {
            check.exercise.name: {
                other.part.name: cases_for_sandbox(other.part, CASES_SEED)
                for other in material.checks[name]
            }
            for check in material.checks[name]
        }
        told = {**Brief("benchmark", cases).as_json(), "carried": carried}
        cells = tuple(notebook.cells[number].source for number in chosen)
        yield Task(name, cells, told, submission.files)


def run_bare(tasks: Sequence[Task]) -> dict[str, list[float]]:
    """CPU seconds of the deciding cells alone, each notebook in a fork of a warm process.

    No Jupyter, no walls, no judging: less than this no grader can take that runs these checks.
    """
    from grader.kernel import zygote
    from grader.sandbox import host

    os.environ.update(host.kernel_environment())
    os.environ.update(dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"))
    os.environ["MPLBACKEND"] = "agg"
    for name in zygote.LIBRARIES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    seconds = defaultdict(list)
    for task in tasks:
        pid = os.fork()
        if pid == 0:
            _run_cells(task)
        used = os.wait4(pid, 0)[2]
        seconds[task.notebook].append(used.ru_utime + used.ru_stime)
    return dict(seconds)


def _run_cells(task: Task) -> None:
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        os.chdir(folder)
        for name, content in task.files.items():
            Path(name).write_bytes(content)
        brief.give(Brief.from_json(task.brief))
        names: dict[str, Any] = {"__name__": "__main__"}
        for number, source in enumerate(task.cells):
            file = f"<cell {number}>"
            linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
            with suppress(Exception):  # wrong answers raise, as they should
                exec(compile(source, file, "exec"), names)
        os.chdir("/")
    os._exit(0)


def _steps(tasks: Sequence[Task], material: Material) -> dict[str, dict[str, list[float]]]:
    """CPU seconds of starting a kernel, running the cells in it, and judging, by notebook."""
    _execute(tasks[0], material, with_cells=False)  # the warm parent starts
    costs: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for task in tasks:
        _, start = _execute(task, material, with_cells=False)
        execution, all_of_it = _execute(task, material, with_cells=True)
        began = time.process_time()
        submission = Submission("benchmark", ASSIGNMENT, task.files)
        checks = material.checks[task.notebook]
        judge(execution, checks, "benchmark", CASES_SEED, Options(), submission)
        costs["a kernel's start and end"][task.notebook].append(start)
        costs["cells"][task.notebook].append(all_of_it - start)
        costs["judging"][task.notebook].append(time.process_time() - began)
    return dict(costs)


def _execute(task: Task, material: Material, with_cells: bool) -> tuple[Execution, float]:
    """The cells of a task, or none of them, in a sandboxed kernel; CPU seconds of both sides."""
    submitted = nbformat.reads(task.files[f"{task.notebook}.ipynb"].decode(), as_version=4)
    chosen = deciding_cells(submitted.cells, material.released[task.notebook].cells)
    began = time.process_time()
    execution = execute(
        submitted,
        chosen if with_cells else set(),
        task.files,
        Brief.from_json(task.brief),
        Options(),
    )
    return execution, time.process_time() - began + execution.cpu_seconds


def _recording_seconds(
    folder: Path, submissions: Sequence[Submission], material: Material
) -> dict[str, list[float]]:
    """CPU seconds of recording, for each notebook alike: a submission is recorded as a whole."""
    costs: dict[str, list[float]] = {name: [] for name in material.notebooks}
    with Recorder(read_config(folder), ASSIGNMENT, rules_of(material)) as recorder:
        for submission in submissions:
            graded = grade(submission, material, CASES_SEED)
            began = time.process_time()
            recorder.record(graded, submission)
            each = (time.process_time() - began) / len(costs)
            for seconds in costs.values():
                seconds.append(each)
    return costs


# --- in words -------------------------------------------------------------------------------------


def _costs_table(costs: Mapping[str, Cost], n_notebooks: int) -> Table:
    table = Table(title=f"Grading {n_notebooks} notebooks", box=SIMPLE)
    columns = ("", "time", "notebooks a minute", "CPU seconds a notebook", "peak memory")
    for column in columns:
        table.add_column(column, justify="right" if column else "left")
    for name, cost in costs.items():
        table.add_row(
            name,
            f"{cost.seconds:.0f} s",
            f"{60 * n_notebooks / cost.seconds:.1f}",
            f"{cost.cpu_seconds / n_notebooks:.2f}",
            f"{cost.memory / MIB:.0f} MB",
        )
    return table


def _say_about_marks(ours: Path, stock: Path, students: Sequence[Student]) -> None:
    """Whether both graders give the same marks; where not, whom the museum confirms."""
    got, other = recorded_marks(ours), recorded_marks(stock)
    n_checks = sum(map(len, got.values()))
    differing = [
        (student, cell)
        for student, marks in got.items()
        for cell, mark in marks.items()
        if other.get(student, {}).get(cell) != mark
    ]
    console.print(f"{n_checks - len(differing)} of {n_checks} checks have the same mark in both.")
    confirmed = {"ours": compare(ours, students), "stock": compare(stock, students)}
    wrong = {
        who: {(mismatch.student, mismatch.cell) for mismatch in mismatches}
        for who, mismatches in confirmed.items()
    }
    for student, cell in differing:
        sides = [who for who in wrong if (student, cell) in wrong[who]]
        console.print(
            f"  {student}, {cell}: {got[student][cell]} here, {other.get(student, {}).get(cell)} "
            f"there. Not what the answer deserves: {' and '.join(sides) or 'neither'}."
        )
    for mismatch in confirmed["ours"]:
        console.print(f"  Not as the museum says: {mismatch}", markup=False)


if __name__ == "__main__":
    main()
