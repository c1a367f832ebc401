"""Errands need the walls, or there is nothing to test."""

import pytest

from grader.sandbox import walls


@pytest.fixture(scope="session")
def behind_walls() -> None:
    """Skip where no walls can be built, with the reason."""
    if reason := walls.why_none():
        pytest.skip(reason)
