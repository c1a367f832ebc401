"""What the figure of notebook 0 says."""

import numpy as np

from lessons.figures import start


def test_a_negative_is_told_by_its_brightness(shown: list[str]) -> None:
    start.beside(np.full((2, 2), 0.25), np.full((2, 2), 0.75))

    assert shown == [
        "A street in grey, with a mean brightness of 0.25, and beside it its negative, with 0.75."
    ]
