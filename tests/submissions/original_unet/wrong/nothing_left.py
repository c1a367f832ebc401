"""Nobody asks whether a pixel is left.

Loses: valid_sizes
Says: valid_sizes(1, 160) gave [12, 28, 44, 60, 76, 92, 108, 124, … 10 numbers], expected [140,
156]. Every pooling sees an even number, but with the small ones it is 0 or less. Ask for a
positive number at each pooling, and for a pixel to remain at the bottom.
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
    for n in range(lowest, highest + 1):
        s, good = n, True
        for _ in range(4):
            s -= 4
            if s % 2:
                good = False
                break
            s //= 2
        if good:
            out.append(n)
    return out
