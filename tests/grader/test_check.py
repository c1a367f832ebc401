"""What a student sees of a check, tried on a small exercise made up for these tests."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader import check, exercises
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Part,
    RunErrand,
    Table,
)
from grader.errands import Unusable
from grader.errors import CheckFailed, CourseError, UnknownName
from grader.judging.evidence import NotConfirmed
from grader.judging.verdicts import _once_each, check_part, evidence_of, reach_verdict
from grader.notebook.render import (
    EVIDENCE_MIME,
    Shown,
    around_the_mark,
    verdict_as_html,
    verdict_as_text,
)


def probe(double: Callable[[int], int], case: Case) -> Evidence:
    return {"value": double(case.arguments["number"])}


def judge(case: Case, evidence: Evidence) -> Judgement:
    expected = 2 * case.arguments["number"]
    comparison = Comparison(
        case.name,
        Table(("value",), ((str(evidence["value"]),),), marked=0),
        Table(("value",), ((str(expected),),), marked=0),
    )
    if evidence["value"] == expected:
        return Judgement(comparison=comparison)
    message = (
        f"{case.name} gave {evidence['value']}, expected {expected}. "
        "Did you square the number? Multiply it by 2 & keep its sign <."
    )
    return Judgement((Finding(message, case=case.name),), comparison)


PART = Part(
    name="values",
    title="the doubled number",
    points=5,
    function="double",
    cases=(Case("double(2)", {"number": 2}), Case("double(3)", {"number": 3})),
    probe=probe,
    judge=judge,
    draw_cases=lambda rng: (Case("double(drawn)", {"number": int(rng.integers(4, 99))}),),
)
EXERCISE = Exercise("doubling", "doubling", "0_doubling", (PART,), ("one", "two", "three"))


def double(number: int) -> int:
    return 2 * number


def square(number: int) -> int:
    return number**2


def untouched(number: int) -> int:
    raise NotImplementedError


def test_a_right_answer_says_exactly_what_passed() -> None:
    verdict = check_part(EXERCISE, PART, double, seed=None)
    assert verdict_as_text(verdict) == (
        "✓ doubling · the doubled number: 2 of 2 visible cases passed, 5 of 5 points.\n"
        "More cases run when it is graded."
    )


def test_drawn_cases_run_when_there_is_a_seed() -> None:
    verdict = check_part(EXERCISE, PART, double, seed=1)
    assert verdict_as_text(verdict) == (
        "✓ doubling · the doubled number: 3 of 3 cases passed, 5 of 5 points."
    )


def test_a_wrong_answer_shows_sentence_and_tables() -> None:
    verdict = check_part(EXERCISE, PART, square, seed=None)
    assert verdict_as_text(verdict) == (
        "✗ doubling · the doubled number: 1 of 2 visible cases passed, 0 of 5 points.\n"
        "\n"
        "double(3) gave 9, expected 6. Did you square the number? Multiply it by 2 & keep\n"
        "its sign <.\n"
        "\n"
        "Yours: double(3)\n"
        "   value\n"
        "-> 9\n"
        "\n"
        "Expected:\n"
        "   value\n"
        "-> 6"
    )


LAYERS = Table(("row", "layer"), (("1", "Conv2D"), ("2", "Dropout")), marked=1)


def test_a_folded_comparison_shows_the_marked_row_alone_until_it_is_opened() -> None:
    """Otherwise the expected layers could be copied."""
    comparison = Comparison("block(x)", LAYERS, replace(LAYERS, marked=0), fold="Show <them>")
    verdict = replace(check_part(EXERCISE, PART, square, seed=None), comparison=comparison)
    before, folded = verdict_as_html(verdict).split("<details><summary>Show &lt;them&gt;</summary>")
    assert ("Dropout" in before, "Conv2D" in before) == (True, False)
    assert folded.count("<caption") == 2


def test_what_lacks_a_row_is_shown_in_the_fold_alone() -> None:
    comparison = Comparison("block(x)", replace(LAYERS, marked=None), LAYERS, fold="Show them")
    verdict = replace(check_part(EXERCISE, PART, square, seed=None), comparison=comparison)
    assert "<table" not in verdict_as_html(verdict).split("<details>")[0]


def right_on_small_numbers(number: int) -> int:
    return 2 * number if number < 4 else number


def test_the_tables_of_a_drawn_case_are_not_shown() -> None:
    """They would give the secret case away; the sentence says what is wrong."""
    verdict = check_part(EXERCISE, PART, right_on_small_numbers, seed=1)
    (finding,) = verdict.findings
    assert (verdict.status, finding.case, verdict.comparison) == ("failed", "double(drawn)", None)


def test_beside_failed_drawn_cases_the_tables_of_a_visible_one_are_shown() -> None:
    verdict = check_part(EXERCISE, PART, square, seed=1)
    assert verdict.comparison is not None
    assert (verdict.cases_passed, verdict.comparison.title) == (1, "double(3)")


@pytest.mark.parametrize(
    ("marked", "rows", "place"),
    [
        (0, ["0", "1", "2", "3", "4", "5", "…"], 0),
        (17, ["…", *map(str, range(12, 23)), "…"], 6),
        (34, ["…", *map(str, range(29, 35))], 6),
        (None, [*map(str, range(35))], None),
    ],
)
def test_a_long_table_is_cut_around_its_mark(
    marked: int | None, rows: list[str], place: int | None
) -> None:
    """Row 17 of a U-Net should not have to be scrolled for."""
    table = Table(("row",), tuple((str(number),) for number in range(35)), marked)
    assert around_the_mark(table) == Table(("row",), tuple((row,) for row in rows), place)


def test_what_the_student_wrote_is_escaped() -> None:
    """A value of hers must not become markup in the page."""
    html = verdict_as_html(check_part(EXERCISE, PART, square, seed=None))
    assert "2 &amp; keep its sign &lt;." in html


def test_an_untouched_exercise_is_not_attempted_yet() -> None:
    verdict = check_part(EXERCISE, PART, untouched, seed=None)
    assert (verdict.status, verdict.score) == ("not attempted", 0)
    assert verdict_as_text(verdict).startswith(
        "○ doubling · the doubled number: not attempted yet\n\ndouble is not attempted yet."
    )


def test_an_error_in_the_students_code_is_a_finding() -> None:
    def broken(number: int) -> int:
        raise ValueError("no such number")

    verdict = check_part(EXERCISE, PART, broken, seed=None)
    assert verdict.findings[0].message == (
        'double(2) raised ValueError in the line `raise ValueError("no such number")`: no such '
        "number. Expected: a call without an error, and this one you raise yourself. Look at the "
        "condition above that line: it holds for this call."
    )


def test_what_goes_wrong_alike_with_other_arguments_is_said_once() -> None:
    """A class's feedback also tells less of its secret cases that way."""
    messages = [
        "Row 4: it joins",
        "With n_filters=16, row 4: it joins",
        "With input_size=(96, 128, 3), n_filters=2, row 4: it joins",
        "With n_filters=16, row 5: it joins",
    ]
    findings = [Finding(message, case="f(x)") for message in messages]
    assert _once_each(findings) == (findings[0], findings[3])


