"""Each level halves first and then takes the pixels of its convolutions.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [], expected [140, 156, 172, 188]. The number was halved first and
the 4 pixels taken away afterwards. The convolutions come before the pooling: side - 4, then // 2.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        side = size
        ok = True
        for level in range(4):
            if side <= 0 or side % 2 != 0:
                ok = False
                break
            side = side // 2 - 4
        if ok and side - 4 >= 1:
            sizes.append(size)
    return sizes
