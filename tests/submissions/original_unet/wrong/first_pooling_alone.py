"""Only the first pooling is looked at.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140, 142, 144, 146, 148, 150, 152, 154, … 25 numbers],
expected [140, 156, 172, 188]. Only the first pooling was tested. Follow each size through all 4
levels.
"""


def valid_sizes(lowest, highest):
    return [side for side in range(lowest, highest + 1) if (side - 4) % 2 == 0]