def test_what_goes_wrong_alike_in_every_case_is_said_once() -> None:
    verdict = check_part(EXERCISE, PART, lambda number: None / 1, seed=None)  # type: ignore[operator]
    assert [finding.case for finding in verdict.findings] == ["double(2)"]


def test_findings_keep_their_order_when_one_is_repeated() -> None:
    """The first one is the sentence that a student reads first."""
    first, second = Finding("double(2) is odd", "double(2)"), Finding("other", "double(2)")
    again = Finding("double(3) is odd", "double(3)")
    assert _once_each([first, second, again]) == (first, second)


def test_leaving_the_program_is_a_finding_too() -> None:
    """``sys.exit`` in an answer must not end the check of the other files."""
    verdict = check_part(EXERCISE, PART, lambda number: sys.exit(0), seed=None)
    assert verdict.findings[0].got == "SystemExit"


def test_the_judge_does_not_believe_the_evidence_about_its_cases() -> None:
    """Evidence for other numbers than those asked for is judged against those asked for."""
    evidence = evidence_of(EXERCISE, PART, lambda number: 8, seed=None)
    assert reach_verdict(EXERCISE, PART, evidence, seed=None).score == 0


def test_evidence_is_plain_json() -> None:
    evidence = evidence_of(EXERCISE, PART, double, seed=7)
    assert json.loads(json.dumps(evidence, allow_nan=False)) == evidence


