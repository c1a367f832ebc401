"""The sizes are printed and not returned.

Loses: valid_sizes
Says: valid_sizes(140, 188) gave None, expected the list [140, 156, 172, 188]. A function that ends
without return gives None. End it with return and the list.
"""


def valid_sizes(lowest, highest):
    for side in range(lowest, highest + 1):
        if failing_level(side) is None:
            print(side)
