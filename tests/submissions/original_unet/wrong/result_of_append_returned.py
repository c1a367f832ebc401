"""What append gives is returned.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave None, expected the list [140, 156, 172, 188]. `return
sizes.append(size)` returns what append gives, and that is None. Put it on a line of its own, and
return what it has changed or shown.
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
            return sizes.append(size)
