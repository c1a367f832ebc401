"""The number that is tested is changed and appended.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [5, 6, 7, 8], expected [140, 156, 172, 188]. These numbers are
what is left at the bottom: the test changed the number, and then it was appended. Follow a copy
down, and append the number as it came.
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
        good = True
        for _ in range(4):
            s -= 4
            if s < 1 or s % 2:
                good = False
                break
            s //= 2
        if good and s - 4 >= 1:
            out.append(s)
    return out
