"""What kind of street a world is: how wide, what on its sides, where a road crosses."""

from dataclasses import dataclass

import numpy as np

LANE = 3.5  # metres, width of a lane

# Name of a side and how often it is chosen.
_SIDES = {
    "rail": 0.24,
    "wall": 0.20,
    "town": 0.19,
    "houses": 0.17,
    "park": 0.12,
    "works": 0.10,
}


@dataclass(frozen=True)
class Plan:
    """What kind of street a world is; chosen first, the rest follows.

    Attributes:
        left: metres from the middle to the left edge, negative.
        right: metres from the middle to the right edge.
        sides: what stands on the left and on the right.
        junction: z of the start and end of a crossing road, or None.
    """

    left: float
    right: float
    sides: tuple[str, str]
    junction: tuple[float, float] | None


def draw_plan(rng: np.random.Generator) -> Plan:
    """Choose the kind of street of one world."""
    names, weights = tuple(_SIDES), np.array(tuple(_SIDES.values()))
    left = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    # Both sides of a street are often of the same kind.
    other = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    right = left if rng.random() < 0.35 else other
    lanes_left, lanes_right = int(rng.integers(1, 4)), int(rng.integers(2, 4))
    margin = rng.uniform(0.4, 1.6)
    junction = None
    if rng.random() < 0.35:
        start = rng.uniform(26, 75)
        junction = (start, start + rng.uniform(9, 18))
    return Plan(-lanes_left * LANE - margin, lanes_right * LANE + margin, (left, right), junction)