def shown_by_a_failed_check(capsys: pytest.CaptureFixture[str]) -> str:
    shell = InteractiveShell.instance()
    shell.user_ns.update(doubling=check.judged(EXERCISE), square=square)
    result = shell.run_cell("doubling.values(square)")
    assert isinstance(result.error_in_exec, CheckFailed)
    return capsys.readouterr().out


SENTENCE = (
    "double(3) gave 9, expected 6. Did you square the number? Multiply it by 2 & keep\n"
    "its sign <.\n"
)


def test_a_failed_check_raises_an_error_that_repeats_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = shown_by_a_failed_check(capsys)
    assert shown.endswith("\nNot passed yet: see above.\n")
    assert (shown.count(SENTENCE), shown.count("Traceback")) == (1, 0)


def test_validating_the_error_has_the_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """nbgrader's report shows nothing else of a cell."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert shown_by_a_failed_check(capsys).endswith(SENTENCE)


def test_a_check_leaves_its_evidence_in_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge outside the student's process reads it there."""
    shown: list[Shown] = []
    monkeypatch.setattr("grader.notebook.render.display", shown.append)
    check.judged(EXERCISE).values(double)
    expected = evidence_of(EXERCISE, PART, double, seed=None) | {"looked_at": []}
    assert shown[0]._repr_mimebundle_()[EVIDENCE_MIME] == expected


def test_the_whole_exercise_wants_all_its_functions() -> None:
    with pytest.raises(CourseError, match=r"got 0 functions, expected 1\. Write check\.doubling"):
        check.judged(EXERCISE)()


def test_an_unknown_part_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match=r"'vales'\. Did you mean 'values'\? Known: values\."):
        check.judged(EXERCISE).vales  # noqa: B018


def test_an_unknown_exercise_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownName) as caught:
        exercises.find("convblock")
    assert str(caught.value) == (
        "Unknown exercise 'convblock'. Did you mean 'conv_block'? Known: "
        f"{', '.join(exercises.COURSE.exercises)}."
    )


def test_of_many_known_names_those_are_listed_that_could_be_meant() -> None:
    known = [f"notebook_{number}" for number in range(20)]
    assert str(UnknownName("notebook", "notebook_99", [*known, "other"])) == (
        "Unknown notebook 'notebook_99'. Did you mean 'notebook_9'? Known: notebook_9, "
        "notebook_19, notebook_8 and 18 more."
    )


def test_hints_climb_and_stay_at_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Shown] = []
    monkeypatch.setattr(exercises, "find", lambda name: EXERCISE)
    monkeypatch.setattr("grader.notebook.render.display", shown.append)
    for _ in range(4):
        check.hint("doubling")
    assert [repr(text).splitlines()[1] for text in shown] == ["one", "two", "three", "three"]


def test_importing_the_grader_imports_nothing_that_takes_seconds() -> None:
    """Opening a notebook should not cost them before a check needs it."""
    slow = {"tensorflow", "keras", "nbformat", "pandas", "matplotlib"}
    code = f"import sys, grader; print({slow} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


# --- a part that measures, and whose work is a file -----------------------------------------------


def opens(content: bytes, _: RunErrand) -> Callable[[], float]:
    def share() -> float:
        if content == b"odd":
            raise Unusable("holds an odd number")
        return float(content)

    return share


def measure(share: Callable[[], float], _: Case) -> Evidence:
    return {"share": share()}


