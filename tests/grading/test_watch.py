"""Grading what arrives: what is graded, in which order, how often, and what students read of it."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from grader.errors import CourseError
from grader.grading import autograde as run_module
from grader.grading.autograde import autograde
from grader.grading.cache import seed_of_assignment
from grader.grading.cluster import Examiner
from grader.grading.directory import AssignmentDirectory, alone
from grader.grading.options import Options
from grader.grading.recording import Recorder
from grader.grading.rules import rules_of
from grader.grading.watching import watch as module
from grader.grading.watching.inbox import Arrival
from grader.grading.watching.journal import Entry, Journal
from grader.grading.watching.tries import Tries, in_words, seconds_of
from grader.grading.watching.watch import Watcher, watch

sys.path.insert(0, str(Path(__file__).parent))
from exchange import EXCHANGE_CONFIG, Exchange
from killed_watch import POINTS
from stand_in import (
    ASSIGNMENT,
    FULL,
    HereAndNow,
    copy_of,
    grade,
    hand_in,
    make_course,
    marks_of,
    wait_until,
)

# nbgrader's release_feedback leaves it to Python to close a file.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*timestamp.txt:ResourceWarning")

UNLIMITED = Tries()
FUTURE = "2031-01-01 00:00:00.000000 UTC"


class Watch:
    """A watch in this process, which goes on when it is told to; its clock can be put."""

    def __init__(self, course: Path, tries: Tries, stack: Any) -> None:
        self.console = Console(file=io.StringIO(), width=1000)
        self.ahead = 0.0
        assigned = AssignmentDirectory.at(course, ASSIGNMENT)
        seed = seed_of_assignment(assigned.folder, None)
        material = assigned.material()
        examiner = Examiner(material, seed, Options(), grade)
        recorder = Recorder(assigned.config, ASSIGNMENT, rules_of(material))
        stack(lambda: recorder.__exit__())
        self.workers = HereAndNow(examiner)
        self.watcher = Watcher(
            assigned,
            examiner,
            recorder,
            self.workers,
            tries,
            self.console,
            clock=lambda: time.time() + self.ahead,
        )
        self.journal = assigned.folder / "watch" / "journal.jsonl"

    def go_on(self) -> "Watch":
        """Until nothing is left to do."""
        for _ in range(20):
            self.watcher.go_on()
        return self

    @property
    def said(self) -> list[str]:
        """The lines for the instructor, without their times."""
        return [line.partition(" ")[2] for line in self.console.file.getvalue().splitlines()]

    @property
    def became(self) -> list[tuple[str, str, float]]:
        """Student, outcome and points of what was answered."""
        lines = map(json.loads, self.journal.read_text().splitlines())
        return [(line["student"], line["became"], line["score"]) for line in lines]


Start = Callable[..., Watch]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("released") / "course", EXCHANGE_CONFIG)


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return copy_of(released, tmp_path / "course")


@pytest.fixture
def exchange(course: Path) -> Exchange:
    return Exchange(course)


@pytest.fixture
def start(course: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts a watch; each look is due, and what went wrong is tried again at once."""
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(module, "_FIRST_DELAY", 0.0)
    return lambda tries=UNLIMITED: Watch(course, tries, request.addfinalizer)


# --- what is graded -------------------------------------------------------------------------------


def test_what_arrives_is_graded_and_its_feedback_can_be_fetched(
    course: Path, exchange: Exchange, start: Start
) -> None:
    watch = start()
    assert watch.go_on().said == [
        f"Watching {exchange.inbound}. Ctrl-C ends it, and nothing is lost."
    ]
    exchange.submit("ana", right=["a", "b"])
    assert watch.go_on().became == [("ana", "graded", 10.0)]
    assert marks_of(course, "ana") == FULL
    (page,) = exchange.fetched("ana")
    assert re.search(r"Try 1, arrived at 2\S+ \S+ UTC\. It counts\.", page)
    assert (course / "submitted" / "ana" / ASSIGNMENT / "1_first.ipynb").exists()
    assert re.fullmatch(r"ana: 10 of 10 points, try 1, \S+ s after it arrived", watch.said[-1])


