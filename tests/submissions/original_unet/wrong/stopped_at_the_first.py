"""return stands in the loop.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [140], expected [140, 156, 172, 188]. The loop ended with 140:
break or return stands in it. Test every number, and return the list behind the loop.
"""


def ok(side):
    return failing_level(side) is None


def valid_sizes(lowest, highest):
    out = []
    for s in range(lowest, highest + 1):
        if ok(s):
            out.append(s)
        return out
