"""Every way in which students' code has fooled or broken notebook graders, against this one.

An attack is a notebook; its metadata say what the honest work in it deserves. See README.md.
"""

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from arena import LIMITS, NOTEBOOKS, SEED, Course, grade_attack, honest_neighbour
from made import MADE, Made
from networks import NETWORKS, NOTEBOOK, RELEASED, Network

from grader import exercises
from grader.exercises.training.weights.probe import frames
from grader.grading.marking import sentence_of
from grader.grading.results import GradedSubmission
from grader.judging.verdicts import cases_of
from grader.sandbox.unwalled import Name

ATTACKS = sorted(NOTEBOOKS.rglob("*.ipynb"))
# Attacks that try to get at others, or take what all share.
REACHES_OUT = ("limits", "process", "walls")
# What goes through no wall is the same behind each: one kind is enough for it.
BEHIND_BOTH = ("files", "process", "walls")
TRIED = [
    *(("namespaces", path) for path in ATTACKS),
    *(("users", path) for path in ATTACKS if path.parent.name in BEHIND_BOTH),
]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_left")]


@pytest.mark.parametrize(
    ("kind", "path"),
    TRIED,
    indirect=["kind"],
    ids=[f"{kind}-{path.parent.name}/{path.stem}" for kind, path in TRIED],
)
def test_notebook_gets_what_its_work_deserves(
    kind: Name, path: Path, course: Course, others: Executor
) -> None:
    attack = json.loads(path.read_text(encoding="utf-8"))["metadata"]["attack"]
    attack |= attack.get(kind, {})
    exercise_notebook = attack["exercise_notebook"]
    (course.submission / f"{exercise_notebook}.ipynb").write_bytes(path.read_bytes())
    for name, text in attack.get("files", {}).items():
        file = course.submission / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    limits = replace(LIMITS, **attack.get("limits", {}))

    beside = honest_neighbour(others, kind) if path.parent.name in REACHES_OUT else nullcontext()
    with beside:
        graded = grade_attack(course, exercise_notebook, limits, kind)

    checks = graded.notebooks[0].checks
    statuses = {check.cell: check.status for check in checks}
    assert statuses == {
        cell: _the_one_that_came(expected, [statuses[cell]])
        for cell, expected in attack["statuses"].items()
    }
    assert {check.cell: check.score for check in checks} == attack["marks"]
    assert kinds_of_incidents(graded) == expected_kinds(attack["incidents"], graded)


# What lies in a folder is read before there is a wall, so one kind is enough here too.
@pytest.mark.parametrize("kind", ["namespaces"], indirect=True)
@pytest.mark.parametrize("made", MADE, ids=lambda made: made.name)
def test_folder_gets_what_its_work_deserves(kind: Name, made: Made, course: Course) -> None:
    made.build(course)

    graded = grade_attack(course, "1_conv_block", LIMITS, kind)

    assert {check.status for check in graded.notebooks[0].checks} == {made.status}
    assert graded.score == (graded.max_score if made.status == "passed" else 0)
    assert kinds_of_incidents(graded) == sorted(made.incidents)


@pytest.fixture(scope="module")
def hidden_streets() -> None:
    """Draw the streets once, before the time of an attack is taken."""
    (case,) = cases_of(exercises.find("training").part("weights"), SEED)
    frames(**case.arguments)


@pytest.mark.usefixtures("hidden_streets")
@pytest.mark.parametrize("kind", ["namespaces", "users"], indirect=True)
@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_file_of_weights_gets_nothing_and_the_reason(
    kind: Name, network: Network, course: Course
) -> None:
    (course.submission / RELEASED.name).write_bytes(RELEASED.read_bytes())
    network.build(course)

    graded = grade_attack(course, NOTEBOOK, LIMITS, kind)

    *others, weights = graded.notebooks[0].checks
    assert (weights.cell, weights.status, weights.score) == (
        "check_training_weights",
        network.status,
        0,
    )
    assert sentence_of(weights).startswith(network.says)
    assert {check.status for check in others} == {"not attempted"}
    assert kinds_of_incidents(graded) == sorted(network.incidents)


def kinds_of_incidents(graded: GradedSubmission) -> list[str]:
    return sorted(incident.kind for incident in graded.incidents)


def expected_kinds(incidents: Iterable[str], graded: GradedSubmission) -> list[str]:
    """Where ``none`` is one of several, the incident may not come at all."""
    came = kinds_of_incidents(graded)
    chosen = (_the_one_that_came(kinds, came) for kinds in incidents)
    return sorted(kind for kind in chosen if "none" not in kind)


def _the_one_that_came(expected: str, came: Iterable[str]) -> str:
    """Of several that a race decides between, as in "time|memory", the one that came."""
    return next((one for one in expected.split("|") if one in came), expected)
