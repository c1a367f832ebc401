"""The last level that fails.

Loses: message
Says: The error of validate_input(570, 572) says "height 570 fails at level 4, nearest [556, 572]",
expected to find the level 2 in it. That is the last level that fails, expected the first: stop
there. 570 fails at level 2; the nearest valid sizes are 556 and 572.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, side in (("height", height), ("width", width)):
        s, bad = side, None
        for level in range(1, 5):
            s -= 4
            if s < 1 or s % 2:
                bad = level
            s //= 2
        if bad or s < 5:
            raise ValueError(f"{n} {side} fails at level {bad or 5}, nearest {near(side)}")