def test_a_newer_submission_replaces_an_older_one(
    course: Path, exchange: Exchange, start: Start
) -> None:
    watch = start()
    exchange.submit("ana", right=["a", "b"])
    watch.go_on()
    exchange.submit("ana", right=["a"])
    assert watch.go_on().became == [("ana", "graded", 10.0), ("ana", "graded", 4.0)]
    assert marks_of(course, "ana")["1_first_b"] == 0.0
    first, second = exchange.fetched("ana")
    assert ("Try 1," in first, "Try 2," in second) == (True, True)


def test_of_many_that_wait_only_the_newest_is_graded_and_each_is_answered(
    exchange: Exchange, start: Start, tmp_path: Path
) -> None:
    """A student hands in 50 times in a minute."""
    log = tmp_path / "log"
    for _ in range(49):
        exchange.submit("ana", right=["a"], log=str(log))
    exchange.submit("ana", right=["a", "b"], log=str(log))
    exchange.submit("ben", right=["a"], log=str(log))
    watch = start().go_on()
    assert log.read_text().split() == ["ana", "ben"]
    replaced = [("ana", "replaced", 0.0)] * 49
    assert watch.became == [*replaced, ("ana", "graded", 10.0), ("ben", "graded", 4.0)]
    pages = exchange.fetched("ana")
    assert len(pages) == 50
    assert ["you handed in again before its turn" in page for page in pages] == [
        *[True] * 49,
        False,
    ]
    assert "This one used up no try." in pages[0]


def test_the_seed_is_the_assignments_so_that_the_same_work_has_the_same_cases(
    course: Path, exchange: Exchange, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.submit("ana", right=["a"])
    start().go_on()
    exchange.submit("ana", right=["a", "b"])
    start().go_on()
    seed = json.loads((course / "grading" / ASSIGNMENT / "seed.json").read_text())["seed"]
    marker = course / "grading" / ASSIGNMENT / "recorded" / "ana.json"
    assert json.loads(marker.read_text())["result"].split()[1] == str(seed)
    monkeypatch.setattr(run_module, "workers_at", lambda _at, _n, examiner: HereAndNow(examiner))
    console = Console(quiet=True)
    summary = autograde(course, ASSIGNMENT, workers=1, console=console, grade=grade)
    assert (summary.graded, summary.cached) == (0, 1)


def test_time_and_lateness_are_those_that_nbgrader_wrote(
    course: Path, exchange: Exchange, start: Start
) -> None:
    folder = exchange.submit("ana", right=["a"])
    start().go_on()
    autograded = course / "autograded" / "ana" / ASSIGNMENT / "timestamp.txt"
    assert autograded.read_text() == folder.name.split("+")[2]


def test_what_a_watch_has_answered_the_next_one_leaves_alone(
    exchange: Exchange, start: Start, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    exchange.submit("ana", right=["a"], log=str(log))
    start().go_on()
    watch = start().go_on()
    assert (len(watch.said), log.read_text().split()) == (1, ["ana"])


def test_a_link_in_a_submission_is_not_followed(
    course: Path, exchange: Exchange, start: Start
) -> None:
    """`nbgrader collect` follows it, with the instructor's rights."""
    folder = exchange.submit("ana", right=["a"])
    (folder / "notes.txt").symlink_to(course / "gradebook.db")
    start().go_on()
    collected = course / "submitted" / "ana" / ASSIGNMENT
    assert sorted(path.name for path in collected.iterdir()) == [
        *("1_first.ipynb", "2_second.ipynb", "submission_secret.txt", "timestamp.txt")
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("..+toy+2026-01-01 00:00:00 UTC+x", "it leads to another folder"),
        ("ana+toy+yesterday at noon+x", "there is no time in its name"),
    ],
)
def test_a_folder_that_nbgrader_did_not_make_is_passed_over(
    exchange: Exchange, start: Start, name: str, reason: str
) -> None:
    shutil.copytree(exchange.submit("ana", right=["a"]), exchange.inbound / name)
    watch = start().go_on()
    (said,) = [line for line in watch.said if "is passed over" in line]
    assert reason in said
    assert watch.became == [("ana", "graded", 4.0)]


def test_another_owner_is_told_of(course: Path, exchange: Exchange, start: Start) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace("check_owner = False", "check_owner = True"))
    exchange.submit("ana", right=["a"])
    said = start().go_on().said
    assert "owns what was handed in under this name. Ask both" in said[1]


