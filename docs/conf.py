"""The reading site: `make site` builds it from the solutions, the museum, the docstrings and docs/.

COURSE_SHORT=1 executes the lessons in their short form, as continuous integration does.
"""

import os
import sys
from importlib.metadata import version as installed_version
from pathlib import Path

from grader.course import keep_temporary_files_together

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
keep_temporary_files_together()  # the kernels of the lessons are killed and tidy up nothing

project = "Image segmentation, built step by step"
author = "The course's authors"
project_copyright = "the course's authors, MIT licence"
version = release = installed_version("segmentation-course")
language = "en"

extensions = [
    "myst_nb",  # executes the lessons and reads Markdown
    "sphinx_design",  # what is folded away behind a click
    "sphinx.ext.autodoc",  # the API, from the docstrings
    "sphinx.ext.napoleon",
    "course_pages",  # lessons and checks, from the notebooks and the museum
    "mathml",  # formulas that need no script
]
exclude_patterns = ["_build", "**/.ipynb_checkpoints", "teaching/*"]  # those are parts of a page
templates_path: list[str] = []
nitpicky = False
smartquotes = False  # a sentence may end in code to copy, and ’relu’ is no code

# --- lessons --------------------------------------------------------------------------------------

_short = os.environ.get("COURSE_SHORT") == "1"
_SHORT_FORM = (
    "The lessons were executed in their short form: networks trained for seconds know little."
)
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / ("executed_short" if _short else "executed"))
nb_execution_timeout = -1  # one cell trains a network
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_code_prompt_show = "Show a solution"
nb_code_prompt_hide = "Hide the solution"
nb_merge_streams = True
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath", "colon_fence", "deflist"]
myst_heading_anchors = 3
# A cell's record for the grader is no output to look at.
suppress_warnings = ["mystnb.unknown_mime_type"]

# --- API ------------------------------------------------------------------------------------------

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "description"
autodoc_preserve_defaults = True

# --- pages ----------------------------------------------------------------------------------------

html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["course.css"]
html_js_files = [("figures.js", {"defer": "defer"})]
html_favicon = "_static/favicon.svg"
html_show_sourcelink = False
html_copy_source = False
html_domain_indices = False  # the API is one page
# Pages without others beside them need no list of those.
_ALONE = ("glossary", "instructors", "jupyterhub", "try")
html_sidebars: dict[str, list[str]] = {name: [] for name in _ALONE}
html_theme_options = {
    "logo": {"text": "Image segmentation"},
    "navigation_with_keys": False,
    "header_links_before_dropdown": 6,
    "show_nav_level": 2,
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "announcement": _SHORT_FORM if _short else "",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
# Addresses of other sites are not asked for: the links are checked without a network too.
linkcheck_ignore = [r"https?://.*"]
