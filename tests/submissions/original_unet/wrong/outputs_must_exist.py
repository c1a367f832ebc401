"""Sizes without an output are left out.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave [188], expected [140, 156, 172, 188]. Sizes of which nothing is
left on the way up were left out. This rule asks for the way down only.
"""


def ok(side):
    return failing_level(side) is None


def valid_sizes(lowest, highest):
    return [s for s in range(lowest, highest + 1) if ok(s) and s > 184]
