"""What became of each submission that arrived: a line of JSON each, in the order of the answers.

The file is all that a watch remembers. A submission without a line in it has not been answered and
is taken up again; each step before that line can be done twice.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

logger = logging.getLogger(__name__)

Became = Literal[
    "graded",
    "refused",  # one try too many, or too early
    "replaced",  # by a later one, before its turn
]


@dataclass(frozen=True)
class Entry:
    """A submission that was answered. Times are seconds since 1970, by the clock of this machine.

    ``says`` is when it was handed in by its own account, as the student's list has it.
    """

    name: str
    student: str
    says: str
    arrived: float
    answered: float
    became: Became
    score: float = 0.0
    max_score: float = 0.0


class Journal:
    """The file at ``path``, read once and then written to, by one process at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names: set[str] = set()
        self._of: dict[str, list[Entry]] = defaultdict(list)
        path.parent.mkdir(parents=True, exist_ok=True)
        for number, line in enumerate(self._lines(), start=1):
            try:
                self._remember(Entry(**json.loads(line)))
            except (ValueError, TypeError):
                logger.warning("Line %d of %s is damaged and left aside.", number, path)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def of(self, student: str) -> Sequence[Entry]:
        """The entries of a student, the latest last."""
        return self._of.get(student, ())

    def counted(self, student: str) -> list[Entry]:
        """The tries that a student has had, the latest last."""
        return [entry for entry in self.of(student) if entry.became == "graded"]

    def add(self, entry: Entry) -> None:
        """Write an entry down; it is on the disk as a whole, or ``OSError`` and not at all."""
        line = json.dumps(asdict(entry)).encode() + b"\n"
        with open(self._path, "ab") as file:
            size = file.tell()
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.truncate(self._path, size)
                raise
        self._remember(entry)

    def _lines(self) -> list[bytes]:
        """The whole lines. Half of one, which a process left that was killed, is cut off."""
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self._path, whole)
        return content[:whole].splitlines()

    def _remember(self, entry: Entry) -> None:
        self._names.add(entry.name)
        self._of[entry.student].append(entry)
