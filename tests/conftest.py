"""Fast tests first, so that a mistake shows within seconds; slow ones still run."""

import os

import pytest

from grader.course import put_scripts_on_path

put_scripts_on_path()  # as the command line does: nbgrader starts alembic by name
os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn, no window is opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests marked slow behind the others, keeping each group's order."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
