"""Below the smallest valid size there is no smaller one.

Loses: refuses, message
Says: validate_input(572, 108) raised IndexError in the line `near = str(below[-1]) + " or " +
str(above[0])`: above or below is an empty list, of which no element can be taken; expected one that
holds something. Where that can be, take a slice, which may be empty: above[:1] and below[-1:].
"""


def find_level(n):
    for level in range(1, 5):
        n = n - 4
        if n <= 0 or n % 2 != 0:
            return level
        n = n // 2
    if n - 4 < 1:
        return 5
    return 0


def validate_input(height, width):
    for name, value in [("height", height), ("width", width)]:
        level = find_level(value)
        if level > 0:
            below = valid_sizes(1, value)
            above = valid_sizes(value, value + 200)
            near = str(below[-1]) + " or " + str(above[0])
            raise ValueError(
                f"{name} {value} is not valid: level {level} fails. Nearest valid: {near}"
            )
