"""A placeholder left in append.

Loses: valid_sizes, message, arguments
Says: valid_sizes(140, 188) gave a list of other things, expected the list [140, 156, 172, 188].
Something in it is None, or no number. Look at what is put into it, as by append. Return the list.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        side = size
        ok = True
        for level in range(4):
            side = side - 4
            if side <= 0 or side % 2 != 0:
                ok = False
                break
            side = side // 2
        if ok and side - 4 >= 1:
            sizes.append(None)
    return sizes
