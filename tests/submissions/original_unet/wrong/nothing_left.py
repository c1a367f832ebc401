"""Nobody asks whether a pixel is left.

Loses: valid_sizes
Says: valid_sizes(1, 160) gave [12, 28, 44, 60, 76, 92, 108, 124, … 10 numbers], expected [140,
156]. Every pooling sees an even number, but with the small ones it is 0 or less. Ask for a
positive number at each pooling, and for a pixel to remain at the bottom.
"""


def valid_sizes(lowest, highest):
    out = []
    for n in range(lowest, highest + 1):
        s, good = n, True
        for _ in range(4):
            s -= 4
            if s % 2:
                good = False
                break
            s //= 2
        if good:
            out.append(n)
    return out