def judge_share(case: Case, evidence: Evidence) -> Judgement:
    share = evidence["share"]
    table = Table(("share",), ((f"{share:g}",),))
    findings = (Finding(f"The share is {share:g}. Raise it.", case.name),) if share < 1 else ()
    return Judgement(findings, Comparison("what it reaches", table, None), share)


MEASURED = Part(
    name="share",
    title="the share in a file",
    points=6,
    function="share.txt",
    cases=(Case("a visible case"),),
    probe=measure,
    judge=judge_share,
    draw_cases=lambda _: (Case("a hidden case"),),
    opens=opens,
)
OF_A_FILE = Exercise("sharing", "sharing", "0_sharing", (PART, MEASURED), ("a", "b", "c"))


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes the file a student hands in."""

    def write(text: str) -> Path:
        path = tmp_path / "share.txt"
        path.write_text(text)
        return path

    return write


def test_a_part_of_the_points_is_shown_as_such(file_of: Callable[[str], Path]) -> None:
    verdict = check_part(OF_A_FILE, MEASURED, file_of("0.75"), seed=None)
    assert (verdict.status, verdict.score) == ("failed", 4.5)
    assert verdict_as_text(verdict) == (
        "◐ sharing · the share in a file: 4.5 of 6 points. Other cases count when it is\n"
        "graded.\n"
        "\n"
        "The share is 0.75. Raise it.\n"
        "\n"
        "Yours: what it reaches\n"
        "   share\n"
        "   0.75"
    )
    assert "Expected" not in verdict_as_html(verdict)
    assert "--jp-warn-color1" in verdict_as_html(verdict)


def test_with_a_seed_the_drawn_cases_stand_in_the_place_of_the_visible_ones(
    file_of: Callable[[str], Path],
) -> None:
    verdict = check_part(OF_A_FILE, MEASURED, file_of("0.5"), seed=1)
    assert [finding.case for finding in verdict.findings] == ["a hidden case"]
    assert verdict_as_text(verdict).startswith("◐ sharing · the share in a file: 3 of 6 points.\n")


def test_all_points_of_a_measurement_pass_and_show_their_table(
    file_of: Callable[[str], Path],
) -> None:
    verdict = check_part(OF_A_FILE, MEASURED, file_of("1"), seed=None)
    assert verdict.passed
    assert verdict_as_text(verdict).endswith("Yours: what it reaches\n   share\n   1")


@pytest.mark.parametrize("share", ["0", "0.75", "1"])
def test_what_is_measured_does_not_stop_the_notebook(
    file_of: Callable[[str], Path], share: str
) -> None:
    """With "Run all" the cells below still run, also after a short training that earns nothing."""
    assert check.judged(OF_A_FILE).share(file_of(share)) is None


def test_a_file_that_cannot_be_used_stops_the_notebook(file_of: Callable[[str], Path]) -> None:
    with pytest.raises(CheckFailed, match="holds an odd number"):
        check.judged(OF_A_FILE).share(file_of("odd"))


def test_a_file_that_is_not_there_stops_the_notebook(tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match="There is no share"):
        check.judged(OF_A_FILE).share(tmp_path / "share.txt")


def test_where_nbgrader_scores_the_cell_its_value_is_the_mark(
    file_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check.judged(OF_A_FILE).share(file_of("0.75")) == 4.5
    assert check.judged(OF_A_FILE).values(double) == 5


def test_a_whole_exercise_takes_its_functions_and_the_path_of_its_file(
    file_of: Callable[[str], Path],
) -> None:
    check.judged(OF_A_FILE)(double, file_of("0.75"))
    with pytest.raises(CourseError, match=r'Write check.sharing\(double, "share.txt"\)\.'):
        check.judged(OF_A_FILE)(double)


def test_functions_are_what_a_student_writes_and_files_what_she_hands_in() -> None:
    assert OF_A_FILE.functions == ("double",)


def test_evidence_of_a_function_cannot_pass_for_a_file_that_is_unusable() -> None:
    evidence = evidence_of(EXERCISE, PART, double, None)
    evidence["observations"][0] = {"unusable": "says a student's function"}
    with pytest.raises(NotConfirmed):
        reach_verdict(EXERCISE, PART, evidence, None)
