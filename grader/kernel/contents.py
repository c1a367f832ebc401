"""Which of the course's files a sandbox gets: what a notebook imports, and no answer.

The rule stands here once. It names what goes in, so that a new module stays out until it is asked
for; ``judge.py`` and folders called ``judge`` hold answers and never go in.
"""

import shutil
from pathlib import Path, PurePath

PACKAGE = Path(__file__).parents[1]

_MODULES = (
    *("__init__", "arrays", "brief", "carrying", "cell_errors", "check", "errors", "exercise"),
    *(
        "checkpoints",
        "global_state",
        "graph",
        "initializers",
        "loading",
        "probing",
        "quiet",
        "render",
        "scores",
        "settings",
    ),
    *("tiles", "transfer", "written"),
)
_FOLDERS = ("errands", "exercises", "figures", "kernel", "look", "recipes")
_OUTSIDE = tuple(
    f"kernel/{name}.py"
    for name in ("cgroup", "clock", "contents", "errand", "host", "provisioner", "warm")
)
_ANSWERS = ("judge", "judge.py")


def is_trusted_only(path: PurePath) -> bool:
    """Whether a file, named relative to ``grader/``, must not be in a sandbox."""
    wanted = path.parts[0] in _FOLDERS or str(path) in {f"{name}.py" for name in _MODULES}
    is_answer = any(part in _ANSWERS for part in path.parts)
    return not wanted or is_answer or path.as_posix() in _OUTSIDE


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
