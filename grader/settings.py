"""What the environment decides about a run; read here and nowhere else.

``COURSE_SHORT=1`` shortens the notebooks (continuous integration, a first look). nbgrader sets
``NBGRADER_EXECUTION`` while it validates or autogrades: nobody's network is trained again then.
``GRADER_SEED`` fixes the seed of a grading run. ``GRADER_SOLUTIONS`` names the solutions' folder
where notebooks are scored in the student's own process, as stock nbgrader does it.
"""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader import courses


def is_short() -> bool:
    """Whether long cells should take their short form."""
    return os.environ.get("COURSE_SHORT") == "1" or runs_under_nbgrader()


def runs_under_nbgrader() -> bool:
    """Whether nbgrader validates or autogrades this notebook."""
    return "NBGRADER_EXECUTION" in os.environ


def training(wanted: str = "full") -> Any:
    """How much to train, as the course has it under this name.

    Raises:
        CourseError: there is no training of that name.
    """
    return courses.current().training(wanted)


def epochs(full: int) -> int:
    """Epochs of a demonstration: ``full``, or a tenth of it in a short run."""
    return max(2, full // 10) if is_short() else full


def is_grading() -> bool:
    """Whether nbgrader is autograding this notebook (validating does not count)."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def case_seed() -> int | None:
    """Seed of the extra cases drawn for grading, or None when only the visible cases run.

    ``GRADER_SEED`` fixes it, so that a mark can be reproduced; otherwise it is random.
    """
    return _fixed_or_drawn() if is_grading() else None


def solutions_folder() -> Path | None:
    """Folder of the solutions while autograding, else None."""
    folder = os.environ.get("GRADER_SOLUTIONS")
    return Path(folder) if is_grading() and folder else None


@lru_cache(maxsize=1)
def run_seed() -> int:
    """Seed of this run of the grader: ``GRADER_SEED``, or drawn once for all submissions."""
    return _fixed_or_drawn()


def _fixed_or_drawn() -> int:
    fixed = os.environ.get("GRADER_SEED")
    return int(fixed) if fixed else secrets.randbits(32)
