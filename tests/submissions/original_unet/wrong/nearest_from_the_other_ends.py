"""The two lists are read at their far ends.

Loses: message
Says: The error of validate_input(570, 572) says "height 570 fails at level 2. Nearest valid sizes:
140 and 764", expected to find the valid size 556 in it. 140 is valid, and others are nearer. Of the
smaller valid sizes take the last, [-1], of the larger ones the first, [0]. The height 570 fails at
level 2; the nearest valid sizes are 556 and 572. Put all of this into the message.
"""


def validate_input(height, width):
    for name, size in [("height", height), ("width", width)]:
        side = size
        failed = None
        for level in range(1, 5):
            side = side - 4
            if side <= 0 or side % 2 != 0:
                failed = level
                break
            side = side // 2
        if failed is None and side - 4 < 1:
            failed = 5
        if failed is not None:
            smaller = valid_sizes(1, size)
            larger = valid_sizes(size, size + 200)
            near = str(larger[0])
            if smaller:
                near = f"{smaller[0]} and {larger[-1]}"
            raise ValueError(f"{name} {size} fails at level {failed}. Nearest valid sizes: {near}")
