"""The list begins with 140, whatever is asked for.

Loses: valid_sizes
Says: valid_sizes(561, 600) gave [140, 156, 172, 188, 204, 220, 236, 252, … 29 numbers], expected
[572, 588]. The list begins below 561: the argument lowest does not count. Begin the range with it.
"""


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def valid_sizes(lowest, highest):
    return list(range(140, highest + 1, 16))
