"""0 pixels at the bottom count.

Loses: valid_sizes
Says: valid_sizes(1, 160) gave [124, 140, 156], expected [140, 156]. Of 124 no pixel is left at the
bottom: it has 4, and two convolutions take them. Ask for more than 0.
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
        if good and s - 4 >= 0:
            out.append(n)
    return out
