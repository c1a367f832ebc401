"""An index on a number.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised TypeError in the line
`rows, columns = previous[1][0] - current[1][0], previous[2] - current[2]`: an index stands behind
an object of type int, which holds no elements, expected a list, a tuple or a tensor. Print
type(…) of it in the line before.
"""


def get_cropping_shape(previous, current):
    rows, columns = previous[1][0] - current[1][0], previous[2] - current[2]
    return (rows // 2, rows // 2), (columns // 2, columns // 2)
