"""The photo comes back as it was.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave 0.2 at [0], expected 0.8. That is the photo as it was.
Subtract it from 1.
"""


def negative(photo):
    return photo
