"""The mask is given back.

Loses: border
Says: border(square, 1) gave True at row 2, column 2, expected False. That is the whole mask: no
pixel counts as inside. One is inside where all nine views are True, np.all(views, axis=0), or
where their sum is 9.
"""


def border(mask, distance):
    return mask
