"""Whatever a submission holds, it is graded: generated notebooks go the whole way to the gradebook.

Only running them is made up, in all but a few examples: a kernel that says what it likes.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory

from grader.checks.brief import Brief
from grader.checks.probing import EVIDENCE_FORMAT
from grader.course import ROOT
from grader.grading import grade as module
from grader.grading.execution import Execution, Stop, _Outputs
from grader.grading.grade import grade
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.recording import Recorder, read_config
from grader.grading.results import GradedSubmission
from grader.grading.storable import printable
from grader.grading.submission import Submission, read_submission
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox.handing_in import entries

# When a test fails; it would hide the failure.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

NOTEBOOK = "1_conv_block"
RELEASED = json.loads((ROOT / "notebooks/unet" / f"{NOTEBOOK}.ipynb").read_text())
GRADE_IDS = [
    cell["metadata"]["nbgrader"]["grade_id"]
    for cell in RELEASED["cells"]
    if "nbgrader" in cell["metadata"]
]

settings.register_profile(
    "same-every-time",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("same-every-time")

# --- what may come --------------------------------------------------------------------------------

HALVES = ["\ud800", "a\udfff"]
MONSTERS = [  # what Python's parser or compiler, or IPython's transformation, gives up at
    "x=" + "+".join(["a"] * 2_000),
    "x=" + "-" * 20_000 + "1",
    "x=" + "(" * 300 + ")" * 300,
    "x" + "[0]" * 3_000,
    "lambda:" * 3_000 + "0",
    "if a: b\n" + "elif a: b\n" * 3_000,
    "(" + "\n" * 20_000,
    "".join(f"{' ' * i}try: a\n{' ' * i}finally:\n" for i in range(19)) + " " * 19 + "a",
    "!ls\n" * 500,
    "return 1",
    "nonlocal x",
    "*a",
    "f'{",
    "def conv_block(",
]
ODDITIES = [
    "",
    "\0",
    "\u202e\u2066",
    "\x1b[31m" * 10,
    "\r\x0b\x0c\x1c\u2028",
    "\ufeffx",
    "<script>",
    "%%bash\nls",
    "%matplotlib inline",
    "?conv_block",
    "x = !ls",
    "def conv_block(inputs): return inputs",
    "name 'photo' is not defined",
    "`" * 1_000,
    "[" * 1_000,
    "$$" * 100,
    "![](attachment:x.png)",
]
TEXTS = st.one_of(
    st.sampled_from(HALVES),
    st.sampled_from(MONSTERS),
    st.sampled_from(ODDITIES),
    st.text(st.characters(exclude_categories=()), max_size=20),
)
NUMBERS = st.integers() | st.floats() | st.booleans() | st.none()
JSON = st.recursive(
    NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
DEEP = st.integers(1, 900).map(lambda depth: json.loads("[" * depth + "]" * depth))
ANYTHING = JSON | DEEP


def mostly(
    usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any] = ANYTHING
) -> st.SearchStrategy[Any]:
    """Nine times in ten what is usual."""
    return st.sampled_from([usual] * 9 + [odd]).flatmap(lambda drawn: drawn)


KINDS = mostly(st.sampled_from(["code", "code", "code", "markdown", "raw"]))
SOURCES = mostly(TEXTS | st.lists(TEXTS, max_size=3))
MARKS = st.fixed_dictionaries({"grade_id": mostly(st.sampled_from(GRADE_IDS))})
OPTIONAL = {
    "metadata": mostly(st.fixed_dictionaries({}, optional={"nbgrader": mostly(MARKS)})),
    "outputs": ANYTHING,
    "id": ANYTHING,
    "attachments": ANYTHING,
}
CELLS = mostly(
    st.fixed_dictionaries({"cell_type": KINDS, "source": SOURCES}, optional=OPTIONAL),
    ANYTHING | st.fixed_dictionaries({}, optional={"source": SOURCES, **OPTIONAL}),
)
LANGUAGES = st.fixed_dictionaries({"kernelspec": st.fixed_dictionaries({"language": TEXTS})})


@st.composite
def notebooks(draw: st.DrawFn) -> bytes:
    """The released notebook with cells put in and left out; and whatever else calls itself one."""
    cells = list(RELEASED["cells"])
    for cell in draw(st.lists(CELLS, min_size=2, max_size=6)):
        place = draw(st.integers(0, len(cells)))
        cells[place : place + draw(st.integers(0, 1))] = [cell]
    notebook = {
        "cells": draw(mostly(st.just(cells), st.lists(CELLS, max_size=5) | ANYTHING)),
        "nbformat": draw(mostly(st.just(4))),
        "metadata": draw(mostly(LANGUAGES)),
        "worksheets": draw(ANYTHING),
    }
    return json.dumps(notebook).encode()


MIMES = st.sampled_from(
    ["text/plain", "text/html", "image/png", "application/json", "application/vnd.x+json"]
)
BUNDLES = st.dictionaries(MIMES | TEXTS, mostly(TEXTS | st.lists(TEXTS, max_size=2)), max_size=3)
MESSAGES = st.tuples(
    st.sampled_from(["stream", "display_data", "execute_result", "error", "clear_output"]),
    mostly(
        st.fixed_dictionaries(
            {
                "name": mostly(st.sampled_from(["stdout", "stderr"])),
                "text": mostly(TEXTS),
                "data": mostly(BUNDLES),
                "metadata": mostly(st.just({})),
                "execution_count": mostly(st.just(1)),
                "ename": mostly(TEXTS),
                "evalue": mostly(TEXTS),
                "traceback": mostly(st.lists(TEXTS, max_size=2)),
            },
        )
    ),
)
ERRORS = st.fixed_dictionaries({"type": TEXTS, "message": TEXTS, "line": TEXTS | st.none()})
OBSERVATIONS = st.dictionaries(TEXTS, ANYTHING, max_size=2) | ERRORS.map(
    lambda error: {"error": error}
)
STOPS = st.none() | st.tuples(
    st.integers(0, 20), st.sampled_from(["time", "memory", "output", "died"]), st.booleans()
)


class MadeUp:
    """In place of a kernel: what the cells broadcast is drawn, and where the run ends."""

    def __init__(
        self,
        messages: Sequence[tuple[str, Any]],
        observations: Sequence[Any],
        stop: tuple[int, Any, bool] | None,
    ) -> None:
        self._messages, self._observations, self._stop = messages, observations, stop

    def execute(
        self,
        notebook: NotebookNode,
        cells: Set[int],
        _files: Mapping[str, bytes],
        brief: Brief,
        options: Options,
    ) -> Execution:
        """Let each cell broadcast what was drawn, up to the end that was drawn."""
        execution = Execution(notebook)
        for number in sorted(cells):
            execution.ran.add(number)
            outputs = _Outputs(options.limits.output)
            for kind, content in [*self._messages, *self._records(notebook.cells[number], brief)]:
                header = {"msg_type": kind}
                outputs.take({"header": header, "msg_type": kind, "content": content, "size": 1})
            notebook.cells[number].outputs = outputs.collected()
            execution.replaced |= {number} if outputs.replaced else set()
            if self._stop is not None and number >= self._stop[0]:
                _, kind, fatal = self._stop
                execution.stops.append(Stop(number, kind, "was stopped", fatal))
                if fatal:
                    break
        return execution

    def _records(self, cell: NotebookNode, brief: Brief) -> Iterator[tuple[str, Any]]:
        """A record of each part that the cell checks, with the drawn observations."""
        for exercise, parts in brief.cases.items():
            for part, cases in parts.items():
                if f"check.{exercise}.{part}(" in cell.source:
                    evidence = {
                        "format": EVIDENCE_FORMAT,
                        "exercise": exercise,
                        "part": part,
                        "run": brief.run,
                    }
                    evidence["settings"] = {}
                    evidence["observations"] = (self._observations * len(cases))[: len(cases)]
                    data = {EVIDENCE_MIME: evidence}
                    yield "display_data", {"data": data, "metadata": {}}


KERNELS = st.builds(
    MadeUp,
    st.lists(MESSAGES, max_size=3),
    st.lists(OBSERVATIONS, min_size=1, max_size=2),
    STOPS,
)


NAMES = st.one_of(
    st.sampled_from(
        [
            *(f"{NOTEBOOK}.ipynb", "timestamp.txt", "feedback", "__pycache__", "best.weights.h5"),
            *("unet.weights.h5", "n" * 255, " ", "-rf", "~", "a\nb", "a\udc80b", "\x1b[2J", "=1+1"),
        ]
    ),
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1),
).filter(lambda name: name not in {".", ".."} and len(os.fsencode(name)) <= 255)
CONTENTS = st.binary(max_size=20) | st.just(json.dumps(RELEASED).encode())
BUILDERS = st.one_of(
    CONTENTS.map(lambda content: partial(write_new, content=content)),
    st.sampled_from(["nowhere", ".", "/dev/zero", f"{NOTEBOOK}.ipynb"]).map(
        lambda target: partial(Path.symlink_to, target=target)
    ),
    st.just(os.mkfifo),
    st.just(Path.mkdir),
    st.integers(50, 200).map(lambda depth: partial(nest, depth=depth)),
)
TREES = st.lists(st.tuples(st.lists(NAMES, min_size=1, max_size=3), BUILDERS), max_size=8)


def write_new(path: Path, content: bytes) -> None:
    """A file where nothing was: a link or a pipe of this name is not written to."""
    with path.open("xb") as file:
        file.write(content)


def nest(path: Path, depth: int) -> None:
    """Folders within each other, and a file in the last one."""
    for _ in range(depth):
        path /= "nested"
    path.mkdir(parents=True)
    (path / "file").write_bytes(b"x")


def build(folder: Path, tree: Sequence[tuple[Sequence[str], Callable[[Path], Any]]]) -> None:
    """A folder with this in it, as far as its pieces go together."""
    for names, make in tree:
        with contextlib.suppress(OSError):  # there is already something else of this name
            folder.joinpath(*names[:-1]).mkdir(parents=True, exist_ok=True)
            make(folder.joinpath(*names))


# --- what must come of it -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def material() -> Material:
    whole = load_material(ROOT / "notebooks/unet", ROOT / "solutions/unet", "unet")
    return Material("unet", {NOTEBOOK: whole.notebooks[NOTEBOOK]}, whole.functions)


def graded(content: bytes, kernel: MadeUp, material: Material) -> GradedSubmission:
    submission = Submission("ada", "unet", {f"{NOTEBOOK}.ipynb": content})
    with mock.patch.object(module, "execute", kernel.execute):
        return grade(submission, material, seed=1)


@pytest.mark.parametrize(
    "source", [*MONSTERS, *ODDITIES, *HALVES], ids=lambda text: ascii(text[:12])
)
def test_a_cell_does_not_take_the_notebook_along(material: Material, source: str) -> None:
    cells = [*RELEASED["cells"], {"cell_type": "code", "source": source, "metadata": {}}]
    content = json.dumps({**RELEASED, "cells": cells}).encode()
    result = graded(content, MadeUp([], [{}], (len(cells) - 1, "died", True)), material)
    assert [error.traceback for error in result.engine_errors] == []
    assert [incident.kind for incident in result.incidents if incident.kind == "died"] == ["died"]


@settings(max_examples=100)
@given(notebooks(), KERNELS)
def test_a_result_comes_of_it_that_can_be_kept_and_shown(
    material: Material, content: bytes, kernel: MadeUp
) -> None:
    result = graded(content, kernel, material)
    assert [error.traceback for error in result.engine_errors] == []
    assert GradedSubmission.from_json(json.loads(json.dumps(result.as_json()))) == result
    nbformat.validate(nbformat.reads(result.notebooks[0].document, as_version=4))
    assert all(printable(incident.message).isprintable() for incident in result.incidents)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    """A course of one notebook with a real gradebook."""
    root = tmp_path_factory.mktemp("course")
    source = root / "solutions" / "unet" / f"{NOTEBOOK}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_bytes((ROOT / "solutions/unet" / source.name).read_bytes())
    (root / "nbgrader_config.py").write_bytes(Path(ROOT / "nbgrader_config.py").read_bytes())
    config = read_config(root)
    course = CourseDirectory(config=config, assignment_id="unet")
    GenerateAssignment(coursedir=course, config=config).start()
    with Recorder(config, "unet", {}) as recorder:
        yield recorder


@settings(max_examples=10)
@given(notebooks(), KERNELS)
def test_the_result_is_recorded(
    material: Material, recorder: Recorder, content: bytes, kernel: MadeUp
) -> None:
    result = graded(content, kernel, material)
    recorder.record(result, Submission("ada", "unet", {f"{NOTEBOOK}.ipynb": content}))
    assert recorder.is_recorded(result)


@settings(max_examples=60)
@given(TREES)
def test_whatever_lies_in_the_folder_is_taken_along_or_told(
    material: Material, recorder: Recorder, tree: Any
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place, "unet")
        folder.mkdir()
        build(folder, tree)
        handed_in = {path.relative_to(folder).as_posix() for path in entries(folder)}
        submission = read_submission(folder, "ada", "unet")
    assert submission.files.keys() | submission.left_out.keys() == handed_in
    assert all(incident.message.isprintable() for incident in submission.incidents)
    with mock.patch.object(module, "execute", MadeUp([], [{}], None).execute):
        result = grade(submission, material, seed=1)
    assert [error.traceback for error in result.engine_errors] == []
    recorder.record(result, submission)
    assert recorder.is_recorded(result)


@pytest.mark.slow
@settings(max_examples=5)
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_the_right_work_beside_it_is_run_and_keeps_its_points(
    material: Material, cells: list[Any]
) -> None:
    """In the sandbox, below the last check: what a cell changes above one may well cost points."""
    solved = json.loads((ROOT / "solutions/unet" / f"{NOTEBOOK}.ipynb").read_text())
    unmarked = [{**cell, "metadata": {}} if isinstance(cell, dict) else cell for cell in cells]
    content = json.dumps({**solved, "cells": [*solved["cells"], *unmarked]}).encode()
    submission = Submission("ada", "unet", {f"{NOTEBOOK}.ipynb": content})
    assert grade(submission, material, seed=1).score == 20
