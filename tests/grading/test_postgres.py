"""A gradebook in PostgreSQL, in a server that this test starts and stops."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from grader.grading import autograde as module
from grader.grading.autograde import Summary, autograde

sys.path.insert(0, str(Path(__file__).parent))
from stand_in import CONFIG, FULL, HereAndNow, grade, hand_in, make_course, marks_of

pytestmark = pytest.mark.slow

# PostgreSQL refuses to run as root.
USER = "postgres" if os.geteuid() == 0 else None


def program(name: str) -> str:
    """Path of a program of PostgreSQL; Debian keeps them off the PATH."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(places[-1]) if places else None)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt-get install postgresql)")
    return found


@pytest.fixture(scope="module")
def url(short_root: Path) -> Iterator[str]:
    """Address of an empty database in a server on a socket of its own."""
    control, initialize = program("pg_ctl"), program("initdb")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=short_root))  # where another user can go
    if USER is not None:
        shutil.chown(folder, USER)
    data = folder / "data"

    def call(*command: str) -> None:
        subprocess.run(command, user=USER, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    call(initialize, "--pgdata", str(data), "--username=course", "--auth=trust", "--encoding=UTF8")
    settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    call(control, "start", "--wait", f"--pgdata={data}", f"--log={folder}/log", "-o", settings)
    try:
        yield f"postgresql+psycopg://course@/postgres?host={folder}"
    finally:
        call(control, "stop", "--wait", "--mode=immediate", f"--pgdata={data}")
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def course(url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = f'{CONFIG}\nc.CourseDirectory.db_url = "{url}"\n'
    return make_course(tmp_path_factory.mktemp("postgres") / "course", config)


@pytest.fixture(autouse=True)
def no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "workers_at", lambda _at, _n, examiner: HereAndNow(examiner))


def run(course: Path) -> Summary:
    console = Console(file=io.StringIO(), width=200)
    return autograde(course, "toy", workers=1, console=console, grade=grade)


def test_marks_are_recorded_there_and_known_afterwards(course: Path, url: str) -> None:
    for student in ("ana", "Ana María", "安娜"):
        hand_in(course, student, right=["a", "b"])
    first, second = run(course), run(course)
    assert [(found.graded, found.cached, found.problems) for found in (first, second)] == [
        (3, 0, ()),
        (0, 3, ()),
    ]
    assert marks_of(course, "安娜", url) == FULL
    assert not (course / "gradebook.db").exists()


def test_another_result_takes_the_place_of_the_first(course: Path, url: str) -> None:
    hand_in(course, "ben", right=["a", "b"])
    run(course)
    hand_in(course, "ben", right=["b"])
    run(course)
    assert marks_of(course, "ben", url)["1_first_a"] == 0.0
