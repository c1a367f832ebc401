"""Steps of 16 from the first number.

Loses: valid_sizes
Says: valid_sizes(561, 600) gave [561, 577, 593], expected [572, 588]. These are steps of 16 from
561, whether that is valid or not. Test each number, or look for the first valid one.
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
    return list(range(lowest, highest + 1, 16))