# --- a folder instead of an exchange --------------------------------------------------------------


def test_without_an_exchange_the_folder_of_submissions_is_watched(
    course: Path, start: Start
) -> None:
    watch = start()
    assert watch.said == [
        f"Watching {course}/submitted/*/toy. Ctrl-C ends it, and nothing is lost."
    ]
    hand_in(course, "ana", right=["a", "b"])
    assert not (watch.go_on().journal).exists()  # the folder may still be written to
    watch.ahead = 3
    assert watch.go_on().became == [("ana", "graded", 10.0)]
    page = course / "feedback" / "ana" / ASSIGNMENT / "1_first.html"
    assert "Try 1, arrived at" in page.read_text()
    hand_in(course, "ana", right=["a"])
    watch.go_on()
    watch.ahead = 6
    assert watch.go_on().became[1:] == [("ana", "graded", 4.0)]


def test_in_a_folder_that_was_only_touched_there_is_nothing_new(course: Path, start: Start) -> None:
    watch = start()
    folder = hand_in(course, "ana", right=["a", "b"])
    for watch.ahead in (0, 3):
        watch.go_on()
    os.utime(folder / "1_first.ipynb")
    for watch.ahead in (6, 9):
        watch.go_on()
    assert watch.became == [("ana", "graded", 10.0)]


def test_over_the_limit_a_page_lies_beside_the_feedback(course: Path, start: Start) -> None:
    watch = start(Tries(attempts=1))
    for watch.ahead, right in ((3, ["a"]), (6, ["a", "b"])):
        hand_in(course, "ana", right=right)
        watch.go_on()
        watch.ahead += 3
        watch.go_on()
    assert watch.became == [("ana", "graded", 4.0), ("ana", "refused", 0.0)]
    page = course / "feedback" / "ana" / ASSIGNMENT / "not_graded.html"
    assert "you have had your one try" in page.read_text()
    assert marks_of(course, "ana")["1_first_b"] == 0.0


# --- how often ------------------------------------------------------------------------------------

FIRST = Entry("1", "ana", "", 1_000_000.0, 1_000_003.0, "graded", 17.0, 20.0)


def arrival(after: float) -> Arrival:
    """A second submission, some seconds after the first."""
    return Arrival("2", "ana", Path(), FIRST.arrived + after, "")


def test_too_early_says_what_counts_and_when_the_next_try_is() -> None:
    assert Tries(every=600).refusal([FIRST], arrival(200)) == (
        "This submission arrived at 1970-01-12 13:50:00 UTC and was not graded: there is one try "
        "in 10 minutes. The one that arrived at 1970-01-12 13:46:40 UTC counts, with 17 of 20 "
        "points. The next try is possible from 1970-01-12 13:56:40 UTC on. Hand in again then."
    )


def test_one_too_many_says_what_counts_and_that_there_is_no_next_one() -> None:
    assert Tries(attempts=2).refusal([FIRST, FIRST], arrival(200)) == (
        "This submission arrived at 1970-01-12 13:50:00 UTC and was not graded: you have had all 2 "
        "tries. The one that arrived at 1970-01-12 13:46:40 UTC counts, with 17 of 20 points. "
        "There is no further try; ask your instructor if something went wrong."
    )


@pytest.mark.parametrize(
    ("tries", "after", "refused"),
    [
        (Tries(), 0, False),
        (Tries(every=600), 599, True),
        (Tries(every=600), 600, False),
        (Tries(attempts=1), 10**6, True),
        (Tries(attempts=2, every=600), 10, True),
        (Tries(attempts=2, every=600), 700, False),
        (Tries(every=600), -3600, False),  # the clock was put back: in doubt for the student
    ],
)
def test_a_try_is_refused_within_its_time_or_beyond_their_number(
    tries: Tries, after: float, refused: bool
) -> None:
    assert bool(tries.refusal([FIRST], arrival(after))) == refused


def test_the_feedback_says_which_try_it_was_and_when_the_next_one_is() -> None:
    assert Tries(3, 600).note([FIRST], arrival(700)) == (
        "Try 2 of 3, arrived at 1970-01-12 13:58:20 UTC. It counts. The next is possible from "
        "1970-01-12 14:08:20 UTC on."
    )
    assert Tries(2, 600).note([FIRST], arrival(700)).endswith("There is no further try.")


