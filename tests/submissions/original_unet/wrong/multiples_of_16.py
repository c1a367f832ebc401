"""What fits a network with padding is taken for valid here.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [144, 160, 176], expected [140, 156, 172, 188]. Multiples of 16
fit a network with padding. Here each level first loses 4 pixels, then halves the rest.
"""


def valid_sizes(lowest, highest):
    return [side for side in range(lowest, highest + 1) if side % 16 == 0]
