"""Checks in a sandbox that holds no judge: they collect evidence, and it is judged outside."""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePath
from types import FunctionType
from typing import Any

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import data
import grader.checks.brief
import lessons
from grader import exercises
from grader.checks.brief import Brief, Carried
from grader.checks.exercise import Case, Verdict
from grader.checks.line_values import inputs_behind, shapes_as_values
from grader.checks.probing import collect, describe_error, is_students
from grader.checks.written import reduced_on
from grader.judging.evidence import validated
from grader.judging.verdicts import cases_of, reach_verdict
from grader.notebook.carrying import CannotCarry, carry
from grader.notebook.loading import source_of
from grader.sandbox.contents import copy_for_sandbox, is_trusted_only

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "solutions" / "unet"
SEED = 11

# What a kernel does: it is given the brief, runs cells and sends off what they display.
PROGRAM = """
import json, sys
from grader.checks import brief
brief.give(brief.Brief.from_json(json.loads(sys.argv[1])))

from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
bundles = []
shell.display_pub.publish = lambda data, metadata=None, **_: bundles.append(data)
for source in json.loads(sys.argv[2]):
    shell.run_cell(source).raise_error()
print(json.dumps(bundles))
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what a sandbox gets of the course, and nothing else."""
    folder = tmp_path_factory.mktemp("sandbox")
    copy_for_sandbox(folder)
    for package in (data, lessons):
        (folder / package.__name__).symlink_to(Path(package.__file__).parent)
    return folder


def run(sandbox: Path, arguments: list[str], cwd: Path | None = None) -> str:
    """Output of Python with the sandbox's copy of the course in place of the installed one."""
    environment = os.environ | {"PYTHONPATH": str(sandbox)}
    done = subprocess.run(
        [sys.executable, "-c", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=cwd or sandbox,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def displayed(sandbox: Path, brief: Brief, *cells: str, cwd: Path | None = None) -> list[Any]:
    """The bundles that the cells display."""
    output = run(sandbox, [PROGRAM, json.dumps(brief.as_json()), json.dumps(cells)], cwd)
    bundles: list[Any] = json.loads(output.splitlines()[-1])
    return bundles


def brief_for(*names: str, **carried: Carried) -> Brief:
    cases = {
        name: {part.name: cases_of(part, SEED) for part in exercises.find(name).parts}
        for name in names
    }
    return Brief("run 1", cases, carried)


def solution(notebook: str, *names: str) -> str:
    return "\n\n".join(source_of(SOLUTIONS / f"{notebook}.ipynb", name) for name in names)


MIME = "application/vnd.segmentation-course.evidence+json"


def verdicts(bundles: list[Any], name: str) -> list[Verdict]:
    """The verdicts of the trusted side on everything that was displayed."""
    exercise = exercises.find(name)
    evidence = [
        validated(bundle[MIME], name, part.name, "run 1", len(cases_of(part, SEED)))
        for part, bundle in zip(exercise.parts, bundles, strict=True)
    ]
    return [
        reach_verdict(exercise, part, record, SEED)
        for part, record in zip(exercise.parts, evidence, strict=True)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "functions"),
    [
        ("conv_block", ("conv_block",)),
        ("loss", ("pixelwise_crossentropy", "mean_iou", "compile_unet")),
    ],
)
def test_evidence_from_a_sandbox_without_judges_is_judged_outside(
    sandbox: Path, name: str, functions: tuple[str, ...]
) -> None:
    source = solution(exercises.notebook(name), *functions)
    check = f"from grader import check\ncheck.{name}({', '.join(functions)})"
    found = verdicts(displayed(sandbox, brief_for(name), source, check), name)
    assert [verdict.status for verdict in found] == ["passed"] * len(found)


def test_a_wrong_answer_raises_nothing_in_the_sandbox(sandbox: Path) -> None:
    cells = ("from grader import check", "check.loss.mean_iou(lambda *_: 1 / 0)")
    (bundle,) = displayed(sandbox, brief_for("loss"), *cells)
    assert bundle["text/plain"] == (
        "loss · mean_iou\n\nThe grader judges this check after the notebook has run."
    )
    errors = [observation["error"]["type"] for observation in bundle[MIME]["observations"]]
    assert {"ZeroDivisionError"} == set(errors)


def test_a_check_outside_the_brief_leaves_a_sentence_only(sandbox: Path) -> None:
    cells = ("from grader import check", "check.loss.mean_iou(print)", "check.hint('loss')")
    bundles = displayed(sandbox, Brief("run 1"), *cells)
    assert [(bundle["text/plain"], MIME in bundle) for bundle in bundles] == [
        ("loss · mean_iou\n\nThis check is not part of what is graded here.", False),
        ("Hint for loss\n\nHints are shown in your own notebook only.", False),
    ]


def test_the_sandbox_imports_what_notebooks_import(sandbox: Path) -> None:
    modules = "grader.notebook.check, grader.checks.probing, grader.notebook.carrying"
    program = f"import {modules}; print(grader.__file__)"
    assert run(sandbox, [program]) == f"{sandbox / 'grader' / '__init__.py'}\n"


def test_nothing_in_the_sandbox_says_what_is_expected(sandbox: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sandbox.glob("grader/**/*.py")}
    marks = ("expected_graph", "Judgement((", "EXERCISE =", "hints=")
    assert [(path, mark) for path, text in texts.items() for mark in marks if mark in text] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("notebook/check.py", False),
        ("exercises/__init__.py", False),
        ("exercises/training/files/probe.py", False),
        ("checks/arrays.py", False),
        ("exercises/training/files/judge.py", True),
        ("exercises/unet_model/judge/numbers.py", True),
        ("judging/verdicts.py", True),
        ("grading/results.py", True),
        ("sandbox/contents.py", True),
        ("exercises/training/weights/judge/network.py", True),
        ("exercises/training/weights/probe.py", False),
        ("settings.py", False),
        ("a_new_module.py", True),
        ("a_new_folder/module.py", True),
    ],
)
def test_what_is_trusted_only(path: str, expected: bool) -> None:
    assert is_trusted_only(PurePath(path)) == expected


