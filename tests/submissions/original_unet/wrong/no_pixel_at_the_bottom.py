"""0 pixels at the bottom count.

Loses: valid_sizes
Says: valid_sizes(1, 160) gave [124, 140, 156], expected [140, 156]. Of 124 no pixel is left at the
bottom: it has 4, and two convolutions take them. Ask for more than 0.
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
        if good and s - 4 >= 0:
            out.append(n)
    return out
