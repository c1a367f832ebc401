"""nbgrader's exchange as students use it: `submit` and `fetch_feedback`, called in this process."""

import logging
from pathlib import Path
from typing import Any

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from stand_in import ASSIGNMENT, CONFIG, write_work
from traitlets.config import Config

from grader.grading.recording import read_config

EXCHANGE_CONFIG = (
    CONFIG
    + """
from pathlib import Path
c.Exchange.root = str(Path(__file__).resolve().parent / "exchange")
c.ExchangeCollect.check_owner = False
c.LateSubmissionPlugin.penalty_method = "none"
"""
)
_log = logging.getLogger(__name__)
_log.setLevel(logging.CRITICAL)


class Exchange:
    """The exchange of the course at ``root``, with the homes of its students in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "exchange" / "toys"
        self.inbound = self.folder / "inbound"
        self.inbound.mkdir(parents=True, exist_ok=True)
        self.inbound.chmod(0o733)
        (self.folder / "outbound" / ASSIGNMENT).mkdir(parents=True, exist_ok=True)

    def submit(self, student: str, at: str = "", **work: Any) -> Path:
        """Hand in as `nbgrader submit` does; the folder that it made in the inbound one.

        By the student's clock it is ``at``.
        """
        before = set(self.inbound.iterdir())
        write_work(self.root, self._home(student) / ASSIGNMENT, **work)
        command = self._command("Submit", student)
        if at:
            command.timestamp, command.set_timestamp = at, lambda: None
        command.start()
        (made,) = set(self.inbound.iterdir()) - before
        return made

    def fetched(self, student: str) -> list[str]:
        """What `nbgrader fetch_feedback` brings of notebook 1, by the time of the submissions."""
        self._command("FetchFeedback", student).start()
        pages = (self._home(student) / ASSIGNMENT / "feedback").glob("*/1_first.html")
        return [page.read_text(encoding="utf-8") for page in sorted(pages)]

    def _home(self, student: str) -> Path:
        return self.root / "homes" / student

    def _command(self, name: str, student: str) -> Any:
        home = self._home(student)
        own = {"cache": str(home / "cache"), "assignment_dir": str(home)}
        config = read_config(self.root)
        config.merge(Config({"Exchange": own}))
        course = CourseDirectory(config=config, assignment_id=ASSIGNMENT, student_id=student)
        return getattr(ExchangeFactory(config=config), name)(
            coursedir=course, authenticator=Authenticator(config=config), config=config, log=_log
        )
