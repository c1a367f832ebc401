"""return stands in the loop.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140], expected [140, 156, 172, 188]. The loop ended with 140:
break or return stands in it. Test every number, and return the list behind the loop.
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
    out = []
    for s in range(lowest, highest + 1):
        if ok(s):
            out.append(s)
        return out
