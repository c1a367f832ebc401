"""A level that passes hides one that failed.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140, 141, 142, 143, 144, 145, 146, 147, … 25 numbers], expected
[140, 156, 172, 188]. A level that passes hides one before it that failed: only the last pooling
counts. Stop at the first odd number.
"""


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
