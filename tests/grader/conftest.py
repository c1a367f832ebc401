"""Fixtures for the tests of the grader and of its figures."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from grader import figures, train


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alternative texts of the figures shown during the test."""
    texts: list[str] = []
    monkeypatch.setattr(figures, "display", lambda shown: texts.append(repr(shown)))
    return texts


@pytest.fixture(scope="session")
def after_training(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A student's folder after notebook 5 with the short training, which takes minutes."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_DATA_HOME", str(folder / "own"))
            train.train("short", Console(quiet=True), folder / "unet")
        shutil.rmtree(folder / "own")

    return made_once("after-training", make) / "unet"
