"""The bottom is tested as if a pooling followed.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [156, 188], expected [140, 156, 172, 188]. The bottom was tested
for an even number too, and no pooling follows there: range(4) has the levels. Behind them only ask
for a pixel to remain.
"""


def valid_sizes(lowest, highest):
    out = []
    for n in range(lowest, highest + 1):
        s, good = n, True
        for _ in range(5):
            s -= 4
            if s < 1 or s % 2:
                good = False
                break
            s //= 2
        if good:
            out.append(n)
    return out
