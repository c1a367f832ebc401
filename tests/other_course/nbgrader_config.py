"""nbgrader's settings for this course: the autograder's own, for another folder."""

from pathlib import Path

from grader.course import ROOT

c = get_config()  # noqa: F821  (nbgrader provides it when it reads this file)
load_subconfig("nbgrader_config.py", str(ROOT))  # noqa: F821  (nbgrader's too)

c.CourseDirectory.course_id = "numbers"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
