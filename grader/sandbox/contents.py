"""Which of the course's files a sandbox gets: what a notebook meets, and no answer.

Trust shows in the tree: a folder of ``grader/`` is in the sandbox as a whole or not at all. Only
in an exercise the two halves lie together; ``judge.py`` and folders called ``judge`` hold answers
and never go in. A new folder stays out until it is named here.
"""

import shutil
from pathlib import Path, PurePath

PACKAGE = Path(__file__).parents[1]
FOLDERS = ("checks", "errands", "exercises", "graph", "kernel", "notebook")
MODULES = ("__init__.py", "errors.py", "quiet.py", "settings.py")
_ANSWERS = ("judge", "judge.py")


def is_trusted_only(path: PurePath) -> bool:
    """Whether a file, named relative to ``grader/``, must not be in a sandbox."""
    is_answer = any(part in _ANSWERS for part in path.parts)
    return is_answer or path.parts[0] not in (*FOLDERS, *MODULES)


def copy_for_sandbox(target: Path) -> None:
    """Copy the package ``grader`` into the folder ``target``, without what a sandbox must not see.

    ``target / "grader"`` must not be there yet.
    """
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if path.is_file() and "__pycache__" not in place.parts and not is_trusted_only(place):
            copy = target / "grader" / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
