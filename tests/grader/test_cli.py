"""The command line: exit codes, JSON lines, and errors that name the next step."""

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.cli import main
from grader.commands import doctor
from grader.course import ROOT
from grader.sandbox import namespaces, walls

RIGHT = """\
from keras import layers

def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = dict(activation="relu", padding="same", kernel_initializer="he_normal")
    conv = layers.Conv2D(n_filters, 3, **options)(inputs)
    conv = layers.Conv2D(n_filters, 3, **options)(conv)
    if dropout_prob > 0:
        conv = layers.Dropout(dropout_prob)(conv)
    next_layer = layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
"""
NO_RELU = RIGHT.replace('activation="relu", ', "", 1)
LOUD = "import os\nX = os.system('echo from below')\nY = print('hello')\n" + RIGHT.replace(
    "    options", "    print(X, Y)\n    options"
)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    code = ended.value.code
    assert isinstance(code, int)
    return code


def answer(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_right_answers_give_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "conv_block", answer(tmp_path, "a.py", RIGHT), "--json") == 0
    assert lines_of(capsys) == [
        {
            "file": str(tmp_path / "a.py"),
            "exercise": "conv_block",
            "passed": True,
            "score": 20,
            "max_score": 20,
            "not_looked_at": [],
            "findings": [],
        }
    ]


def test_a_wrong_answer_gives_1_and_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "conv_block", answer(tmp_path, "a.py", NO_RELU), "--json") == 1
    (line,) = lines_of(capsys)
    findings = line["findings"]
    assert isinstance(findings, list)
    assert {key: findings[0][key] for key in ("row", "layer", "attribute", "got", "expected")} == {
        "row": 2,
        "layer": "Conv2D",
        "attribute": "activation",
        "got": "linear",
        "expected": "relu",
    }


@pytest.mark.parametrize("name", ["a.txt", "a.ipynb", "missing.py"])
def test_unusable_files_give_2_and_the_others_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name != "missing.py":
        answer(tmp_path, name, "no answer")
    good = answer(tmp_path, "good.py", RIGHT)
    assert run("check", "conv_block", str(tmp_path / name), good, "--json") == 2
    assert [line["passed"] for line in lines_of(capsys)] == [False, True]


def test_a_file_without_the_function_does_not_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "conv_block", answer(tmp_path, "a.py", "x = 1\n"), "--json") == 1
    (line,) = lines_of(capsys)
    assert "a.py does not define conv_block" in str(line["findings"])


def test_what_the_answer_prints_stays_out_of_the_result(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each line must be JSON, whatever the student's code writes and from wherever."""
    assert run("check", "conv_block", answer(tmp_path, "a.py", LOUD), "--json") == 0
    out, err = capfd.readouterr()
    assert (json.loads(out)["passed"], err) == (True, "")


def test_a_notebook_with_other_languages_is_checked(tmp_path: Path) -> None:
    cells = [new_code_cell(text) for text in ("%%javascript\nalert(1)", "!ls", "1 / 0", RIGHT)]
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    assert run("check", "conv_block", str(path)) == 0


def test_a_cell_that_python_cannot_take_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ipynb"
    cells = [new_code_cell("x = 1"), new_code_cell(RIGHT.replace("True):", "True)"))]
    nbformat.write(new_notebook(cells=cells), path)
    assert run("check", "conv_block", str(path), "--json") == 1
    (line,) = lines_of(capsys)
    assert (
        "The cell that defines `conv_block` in a.ipynb raised SyntaxError in line 3: expected ':'; "
        "the function was not defined."
    ) in str(line["findings"])


def test_a_network_that_does_not_lie_beside_the_file_is_not_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The work in the file is right without it."""
    solution = str(ROOT / "solutions" / "unet" / "5_training.ipynb")
    path = shutil.copy(solution, tmp_path)
    assert run("check", "training", path) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith(f"{path}: 14 of 14 points ")
    assert shown.endswith(
        "unet.weights.h5 was not looked at: it does not lie beside 5_training.ipynb. Its 6 points "
        "are left out here; put it there to have it checked."
    )


def test_people_read_the_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", "conv_block", answer(tmp_path, "a.py", NO_RELU))
    shown = capsys.readouterr().out
    assert shown.startswith(f"{tmp_path / 'a.py'}: 12 of 20 points\n")
    assert "Row 2: Conv2D has activation linear, expected relu." in shown


def test_an_unknown_exercise_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "conv_blok", "a.py") == 2
    assert "Did you mean 'conv_block'?" in capsys.readouterr().err.replace("\n", " ")


def test_a_command_that_needs_the_extra_grade_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missed(_: object) -> None:  # as where a student installed
        raise ModuleNotFoundError("No module named 'distributed'", name="distributed")

    monkeypatch.setattr("grader.commands.demo.run", missed)
    assert run("demo") == 2
    assert " ".join(capsys.readouterr().err.split()) == (
        "The package distributed is not installed here. Grading a class and changing the course "
        'need more than studying: pip install -e ".[grade]" in the course\'s folder.'
    )


def test_doctor_says_ready_here(capsys: pytest.CaptureFixture[str]) -> None:
    """The machine that runs the tests can run the course."""
    assert run("doctor") == 0
    shown = capsys.readouterr().out
    assert [
        word for word in ("tensorflow", "memory", "sandbox", "kernel") if word not in shown
    ] == []


def test_doctor_names_the_remedy_where_no_walls_can_be_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The reason and the remedy are those that grading gives when it refuses."""
    without(monkeypatch, namespaces="bwrap: no permission: use it", users="no root: be it")
    assert doctor._sandbox() == doctor.Answer(
        "sandbox",
        "limited",
        "study and check here, grade elsewhere. Walls of namespaces: bwrap: no permission: use "
        "it. Walls of users: no root: be it.",
        "use it",
    )


def test_doctor_says_which_walls_are_built_and_what_they_do_not_promise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, namespaces="bubblewrap is missing: get it", users=None)
    assert doctor._sandbox() == doctor.Answer(
        "sandbox",
        "limited",
        "walls of users, because for those of namespaces bubblewrap is missing. "
        + walls.KINDS["users"].unpromised,
        "get it",
    )


