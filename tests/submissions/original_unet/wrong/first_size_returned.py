"""The first valid number alone.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave one number, expected the list [140, 156, 172, 188]. That is one of
them: return stands in the loop. Append each to a list, and return the list behind the loop.
"""


def ok(side):
    return failing_level(side) is None


def valid_sizes(lowest, highest):
    for s in range(lowest, highest + 1):
        if ok(s):
            return s
