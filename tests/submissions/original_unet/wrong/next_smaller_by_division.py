"""The next smaller size is one step too low for some sides.

Loses: message
Says: The error of validate_input(574, 572) says "height=574 is not valid (level 2), try 556 or
588", expected to find the valid size 572 in it. 556 is valid, and others are nearer. Of the smaller
valid sizes take the last, [-1], of the larger ones the first, [0]. The height 574 fails at level 2;
the nearest valid sizes are 572 and 588. Put all of this into the message.
"""

import keras
import numpy as np
import tensorflow as tf


def _survives(side, levels=4):
    if levels == 0:
        return side > 4
    left = side - 4
    return left > 0 and left % 2 == 0 and _survives(left // 2, levels - 1)


def level_of_failure(side):
    level = 1
    while level <= 4:
        side = side - 4
        if side < 2 or side % 2:
            return level
        side, level = side // 2, level + 1
    return 5 if side < 5 else 0


def validate_input(height, width):
    messages = []
    for name in ("height", "width"):
        side = {"height": height, "width": width}[name]
        level = level_of_failure(side)
        if level:
            smaller = side // 16 * 16 - 4
            larger = max(140, side + (12 - side) % 16)
            hint = f"try {larger}" if side < 140 else f"try {smaller} or {larger}"
            messages.append(f"{name}={side} is not valid (level {level}), {hint}")
    if messages:
        raise ValueError(", ".join(messages))