@pytest.mark.parametrize(
    ("written", "seconds", "read"),
    [
        ("90s", 90, "90 seconds"),
        ("10m", 600, "10 minutes"),
        ("1h", 3600, "1 hour"),
        ("2d", 172_800, "2 days"),
    ],
)
def test_durations(written: str, seconds: float, read: str) -> None:
    assert (seconds_of(written), in_words(seconds)) == (seconds, read)


def test_what_is_no_duration_is_told() -> None:
    with pytest.raises(CourseError, match="The duration is '10', expected a number and s, m, h or"):
        seconds_of("10")


def test_the_sentence_of_a_refusal_reaches_the_student(
    course: Path, exchange: Exchange, start: Start
) -> None:
    watch = start(Tries(every=600))
    exchange.submit("ana", right=["a"])
    watch.go_on()
    exchange.submit("ana", right=["a", "b"])
    exchange.submit("ana", right=["a", "b"])
    watch.go_on()
    assert [became for _, became, _ in watch.became] == ["graded", "replaced", "refused"]
    page = exchange.fetched("ana")[-1]
    assert "there is one try in 10 minutes" in page
    assert re.search(r"counts, with 4 of 10 points\. The next try is possible from 2", page)
    assert marks_of(course, "ana")["1_first_b"] == 0.0
    assert not (course / "grading" / ASSIGNMENT / "watch" / "answers" / "ana").exists()


# --- bad weather ----------------------------------------------------------------------------------


def test_half_a_submission_waits_until_it_is_whole(exchange: Exchange, start: Start) -> None:
    """A server is restarted while a submission is copied, and then goes on or does not."""
    watch = start()
    folder = exchange.submit("ana", right=["a"])
    secret = (folder / "submission_secret.txt").read_text()
    (folder / "submission_secret.txt").unlink()
    assert not watch.go_on().journal.exists()
    (folder / "submission_secret.txt").write_text(secret[:60])
    assert not watch.go_on().journal.exists()
    (folder / "submission_secret.txt").write_text(secret)
    folder.chmod(0o755)
    assert not watch.go_on().journal.exists()
    folder.chmod(0o777)
    assert watch.go_on().became == [("ana", "graded", 4.0)]


def test_half_a_submission_that_was_broken_off_is_told_of_once(
    exchange: Exchange, start: Start
) -> None:
    watch = start(Tries(attempts=1))
    folder = exchange.submit("ana", right=["a"])
    (folder / "submission_secret.txt").unlink()
    watch.ahead = 61
    watch.go_on().go_on()
    assert watch.said[1:] == [
        f"ana: half of a submission lies in {folder} and has not changed for a minute: there is no "
        "submission_secret.txt. It is not graded and uses up no try. Ask ana to hand in again."
    ]
    exchange.submit("ana", right=["a", "b"])
    assert watch.go_on().became == [("ana", "graded", 10.0)]


def test_a_submission_from_the_future_does_not_hide_the_ones_after_it(
    course: Path, exchange: Exchange, start: Start
) -> None:
    """`nbgrader collect` takes the one that says the latest time, for ever."""
    watch = start()
    exchange.submit("ana", at=FUTURE, right=["a"])
    said = watch.go_on().said
    assert f"ana: the submission says {FUTURE} and lay there at 2" in said[1]
    exchange.submit("ana", right=["a", "b"])
    assert watch.go_on().became == [("ana", "graded", 4.0), ("ana", "graded", 10.0)]
    assert marks_of(course, "ana") == FULL


def test_a_clock_that_is_put_back_costs_nobody_a_try(exchange: Exchange, start: Start) -> None:
    watch = start(Tries(every=600))
    exchange.submit("ana", right=["a"])
    watch.go_on()
    watch.ahead = -86_400
    exchange.submit("ana", at="2020-01-01 00:00:00.000000 UTC", right=["a", "b"])
    assert watch.go_on().became == [("ana", "graded", 4.0), ("ana", "graded", 10.0)]


