"""From opening notebook 1 in JupyterLab to the first green check, and what takes the time.

Run `python benchmarks/first_check.py`; it needs Chromium, as the tests in `tests/browser` do. The
machine's other work makes seconds longer but hardly CPU seconds, so both are shown.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.course import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
sys.path.insert(0, str(ROOT / "tests"))
from conftest import CHROMIUM, QUIETLY
from lab import LAPTOP, MISTAKEN, NotebookPage, jupyter_lab, resize

NOTEBOOK = ROOT / "notebooks" / "unet" / "1_conv_block.ipynb"
ANSWER = MISTAKEN.replace("tanh", "relu")
IMPORTS = ("import grader", "from grader import check; check.conv_block", "import keras")
CHECK = "check-conv-block-layers"


class Stopwatch:
    """Seconds, and CPU seconds of all processes that this one started."""

    def __init__(self) -> None:
        self.laps: list[tuple[str, float, float]] = []
        self._last = self._now()

    def lap(self, name: str) -> None:
        """Note what went by since the lap before."""
        now = self._now()
        wall, cpu = now[0] - self._last[0], now[1] - self._last[1]
        self.laps.append((name, wall, cpu))
        self._last = now

    @staticmethod
    def _now() -> tuple[float, float]:
        spent = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
        return time.perf_counter(), sum(times.user + times.system for times in spent)


def first_check(folder: Path) -> list[tuple[str, float, float]]:
    """Open the notebook, run its setup, answer, check; then run all of it."""
    mine = folder / "my_notebooks"
    mine.mkdir()
    shutil.copy(NOTEBOOK, mine)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY).new_page()
        resize(page, LAPTOP)
        watch = Stopwatch()
        with jupyter_lab(mine, folder) as address:
            watch.lap("JupyterLab starts")
            notebook = NotebookPage(page, address, mine / NOTEBOOK.name)
            watch.lap("the notebook opens, its kernel with it")
            notebook.go_to("setup")
            notebook.press("Shift+Enter")
            notebook.wait_until_run("setup")
            watch.lap("the setup cell, which imports TensorFlow")
            notebook.write("conv-block", ANSWER)
            watch.lap("the answer is written")
            notebook.press("Shift+Enter", times=3)
            notebook.wait_for(CHECK, "8 of 8 points")
            watch.lap("its cell and the check, until that is green")
            notebook.run_all()
            watch.lap("all cells of the notebook")
    return watch.laps


def import_seconds(statement: str) -> float:
    """CPU seconds of a Python process that imports, without those of an empty one."""
    return _cpu_seconds(statement) - _cpu_seconds("pass")


def _cpu_seconds(statement: str) -> float:
    code = f"{statement}; import time; print(time.process_time())"
    return min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(3)
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        laps = first_check(Path(folder))
    table = Table("", "seconds", "CPU seconds", box=SIMPLE)
    for name, wall, cpu in laps:
        table.add_row(name, f"{wall:.1f}", f"{cpu:.1f}")
    console = Console()
    console.print(table)
    for statement in (
        "import grader",
        "from grader import check; check.conv_block",
        "import keras",
    ):
        console.print(f"{statement}: {import_seconds(statement):.2f} CPU seconds")


if __name__ == "__main__":
    main()
