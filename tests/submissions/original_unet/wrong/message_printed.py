"""The message is printed.

Loses: refuses, message
Says: validate_input(571, 572) raised nothing, expected a ValueError: the height 571 fails at level
1. It never raises. Where a side fails write raise ValueError(…): print only shows a text, and
except catches what was raised.
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
            print(f"ValueError: {n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
