"""The course on Gradescope: what is uploaded, and the results.json that comes of a submission."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any, get_args

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.checks.exercise import Finding
from grader.cli import Visibility, main
from grader.commands.gradescope import bundle, run
from grader.commands.gradescope.results import results_of, without_tests
from grader.course import ROOT
from grader.errors import CourseError
from grader.grading.material import Material, load_material
from grader.grading.results import CheckResult, GradedNotebook, GradedSubmission, Incident
from grader.kernel.limits import GIB, MIB, Limits

NAME = "1_conv_block"
HOSTILE = "<script>x</script> `a<b`"


@pytest.fixture(scope="module")
def material() -> Material:
    """Notebook 1 alone."""
    everything = load_material(ROOT / "notebooks" / "unet", ROOT / "solutions" / "unet", "unet")
    return Material("unet", {NAME: everything.notebooks[NAME]}, everything.functions)


def graded(*checks: CheckResult, page: str = "", **other: Any) -> GradedSubmission:
    """A submission whose feedback shows ``page`` at its first check."""
    cells = []
    if page:
        output = new_output("display_data", {"text/html": page, "text/plain": "text"})
        marks = {"nbgrader": {"grade_id": checks[0].cell}}
        cells = [new_code_cell(outputs=[output], metadata=marks)]
    document = nbformat.writes(new_notebook(cells=cells))
    notebooks = (GradedNotebook(NAME, checks, document, seconds=2.25),) if checks else ()
    return GradedSubmission("submission", "unet", 1, "", notebooks, **other)


def results_for(material: Material) -> list[CheckResult]:
    """The first check passed, the second did not, of the others nothing is known."""
    first, second, *others = material.checks[NAME]
    names = (first.exercise.name, first.part.name)
    return [
        CheckResult(first.cell, *names, "passed", first.points, first.points),
        CheckResult(
            second.cell,
            *(second.exercise.name, second.part.name, "failed", 0, second.points),
            findings=(Finding(HOSTILE),),
        ),
        *(
            CheckResult(
                other.cell,
                *(other.exercise.name, other.part.name, "not graded", 0, other.points),
                reason="The grader failed at this notebook.",
            )
            for other in others
        ),
    ]


# --- results.json ---------------------------------------------------------------------------------


def test_a_check_is_a_test_with_its_page(material: Material) -> None:
    table = "<table><tr><td>Conv2D</td></tr></table>"
    page = graded(*results_for(material), page=table)
    results = results_of(page, material, "visible")
    first = material.checks[NAME][0]
    tests = results.pop("tests")
    assert results == {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "execution_time": 2.2,
    }
    assert tests[0] == {
        "name": f"1_conv_block: conv_block · {first.part.title}",
        "score": 8,
        "max_score": 8,
        "status": "passed",
        "output": table,
        "output_format": "html",
        "visibility": "visible",
    }


def test_all_points_of_the_notebook_are_there(material: Material) -> None:
    tests = results_of(graded(*results_for(material)), material, "visible")["tests"]
    assert [test["max_score"] for test in tests] == [
        check.points for check in material.checks[NAME]
    ]
    assert sum(test["score"] for test in tests) == 8


def test_a_sentence_without_a_page_is_no_markup(material: Material) -> None:
    _, second, *_ = results_of(graded(*results_for(material)), material, "visible")["tests"]
    assert (second["status"], second["output"]) == (
        "failed",
        "&lt;script&gt;x&lt;/script&gt; <code>a&lt;b</code>",
    )


def test_what_the_grader_failed_at_says_so(material: Material) -> None:
    *_, last = results_of(graded(*results_for(material)), material, "visible")["tests"]
    assert (last["score"], last["output"]) == (0, "The grader failed at this notebook.")


@pytest.mark.parametrize("visibility", get_args(Visibility))
def test_verdicts_are_shown_when_the_instructor_wants(
    material: Material, visibility: Visibility
) -> None:
    results = results_of(graded(*results_for(material)), material, visibility)
    assert {test["visibility"] for test in results["tests"]} == {visibility}


def test_a_notebook_that_was_not_reached_earns_nothing_yet(material: Material) -> None:
    tests = results_of(graded(), material, "visible")["tests"]
    assert [test["max_score"] for test in tests] == [
        check.points for check in material.checks[NAME]
    ]
    assert {(test["score"], test["output"].partition(":")[0]) for test in tests} == {
        (0, "No mark yet")
    }


def test_a_student_is_told_how_a_missing_notebook_comes_in(material: Material) -> None:
    """What instructors read is "Ask the student"."""
    incident = Incident("missing", "was not handed in. Ask the student.", NAME)
    page = graded(*results_for(material), incidents=(incident,))
    (output,) = {test["output"] for test in results_of(page, material, "visible")["tests"]}
    assert output == (
        "1_conv_block.ipynb was not handed in, or under another name and without its exercises. "
        "Hand in all notebooks at once: a new submission takes the place of the earlier one."
    )


def test_without_any_test_there_is_a_score_and_a_sentence() -> None:
    assert without_tests("Nothing.") == {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "score": 0,
        "output": "Nothing.",
        "output_format": "text",
    }


# --- a run ----------------------------------------------------------------------------------------


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of Gradescope's container; works in ``course`` as a run does."""
    for name in ("course", "submission", "results"):
        (tmp_path / name).mkdir()
    settings = {"assignment": "unet", "seed": 1, "visibility": "visible"}
    (tmp_path / "course" / bundle.SETTINGS).write_text(json.dumps(settings))
    monkeypatch.chdir(tmp_path / "course")
    return tmp_path


