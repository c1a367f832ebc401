"""The list is returned as soon as it holds a number.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140], expected [140, 156, 172, 188]. The list ends with the first
that was found: return or break stands behind append, inside the loop. Move return to the left,
behind the loop.
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
            sizes.append(size)
            return sizes
