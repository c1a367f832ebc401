"""True or False for each number.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [1, 0, 0, 0, 0, 0, 0, 0, … 49 numbers], expected [140, 156, 172,
188]. That is True or False for each number. Put the number itself into the list where it is valid.
"""


def ok(side):
    return failing_level(side) is None


def valid_sizes(lowest, highest):
    return [ok(s) for s in range(lowest, highest + 1)]
