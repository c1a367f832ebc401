"""How the learning rate goes over the steps of a training."""

import math
from typing import Any

from grader.quiet import quiet

with quiet():  # TensorFlow writes log lines when it is imported
    import keras


class LateCosine(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """The same rate for the first steps, then along half a cosine down to nothing.

    A short training needs large steps for as long as it may, and small ones only to settle.

    Args:
        rate: the learning rate at the start.
        n_steps: steps of the whole training.
        falling_share: which share of the steps, the last ones, the rate falls in; 1 is a plain
            cosine.
    """

    def __init__(self, rate: float, n_steps: int, falling_share: float = 0.4) -> None:
        self.rate, self.n_steps, self.falling_share = rate, n_steps, falling_share

    def __call__(self, step: Any) -> Any:
        """The rate at a step, counted from 0."""
        done = keras.ops.cast(step, "float32") / self.n_steps
        fallen = keras.ops.clip((done - 1 + self.falling_share) / self.falling_share, 0, 1)
        return self.rate * (1 + keras.ops.cos(math.pi * fallen)) / 2

    def get_config(self) -> dict[str, float]:
        """What the schedule is made of."""
        return {
            "rate": self.rate,
            "n_steps": self.n_steps,
            "falling_share": self.falling_share,
        }
