"""What the site makes of a lesson's cells."""

from types import ModuleType

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook


def shown(writer: ModuleType) -> list[str]:
    """A lesson on the site: a text that always holds, and one of a whole training."""
    always = new_markdown_cell("More in `docs/comparisons.md`.")
    trained = new_markdown_cell("Sky comes first.", metadata={"tags": ["full-form"]})
    notebook = writer.lesson(new_notebook(cells=[always, trained]), "unet/5_training")
    return [cell.source for cell in notebook.cells if cell.id != "doors"]


def test_a_page_of_the_site_that_a_lesson_names_is_a_link(writer: ModuleType) -> None:
    assert shown(writer)[0] == "More in [`docs/comparisons.md`](../../comparisons.md)."


@pytest.mark.parametrize(("short", "n_cells"), [("1", 1), ("0", 2)])
def test_what_only_a_whole_training_shows_is_left_out_of_a_short_one(
    writer: ModuleType, monkeypatch: pytest.MonkeyPatch, short: str, n_cells: int
) -> None:
    monkeypatch.setenv("COURSE_SHORT", short)
    assert len(shown(writer)) == n_cells
