"""Keep TensorFlow's log lines away from the student and from the marks.

nbgrader scores 0 for any text on stderr in a graded cell, and TensorFlow writes there on import
and on its first operation, below Python. So file descriptor 2 goes to nowhere during a check,
and what Python code writes to stderr (warnings among it) goes to stdout instead.
"""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No text on stderr while the block runs, whoever writes it."""
    with (
        descriptor_to_nowhere(2),
        contextlib.redirect_stderr(sys.stdout),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def descriptor_to_nowhere(descriptor: int) -> Iterator[None]:
    """No text on stdout (1) or stderr (2) while the block runs, from below Python."""
    (sys.stdout if descriptor == 1 else sys.stderr).flush()
    kept = os.dup(descriptor)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, descriptor)
        yield
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)
        os.close(nowhere)
