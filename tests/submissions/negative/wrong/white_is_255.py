"""White is taken for 255.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave 254.8 at [0], expected 0.8. White is 255 in a photo of whole
numbers. Here it is 1: subtract the photo from 1.
"""


def negative(photo):
    return 255 - photo
