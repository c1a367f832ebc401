"""How much the training notebook trains, and who decides."""

import pytest

from grader import settings
from grader.errors import UnknownName
from grader.exercises import plans


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_SHORT", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def test_the_notebook_chooses_its_training() -> None:
    assert settings.training("short") == plans.TRAININGS["short"]


def test_the_full_one_is_the_default() -> None:
    assert settings.training() == plans.TRAININGS["full"]


@pytest.mark.parametrize("variable", ["COURSE_SHORT=1", "NBGRADER_EXECUTION=autograde"])
def test_nobody_trains_long_while_notebooks_are_run_for_a_look_or_for_marks(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*variable.split("="))
    assert settings.training("full") == plans.TINY


def test_an_unknown_training_is_named_with_those_there_are() -> None:
    with pytest.raises(
        UnknownName, match=r"Unknown training .medium.\. Known: full, short, long\."
    ):
        settings.training("medium")


def test_some_epochs_are_left_for_the_full_size() -> None:
    known = [*plans.TRAININGS.values(), plans.TINY]
    assert [plan for plan in known if plan.small_epochs >= plan.epochs] == []
