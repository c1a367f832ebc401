"""The mean is taken away, and nothing is divided.

Loses: values
Says: standardize([0.0, 4.0]) gave -2 at [0], expected -1. Only the mean was taken away. Divide by
the deviation.
"""


def standardize(numbers):
    return numbers - numbers.mean()
