"""A single pixel at the bottom counts as none.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [156, 172, 188], expected [140, 156, 172, 188]. 140 is missing: it
leaves one pixel at the bottom, and one is enough. Ask for at least 1 behind the last two
convolutions.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        s = size
        ok = True
        for level in range(4):
            s = s - 4
            if s <= 0 or s % 2 != 0:
                ok = False
                break
            s = s // 2
        if ok and s - 4 > 1:
            sizes.append(size)
    return sizes
