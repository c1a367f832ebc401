"""Only the next eight numbers are searched.

Loses: message
Says: The error of validate_input(570, 572) says "height 570 fails at level 2. Nearest valid sizes:
[572]", expected to find the valid size 556 in it. A list stands in the message, which ends too
early. Look further than a few numbers around: valid sizes are 16 apart. The height 570 fails at
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
            smaller = valid_sizes(size - 8, size)
            larger = valid_sizes(size, size + 8)
            near = str(larger)
            if smaller:
                near = f"{smaller} and {larger}"
            raise ValueError(f"{name} {size} fails at level {failed}. Nearest valid sizes: {near}")
