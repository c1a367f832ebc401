"""Fast tests first, so that a mistake shows within seconds; slow ones still run.

What takes minutes to make is made once, also when several processes share the tests.
"""

import contextlib
import copy
import fcntl
import json
import os
import re
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from grader.course import (
    ROOT,
    keep_temporary_files_together,
    put_scripts_on_path,
    source_notebooks,
)
from grader.sandbox import host, walls

MakeOnce = Callable[[str, Callable[[Path], None]], Path]
LargestFile = Callable[[int], contextlib.AbstractContextManager[None]]

# Which files to begin with when several processes share them: what takes minutes would else be
# waited for at the end. What others need too comes first.
LONGEST = (
    "test_solutions",
    "test_museum",
    "test_attacks",
    "test_hub",
    "test_nbgrader",
    "test_read",
    "test_global_state",
    "test_class",
    "test_users",
    "test_watch",
    "test_handing_in",
    "test_sandbox",
    "test_student",
    "test_repeatable",
    "test_dask",
    "test_other_course",
    "test_devices",
)
TRAINING = "5_training"  # the notebook that trains the whole network
CHROMIUM = shutil.which("chromium")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

put_scripts_on_path()  # as the command line does: nbgrader starts alembic by name
# Pytest keeps its own folders of the last runs; all other temporary files go at the end.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
keep_temporary_files_together()
os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn, no window is opened


def pytest_configure(config: pytest.Config) -> None:
    """One warm parent for all tests and for the commands they run; it starts when one asks."""
    if "PYTEST_XDIST_WORKER" not in os.environ and os.name == "posix":
        configuration = host.Configuration()
        own = host.Host(configuration)
        os.environ[configuration.variable] = str(own.folder)
        config.add_cleanup(own.close)


class ByFileAndWalls(LoadFileScheduling):
    """One process has the tests of a file, or those of it behind one kind of walls.

    What a file's tests share is made once then. Those of the attacks share nothing across kinds.
    """

    def _split_scope(self, nodeid: str) -> str:
        kinds = [kind for kind in walls.KINDS if re.search(rf"[\[-]{kind}[\]-]", nodeid)]
        return "-".join([super()._split_scope(nodeid), *kinds])


def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer | None
) -> LoadFileScheduling | None:
    """The processes of `make test`; the option --dist=load shares out test by test instead."""
    return ByFileAndWalls(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests marked slow behind the others; of each, the longest files come first."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(
        key=lambda item: (
            item.get_closest_marker("slow") is not None,
            rank.get(item.path.stem, len(LONGEST)),
        )
    )


@pytest.fixture(scope="session")
def short_root() -> Path:
    """Where temporary files usually are: other users can go there, and a socket's path is short."""
    return Path(os.environ["PYTEST_DEBUG_TEMPROOT"])


@pytest.fixture
def largest_file() -> LargestFile:
    """As a full disk: no file of this process may grow beyond so many bytes during a block."""

    @contextlib.contextmanager
    def limited(n_bytes: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, closed behind each module: no other event loop can run beside it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MakeOnce:
    """A function from a name and a maker to a folder; the first process that asks has it made."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # then each process has a folder of its own in there
        common = common.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        folder = common / name
        with (common / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished = Path(tempfile.mkdtemp(dir=common))
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return once


@pytest.fixture(scope="session")
def after_training(made_once: MakeOnce) -> Path:
    """A student's folder after notebook 5 with the short training, which takes minutes."""

    def make(folder: Path) -> None:
        from grader.commands import train

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_DATA_HOME", str(folder / "own"))
            train.train("short", Console(quiet=True), folder / "unet")
        shutil.rmtree(folder / "own")

    return made_once("after-training", make) / "unet"


@pytest.fixture(scope="session")
def executed_solutions(
    made_once: MakeOnce, request: pytest.FixtureRequest
) -> Callable[[str], Path]:
    """For an assignment the folder with its solutions, every cell of them executed.

    The one with the training of the whole network is executed as a student does it, in an ordinary
    kernel. The others are graded in the sandbox: ``graded.json`` beside them is as what.
    """

    def executed(assignment: str) -> Path:
        def make(folder: Path) -> None:
            _execute_solutions(assignment, folder)
            if TRAINING in [path.stem for path in source_notebooks(ROOT, assignment)]:
                trained: Path = request.getfixturevalue("after_training")
                shutil.copy(trained / f"{TRAINING}.ipynb", folder)

        return made_once(f"solutions-{assignment}", make)

    return executed


def _execute_solutions(assignment: str, folder: Path) -> None:
    from data import streets
    from grader.exercises import plans
    from grader.grading import grade
    from grader.grading.material import load_material
    from grader.grading.options import Options
    from grader.grading.submission import read_submission
    from grader.kernel.limits import GIB, Limits

    streets.load(plans.TINY.n_images)  # a sandbox reads pictures and makes none
    # Lessons train networks, which earns no points and needs more than the defaults.
    limits = Limits(
        cell_seconds=300, notebook_seconds=900, memory=6 * GIB, processes=1024, written=GIB
    )
    executed: list[NotebookNode] = []
    sanitize = grade.sanitize

    def keep_all_outputs(notebook: NotebookNode, released: NotebookNode) -> None:
        """Feedback leaves out much of what cells showed; readers of the site see all of it."""
        executed.append(copy.deepcopy(notebook))
        sanitize(notebook, released)

    whole = load_material(
        ROOT / "notebooks" / assignment, ROOT / "solutions" / assignment, assignment
    )
    chosen = {name: book for name, book in whole.notebooks.items() if name != TRAINING}
    with (
        pytest.MonkeyPatch.context() as patch,
        tempfile.TemporaryDirectory() as handed_in,  # an author may have left a network beside them
    ):
        patch.setattr(grade, "sanitize", keep_all_outputs)
        for name in chosen:
            shutil.copy(ROOT / "solutions" / assignment / f"{name}.ipynb", handed_in)
        graded = grade.grade(
            read_submission(Path(handed_in), "author", assignment),
            replace(whole, notebooks=chosen),
            seed=1,
            options=Options(limits, every_cell=True),
        )
    for notebook, result in zip(executed, graded.notebooks, strict=True):
        nbformat.write(notebook, folder / f"{result.name}.ipynb")
    (folder / "graded.json").write_text(json.dumps(graded.as_json()))
