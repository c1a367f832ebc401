"""Each number is put into a list of its own.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave an array of shape (4, 1), expected the list [140, 156, 172, 188].
Each number stands in a list of its own. Append it without square brackets.
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
            sizes.append([size])
    return sizes
