"""What becomes of a passed check whose record and configuration do not agree."""

import json
import runpy
from pathlib import Path
from typing import Any

import keras
import nbformat
import pytest
from keras import layers

from grader import exercises
from grader.checks.exercise import Evidence
from grader.checks.probing import collect
from grader.course import ROOT
from grader.errands import Unusable
from grader.errands.rebuild import rebuild
from grader.exercises.unet_model.probe import LONGEST_CONFIG
from grader.grading.execution import Execution
from grader.grading.marking import judge
from grader.grading.material import checks_of
from grader.grading.options import Options
from grader.grading.rebuilding import confirm
from grader.grading.results import CheckResult
from grader.grading.submission import Submission
from grader.graph.table import Graph, describe
from grader.judging.evidence import NotConfirmed
from grader.judging.verdicts import cases_of
from grader.notebook.loading import load_functions
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox import errand


@pytest.fixture
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task itself in place of a process behind walls."""

    def run(task: str, payload: bytes, *_: Any) -> bytes:
        try:
            return rebuild(payload)
        except Unusable as reason:
            raise errand.Refused(task, str(reason)) from reason

    monkeypatch.setattr(errand, "run", run)


def network(**options: Any) -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    arguments = {"filters": 4, "kernel_size": 3, "padding": "same", **options}
    return keras.Model(inputs, layers.Conv2D(**arguments)(inputs))


def record(described: Any, configured: Any) -> Evidence:
    config = json.dumps(keras.saving.serialize_keras_object(configured))
    return {"observations": [{"graph": describe(described), "config": config}]}


def test_a_record_that_agrees_is_confirmed(_in_this_process: None) -> None:
    confirm(record(network(), network()), Options())


@pytest.mark.parametrize("options", [{"dilation_rate": 2}, {"filters": 5}, {"activation": "relu"}])
def test_a_record_of_another_network_is_not(_in_this_process: None, options: Any) -> None:
    with pytest.raises(NotConfirmed) as refusal:
        confirm(record(network(), network(**options)), Options())
    assert str(refusal.value).startswith(
        "The record describes another network than its configuration builds. "
    )


def test_the_last_configuration_counts(_in_this_process: None) -> None:
    """The last case is one that was drawn for grading."""
    right, wrong = record(network(), network()), record(network(), network(filters=5))
    with pytest.raises(NotConfirmed):
        confirm({"observations": right["observations"] + wrong["observations"]}, Options())


def test_a_network_of_own_layers_is_left_to_its_numbers(_in_this_process: None) -> None:
    evidence = record(network(), keras.Sequential([layers.Lambda(keras.ops.relu)]))
    confirm(evidence, Options())


@pytest.mark.parametrize("observation", [{}, {"config": None}, {"config": 3}])
def test_without_a_configuration_nothing_is_built(observation: Any) -> None:
    confirm({"observations": [observation]}, Options())


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b"[" * 100_000])
def test_an_answer_that_is_no_graph_confirms_nothing(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "run", lambda *_: answer)
    with pytest.raises(NotConfirmed, match=r"^The network could not be built"):
        confirm(record(network(), network()), Options())


def test_a_network_that_takes_too_much_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any) -> bytes:
        raise errand.ErrandFailed("The task 'rebuild' was not done: it took longer than 20 s.")

    monkeypatch.setattr(errand, "run", run)
    with pytest.raises(NotConfirmed, match=r"it took longer than 20 s\."):
        confirm(record(network(), network()), Options())


SEED, RUN = 7, "of-this-run"
NOTEBOOK, CELL = "3_unet_model", "check_unet_model_whole"


@pytest.fixture(scope="module")
def recorded() -> Evidence:
    """What the last check of the course's own U-Net leaves."""
    homes = {"conv_block": "1_conv_block", "upsampling_block": "2_upsampling_block"}
    functions: dict[str, Any] = {}
    for name, notebook in {**homes, "unet_model": NOTEBOOK}.items():
        functions |= load_functions(ROOT / "solutions" / "unet" / f"{notebook}.ipynb", [name])
    unet = functions["unet_model"]
    unet.__globals__.update(functions)
    part = exercises.find("unet_model").part("whole")
    return collect("unet_model", "whole", part.probe, unet, cases_of(part, SEED), RUN)


def with_other_activation(evidence: Evidence) -> Evidence:
    """The same record, where the configuration of the last case has another activation."""
    *others, last = evidence["observations"]
    config = json.loads(last["config"])
    config["config"]["layers"][1]["config"]["activation"] = "tanh"
    return {**evidence, "observations": [*others, {**last, "config": json.dumps(config)}]}


def judged(evidence: Evidence) -> CheckResult:
    """The result of the check cell that left this evidence."""
    notebook = nbformat.read(ROOT / "notebooks" / "unet" / f"{NOTEBOOK}.ipynb", as_version=4)
    check = next(check for check in checks_of(notebook) if check.cell == CELL)
    grade_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    number = grade_ids.index(CELL)
    notebook.cells[number].outputs = [
        nbformat.v4.new_output("display_data", {EVIDENCE_MIME: evidence})
    ]
    nothing = Submission("ada", "unet", {})
    execution = Execution(notebook, ran={number})
    (result,) = judge(execution, [check], RUN, SEED, Options(), nothing)
    return result


def test_the_probe_writes_the_configuration_of_small_networks(recorded: Evidence) -> None:
    texts = [observation.get("config", "") for observation in recorded["observations"]]
    assert [0 < len(text) < LONGEST_CONFIG / 2 for text in texts] == [False, True, True]


def test_a_passed_check_earns_its_points(_in_this_process: None, recorded: Evidence) -> None:
    result = judged(recorded)
    assert (result.status, result.score) == ("passed", result.max_score)


def test_a_check_whose_record_is_of_another_network_earns_none(
    _in_this_process: None, recorded: Evidence
) -> None:
    result = judged(with_other_activation(recorded))
    assert (result.status, result.score) == ("not confirmed", 0)


def test_nothing_is_built_for_a_check_that_failed(
    recorded: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "run", None)
    *others, last = recorded["observations"]
    result = judged({**recorded, "observations": [*others, {**last, "logits": []}]})
    assert result.status == "failed"


@pytest.mark.slow
def test_behind_the_walls_it_is_the_same(behind_walls: None, recorded: Evidence) -> None:
    assert judged(recorded).status == "passed"
    assert judged(with_other_activation(recorded)).status == "not confirmed"


RIGHT = sorted((ROOT / "tests" / "submissions" / "unet_model" / "right").glob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_right_answers_in_other_words_are_confirmed(path: Path) -> None:
    part = exercises.find("unet_model").part("whole")
    unet = runpy.run_path(str(path))["unet_model"]
    observation = part.probe(unet, part.cases[-1])
    assert Graph.from_json(json.loads(rebuild(observation["config"].encode()))) == (
        Graph.from_json(observation["graph"])
    )
