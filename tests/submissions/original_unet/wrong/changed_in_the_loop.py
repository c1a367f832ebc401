"""The number that is tested is changed and appended.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [5, 6, 7, 8], expected [140, 156, 172, 188]. These numbers are
what is left at the bottom: the test changed the number, and then it was appended. Follow a copy
down, and append the number as it came.
"""


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
