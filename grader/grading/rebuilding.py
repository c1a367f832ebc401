"""Whether a network's record and its configuration are of one network.

A record could describe layers that nobody built. Where the network is made of Keras's own classes
it is built again, behind the walls, from the configuration that Keras wrote of it.
"""

import json

from grader.checks.exercise import Evidence
from grader.grading.options import Options
from grader.graph.table import Graph
from grader.judging.evidence import NotConfirmed
from grader.kernel.limits import MIB, Limits
from grader.sandbox import errand

LIMITS = Limits(cell_seconds=20, output=4 * MIB)


def confirm(evidence: Evidence, options: Options) -> None:
    """Build the network of the last observation with a configuration, and compare the graphs.

    A configuration that names other classes than Keras's own is left to the graph and the numbers
    that the judges look at; so is evidence without one.

    Raises:
        NotConfirmed: the graphs differ, or building the network takes too much.
    """
    told = [each for each in evidence["observations"] if isinstance(each.get("config"), str)]
    if not told:
        return
    try:
        answer = errand.run(
            "rebuild",
            told[-1]["config"].encode(),
            LIMITS,
            options.walls,
        )
        built = Graph.from_json(json.loads(answer))
    except errand.Refused:
        return
    except (errand.ErrandFailed, ValueError, RecursionError) as error:
        raise NotConfirmed(
            f"The network could not be built from its configuration. {error} {_NEXT_STEP}"
        ) from error
    if built != Graph.from_json(told[-1]["graph"]):
        raise NotConfirmed(
            "The record describes another network than its configuration builds. " + _NEXT_STEP
        )


_NEXT_STEP = "Restart the kernel and run all cells to see what the check shows."