def test_of_two_that_wait_the_later_seen_is_newer_whatever_the_clock(
    exchange: Exchange, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = start()
    monkeypatch.setattr(HereAndNow, "has_room", False)
    exchange.submit("ana", right=["a"])
    watch.go_on()
    watch.ahead = -86_400
    exchange.submit("ana", right=["a", "b"])
    watch.go_on()
    monkeypatch.setattr(HereAndNow, "has_room", True)
    assert watch.go_on().became == [("ana", "replaced", 0.0), ("ana", "graded", 10.0)]


def test_a_second_grader_is_told_who_is_at_work(course: Path, exchange: Exchange) -> None:
    with (
        alone(course / "grading" / ASSIGNMENT, "one with --watch"),
        pytest.raises(CourseError, match=r"at work in .*: one with --watch, process \d+ on .*Wait"),
    ):
        watch(course, ASSIGNMENT, workers=1, tries=Tries(), console=Console(quiet=True))


def test_an_exchange_that_is_away_for_a_while(exchange: Exchange, start: Start) -> None:
    watch = start()
    away = exchange.folder.with_name("away")
    exchange.folder.rename(away)
    watch.go_on()
    assert watch.said[1:] == [
        f"{exchange.inbound} cannot be read: No such file or directory. It is tried each second."
    ]
    away.rename(exchange.folder)
    exchange.submit("ana", right=["a"])
    assert watch.go_on().became == [("ana", "graded", 4.0)]


def test_a_gradebook_that_is_locked_for_a_while(
    exchange: Exchange, start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    watch, log = start(), tmp_path / "log"
    convert = Recorder._record
    fails = iter([True])

    def locked_once(self: Recorder, *arguments: Any) -> Any:
        if next(fails, False):
            raise OSError("database is locked")
        return convert(self, *arguments)

    monkeypatch.setattr(Recorder, "_record", locked_once)
    exchange.submit("ana", right=["a"], log=str(log))
    assert watch.go_on().became == [("ana", "graded", 4.0)]
    assert "Nothing was recorded: OSError: database is locked." in watch.said[1]
    assert log.read_text().split() == ["ana"]  # what was graded is not graded again


def test_a_failing_engine_is_no_mark_uses_up_no_try_and_is_told(
    exchange: Exchange, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = start(Tries(attempts=1))
    exchange.submit("ana", **{"raise": "no walls"})
    watch.watcher.go_on()
    assert "ana: not graded: no walls" in watch.said[1]
    assert not watch.journal.exists()
    assert (
        "The grader failed at this submission. That is no fault of yours"
        in (exchange.fetched("ana")[0])
    )
    exchange.submit("ana", right=["a"])
    assert watch.go_on().became[-1] == ("ana", "graded", 4.0)


def test_the_notebooks_that_the_engine_did_not_fail_at_have_their_marks(
    course: Path, exchange: Exchange, start: Start
) -> None:
    watch = start()
    exchange.submit("ana", right=["a", "b"], fails_at="1_first")
    watch.watcher.go_on()
    assert marks_of(course, "ana")["2_second_a"] == 2.0
    assert not watch.journal.exists()


@pytest.fixture
def small_disk(course: Path) -> Iterator[Path]:
    """The exchange on a disk of its own, of one megabyte."""
    place = course / "exchange"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=777", "tmpfs", place],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"A small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    file = disk / "full"
    with open(file, "wb", buffering=0) as written:
        try:
            while True:
                written.write(b"\0" * 4096)
        except OSError:
            return file


def test_a_full_exchange_keeps_the_feedback_back_and_nothing_else(
    course: Path, small_disk: Path, start: Start, tmp_path: Path
) -> None:
    exchange, log = Exchange(course), tmp_path / "log"
    exchange.submit("ana", right=["a", "b"], log=str(log))
    full = fill(small_disk)
    watch = start()
    watch.watcher.go_on()
    assert (marks_of(course, "ana"), watch.journal.exists()) == (FULL, False)
    assert re.match(
        r"ana: OSError: \[Errno 28\] No space left on device.*, while giving the feedback back "
        r"\(the marks are recorded\)\. Nothing is lost; it is tried again in",
        watch.said[1],
    )
    full.unlink()
    assert watch.go_on().became == [("ana", "graded", 10.0)]
    assert "Try 1" in exchange.fetched("ana")[0]
    assert log.read_text().split() == ["ana"]


def test_who_hands_in_on_a_full_disk_hands_in_again(
    course: Path, small_disk: Path, start: Start
) -> None:
    exchange, watch = Exchange(course), start(Tries(attempts=1))
    full = fill(small_disk)
    with pytest.raises((OSError, shutil.Error), match="No space left"):
        exchange.submit("ana", right=["a"])
    assert not watch.go_on().journal.exists()
    full.unlink()
    exchange.submit("ana", right=["a", "b"])
    assert watch.go_on().became == [("ana", "graded", 10.0)]


# --- the journal ----------------------------------------------------------------------------------


def test_half_a_line_of_the_journal_is_as_if_it_had_not_been_written(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).add(FIRST)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:30])
    assert Journal(path).of("ana") == [FIRST]
    assert path.read_bytes() == whole


def test_a_damaged_line_of_the_journal_costs_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).add(FIRST)
    path.write_bytes(b"{}\n" + path.read_bytes())
    assert Journal(path).of("ana") == [FIRST]
    assert caplog.messages == [f"Line 1 of {path} is damaged and left aside."]


