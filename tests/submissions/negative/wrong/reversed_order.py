"""The numbers come in the reverse order, which a first look may take for a negative.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave 0 at [0], expected 0.8. Subtract each number from 1.
"""


def negative(photo):
    return photo[::-1]
