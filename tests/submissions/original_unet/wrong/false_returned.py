"""An invalid size gives False, and nothing is raised.

Loses: refuses, message
Says: validate_input(571, 572) raised nothing, expected a ValueError: the height 571 fails at level
1. It never raises. Where a side fails write raise ValueError(…): print only shows a text, and
except catches what was raised.
"""


def validate_input(height, width):
    return failing_level(height) is None and failing_level(width) is None
