"""Sizes of a network with padding.

Loses: refuses, message
Says: validate_input(572, 572) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. Multiples of 16 fit a network with padding. Here each level first
loses 4 pixels, then halves the rest.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if s % 16:
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
