"""What a notebook has set globally: checks look without it, and put it back.

Each call is looked at alone. Then two notebooks that call all of them hold the course's solutions,
which stay right, in a student's own process and in the sandbox.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader import exercises
from grader.checks import global_state
from grader.checks.exercise import Verdict
from grader.course import ROOT
from grader.grading.grade import grade
from grader.grading.material import load_material
from grader.grading.submission import Submission
from grader.judging.verdicts import check_part, evidence_of, reach_verdict
from grader.notebook.render import verdict_as_html, verdict_as_text
from grader.sandbox import walls

NUMPY_BEHAVIOR = (
    "tf.experimental.numpy.experimental_enable_numpy_behavior(dtype_conversion_mode='all')"
)

STRATEGY = "tf.distribute.experimental_set_strategy(tf.distribute.OneDeviceStrategy('cpu:0'))"

# What a notebook calls, and the value that a note tells of; None where networks do not change.
CALLS: dict[str, Any] = {
    "keras.config.set_floatx('float64')": "float64",
    "keras.config.set_dtype_policy('mixed_bfloat16')": "mixed_bfloat16",
    "keras.config.set_image_data_format('channels_first')": "channels_first",
    "keras.config.set_epsilon(0.1)": 0.1,
    "keras.config.set_max_epochs(1)": 1,
    "keras.config.set_max_steps_per_epoch(1)": 1,
    "keras.config.disable_traceback_filtering()": None,
    "tf.config.run_functions_eagerly(True)": True,
    "tf.config.optimizer.set_jit('autoclustering')": "autoclustering",
    "tf.config.optimizer.set_experimental_options({'auto_mixed_precision_mkl': True})": {
        "auto_mixed_precision_mkl": True
    },
    "tf.config.experimental.enable_op_determinism()": True,
    NUMPY_BEHAVIOR: "all",
    "tf.compat.v1.disable_v2_behavior()": True,
    STRATEGY: "OneDeviceStrategy",
    "tf.debugging.enable_check_numerics()": True,
    "tf.data.experimental.enable_debug_mode()": True,
    "np.seterr(all='raise')": None,
    "np.set_printoptions(precision=2)": None,
    "os.chdir('/')": None,
}

IMPORTS = """
import json, os, sys, warnings
from grader.quiet import quiet
with quiet():
    import keras, numpy as np, tensorflow as tf
    from grader.checks import global_state
"""

LOOK = f"""{IMPORTS}
def state():
    if not tf.executing_eagerly():
        return ["graphs"]
    settings = [str(setting.read(setting.library)) for setting in global_state.SETTINGS]
    return [*settings, np.geterr(), np.get_printoptions()["precision"], os.getcwd()]

seen = {{}}
for call in json.loads(sys.argv[1]):
    with global_state.usual():  # the next call finds a fresh process
        fresh = state()
        exec(call)
        called, told = state(), global_state.unusual()
        with global_state.usual():
            inside = state()
        seen[call] = dict(fresh=fresh, called=called, inside=inside, behind=state(), told=told)
print(json.dumps(seen))
"""


def output_of(program: str, *arguments: str) -> Any:
    """What a Python of its own prints in its last line."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    found: dict[str, Any] = output_of(LOOK, json.dumps([*CALLS]))
    return found


@pytest.mark.parametrize("call", [call for call in CALLS if not call.startswith("os.")])
def test_inside_all_is_as_in_a_fresh_process_and_behind_as_before(
    call: str, seen: dict[str, Any]
) -> None:
    states = seen[call]
    assert states["called"] != states["fresh"]
    assert states["inside"] == states["fresh"]
    assert states["behind"] == states["called"]


