"""Each level takes two pixels.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [142, 158, 174], expected [140, 156, 172, 188]. Each level takes 2
pixels here, as one convolution does. There are two, which take 4.
"""


def valid_sizes(lowest, highest):
    out = []
    for n in range(lowest, highest + 1):
        s, good = n, True
        for _ in range(4):
            s -= 2
            if s < 1 or s % 2:
                good = False
                break
            s //= 2
        if good and s - 2 >= 1:
            out.append(n)
    return out
