"""Steps of 16 from the first number.

Loses: valid_sizes
Says: valid_sizes(561, 600) gave [561, 577, 593], expected [572, 588]. These are steps of 16 from
561, whether that is valid or not. Test each number, or look for the first valid one.
"""


def valid_sizes(lowest, highest):
    return list(range(lowest, highest + 1, 16))
