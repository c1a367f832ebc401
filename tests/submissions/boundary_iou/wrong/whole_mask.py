"""The mask is given back.

Loses: border
Says: border(square, 1) gave True at row 2, column 2, expected False. That is the whole mask.
Take away the pixels that are deep enough inside.
"""


def border(mask, distance):
    return mask
