"""A level that passes hides one that failed.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140, 141, 142, 143, 144, 145, 146, 147, … 25 numbers], expected
[140, 156, 172, 188]. A level that passes hides one before it that failed: only the last pooling
counts. Stop at the first odd number.
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
        s = n
        for _ in range(4):
            s -= 4
            even = s % 2 == 0
            s //= 2
        if even and s - 4 >= 1:
            out.append(n)
    return out
