"""1 is subtracted from the photo.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave -0.8 at [0], expected 0.8. 1 was subtracted from the photo.
Subtract the photo from 1.
"""


def negative(photo):
    return photo - 1
