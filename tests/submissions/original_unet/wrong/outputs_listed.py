"""The sizes that the network answers.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [-44, -28, -12, 4], expected [140, 156, 172, 188]. These are the
sizes that the network answers. List those that it takes.
"""


def ok(side):
    return failing_level(side) is None


def valid_sizes(lowest, highest):
    return [s - 184 for s in range(lowest, highest + 1) if ok(s)]
