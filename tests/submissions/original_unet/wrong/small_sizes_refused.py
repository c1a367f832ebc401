"""Nothing below 572 is taken.

Loses: refuses, message
Says: validate_input(188, 332) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. Small sizes such as 188 are refused, and they work out too. Leave
that bound out: ask whether each pooling sees an even number, and whether a pixel is left at the
bottom.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if s < 572:
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
