"""nbgrader's settings for students: what `nbgrader fetch`, `submit` and `list` go by.

`make lab` gives them to JupyterLab and its terminals. The instructors' settings begin with them.
"""

from grader.sandbox.handing_in import LARGEST_FILE, LEFT_BEHIND

c = get_config()  # noqa: F821  (nbgrader provides it when it reads this file)

c.CourseDirectory.course_id = "segmentation"
c.CourseDirectory.ignore = list(LEFT_BEHIND)

# Both in units of 1,000 bytes. A folder is measured with all that is left behind in it, where an
# earlier version of the course may have kept gigabytes.
c.CourseDirectory.max_file_size = LARGEST_FILE // 1000
c.CourseDirectory.max_dir_size = 10_000_000

# Where students hand in, if the class has another exchange than nbgrader's own, for example:
# c.Exchange.root = "/srv/nbgrader/exchange"