def test_the_courses_own_code_is_not_the_students() -> None:
    assert [is_students(package.__file__ or "") for package in (grader, lessons)] == [False, False]
    assert is_students("<ipython-input-1>")


def test_the_line_of_an_error_is_the_students_not_the_librarys() -> None:
    source = "import json\n\ndef read(text):\n    return json.loads(text)\n"
    names: dict[str, Any] = {}
    exec(source, names)
    with pytest.raises(ValueError, match="Expecting value") as caught:
        names["read"]("nothing")
    described = describe_error(caught.value)
    assert described["lines"] == ['names["read"]("nothing")']


def untouched(_: Any) -> None:
    raise NotImplementedError()


def numpy_on_a_tensor(x: Any) -> Any:
    import numpy as np

    return np.mean(x)


def call(function: Any, case: Case) -> dict[str, Any]:
    function(case)
    return {}


def call_in_a_graph(function: Any, _: Case) -> dict[str, Any]:
    import tensorflow as tf

    tf.function(function)(tf.ones(3))
    return {}


@pytest.mark.parametrize(
    ("function", "probe", "seen"),
    [
        (untouched, call, "not_attempted"),
        (untouched, call_in_a_graph, "not_attempted"),
        (numpy_on_a_tensor, call_in_a_graph, "error"),
    ],
)
def test_only_the_exercises_own_line_is_no_attempt(function: Any, probe: Any, seen: str) -> None:
    """TensorFlow raises a NotImplementedError of its own where the work was begun."""
    evidence = collect("exercise", "part", probe, function, [Case("f()")])
    assert [list(observation) for observation in evidence["observations"]] == [[seen]]


def test_lines_of_a_traced_function_are_found_in_the_message() -> None:
    """What was traced runs from a file that AutoGraph wrote."""
    import tensorflow as tf

    with pytest.raises(AttributeError) as caught:
        tf.function(loss_as_number)(tf.ones(3))
    assert describe_error(caught.value)["lines"][-1] == "return loss.numpy()"


def loss_as_number(loss: Any) -> Any:
    return loss.numpy()


def test_lines_come_in_the_order_in_which_they_were_reached() -> None:
    def inner() -> None:
        raise ValueError

    def outer() -> None:
        inner()

    with pytest.raises(ValueError) as caught:
        outer()
    assert describe_error(caught.value)["lines"] == ["outer()", "inner()", "raise ValueError"]


def pooled_or_not(pool: bool) -> tuple[int, int]:
    conv = 1
    if pool:
        pooled = conv
    skip = conv
    return pooled, skip


@pytest.mark.parametrize("n_calls", [0, 20])
def test_a_variable_without_a_value_is_looked_for_on_the_line_that_reads_it(n_calls: int) -> None:
    """Python 3.11 gives the line before, once the function has run some times."""
    function = FunctionType(pooled_or_not.__code__.replace(), {})
    for _ in range(n_calls):
        function(True)
    with pytest.raises(UnboundLocalError) as caught:
        function(False)
    assert describe_error(caught.value)["lines"] == ["function(False)", "return pooled, skip"]


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("return keras.Model(inputs=inputs, outputs=x)", ["base.inputs"]),
        ("return keras.Model(inputs, mixed)", ["base.inputs", "inputs"]),
        ("return keras.Model(x, inputs)", ["inputs"]),
        ("return keras.Model(inputs, lost)", []),
        ("return keras.Model(inputs, missing)", []),
        ("x = conv(x)", []),
    ],
)
def test_where_the_outputs_of_a_model_begin(line: str, begins: list[str]) -> None:
    import keras

    layers = keras.layers
    base = keras.Sequential([keras.Input((4,)), layers.Dense(2)])
    inputs, x = keras.Input((4,)), layers.Dense(3)(base.outputs[0])
    mixed = layers.concatenate([x, layers.Dense(2)(inputs)])
    lost = layers.Dense(2)(keras.Input((4,)))
    names = {"base": base, "inputs": inputs, "x": x, "mixed": mixed, "lost": lost}
    assert inputs_behind(line, names) == begins


