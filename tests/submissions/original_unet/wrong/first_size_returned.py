"""The first valid number alone.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave one number, expected the list [140, 156, 172, 188]. That is one of
them: return stands in the loop. Append each to a list, and return the list behind the loop.
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
    for s in range(lowest, highest + 1):
        if ok(s):
            return s
