"""The cache: what changes a key, what a damaged file costs, and the seed of a run."""

import gzip
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import CourseError
from grader.grading import cache
from grader.grading.cache import (
    Results,
    Run,
    SeedPolicy,
    begin_run,
    end_run,
    key_of,
    policy_for,
    seed_of_assignment,
)
from grader.grading.material import Material
from grader.grading.options import Options
from grader.grading.results import GradedSubmission, Incident
from grader.grading.submission import Submission
from grader.kernel.limits import Limits

SUBMISSION = Submission("ana", "toy", {"1_first.ipynb": b"{}", "helper.py": b"x = 1"})
MATERIAL = Material("toy", {"1_first": "{}"}, {"conv_block": "def conv_block(): ..."})
RUN = Run("this run", 7)


def key(
    submission: Submission = SUBMISSION,
    material: Material = MATERIAL,
    options: Options | None = None,
    seed_policy: SeedPolicy = "random",
) -> str:
    return key_of(submission, material, options or Options(), seed_policy)


def test_the_same_submission_has_the_same_key() -> None:
    same = Submission("ana", "toy", dict(reversed(SUBMISSION.files.items())))
    assert key(same) == key()


@pytest.mark.parametrize(
    "other",
    [
        key(replace(SUBMISSION, files={**SUBMISSION.files, "1_first.ipynb": b"[]"})),
        key(replace(SUBMISSION, files={**SUBMISSION.files, "helper.py": b"x = 2"})),
        key(replace(SUBMISSION, files={**SUBMISSION.files, "new.py": b""})),
        key(replace(SUBMISSION, student="ben")),
        key(replace(SUBMISSION, left_out={"b": "a link"})),
        key(material=replace(MATERIAL, notebooks={"1_first": "{} "})),
        key(material=replace(MATERIAL, functions={})),
        key(options=Options(limits=Limits(cell_seconds=1))),
        key(seed_policy=7),
    ],
)
def test_whatever_decides_the_result_changes_the_key(other: str) -> None:
    assert other != key()


def test_an_edited_grader_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.setattr(cache, "engine_of_this_process", lambda: "another version")
    assert key() != before


def test_a_student_whose_name_is_not_utf8_has_a_key() -> None:
    assert len(key(replace(SUBMISSION, student="an\udce9"))) == 64


def graded(key: str = "k") -> GradedSubmission:
    return GradedSubmission("ana", "toy", 7, key, (), (Incident("files", "a link"),))


def test_a_result_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.keep(graded(), RUN)
    kept = results.find("k")
    assert kept is not None
    assert (kept.graded, kept.run) == (graded(), "this run")
    assert [path.name for path in tmp_path.iterdir()] == ["k.json.gz"]


def test_what_was_not_kept_is_not_found(tmp_path: Path) -> None:
    assert Results(tmp_path).find("k") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"not gzip", gzip.compress(b"{"), gzip.compress(b"{}"), gzip.compress(b"{}")[:-5]],
    ids=["empty", "no gzip", "no JSON", "no result", "cut off"],
)
def test_a_damaged_file_is_named_and_graded_anew(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "k.json.gz").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert Results(tmp_path).find("k") is None
    assert "k.json.gz is damaged and graded anew" in caplog.text


def test_a_file_under_another_key_is_not_used(tmp_path: Path) -> None:
    Results(tmp_path).keep(graded("k"), RUN)
    (tmp_path / "k.json.gz").rename(tmp_path / "l.json.gz")
    assert Results(tmp_path).find("l") is None


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, largest_file: Any) -> None:
    path = tmp_path / "run.json"
    cache.write_json(path, {"old": 1})
    with largest_file(20), pytest.raises(OSError, match="File too large"):
        cache.write_json(path, {"new": "x" * 100})
    assert cache.read_json(path) == {"old": 1}
    assert [found.name for found in tmp_path.iterdir()] == ["run.json"]


def test_a_run_that_stopped_goes_on_with_its_seed(tmp_path: Path) -> None:
    assert begin_run(tmp_path, "random", False) == begin_run(tmp_path, "random", False)


@pytest.mark.parametrize("meant", [(7, False), ("random", True)])
def test_a_run_that_is_meant_otherwise_is_a_new_one(
    tmp_path: Path, meant: tuple[SeedPolicy, bool]
) -> None:
    stopped = begin_run(tmp_path, "random", False)
    assert begin_run(tmp_path, *meant).name != stopped.name


def test_a_complete_run_is_followed_by_another_seed(tmp_path: Path) -> None:
    complete = begin_run(tmp_path, "random", False)
    end_run(tmp_path, again=False)
    assert begin_run(tmp_path, "random", False).seed != complete.seed


def test_who_could_not_be_graded_gets_the_seed_of_the_others(tmp_path: Path) -> None:
    """It is another run all the same: `--force` grades everybody again."""
    complete = begin_run(tmp_path, "random", True)
    end_run(tmp_path, again=True)
    again = begin_run(tmp_path, "random", True)
    assert (again.seed, again.name == complete.name) == (complete.seed, False)


def test_a_fixed_seed_is_the_seed(tmp_path: Path) -> None:
    assert begin_run(tmp_path, 42, False).seed == 42


# --- the assignment's own seed --------------------------------------------------------------------


def test_the_assignments_seed_is_drawn_once(tmp_path: Path) -> None:
    seed = seed_of_assignment(tmp_path, None)
    assert [seed_of_assignment(tmp_path, None), policy_for(tmp_path, None)] == [seed, seed]


def test_the_assignments_seed_can_be_given_the_first_time(tmp_path: Path) -> None:
    assert [seed_of_assignment(tmp_path, 0), seed_of_assignment(tmp_path, None)] == [0, 0]


def test_no_other_seed_comes_in_the_place_of_the_assignments(tmp_path: Path) -> None:
    seed_of_assignment(tmp_path, 7)
    with pytest.raises(CourseError, match=r"The seed is 8, .*seed\.json: 7\. .* Leave --seed out"):
        seed_of_assignment(tmp_path, 8)


def test_a_damaged_seed_is_not_drawn_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "seed.json").write_text("{")
    with pytest.raises(CourseError, match=r"cannot be read from .*seed\.json"):
        policy_for(tmp_path, None)
    assert caplog.messages[0].startswith(f"{tmp_path / 'seed.json'} is damaged")


def test_without_one_a_run_draws_its_own(tmp_path: Path) -> None:
    assert [policy_for(tmp_path, None), policy_for(tmp_path, 3)] == ["random", 3]
