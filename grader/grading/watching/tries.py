"""How often a student may have the same assignment graded, and what she reads about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from grader.errors import CourseError
from grader.grading.watching.inbox import Arrival
from grader.grading.watching.journal import Entry

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WORDS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}


@dataclass(frozen=True)
class Tries:
    """At most ``attempts`` gradings of a student, and ``every`` seconds between two of them.

    Times are told in ``zone``.
    """

    attempts: int | None = None
    every: float = 0.0
    zone: tzinfo = UTC

    def refusal(self, counted: Sequence[Entry], arrival: Arrival) -> str:
        """Why a submission is not graded, in a sentence to its student; empty when it is.

        A last try that is later than this one says that a clock was put back: then nobody knows how
        long ago it was, and the student is believed.
        """
        if not counted:
            return ""
        last = counted[-1]
        counts = (
            f"The one that arrived at {self.time(last.arrived)} counts, with {last.score:g} of "
            f"{last.max_score:g} points."
        )
        arrived = f"This submission arrived at {self.time(arrival.arrived)} and was not graded"
        if self.attempts is not None and len(counted) >= self.attempts:
            return (
                f"{arrived}: you have had {_all_of(self.attempts)}. {counts} There is no further "
                "try; ask your instructor if something went wrong."
            )
        passed = arrival.arrived - last.arrived
        if 0 <= passed < self.every:
            return (
                f"{arrived}: there is one try in {in_words(self.every)}. {counts} The next try is "
                f"possible from {self.time(last.arrived + self.every)} on. Hand in again then."
            )
        return ""

    def note(self, before: Sequence[Entry], arrival: Arrival) -> str:
        """What stands above the feedback of a submission that is graded after these tries."""
        number = len(before) + 1
        of = "" if self.attempts is None else f" of {self.attempts}"
        said = [f"Try {number}{of}, arrived at {self.time(arrival.arrived)}. It counts."]
        if self.attempts is not None and number >= self.attempts:
            said.append("There is no further try.")
        elif self.every:
            said.append(f"The next is possible from {self.time(arrival.arrived + self.every)} on.")
        return " ".join(said)

    def replaced(self, arrival: Arrival, by: Arrival) -> str:
        """What is said of a submission that a later one overtook."""
        return (
            f"This submission arrived at {self.time(arrival.arrived)} and was not graded: you "
            f"handed in again before its turn. Look at the feedback of the one that arrived at "
            f"{self.time(by.arrived)}. This one used up no try."
        )

    def time(self, seconds: float) -> str:
        """A time as students read it."""
        return datetime.fromtimestamp(seconds, self.zone).strftime("%Y-%m-%d %H:%M:%S %Z")


def seconds_of(duration: str) -> float:
    """Seconds of a duration written as ``90s``, ``10m``, ``2h`` or ``1d``.

    Raises:
        CourseError: it is no duration.
    """
    match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", duration.strip())
    if match is None:
        raise CourseError(
            f"The duration is {duration!r}, expected a number and s, m, h or d. Write 90s, 10m, 2h "
            "or 1d."
        )
    return float(int(match[1]) * _SECONDS[match[2]])


def in_words(seconds: float) -> str:
    """A duration in the largest unit that it is a whole number of: 10 minutes."""
    unit = next(sign for sign in reversed(_SECONDS) if seconds % _SECONDS[sign] == 0)
    return _number(int(seconds // _SECONDS[unit]), _WORDS[unit], f"{_WORDS[unit]}s")


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _all_of(attempts: int) -> str:
    return "your one try" if attempts == 1 else f"all {attempts} tries"
