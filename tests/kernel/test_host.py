"""One warm parent for several processes: who may ask, and what ends with whom."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psutil
import pytest

from grader.errors import CourseError
from grader.sandbox import host, walls, warm

OPEN = host.Configuration("none")

ASKS = """
import sys
from jupyter_client.manager import KernelManager
from grader.sandbox import host, warm
manager = KernelManager(kernel_name="sandboxed-python3")
manager.start_kernel(files={})
print(warm.parent(host.Configuration()).pid, manager.provisioner._kernel.id, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def own() -> Iterator[host.Host]:
    with closing(host.Host(OPEN)) as own:
        yield own


def test_only_its_user_may_come_in(own: host.Host) -> None:
    assert stat.S_IMODE((own.folder / host.DOOR).stat().st_mode) == 0o600


def test_a_host_is_known_by_what_it_serves(own: host.Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OPEN.variable, str(own.folder))
    assert host.folder_for(OPEN) == own.folder
    assert host.folder_for(host.Configuration()) != own.folder


def test_a_host_that_is_gone_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(host.Host(OPEN)) as gone:
        monkeypatch.setenv(OPEN.variable, str(gone.folder))
    monkeypatch.setattr(host, "_own", {})
    assert host.folder_for(OPEN) != gone.folder
    host._own[os.getpid(), OPEN].close()


def test_what_keeps_it_from_starting_is_told(
    own: host.Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [sys.executable, "-c", "raise SystemExit('no room for TensorFlow')"]
    monkeypatch.setattr(host, "_command", lambda *_: fails)
    with pytest.raises(CourseError, match=r"did not start.*wrote last: 'no room for TensorFlow'"):
        warm.WarmParent(own.folder)


@pytest.mark.slow
def test_processes_share_it_and_their_kernels_end_with_them(jupyter_path: None) -> None:
    if reason := walls.why_none():
        pytest.skip(reason)
    command, pipe = [sys.executable, "-c", ASKS], subprocess.PIPE
    with ExitStack() as ends:
        others = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
        for other in others:
            ends.callback(other.communicate)  # closes its pipes, and so it ends
        pids, kernels = zip(*[_line(other).split() for other in others], strict=True)
        parent = warm.parent(host.Configuration())
        assert {str(parent.pid)} == {*pids}
        others[0].send_signal(signal.SIGKILL)
        others[0].wait()
        psutil.wait_procs(_named(parent, kernels[0]), timeout=10)
        assert _named(parent, kernels[0]) == []
        assert [process.name() for process in _named(parent, kernels[1])] == [kernels[1]]


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _named(parent: warm.WarmParent, kernel: str) -> list[psutil.Process]:
    """The guardian of a kernel, which has its name; the others below it may have it too."""
    children = psutil.Process(parent.pid).children(recursive=True)
    return [child for child in children if child.name() == kernel][:1]


@pytest.mark.slow
def test_another_host_in_the_environment_is_asked_from_then_on(
    own: host.Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPEN.variable, str(own.folder))
    first = warm.parent(OPEN)
    assert warm.parent(OPEN) is first
    with closing(host.Host(OPEN)) as other:
        monkeypatch.setenv(OPEN.variable, str(other.folder))
        assert warm.parent(OPEN).pid != first.pid
