"""Every pooling is tested, the two convolutions at the bottom are not.

Loses: valid_sizes
Says: valid_sizes(1, 160) gave [76, 92, 108, 124, 140, 156], expected [140, 156]. Every pooling
sees an even number, but of the small ones nothing is left at the bottom: two more convolutions
take 4 pixels there. Ask for a pixel to remain.
"""


def valid_sizes(lowest, highest):
    sizes = []
    for side in range(lowest, highest + 1):
        here = side
        for _ in range(4):
            here = (here - 4) / 2
        if here == int(here) and here > 0:
            sizes.append(side)
    return sizes
