"""A list, made number by number."""


def negative(photo):
    return [1 - brightness for brightness in photo]
