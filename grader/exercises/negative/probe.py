"""What a student's negative makes of brightnesses; nothing here tells what is right."""

from collections.abc import Mapping

import numpy as np

from grader.checks.arrays import record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction

NOTEBOOK = "0_first_ten_minutes"
FUNCTIONS = {"values": "negative"}  # the student's function, by part


def probe_values(function: StudentFunction, case: Case) -> Evidence:
    """The array that comes of the case's photo."""
    return {"result": record(function(np.array(case.arguments["photo"])))}


PROBES: Mapping[str, Probe] = {"values": probe_values}