def test_the_working_folder_stays_and_comes_back(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with global_state.usual():
        assert Path.cwd() == tmp_path
        os.chdir("/")
    assert Path.cwd() == tmp_path


def test_a_working_folder_that_was_deleted_stops_no_check(tmp_path: Path, monkeypatch: Any) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with global_state.usual():
        assert Path.cwd().is_dir()


def test_an_interrupted_check_puts_all_back() -> None:
    import numpy as np

    with np.errstate(all="raise"):
        with pytest.raises(KeyboardInterrupt), global_state.usual():
            raise KeyboardInterrupt
        assert np.geterr()["over"] == "raise"


@pytest.mark.parametrize(("call", "value"), CALLS.items())
def test_what_a_network_computes_with_is_told(call: str, value: Any, seen: dict[str, Any]) -> None:
    told = {} if value is None else {call.partition("(")[0]: value}
    assert seen[call]["told"] == told


TELLING = [(call, value) for call, value in CALLS.items() if value is not None]


@pytest.mark.parametrize(("call", "value"), TELLING)
def test_the_note_names_the_call(call: str, value: Any) -> None:
    assert global_state.note({call.partition("(")[0]: value}) == (
        f"This notebook has called `{shown(call)}`. The check looked without it, which costs "
        "nothing; everything else in the notebook runs with it."
    )


def shown(call: str) -> str:
    """Of functions that switch something on, the note leaves out how; a strategy has its class."""
    if call == STRATEGY:
        return "tf.distribute.experimental_set_strategy('OneDeviceStrategy')"
    return f"{call.partition('(')[0]}()" if "able_" in call else call


def test_a_function_that_needs_numpys_methods_for_tensors_keeps_them() -> None:
    enabled = "tf.experimental.numpy.experimental_enable_numpy_behavior()"
    look = """
with global_state.usual():
    print(json.dumps((tf.ones([]) + tf.ones([], 'int32')).dtype.name))
"""
    assert output_of(f"{IMPORTS}\n{enabled}\n{look}") == "float64"


def test_one_note_names_all_calls() -> None:
    settings = {"tf.config.run_functions_eagerly": True, "keras.config.set_floatx": "float16"}
    assert global_state.note(settings) == (
        "This notebook has called `keras.config.set_floatx('float16')` and "
        "`tf.config.run_functions_eagerly(True)`. The check looked without them, which costs "
        "nothing; everything else in the notebook runs with them."
    )


def test_of_what_a_stranger_wrote_the_note_says_only_what_can_be_set() -> None:
    settings = {"print": "hello", "keras.config.set_floatx": ["x" * 1000]}
    assert len(global_state.note(settings)) < 250
    assert "hello" not in global_state.note(settings)


def verdict_under_settings() -> Verdict:
    exercise = exercises.find("boundary_iou")
    part = exercise.part("border")
    evidence = evidence_of(exercise, part, lambda mask: mask, seed=None)
    return reach_verdict(
        exercise, part, {**evidence, "settings": {"keras.config.set_floatx": "float64"}}, seed=None
    )


def test_a_verdict_ends_with_the_note() -> None:
    verdict = verdict_under_settings()
    assert verdict_as_text(verdict).replace("\n", " ").count(verdict.note) == 1
    assert "<i>This notebook has called <code>" in verdict_as_html(verdict)


def test_another_backend_is_named_and_no_answer_is_called_wrong(monkeypatch: Any) -> None:
    import keras

    monkeypatch.setattr(keras.config, "backend", lambda: "jax")
    exercise = exercises.find("boundary_iou")
    with pytest.raises(global_state.OtherBackend) as refused:
        check_part(exercise, exercise.part("border"), lambda mask: mask, seed=None)
    assert str(refused.value) == (
        "Keras computes with jax here, expected tensorflow. It was told so by the environment "
        "variable KERAS_BACKEND or by the file .keras/keras.json in your home folder. Remove that "
        "and restart the kernel."
    )


# --- the solutions under all of it ----------------------------------------------------------------

# Each hides what the other shows: functions that run eagerly are never compiled, for example.
NOTEBOOKS = {
    "eager": [
        "keras.config.set_dtype_policy('mixed_bfloat16')",
        "keras.config.set_image_data_format('channels_first')",
        "keras.config.set_epsilon(0.1)",
        "keras.config.set_max_epochs(1)",
        "tf.config.run_functions_eagerly(True)",
        "tf.debugging.enable_check_numerics()",
        "tf.data.experimental.enable_debug_mode()",
        "np.seterr(all='raise')",
        "np.set_printoptions(legacy='1.13', precision=1)",
        "warnings.simplefilter('error')",
        "os.chdir('/')",
    ],
    "compiled": [
        "keras.config.set_floatx('float64')",
        "keras.config.set_dtype_policy('mixed_float16')",
        "keras.config.set_max_steps_per_epoch(1)",
        "keras.config.disable_traceback_filtering()",
        "tf.config.optimizer.set_jit('autoclustering')",
        "tf.config.optimizer.set_experimental_options({'auto_mixed_precision_mkl': True})",
        "tf.config.experimental.enable_op_determinism()",
        NUMPY_BEHAVIOR,
    ],
    "version 1": ["tf.compat.v1.disable_v2_behavior()", STRATEGY],
}

CHECK = f"""{IMPORTS}
from pathlib import Path
from grader import exercises
from grader.judging.verdicts import check_part
from grader.notebook.loading import load_functions

found = []
with quiet():
    for exercise in exercises.all_exercises():
        folder = Path("solutions", exercises.assignment_of(exercise.name)).absolute()
        functions = load_functions(folder / f"{{exercise.notebook}}.ipynb", exercise.functions)
        found.append((exercise, functions))
for call in json.loads(sys.argv[1]):
    exec(call)
said = [
    f"{{exercise.name}}.{{part.name}}: {{finding.message}}"
    for exercise, functions in found
    for part in exercise.parts if part.opens is None
    for finding in check_part(exercise, part, functions[part.function], seed=5).findings
]
print(json.dumps(said))
"""


@pytest.mark.slow
@pytest.mark.parametrize("calls", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_the_solutions_are_right_in_a_students_own_process(calls: list[str]) -> None:
    assert output_of(CHECK, json.dumps(calls)) == []


def with_calls(path: Path, calls: list[str]) -> bytes:
    """A solution whose first code cell makes these calls."""
    notebook = nbformat.read(path, as_version=4)
    imports = "import os, warnings, keras, numpy as np, tensorflow as tf"
    notebook.cells.insert(0, nbformat.v4.new_code_cell("\n".join([imports, *calls])))
    return nbformat.writes(notebook).encode()


@pytest.mark.slow
@pytest.mark.skipif(walls.why_none() is not None, reason=f"No walls: {walls.why_none()}")
@pytest.mark.parametrize("calls", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_the_solutions_are_right_in_the_sandbox(calls: list[str]) -> None:
    folders = (ROOT / "notebooks" / "unet", ROOT / "solutions" / "unet")
    files = {path.name: with_calls(path, calls) for path in folders[1].glob("*.ipynb")}
    submission = Submission("ada", "unet", files)
    graded = grade(submission, load_material(*folders, "unet"), seed=5)
    lost = {
        check.cell: check.findings or check.reason
        for notebook in graded.notebooks
        for check in notebook.checks
        if check.status != "passed" and check.part != "weights"
    }
    assert lost == {}
    assert all("This notebook has called" in notebook.document for notebook in graded.notebooks)
