"""nbgrader's settings for this course; nbgrader reads this file from the folder it runs in."""

import os
from pathlib import Path

c = get_config()  # noqa: F821  (nbgrader provides it when it reads this file)
root = Path(__file__).resolve().parent

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "segmentation"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# What running a notebook leaves beside it is nobody's hand-out.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "*.h5",
    "*.gif",
    "training",
]

# The course's own steps, around nbgrader's.
c.Autograde.sanitize_preprocessors = [
    "grader.preprocessors.RepairCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    "grader.preprocessors.StderrCostsNothing",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.OverwriteCells.add_missing_cells = True

# Seconds for one cell. The longest one, a short training run, takes about 30 on two cores.
c.ExecutePreprocessor.timeout = 120

# Where `carry` finds the course's own functions while autograding (see grader/settings.py).
os.environ["GRADER_SOLUTIONS"] = str(root / "solutions" / "unet")
