"""What should remain is taken away from itself.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (-4, -4), expected (4,
4). The sign is flipped. Take current away from previous.
"""


def get_cropping_shape(previous, current):
    return (current[1] - previous[1]) // 2, (current[2] - previous[2]) // 2
