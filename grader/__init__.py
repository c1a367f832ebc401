"""Checks that explain, and grading that judges data instead of trusting code.

Students need three names: ``check`` (check an exercise, ask for a hint), ``carry`` (bring a
function from an earlier notebook) and ``settings`` (how long this run may take). Importing
them does not import TensorFlow; the first check does.
"""

from grader import settings
from grader.notebook import check
from grader.notebook.carrying import carry

__all__ = ["carry", "check", "settings"]
