"""Sizes without an output are left out.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [188], expected [140, 156, 172, 188]. Sizes of which nothing is
left on the way up were left out. This rule asks for the way down only.
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
    return [s for s in range(lowest, highest + 1) if ok(s) and s > 184]
