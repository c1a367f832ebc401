"""nbgrader's settings for this course; nbgrader reads this file from the folder it runs in."""

import os
from pathlib import Path

from grader.course import ROOT, put_scripts_on_path
from grader.sandbox import JUPYTER_PATH

c = get_config()  # noqa: F821  (nbgrader provides it when it reads this file)
root = Path(__file__).resolve().parent

# What students' settings say too: the course's name, what is handed in and where.
load_subconfig("jupyter/nbgrader_config.py", [str(root), str(ROOT)])  # noqa: F821  (nbgrader's too)

c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"

# The course's own steps, around nbgrader's.
c.GenerateAssignment.preprocessors.append("grader.authoring.doors.AddStartCell")
c.Autograde.exporter_class = "grader.grading.preprocessors.ReadSubmission"
c.Autograde.sanitize_preprocessors = [
    "grader.grading.preprocessors.RepairCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.grading.preprocessors.RunAndJudge",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "grader.grading.preprocessors.WithholdMarks",
    "grader.grading.preprocessors.RecordRules",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.OverwriteCells.add_missing_cells = True

# `nbgrader zip_collect` takes what Canvas and Moodle give, with its roster; a student's own modules
# and the trained network count as much as notebooks.
c.ZipCollectApp.extractor_plugin = "grader.grading.collecting.Extractor"
c.ZipCollectApp.collector_plugin = "grader.grading.collecting.Collector"
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".h5", ".py"]

# What a submission may use (the defaults are in grader/kernel/limits.py), for example:
# c.RunAndJudge.cell_seconds = 120
# c.RunAndJudge.memory = 4 * 1024**3
# Which walls are around it; without a name the strongest that can be built on this machine:
# c.RunAndJudge.walls = "namespaces"

# Any notebook run with nbclient or nbconvert can ask for the sandboxed kernel by its name,
# "sandboxed-python3".
os.environ["JUPYTER_PATH"] = os.pathsep.join(
    [str(JUPYTER_PATH), *filter(None, [os.environ.get("JUPYTER_PATH")])]
)

# nbgrader starts alembic by its name, and has by then removed the notebooks it is to write anew.
put_scripts_on_path()
