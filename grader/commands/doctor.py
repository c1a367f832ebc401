"""Is this machine ready? Every answer comes with the one-line fix where it is no."""

import functools
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import psutil

from grader import courses
from grader.course import ROOT
from grader.sandbox import cgroup, walls

State = Literal["ready", "limited", "missing"]

_TENSORFLOW_PROBE = (
    "import json, tensorflow as tf; "
    "print(json.dumps([d.name for d in tf.config.list_physical_devices('GPU')]))"
)
_GIB = 1024**3
_KERNEL_FIX = "python -m ipykernel install --sys-prefix"


@dataclass(frozen=True)
class Answer:
    """One line of the report. ``fix`` is empty when there is nothing to do.

    "limited" means that the course works, with something left out; "missing" that it does not.
    """

    subject: str
    state: State
    says: str
    fix: str = ""


def examine() -> Iterator[Answer]:
    """Look at this machine, one answer after the other (TensorFlow takes some seconds).

    Keras and TensorFlow are looked at where the course's notebooks import them.
    """
    imports = courses.current().imports
    packages = [*(name for name in imports if name == "keras"), "nbgrader", "jupyterlab"]
    looks: list[Callable[[], Answer]] = [
        _python,
        *(lambda name=name: _package(name) for name in packages),
        *([_tensorflow, _gpu] if "tensorflow" in imports else []),
        _memory,
        _disk,
        _kernel,
        _data,
        _sandbox,
        _memory_of_notebooks,
        _processors,
    ]
    for look in looks:
        yield look()


def _python() -> Answer:
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Answer("Python", "ready", platform.python_version())
    return Answer(
        "Python",
        "missing",
        f"{platform.python_version()}, the course needs 3.11 to 3.13",
        "install Python 3.13, then: make lab PYTHON=python3.13",
    )


def _package(name: str) -> Answer:
    try:
        return Answer(name, "ready", version(name))
    except PackageNotFoundError:
        return Answer(name, "missing", "not installed", "pip install -e .")


def _tensorflow() -> Answer:
    """Import it for real, in a process of its own: on an unfit processor that process dies."""
    start = time.perf_counter()
    run = _run_tensorflow()
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or [f"exit code {run.returncode}"])[-1][:90]
        return Answer("tensorflow", "missing", f"does not import: {reason}", "pip install -e .")
    seconds = time.perf_counter() - start
    return Answer("tensorflow", "ready", f"{_tensorflow_version()}, imports in {seconds:.0f} s")


@functools.cache
def _run_tensorflow() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _TENSORFLOW_PROBE],
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        check=False,
    )


def _tensorflow_version() -> str:
    for name in ("tensorflow-cpu", "tensorflow"):
        try:
            return f"{version(name)} ({name})"
        except PackageNotFoundError:
            continue
    return "unknown version"


def _gpu() -> Answer:
    run = _run_tensorflow()
    names = json.loads(run.stdout.strip().splitlines()[-1]) if run.returncode == 0 else []
    if names:
        return Answer("GPU", "ready", ", ".join(names))
    if shutil.which("nvidia-smi"):
        return Answer(
            "GPU",
            "limited",
            "there is one, TensorFlow does not see it",
            'see "A GPU" in docs/installing.md',
        )
    return Answer("GPU", "ready", "none, and none is needed")


def _memory() -> Answer:
    free = psutil.virtual_memory().available / _GIB
    says = f"{free:.1f} GiB free"
    if free >= 4:
        return Answer("memory", "ready", says)
    return Answer("memory", "limited", f"{says}, a training needs 4", "close other programs")


def _disk() -> Answer:
    free = shutil.disk_usage(ROOT).free / _GIB
    says = f"{free:.1f} GiB free"
    if free >= 2:
        return Answer("disk", "ready", says)
    return Answer(
        "disk", "limited", f"{says}, the data need 1", "free some space, or set COURSE_DATA_DIR"
    )


def _kernel() -> Answer:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        return Answer("kernel", "missing", "no kernel python3", _KERNEL_FIX)
    command = spec.argv[0]
    # Jupyter runs a bare "python" with the Python that Jupyter itself runs with.
    if (
        command in ("python", "python3")
        or Path(command).resolve() == Path(sys.executable).resolve()
    ):
        return Answer("kernel", "ready", "python3 runs in this environment")
    return Answer(
        "kernel",
        "limited",
        f"python3 runs in another environment ({command})",
        _KERNEL_FIX,
    )


def _data() -> Answer:
    return Answer("data", "ready", courses.current().state_of_data())


def _sandbox() -> Answer:
    """The strongest walls, and what makes them stronger where something does."""
    why_not = walls.KINDS["namespaces"].why_not()
    if why_not is None:
        return Answer("sandbox", "ready", "walls of namespaces can be built around submissions")
    says, _, remedy = why_not.rpartition(": ")
    if reason := walls.why_none():
        return Answer(
            "sandbox", "limited", f"study and check here, grade elsewhere. {reason}", remedy
        )
    kind = walls.strongest()
    says = f"walls of {kind.name}, because for those of namespaces {says}. {kind.unpromised}"
    return Answer("sandbox", "limited", says, remedy)


_SESSIONS = Path("/proc/sys/kernel/sched_autogroup_enabled")


def _memory_of_notebooks() -> Answer:
    """Who holds what a graded notebook may use."""
    subject = "memory of notebooks"
    if cgroup.place_for_notebooks():
        return Answer(subject, "ready", "held by the system: each has a cgroup")
    return Answer(
        subject,
        "ready",
        "watched, five times a second; the system would hold it in a run that is started with "
        "systemd-run --user --scope --property=Delegate=yes",
    )


def _processors() -> Answer:
    """How notebooks that are graded side by side share the processors."""
    subject = "processors"
    cores = os.cpu_count()
    if _SESSIONS.is_file() and _SESSIONS.read_text().strip() == "1":
        return Answer(subject, "ready", f"{cores}, shared evenly among notebooks")
    return Answer(
        subject,
        "limited",
        f"{cores}, shared among processes: a notebook with many of them slows its neighbours for "
        "some seconds, until its own stand still",
        f"echo 1 > {_SESSIONS} (as root, on Linux)",
    )