def results_in(container: Path) -> tuple[int, Any]:
    """The exit code of a run, and what it wrote."""
    code = run.main([str(container / "submission"), str(container / "results")])
    return code, json.loads((container / "results" / "results.json").read_text())


def test_a_submission_without_notebooks_is_told_so(container: Path) -> None:
    (container / "submission" / "homework.pdf").touch()
    code, results = results_in(container)
    assert (code, results["score"], results["output"]) == (
        0,
        0,
        "Got homework.pdf, expected 1_conv_block.ipynb, 2_upsampling_block.ipynb, "
        "3_unet_model.ipynb, 4_loss.ipynb, 5_training.ipynb. No notebook is among what was handed "
        "in. Hand in the notebooks themselves, all at once, as files or in one ZIP file.",
    )


def test_an_empty_submission_has_a_sentence() -> None:
    assert run.nothing_in([], ["a"]).startswith("Got no file, expected a.ipynb.")


def test_many_files_are_counted() -> None:
    names = [f"{number}.txt" for number in range(7)]
    assert run.nothing_in(names, ["a"]).startswith(
        "Got 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more, expected a.ipynb."
    )


def test_the_reason_why_nothing_is_graded_is_for_the_instructor(
    container: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise CourseError("no walls")

    monkeypatch.setattr(run, "grade_by_notebook", fail)
    monkeypatch.setattr(run, "memory_of_container", lambda: None)
    (container / "submission" / "1_conv_block.ipynb").touch()
    assert results_in(container) == (1, without_tests(run.FAILED))
    assert capsys.readouterr().out == "no walls\n"


def test_a_mistake_of_the_grader_is_shown_to_the_instructor_alone(
    container: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (container / "course" / bundle.SETTINGS).unlink()
    assert results_in(container) == (1, without_tests(run.FAILED))
    assert capsys.readouterr().out.startswith("Traceback (most recent call last):")


def test_a_packed_folder_is_opened(tmp_path: Path) -> None:
    """A ZIP file of macOS has its own folder beside the one that was packed."""
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "homework" / "unet").mkdir(parents=True)
    (tmp_path / "homework" / "unet" / "1_conv_block.ipynb").touch()
    assert run.handed_in(tmp_path) == tmp_path / "homework" / "unet"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    submission = tmp_path / "submission"
    submission.mkdir()
    (submission / "unet").symlink_to(tmp_path / "secret")
    assert run.handed_in(submission) == submission


# --- its limits -----------------------------------------------------------------------------------


def test_five_notebooks_end_before_the_run_is_ended() -> None:
    assert run.limits(5, None) == Limits(notebook_seconds=90)
    assert f"--kill-after=10 {run.SECONDS} " in script("run_autograder")


def test_one_notebook_has_the_usual_time() -> None:
    assert run.limits(1, None) == Limits()


@pytest.mark.parametrize(
    ("container", "memory"), [(768 * MIB, 268 * MIB), (1536 * MIB, 1036 * MIB), (3 * GIB, 2 * GIB)]
)
def test_a_notebook_may_have_what_the_engine_leaves(container: int, memory: int) -> None:
    assert run.limits(5, container).memory == memory


def test_a_small_container_names_the_setting() -> None:
    with pytest.raises(CourseError, match=r"has 512 MB .* needs 750\. Choose more"):
        run.limits(5, 512 * MIB)


@pytest.mark.parametrize(
    ("name", "text", "limit"),
    [
        ("memory.max", "805306368\n", 768 * MIB),
        ("memory.max", "max\n", None),
        ("memory/memory.limit_in_bytes", "805306368\n", 768 * MIB),
        ("memory/memory.limit_in_bytes", "9223372036854771712\n", None),
    ],
)
def test_a_containers_memory_is_read(
    tmp_path: Path, name: str, text: str, limit: int | None
) -> None:
    """The last one is how version 1 writes that there is no limit."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    assert run.memory_of_container(tmp_path) == limit


def test_a_machine_without_cgroups_has_no_limit(tmp_path: Path) -> None:
    assert run.memory_of_container(tmp_path) is None


# --- autograder.zip -------------------------------------------------------------------------------


def script(name: str) -> str:
    return (ROOT / "deploy" / "gradescope" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gradescope") / "autograder.zip"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "seed_of_assignment", lambda *_: 7)
        bundle.write(path, "variants", "after_due_date")
    return path


def test_the_scripts_lie_at_the_top_and_can_be_run(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    assert {name: mode for name, mode in modes.items() if "/" not in name} == {
        "not_graded.json": 0o644,
        "run_autograder": 0o755,
        "setup.sh": 0o755,
    }


def test_it_holds_what_grading_this_assignment_reads(packed: Path) -> None:
    names = zipfile.ZipFile(packed).namelist()
    assert sorted({"/".join(name.split("/")[:2]) for name in names if "/" in name}) == [
        "course/gradescope.json",
        *(f"engine/{name}" for name in ("LICENSE", "README.md", "data", "grader", "lessons")),
        *("engine/notebooks", "engine/pyproject.toml", "engine/requirements-grade.lock"),
        "engine/solutions",
    ]
    assert {name.split("/")[2] for name in names if "/solutions/" in name} == {"variants"}
    left_out = re.compile(r"__pycache__|/cache/|/\.|submitted|gradebook")
    assert [name for name in names if left_out.search(name)] == []


def test_the_command_writes_what_is_uploaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bundle, "seed_of_assignment", lambda *_: 7)
    with pytest.raises(SystemExit) as ended:
        main(["platform", "gradescope", "unet"])
    assert ended.value.code == 0
    assert zipfile.is_zipfile(tmp_path / "autograder.zip")
    assert re.fullmatch(
        r"wrote autograder\.zip, \d\.\d MB, for gradescope\n", capsys.readouterr().out
    )


def test_it_says_how_to_grade(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert json.loads(archive.read("course/gradescope.json")) == {
            "assignment": "variants",
            "seed": 7,
            "visibility": "after_due_date",
        }
        assert json.loads(archive.read("not_graded.json"))["score"] == 0


def test_the_seed_is_the_assignments_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Marks from Gradescope and from `grader autograde` are about the same secret cases."""
    asked = []
    monkeypatch.setattr(bundle, "seed_of_assignment", lambda *given: asked.append(given) or 7)
    bundle.write(tmp_path / "autograder.zip", "bonus", "visible")
    assert asked == [(ROOT / "grading" / "bonus", None)]


def test_the_same_course_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "seed_of_assignment", lambda *_: 7)
        bundle.write(tmp_path / "again.zip", "variants", "after_due_date")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_an_unknown_assignment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "seed_of_assignment", lambda *_: 7)
    with pytest.raises(CourseError, match=r"There are no released notebooks in .*homework"):
        bundle.write(tmp_path / "autograder.zip", "homework", "visible")
    assert list(tmp_path.iterdir()) == []


def test_the_grader_is_installed_from_its_lock() -> None:
    assert "--require-hashes --requirement engine/requirements-grade.lock" in script("setup.sh")
