"""The kinds of walls there are, and which of them is built on this computer.

A kind has two halves. The one here starts the warm parent, and says where a kernel finds what is
its own; ``grader.kernel.walls`` is the other, which the warm parent and its
forks build from inside.
"""

from typing import get_args

from grader.errors import CourseError
from grader.sandbox.namespaces import Namespaces
from grader.sandbox.unwalled import Name, Unwalled
from grader.sandbox.users import Users

NAMES: tuple[Name, ...] = get_args(Name)
KINDS: dict[Name, Unwalled] = {  # the strongest first
    "namespaces": Namespaces(),
    "users": Users(),
    "none": Unwalled(),
}


class NoWalls(CourseError):
    """The walls that were asked for cannot be built here; says why and what helps."""


def chosen(asked: Name | None) -> Unwalled:
    """The kind that was asked for, or the strongest that can be built here.

    Raises:
        NoWalls: it cannot be built here. Nothing weaker is taken in its place.
    """
    if asked is None:
        return strongest()
    if reason := KINDS[asked].why_not():
        others = " and ".join(kind.name for kind in _possible()) or "none"
        raise NoWalls(
            f"Walls of the kind {asked} were asked for and cannot be built here: {reason}. This "
            f"computer can build: {others}."
        )
    return KINDS[asked]


def strongest() -> Unwalled:
    """The strongest walls that can be built here.

    Raises:
        NoWalls: none can.
    """
    for kind in _possible():
        return kind
    raise NoWalls(
        f"Notebooks of others cannot be run safely here. {why_none()} To grade only people you "
        "trust, pass --walls none."
    )


def why_none() -> str | None:
    """None when some walls can be built here, else why none can, with the remedies."""
    if _possible():
        return None
    told = ((kind.name, kind.why_not()) for kind in KINDS.values())
    return " ".join(f"Walls of {name}: {reason}." for name, reason in told if reason)


def _possible() -> list[Unwalled]:
    """The kinds that keep something out and can be built here, the strongest first."""
    return [kind for kind in KINDS.values() if kind.name != "none" and kind.why_not() is None]
