"""How a run of grading shows itself: a bar in a terminal, plain lines elsewhere."""

import time
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from grader.grading.results import GradedSubmission
from grader.grading.storable import printable

_MOST_NAMES = 4


class Progress:
    """Counts submissions and notebooks; use it in a ``with`` statement."""

    def __init__(self, console: Console, submissions: int) -> None:
        self.notebooks = 0
        self._console = console
        self._total = submissions
        self._done = 0
        self._started = time.monotonic()
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        text = TextColumn("{task.fields[rate]:.0f} notebooks/minute  {task.description}")
        self._bar = Bar(*columns, text, console=console, transient=True, disable=self._is_plain)
        self._task = self._bar.add_task("", total=submissions, rate=0.0)

    @property
    def _is_plain(self) -> bool:
        return not self._console.is_terminal

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def running(self, students: Sequence[str]) -> None:
        """Show the names of what is running."""
        names = [escape(printable(student)) for student in students[:_MOST_NAMES]]
        more = len(students) - len(names)
        text = ", ".join(names) + (f" and {more} more" if more else "")
        self._bar.update(self._task, description=text)

    def graded(self, graded: GradedSubmission) -> None:
        """Count a submission that was graded in this run."""
        self.notebooks += len(graded.notebooks)
        self.passed()
        minutes = (time.monotonic() - self._started) / 60
        self._bar.update(self._task, rate=self.notebooks / minutes)
        self._line(graded.student, f"{graded.score:g} of {graded.max_score:g} points")

    def failed(self, student: str, reason: str) -> None:
        """Count a submission that has no mark."""
        self.passed()
        self._line(student, reason)

    def passed(self) -> None:
        """Count a submission that there was nothing to do for."""
        self._done += 1
        self._bar.advance(self._task)

    def _line(self, student: str, text: str) -> None:
        if self._is_plain:
            line = f"{self._done} of {self._total}  {printable(student)}: {printable(text)}"
            self._console.print(line, markup=False, soft_wrap=True)
