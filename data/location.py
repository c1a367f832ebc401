"""Where data lies on this computer; the only place that reads COURSE_DATA_DIR."""

import os
from pathlib import Path

_VARIABLE = "COURSE_DATA_DIR"
_DEFAULT = Path(__file__).parent / "cache"


def data_directory() -> Path:
    """The folder for made and downloaded data.

    Returns:
        The folder named by the environment variable COURSE_DATA_DIR, or `data/cache` inside the
        course. It need not exist yet.
    """
    named = os.environ.get(_VARIABLE)
    return Path(named).expanduser() if named else _DEFAULT
