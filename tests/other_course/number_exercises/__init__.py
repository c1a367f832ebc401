"""The exercises of a course on numbers, which needs no more than NumPy."""

from grader.courses import Course

COURSE = Course(
    package=__name__,
    assignments={"numbers": ("standardize",)},
    imports=("numpy",),
    arguments={"standardize": ("numbers",)},
    demonstrated={"standardize": "only_centred"},
)
