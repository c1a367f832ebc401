"""What every attack runs against: the real engine, tight limits, and something worth stealing."""

import hashlib
import json
import resource
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from grader.course import ROOT
from grader.grading.grade import grade
from grader.grading.material import Material, load_material
from grader.grading.options import Options
from grader.grading.results import GradedNotebook, GradedSubmission
from grader.grading.submission import Submission, read_submission
from grader.kernel.limits import MIB, Limits
from grader.sandbox.unwalled import Name

NOTEBOOKS = Path(__file__).parent / "notebooks"
HONEST = (ROOT / "solutions/unet/1_conv_block.ipynb").read_bytes()
FULL_MARKS = 20
SEED = 4
LIMITS = Limits(
    cell_seconds=10.0, notebook_seconds=40.0, memory=600 * MIB, written=64 * MIB, output=MIB
)
SECRET_IN_ENVIRONMENT = "CANARY-environment"
_MOST_EXTRA_SECONDS = 15.0  # beyond the limit of a notebook: start, interrupt, kill, judge
_MOST_EXTRA_MEMORY = 500 * MIB  # that an attack may cost the process that grades it
_BREACH = "BREACH"  # what an attack prints when it got where it must not
_TRACES = (Path("/tmp/unpickled"), ROOT / "grader/written-by-an-attack")


@dataclass(frozen=True)
class Course:
    """A course folder with secrets: a gradebook, solutions, another student's work."""

    root: Path
    token: str

    @classmethod
    def make(cls, root: Path) -> "Course":
        """A course in ``root`` whose every file holds a token of its own."""
        course = cls(root, f"CANARY-{secrets.token_hex(16)}")
        for name in (
            "gradebook.db",
            "secret.txt",
            "home/.netrc",
            "solutions/unet/1_conv_block.ipynb",
            "submitted/ada/unet/1_conv_block.ipynb",
        ):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({"secret": course.token}))
        course.submission.mkdir(parents=True)
        return course

    @property
    def submission(self) -> Path:
        """Where the attacker's files lie."""
        return self.root / "submitted/mallory/unet"

    def state(self) -> dict[str, str]:
        """Mode and hash of everything but the attacker's own files."""
        return {
            str(path.relative_to(self.root)): f"{path.lstat().st_mode:o} {_hash(path)}"
            for path in sorted(self.root.rglob("*"))
            if self.submission not in path.parents
        }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def material_of(notebook: str) -> Material:
    """The course's side, with one notebook only."""
    whole = load_material(ROOT / "notebooks/unet", ROOT / "solutions/unet", "unet")
    return replace(whole, notebooks={notebook: whole.notebooks[notebook]})


def grade_attack(
    course: Course, notebook: str, limits: Limits, walls: Name | None = None
) -> GradedSubmission:
    """Grade the attacker's folder behind walls of a kind.

    What must hold of every attack is asserted here: it ends in time, changes nothing outside,
    learns no secret, can be stored and reaches no reader's browser.
    """
    before, began, memory = course.state(), time.monotonic(), _largest_memory()
    submission = read_submission(course.submission, "mallory", "unet")
    graded = grade(submission, material_of(notebook), SEED, Options(limits=limits, walls=walls))
    assert course.state() == before
    assert [path for path in _TRACES if path.exists()] == []
    told = json.dumps(graded.as_json())
    assert [secret for secret in (course.token, SECRET_IN_ENVIRONMENT) if secret in told] == []
    for graded_notebook in graded.notebooks:
        graded_notebook.document.encode()
        assert breaches_in(graded_notebook) == []
        assert active_content(graded_notebook) == []
    assert time.monotonic() - began < limits.notebook_seconds + _MOST_EXTRA_SECONDS
    assert _largest_memory() - memory < _MOST_EXTRA_MEMORY
    return graded


def _largest_memory() -> int:
    """Bytes that this process, the trusted one, has had at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@contextmanager
def honest_neighbour(others: Executor, walls: Name) -> Iterator[None]:
    """Grade an honest student's notebook meanwhile, with the usual limits: she loses nothing.

    That is done in one of the ``others``, a process of its own as another worker is.
    """
    score = others.submit(honest_score, walls=walls)
    yield
    assert score.result() == FULL_MARKS


def honest_score(
    notebook: bytes = HONEST, limits: Limits | None = None, walls: Name | None = None
) -> float:
    """The score of an honest student."""
    submission = Submission("ada", "unet", {"1_conv_block.ipynb": notebook})
    options = Options(limits or Limits(), walls=walls)
    return grade(submission, material_of("1_conv_block"), SEED, options).score


def breaches_in(notebook: GradedNotebook) -> list[str]:
    """Lines in which an attack boasts of having got where it must not."""
    cells = nbformat.reads(notebook.document, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    lines = "\n".join(str(output) for output in outputs).splitlines()
    return [line for line in lines if _BREACH in line]


def active_content(notebook: GradedNotebook) -> list[str]:
    """What would run in the browser of a person who reads the judged notebook."""
    document = nbformat.reads(notebook.document, as_version=4)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(document)
    parser = _ActiveContent()
    parser.feed(page)
    return parser.found


class _ActiveContent(HTMLParser):
    _TAGS = frozenset({"script", "iframe", "object", "embed", "form", "style", "link", "base"})
    _SCHEMES = ("javascript:", "vbscript:", "data:text")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = ["".join((value or "").split()).lower() for _, value in attrs]
        runs = any(name.startswith("on") for name, _ in attrs)
        leads = any(value.startswith(self._SCHEMES) for value in values)
        if tag in self._TAGS or runs or leads:
            self.found.append(f"<{tag} {attrs}>")


def settled(look: Callable[[], set[str]], seconds: float = 10.0) -> set[str]:
    """What ``look`` still finds after some seconds; nothing as soon as it finds nothing."""
    until = time.monotonic() + seconds
    while (found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return found