def without(monkeypatch: pytest.MonkeyPatch, **reasons: str | None) -> None:
    """Kinds of walls cannot be built, for these reasons."""
    for kind in walls.KINDS.values():
        if kind.name in reasons:
            monkeypatch.setattr(type(kind), "why_not", lambda _, name=kind.name: reasons[name])


@pytest.mark.parametrize(
    ("setting", "forbids", "allows"),
    [
        ("kernel.unprivileged_userns_clone", 0, 1),
        ("kernel.apparmor_restrict_unprivileged_userns", 1, 0),
        ("user.max_user_namespaces", 0, 10000),
    ],
)
def test_doctor_names_the_setting_that_forbids_the_walls(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, forbids: int, allows: int
) -> None:
    """As on a hub, whose instructor is not root: bubblewrap is refused, and the file says why."""
    place = tmp_path / setting.replace(".", "/")
    place.parent.mkdir()
    place.write_text(f"{forbids}\n")
    refused = subprocess.CompletedProcess([], 1, "", "bwrap: No permissions to create namespace")
    monkeypatch.setattr(namespaces, "_SYSCTL", tmp_path)
    monkeypatch.setattr(namespaces.shutil, "which", lambda _: "/usr/bin/bwrap")
    monkeypatch.setattr(namespaces.subprocess, "run", lambda *_, **__: refused)
    monkeypatch.setattr(namespaces, "why_not", namespaces.why_not.__wrapped__)
    without(monkeypatch, users="they are made by root: run it as root")
    remedy = (
        f"sudo sysctl {setting}={allows}, or run the course's container image as "
        "docs/instructors says"
    )
    assert doctor._sandbox() == doctor.Answer(
        "sandbox",
        "limited",
        "study and check here, grade elsewhere. Walls of namespaces: user namespaces are switched "
        f"off ({setting} = {forbids}): {remedy}. Walls of users: they are made "
        "by root: run it as root.",
        remedy,
    )


@pytest.mark.parametrize(
    ("setting", "state"), [("1\n", "ready"), ("0\n", "limited"), (None, "limited")]
)
def test_doctor_says_how_notebooks_share_the_processors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str | None, state: str
) -> None:
    if setting is not None:
        (tmp_path / "setting").write_text(setting)
    monkeypatch.setattr(doctor, "_SESSIONS", tmp_path / "setting")
    answer = doctor._processors()
    assert (answer.state, answer.fix == "") == (state, state == "ready")


@pytest.mark.slow  # also in make check, before each commit
def test_the_committed_notebooks_are_what_the_solutions_give() -> None:
    assert run("release", "--check") == 0


def test_the_reference_tables_agree_with_the_solutions() -> None:
    assert run("reference", "--check") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--attempts", "3"],
            "--attempts means nothing without --watch. Add that, or leave it out.",
        ),
        (["--every", "10m"], "--every means nothing without --watch. Add that, or leave it out."),
        (["--watch", "--every", "ten"], "The duration is 'ten', expected a number and s, m, h or"),
        (["--watch", "--student", "ana"], "--student does not go with --watch. Leave it out;"),
    ],
)
def test_an_option_that_means_nothing_is_told(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("autograde", "unet", *arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())
