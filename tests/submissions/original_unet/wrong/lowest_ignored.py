"""The list begins with 140, whatever is asked for.

Loses: valid_sizes
Says: valid_sizes(561, 600) gave [140, 156, 172, 188, 204, 220, 236, 252, … 29 numbers], expected
[572, 588]. The list begins below 561: the argument lowest does not count. Begin the range with it.
"""


def valid_sizes(lowest, highest):
    return list(range(140, highest + 1, 16))
