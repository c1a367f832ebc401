"""What a student's unet_model builds, written down as a table of layers."""

from collections.abc import Mapping

from grader.exercise import Case, Evidence, Probe, StudentFunction
from grader.exercises.layer_tables.probe import evidence_of_call

NOTEBOOK = "3_unet_model"
FUNCTIONS = dict.fromkeys(("contracting_path", "expanding_path", "output", "whole"), "unet_model")


def probe(function: StudentFunction, case: Case) -> Evidence:
    """Call the function and describe the layers of the model it returns."""
    options = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in case.arguments["options"].items()
    }
    return evidence_of_call(function, (), options, given={})


PROBES: Mapping[str, Probe] = dict.fromkeys(FUNCTIONS, probe)
