"""The loop over the pixels leaves the frame as it was.

Loses: border
Says: border(road, 1) gave False at row 4, column 0, expected True. The pixels at the frame of the
picture count as inside: the loop leaves them as they were, and beyond the frame is outside. Pad
with False and go over all pixels.
"""


def border(mask, distance):
    height, width = mask.shape
    inside = mask.copy()
    for _ in range(distance):
        eroded = inside.copy()
        for row in range(1, height - 1):
            for column in range(1, width - 1):
                square = inside[row - 1 : row + 2, column - 1 : column + 2]
                eroded[row, column] = square.all()
        inside = eroded
    return mask & ~inside
