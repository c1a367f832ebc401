"""The negative is printed and not returned.

Loses: values
Says: negative([0.2, 1.0, 0.0]) gave NoneType, expected an array of shape (3,). A function that
ends without return gives None. End it with return and the negative.
"""


def negative(photo):
    print(1 - photo)