def test_shapes_that_begin_with_none_are_found_among_the_values_of_a_line() -> None:
    shape: tuple[Any, ...] = (None, 64, 64, 3)
    names = {"a": shape, "b": np.array(shape), "c": shape[1:], "d": np.array(4.0), "e": [None]}
    assert shapes_as_values("return a - b - c - d - e - f", names) == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("shifted = scores - largest", ["np.max(scores, axis=-1)"]),
        ("return shares / shares.sum(axis=-1)", ["shares.sum(axis=-1)"]),
        ("return shares", []),
    ],
)
def test_reductions_that_lose_their_axis_are_found_behind_a_line(
    line: str, calls: list[str]
) -> None:
    def softmax(scores: Any) -> Any:
        largest = np.max(scores, axis=-1)
        shifted = scores - largest
        shares = np.exp(shifted) / np.sum(np.exp(shifted), axis=-1, keepdims=True)
        return shares / shares.sum(axis=-1)

    assert reduced_on(line, softmax.__code__) == calls


def test_the_shapes_on_a_line_are_written_down_and_nothing_of_hers_is_called() -> None:
    class Odd:
        @property
        def shape(self) -> Any:
            raise AssertionError("This runs code of the student's.")

    def join(x: Any, skips: list[Any], i: int, odd: Any) -> None:
        raise ValueError(x, skips[i], skips[-1], i, odd)

    skips = [np.zeros((8, 8, 2)), np.zeros((4, 4, 2))]
    with pytest.raises(ValueError) as caught:
        join(np.zeros((4, 4, 3)), skips, 0, Odd())
    assert describe_error(caught.value)["shapes"][-1] == {
        "x": "(4, 4, 3)",
        "skips[i]": "(8, 8, 2)",
        "skips[-1]": "(4, 4, 2)",
    }


def test_of_a_long_message_the_beginning_and_the_end_are_kept() -> None:
    """AutoGraph writes the cause at the end, Keras at the beginning."""
    message = describe_error(ValueError("a" * 5000 + "b" * 5000))["message"]
    assert (len(message), message[0], message[-1]) == (5999, "a", "b")


def test_no_more_than_the_last_lines_are_written_down() -> None:
    def deeper(levels: int) -> None:
        if levels == 0:
            raise ValueError
        deeper(levels - 1)

    with pytest.raises(ValueError) as caught:
        deeper(20)
    lines = describe_error(caught.value)["lines"]
    assert (len(lines), lines[-1]) == (5, "raise ValueError")


def test_an_error_that_cannot_be_printed_is_described() -> None:
    class Odd(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert describe_error(Odd()) == {"type": "Odd", "message": "", "lines": []}


def test_half_a_character_in_an_error_is_replaced() -> None:
    """Neither a kernel's message nor a file can hold it."""
    assert describe_error(ValueError("half: \ud800"))["message"] == "half: ?"


COURSE = "def mean_iou():\n    return 'the course'"
OWN = Carried(own=True, source=COURSE)
OTHERS = Carried(own=False, source=COURSE, reason="mean_iou is not right yet.")
CARRY = ("from grader import carry", "display(carry('mean_iou')())")
INSTEAD = (
    "For grading, the course's own mean_iou is used here, so that this costs no points a second "
    "time."
)


def write_notebook(folder: Path, source: str) -> None:
    notebook = new_notebook(cells=[new_code_cell(source)])
    nbformat.write(notebook, folder / "4_loss.ipynb")


@pytest.mark.parametrize(
    ("carried", "source", "shown"),
    [
        (
            OWN,
            "def mean_iou():\n    return 'the student'",
            ["✓ mean_iou comes from your 4_loss.ipynb.", "'the student'"],
        ),
        (
            OWN,
            "raise_at_once = exit()\ndef mean_iou():\n    return raise_at_once",
            ["The cell that defines `mean_iou` in 4_loss.ipynb raised", "'the course'"],
        ),
        (
            OWN,
            None,
            ["4_loss.ipynb is not in this folder, and mean_iou comes from it.", "'the course'"],
        ),
        (
            OTHERS,
            "def mean_iou():\n    return 'the student'",
            [f"mean_iou is not right yet. {INSTEAD}", "'the course'"],
        ),
    ],
    ids=["own", "own one that raises", "own one that is missing", "the course's"],
)
def test_carry_does_what_the_brief_says(
    sandbox: Path, tmp_path: Path, carried: Carried, source: str | None, shown: list[str]
) -> None:
    if source is not None:
        write_notebook(tmp_path, source)
    bundles = displayed(sandbox, brief_for(mean_iou=carried), *CARRY, cwd=tmp_path)
    texts = [bundle["text/plain"] for bundle in bundles]
    assert [text.startswith(start) for text, start in zip(texts, shown, strict=True)] == [True] * 2
    assert ("the course" in texts[1]) == texts[0].endswith(INSTEAD)


def test_a_function_outside_the_brief_cannot_be_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader.checks.brief, "_current", Brief("run 1", carried={"mean_iou": OWN}))
    with pytest.raises(CannotCarry, match=r"without the function 'train'\. Known: mean_iou\."):
        carry("train")
