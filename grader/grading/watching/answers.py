"""What a student gets back: nbgrader's feedback, or a page with a sentence in its place.

Both go through nbgrader's own `release_feedback`, so that `nbgrader fetch_feedback` and the
Assignment List bring them.
"""

import contextlib
import html
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.writers.files import FilesWriter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from grader.grading.submission import TIMESTAMP, Submission
from grader.grading.watching.inbox import SECRET

_nbgrader_log = logging.getLogger(f"{__name__}.nbgrader")
_nbgrader_log.setLevel(logging.CRITICAL)  # it raises what it logs

_NOT_GRADED = "not_graded.html"  # beside the feedback, where nothing is released
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{notebook}: not graded</title>
<body style="font-family: sans-serif; max-width: 42em; margin: 3em auto; line-height: 1.5">
<h1>Not graded</h1>
<p>{sentence}</p>
"""


class Answers:
    """Answers to the students of an assignment.

    Sentences lie in ``desk``, a folder below the course's, until they are released. Where nothing
    is released, the feedback stays in nbgrader's folder of feedback.
    """

    def __init__(self, config: Config, assignment: str, desk: Path, releases: bool) -> None:
        self._config, self._assignment, self._releases = config, assignment, releases
        self._course = self._directory()
        self._desk = self._directory()
        self._desk.feedback_directory = str(desk.relative_to(self._desk.root))
        self._feedback = _NotedFeedback(self._course, config)

    def graded(self, student: str, note: str) -> None:
        """Write the feedback of what is recorded, with a note on top, and release it.

        Raises:
            Exception: what nbgrader's steps raise; doing it again does all of it again.
        """
        self._course.student_id = student
        self._feedback.convert(note)
        if self._releases:
            self._release(self._course)

    def not_graded(self, submission: Submission, sentence: str) -> None:
        """Give a sentence in the place of each notebook's feedback.

        Raises:
            OSError, ExchangeError: it could not be written or released.
        """
        names = [
            Path(name).stem
            for name in submission.files
            if name.endswith(".ipynb") and "/" not in name
        ]
        if not self._releases:
            place = self._folder(self._course, submission.student)
            place.mkdir(parents=True, exist_ok=True)
            (place / _NOT_GRADED).write_text(_page("", sentence), encoding="utf-8")
            return
        with self._on_the_desk(submission.student) as folder:
            for name in names:
                (folder / f"{name}.html").write_text(_page(name, sentence), encoding="utf-8")
            for name in (TIMESTAMP, SECRET):
                (folder / name).write_bytes(submission.files[name])
            self._desk.student_id = submission.student
            self._release(self._desk)

    def _release(self, course: CourseDirectory) -> None:
        """What `nbgrader release_feedback --student` does."""
        exchange = ExchangeFactory(config=self._config)
        exchange.ReleaseFeedback(coursedir=course, config=self._config, log=_nbgrader_log).start()

    @contextlib.contextmanager
    def _on_the_desk(self, student: str) -> Iterator[Path]:
        """An empty folder where feedback of this student is looked for."""
        folder = self._folder(self._desk, student)
        shutil.rmtree(folder, ignore_errors=True)  # of a watch that was killed
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder.parent)

    def _folder(self, course: CourseDirectory, student: str) -> Path:
        return Path(course.format_path(course.feedback_directory, student, self._assignment))

    def _directory(self) -> CourseDirectory:
        return CourseDirectory(
            config=self._config, assignment_id=self._assignment, log=_nbgrader_log
        )


def _page(notebook: str, sentence: str) -> str:
    return _PAGE.format(notebook=html.escape(notebook), sentence=html.escape(sentence))


class _NotedFeedback(GenerateFeedback):  # type: ignore[misc]  # nbgrader's classes have no types
    """nbgrader's ``GenerateFeedback`` with a sentence on top of each page.

    One instance serves all students: its exporter is made once. Its errors come as they are, where
    nbgrader's own loop over students writes them into a log.
    """

    def __init__(self, course: CourseDirectory, config: Config) -> None:
        super().__init__(coursedir=course, config=config, log=_nbgrader_log)
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        for step in (self._write_note, *self.preprocessors):
            self.exporter.register_preprocessor(step)
        self._note = ""

    def convert(self, note: str) -> None:
        """What `nbgrader generate_feedback --force --student` does."""
        self._note = note
        assignment, student = self.coursedir.assignment_id, self.coursedir.student_id
        self.init_notebooks()
        place = Path(self._format_dest(assignment, student))
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        for notebooks in self.assignments.values():
            for notebook in sorted(notebooks):
                self.convert_single_notebook(notebook)
        self.set_permissions(assignment, student)
        self.run_post_convert_hook()

    def _write_note(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(f"**{self._note}**"))
        return notebook, resources