# --- kill -9 --------------------------------------------------------------------------------------

HERE = Path(__file__).parent


def script(*arguments: str) -> str:
    """What a program of the tests prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def killed(released: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By the point where a watch was killed: the course, and how that watch and the next ended."""
    course = copy_of(released, tmp_path_factory.mktemp("killed") / "course")
    program = str(HERE / "killed_watch.py")
    script(program, "prepare", str(course))
    found: dict[str, Any] = json.loads(script(program, str(course), *POINTS))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_a_watch_that_is_killed_anywhere_loses_nothing(killed: dict[str, Any], point: str) -> None:
    """Ana's second submission and Ben's first are graded, counted and answered, each once."""
    root, first, second = killed[point]
    course = Path(root)
    assert (first, second) == (-signal.SIGKILL, 0)
    assert marks_of(course, "ana") == FULL
    assert marks_of(course, "ben")["1_first_a"] == 2.0
    journal = Journal(course / "grading" / ASSIGNMENT / "watch" / "journal.jsonl")
    assert [(entry.became, entry.score) for entry in journal.of("ana")] == [
        ("graded", 4.0),
        ("graded", 10.0),
    ]
    assert [(entry.became, entry.score) for entry in journal.of("ben")] == [("graded", 4.0)]
    ana, ben = Exchange(course).fetched("ana"), Exchange(course).fetched("ben")
    assert ["Try 1," in ana[0], "Try 2," in ana[1], "Try 1," in ben[0]] == [True] * 3
    for step in ("submitted", "autograded", "feedback"):
        places = (course / step).glob("*/*")
        assert sorted(str(place.relative_to(course / step)) for place in places) == [
            f"ana/{ASSIGNMENT}",
            f"ben/{ASSIGNMENT}",
        ]


COMMAND = """
import sys
from pathlib import Path
from rich.console import Console
from grader.grading.watching.tries import Tries
from grader.grading.watching.watch import watch
from stand_in import grade

if __name__ == "__main__":
    watch(Path(sys.argv[1]), "toy", workers=2, tries=Tries(), console=Console(), grade=grade)
"""


@pytest.mark.slow
def test_after_kill_9_the_same_command_goes_on_and_sigterm_ends_it(
    course: Path, exchange: Exchange, started: Callable[[], subprocess.Popen[str]], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    exchange.submit("ana", right=["a", "b"], log=str(log), seconds=2)
    process = started()
    wait_until(log.exists)  # it is being graded
    family = [*psutil.Process(process.pid).children(recursive=True)]
    process.kill()
    process.wait()
    assert psutil.wait_procs(family, timeout=60)[1] == []
    process = started()
    journal = course / "grading" / ASSIGNMENT / "watch" / "journal.jsonl"
    wait_until(journal.exists)
    exchange.submit("ben", right=["a"])
    wait_until(lambda: len(journal.read_text().splitlines()) == 2)
    assert (marks_of(course, "ana"), marks_of(course, "ben")["1_first_a"]) == (FULL, 2.0)
    family = [*psutil.Process(process.pid).children(recursive=True)]
    process.terminate()
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in output) == (0, False), output
    assert output.splitlines()[-1] == "Ended. The same command goes on where this one was."
    assert psutil.wait_procs(family, timeout=30)[1] == []
