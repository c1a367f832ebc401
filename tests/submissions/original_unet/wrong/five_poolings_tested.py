"""The bottom is tested for an even number, as if it had a pooling.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [], expected [140, 156, 172, 188]. The bottom was tested for an
even number too, and no pooling follows there: range(4) has the levels. Behind them only ask for a
pixel to remain.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        side = size
        ok = True
        for level in range(5):
            side = side - 4
            if side <= 0 or side % 2 != 0:
                ok = False
                break
            side = side // 2
        if ok and side - 4 >= 1:
            sizes.append(size)
    return sizes
