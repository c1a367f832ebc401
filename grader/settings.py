"""What the environment decides about a run; read here and nowhere else.

``COURSE_SHORT=1`` shortens the notebooks (continuous integration, a first look). nbgrader sets
``NBGRADER_EXECUTION`` while it validates or autogrades: nobody's network is trained again then.
``GRADER_SEED`` fixes the seed of a grading run. ``GRADER_SOLUTIONS`` names the solutions' folder
where notebooks are scored in the student's own process, as stock nbgrader does it.
"""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grader.errors import UnknownName


@dataclass(frozen=True)
class Training:
    """How much the training notebook trains.

    Attributes:
        name: also that of the folder in which the training is kept.
        n_images: photos of rendered streets, the held-out ones included.
        epochs: passes over those that are learned from.
        small_epochs: how many of the epochs, the first ones, see pictures of half the size.
        least_accuracy: what the network should at least reach on the validation drives.
        least_mean_iou: the same for mean IoU.
    """

    name: str
    n_images: int
    epochs: int
    small_epochs: int
    least_accuracy: float
    least_mean_iou: float


_PLANS = (
    Training("full", 1060, epochs=5, small_epochs=3, least_accuracy=0.85, least_mean_iou=0.18),
    Training("short", 240, epochs=6, small_epochs=4, least_accuracy=0.6, least_mean_iou=0.1),
    Training("long", 1060, epochs=15, small_epochs=9, least_accuracy=0.87, least_mean_iou=0.22),
)
TRAININGS = {plan.name: plan for plan in _PLANS}
TINY_TRAINING = Training("tiny", 60, 2, small_epochs=1, least_accuracy=0.05, least_mean_iou=0.005)


def is_short() -> bool:
    """Whether long cells should take their short form."""
    return os.environ.get("COURSE_SHORT") == "1" or runs_under_nbgrader()


def runs_under_nbgrader() -> bool:
    """Whether nbgrader validates or autogrades this notebook."""
    return "NBGRADER_EXECUTION" in os.environ


def training(wanted: str = "full") -> Training:
    """How much to train; tiny in a short run.

    Args:
        wanted: "full"; "short" for a fraction of the time; "long" for three times as many epochs.

    Raises:
        UnknownName: there is no training of that name.
    """
    if wanted not in TRAININGS:
        raise UnknownName("training", wanted, TRAININGS)
    return TINY_TRAINING if is_short() else TRAININGS[wanted]


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
    if not is_grading():
        return None
    fixed = os.environ.get("GRADER_SEED")
    return int(fixed) if fixed else secrets.randbits(32)


def solutions_folder() -> Path | None:
    """Folder of the solutions while autograding, else None."""
    folder = os.environ.get("GRADER_SOLUTIONS")
    return Path(folder) if is_grading() and folder else None


@lru_cache(maxsize=1)
def run_seed() -> int:
    """Seed of this run of the grader: ``GRADER_SEED``, or drawn once for all submissions."""
    fixed = os.environ.get("GRADER_SEED")
    return int(fixed) if fixed else secrets.randbits(32)
