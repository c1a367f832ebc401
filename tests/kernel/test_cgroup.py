"""A cgroup for each notebook, where the system gives this process one of its own to divide.

Each test runs in a process of its own, in a new cgroup: its processes move within it.
"""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path("/sys/fs/cgroup")
Run = Callable[..., str]

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0
    or not (ROOT / "cgroup.subtree_control").exists()
    or "memory" not in (ROOT / "cgroup.subtree_control").read_text().split(),
    reason="needs root, and cgroups of version 2 that hold memory",
)


@pytest.fixture
def given() -> Iterator[Path]:
    """A cgroup as a container or systemd hands one over."""
    path = ROOT / f"course-test-{os.getpid()}"
    path.mkdir()
    yield path
    (path / "cgroup.kill").write_text("1")
    for folder in (*path.iterdir(), path):
        if folder.is_dir():
            folder.rmdir()


@pytest.fixture
def run(given: Path) -> Run:
    """Run code in there; gives what it prints."""

    def run(code: str, within: Path = given) -> str:
        enter = f"open({str(within / 'cgroup.procs')!r}, 'w').write('0')\n"
        command = [sys.executable, "-c", enter + textwrap.dedent(code)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.stdout.strip()

    return run


def test_a_run_takes_its_own_cgroup_and_leaves_it_to_the_notebooks(run: Run, given: Path) -> None:
    where = "print(cgroup.place_for_notebooks(), open('/proc/self/cgroup').read())"
    said = run(f"from grader.sandbox import cgroup; {where}")
    assert said.split() == [str(given), f"0::/{given.name}/grader"]
    assert "memory" in (given / "cgroup.subtree_control").read_text().split()


def test_a_worker_started_in_there_finds_the_same_place(run: Run, given: Path) -> None:
    find = "from grader.sandbox import cgroup; print(cgroup.place_for_notebooks())"
    assert run(find) == run(find, given / "grader") == str(given)


def test_where_others_are_too_nothing_is_moved(run: Run, given: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        (given / "cgroup.procs").write_text(str(other.pid))
        said = run("from grader.sandbox import cgroup; print(cgroup.place_for_notebooks())")
        assert (given / "cgroup.procs").read_text().split() == [str(other.pid)]
        other.kill()
    assert said == "None"


def test_the_system_holds_what_a_notebook_may_use(run: Run, given: Path) -> None:
    said = run("""
        import os
        from grader.sandbox import cgroup
        notebook = cgroup.make("notebook-1", 64 * 2**20)
        with notebook.entrance() as group:
            child = os.fork()
            if child == 0:
                os.write(group, b"0")
                os.fork()
                bytearray(100 * 2**20)
                os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), notebook.was_full)
        notebook.remove()
    """)
    assert said == "-9 True"
    assert [folder.name for folder in given.iterdir() if folder.is_dir()] == ["grader"]


@pytest.mark.slow
def test_a_kernel_is_in_its_cgroup_with_all_its_processes(run: Run, given: Path) -> None:
    said = run("""
        from grader.checks.brief import Brief
        from grader.grading.execution import execute
        from grader.grading.options import Options
        from grader.kernel.limits import MIB, Limits
        import nbformat
        cells = [
            "import subprocess; print(subprocess.check_output(['cat', '/proc/1/cgroup']).decode())",
            "x = bytearray(500 * 2**20)",
        ]
        notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
        options = Options(limits=Limits(memory=200 * MIB, written=8 * MIB))
        done = execute(notebook, {0, 1}, {}, Brief("run", {}, {}), options)
        print(done.notebook.cells[0].outputs[0].text.strip(), done.end.kind)
    """)
    assert said == "0::/ memory"
    assert [folder.name for folder in given.iterdir() if folder.is_dir()] == ["grader"]
