"""What the tests of the grader's figures look at."""

import pytest

from lessons import figures


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alternative texts of the figures shown during the test."""
    texts: list[str] = []
    monkeypatch.setattr(figures, "display", lambda shown: texts.append(repr(shown)))
    return texts
