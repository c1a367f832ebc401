"""A cell that hits a limit is stopped, and the next one runs as if nothing had happened."""

from dataclasses import replace

import nbformat
import pytest

from grader.checks.brief import Brief
from grader.grading.execution import execute
from grader.grading.options import Options
from grader.kernel.limits import MIB, Limits

_AT_ONCE = (
    f'from IPython.display import display\ndisplay({{"text/plain": "x" * {9 * MIB}}}, raw=True)'
)
_IN_A_LOOP = f"import time\nwhile True:\n    print('x' * {MIB})\n    time.sleep(0.01)"
_OPTIONS = Options(limits=replace(Limits(), output=MIB))


@pytest.mark.parametrize(
    ("flood", "times"), [(_AT_ONCE, 30), (_IN_A_LOOP, 1)], ids=["it has ended", "it runs"]
)
def test_an_interrupt_stops_no_later_cell(flood: str, times: int) -> None:
    """Of 30 cells that end by themselves while they are stopped, some meet any gap there is."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(one) for one in [flood, "print('whole')"] * times]

    execution = execute(notebook, set(range(2 * times)), {}, Brief("run"), _OPTIONS)

    assert [(stop.cell, stop.kind) for stop in execution.stops] == [
        (cell, "output") for cell in range(0, 2 * times, 2)
    ]
    assert [cell.outputs[0].text for cell in notebook.cells[1::2]] == ["whole\n"] * times
