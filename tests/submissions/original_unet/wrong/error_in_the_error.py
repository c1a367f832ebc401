"""A name in the message that does not exist.

Loses: refuses, message
Says: validate_input(571, 572) raised NameError in the line `raise ValueError(f"{n} {s} fails at
level {lvl}, nearest {near(s)}")`: the name lvl is not known, expected a variable or function of
that name. It is misspelled, or no line that has run gives it a value. Compare the spelling with
that line, or write it.
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
            raise ValueError(f"{n} {s} fails at level {lvl}, nearest {near(s)}")
