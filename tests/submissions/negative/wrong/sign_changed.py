"""Each number changes its sign.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave -0.2 at [0], expected 0.8. Each number only changed its
sign. Subtract it from 1, which is white.
"""


def negative(photo):
    return -photo
