"""What a student's standardize makes of numbers; nothing here tells what is right."""

from collections.abc import Mapping

import numpy as np

from grader.checks.arrays import record
from grader.checks.exercise import Case, Evidence, Probe, StudentFunction

NOTEBOOK = "1_standardize"
FUNCTIONS = {"values": "standardize"}  # the student's function, by part


def probe_values(function: StudentFunction, case: Case) -> Evidence:
    """The array that comes of the case's numbers."""
    return {"result": record(function(np.array(case.arguments["numbers"])))}


PROBES: Mapping[str, Probe] = {"values": probe_values}
