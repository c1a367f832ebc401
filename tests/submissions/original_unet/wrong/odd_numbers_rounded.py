"""Nobody asks whether the number is even: // rounds.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140, 141, 142, 143, 144, 145, 146, 147, … 49 numbers], expected
[140, 156, 172, 188]. Odd numbers came through: // drops what is left over and hides it. Ask before
each halving whether side % 2 == 0.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        side = size
        ok = True
        for level in range(4):
            side = side - 4
            if side <= 0:
                ok = False
                break
            side = side // 2
        if ok and side - 4 >= 1:
            sizes.append(size)
    return sizes
