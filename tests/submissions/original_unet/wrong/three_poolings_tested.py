"""Three levels in place of four.

Loses: refuses, message
Says: validate_input(564, 572) raised nothing, expected a ValueError: the height 564 fails at level
4. Only the first 3 poolings were tested. There are 4 levels with a pooling.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, side in (("height", height), ("width", width)):
        s = side
        for level in range(1, 4):
            s -= 4
            if s < 1 or s % 2:
                raise ValueError(f"{n} {side} fails at level {level}, nearest {near(side)}")
            s //= 2
