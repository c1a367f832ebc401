"""Pixel by pixel, without a ring around the mask.

Loses: border
Says: border(road, 1) raised IndexError in the line `corners = inside[i - 1, j - 1] and inside[i -
1, j + 1]`: the index 8 was asked for along axis 1 of length 8, expected 0 to 7. Nothing stands
behind the last place. Pad the array before, np.pad(x, 1), or stop one place earlier.
"""


def border(mask, distance):
    height, width = mask.shape
    inside = mask.copy()
    for _ in range(distance):
        rest = inside.copy()
        for i in range(height):
            for j in range(width):
                if inside[i, j]:
                    sides = inside[i - 1, j] and inside[i + 1, j]
                    sides = sides and inside[i, j - 1] and inside[i, j + 1]
                    corners = inside[i - 1, j - 1] and inside[i - 1, j + 1]
                    corners = corners and inside[i + 1, j - 1] and inside[i + 1, j + 1]
                    rest[i, j] = sides and corners
        inside = rest
    return mask & ~inside
