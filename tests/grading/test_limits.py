"""Limits come from nbgrader_config.py, and an option goes before it."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.cli import main
from grader.errors import CourseError
from grader.grading import autograde
from grader.grading.options import Options
from grader.kernel.limits import GIB, MIB, Limits, bytes_of


@pytest.mark.parametrize(
    ("size", "expected"), [("500M", 500 * MIB), ("2G", 2 * GIB), (" 1g ", GIB)]
)
def test_sizes_are_read(size: str, expected: int) -> None:
    assert bytes_of(size) == expected


@pytest.mark.parametrize("size", ["", "2", "2T", "0G", "-1G", "1.5G", "9999999G"])
def test_other_sizes_are_refused_in_words(size: str) -> None:
    with pytest.raises(CourseError) as refusal:
        bytes_of(size)
    assert str(refusal.value) == (
        f"The size is {size!r}, expected a number and M or G. Write 500M or 2G."
    )


CONFIGURED = replace(Limits(), cell_seconds=20.0, memory=GIB, processes=100)


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ([], CONFIGURED),
        (["--timeout", "7"], replace(CONFIGURED, cell_seconds=7.0, notebook_seconds=35.0)),
        (["--memory", "500M"], replace(CONFIGURED, memory=500 * MIB)),
    ],
    ids=["configuration alone", "timeout", "memory"],
)
def test_the_command_takes_limits_from_the_configuration_and_its_options(
    words: list[str], limits: Limits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.RunAndJudge.cell_seconds = 20\n"
        f"c.RunAndJudge.memory = {GIB}\n"
        "c.RunAndJudge.processes = 100\n"
    )
    monkeypatch.chdir(tmp_path)
    given: dict[str, Any] = {}

    def grade(_root: Path, _assignment: str, **arguments: Any) -> SimpleNamespace:
        given.update(arguments)
        return SimpleNamespace(exit_code=0)

    monkeypatch.setattr(autograde, "autograde", grade)
    with pytest.raises(SystemExit):
        main(["autograde", "unet", *words])
    assert given["options"] == Options(limits)
