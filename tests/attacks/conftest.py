"""The warm parent that all attacks share, and what must be gone after each of them."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import psutil
import pytest

from grader.sandbox import host, walls, warm
from grader.sandbox.unwalled import Name

sys.path.insert(0, str(Path(__file__).parent))
from arena import FULL_MARKS, SECRET_IN_ENVIRONMENT, Course, honest_score, settled


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course folder of its own for each attack."""
    return Course.make(tmp_path)


@pytest.fixture(scope="module")
def hosts() -> Iterator[None]:
    """A warm parent of this module's own for each kind of walls; it starts when one asks.

    They are not fixtures by kind: pytest would end and start one for each notebook, in 20 s.
    """
    with pytest.MonkeyPatch.context() as patch, ExitStack() as ends:
        for name in walls.KINDS:
            configuration = host.Configuration(name)
            own = ends.enter_context(closing(host.Host(configuration)))
            patch.setenv(configuration.variable, str(own.folder))
        yield


@pytest.fixture(scope="module")
def others(hosts: None) -> Iterator[Executor]:
    """The process that grades honest students beside the attacks."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def warm_parent_of(hosts: None, others: Executor) -> Iterator[Callable[[Name], warm.WarmParent]]:
    """Starts the warm parent that all attacks behind a kind of walls share, as in a run.

    Honest work gets full marks before and after them.
    """
    with ExitStack() as ends:

        @cache
        def started(kind: Name) -> warm.WarmParent:
            with pytest.MonkeyPatch.context() as secret:
                secret.setenv("COURSE_SECRET", SECRET_IN_ENVIRONMENT)
                parent = warm.parent(host.Configuration(kind))
            assert others.submit(honest_score, walls=kind).result() == FULL_MARKS
            _assert_full_marks(kind)
            ends.callback(_assert_full_marks, kind)
            return parent

        yield started


def _assert_full_marks(kind: Name) -> None:
    assert honest_score(walls=kind) == FULL_MARKS


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Name:
    """The kind of walls that a test asks for."""
    name: Name = request.param
    if reason := walls.KINDS[name].why_not():
        pytest.skip(reason)
    return name


@pytest.fixture
def nothing_left(kind: Name, warm_parent_of: Callable[[Name], warm.WarmParent]) -> Iterator[None]:
    """Fail when a process or a room of this test is still there some seconds after it."""
    parent = warm_parent_of(kind)
    before = _processes()
    yield
    assert settled(lambda: _rooms(parent)) == set()
    assert settled(lambda: _processes() - before) == set()
    assert parent.alive


def _processes() -> set[str]:
    return {str(process.pid) for process in psutil.Process().children(recursive=True)}


def _rooms(parent: warm.WarmParent) -> set[str]:
    return {path.name for path in parent.rooms.iterdir()}
