"""The warm parent that all attacks share, and what must be gone after each of them."""

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import closing
from functools import partial
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
def others() -> Iterator[Executor]:
    """The process that grades honest students beside the attacks."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def kind(request: pytest.FixtureRequest) -> Name:
    """The kind of walls that a test asks for."""
    name: Name = request.param
    if reason := walls.KINDS[name].why_not():
        pytest.skip(reason)
    return name


@pytest.fixture(scope="module")
def warm_parent(kind: Name, others: Executor) -> Iterator[warm.WarmParent]:
    """The warm parent of all attacks and of the honest students beside them, as in a run.

    Honest work gets full marks before and after them.
    """
    configuration = host.Configuration(kind)
    with pytest.MonkeyPatch.context() as patch, closing(host.Host(configuration)) as own:
        patch.setenv(configuration.variable, str(own.folder))
        with pytest.MonkeyPatch.context() as secret:
            secret.setenv("COURSE_SECRET", SECRET_IN_ENVIRONMENT)
            parent = warm.parent(configuration)
        honest = partial(honest_score, walls=kind)
        assert honest() == others.submit(honest).result() == FULL_MARKS
        yield parent
        assert honest() == FULL_MARKS


@pytest.fixture
def nothing_left(warm_parent: warm.WarmParent) -> Iterator[None]:
    """Fail when a process or a room of this test is still there some seconds after it."""
    before = _processes()
    yield
    assert settled(lambda: _rooms(warm_parent)) == set()
    assert settled(lambda: _processes() - before) == set()
    assert warm_parent.alive


def _processes() -> set[str]:
    return {str(process.pid) for process in psutil.Process().children(recursive=True)}


def _rooms(parent: warm.WarmParent) -> set[str]:
    return {path.name for path in parent.rooms.iterdir()}
