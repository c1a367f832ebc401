"""How much the training notebook trains."""

from dataclasses import dataclass

from grader import settings
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
TINY = Training("tiny", 60, 2, small_epochs=1, least_accuracy=0.05, least_mean_iou=0.005)


def training(wanted: str) -> Training:
    """How much to train; tiny in a short run.

    Args:
        wanted: "full"; "short" for a fraction of the time; "long" for three times as many epochs.

    Raises:
        UnknownName: there is no training of that name.
    """
    if wanted not in TRAININGS:
        raise UnknownName("training", wanted, TRAININGS)
    return TINY if settings.is_short() else TRAININGS[wanted]
