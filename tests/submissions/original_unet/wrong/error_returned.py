"""The error is returned.

Loses: refuses, message
Says: validate_input(571, 572) returned a ValueError and raised nothing, expected it to be raised.
Write raise in place of return.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            return ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
