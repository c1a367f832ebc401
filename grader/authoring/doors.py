"""Ways into the course from a browser: Colab, Binder, and the cell that starts a notebook there.

All of them need the address of the course's repository. It stands in one place, the line
``repository-code`` of CITATION.cff. While it is not there, nothing is shown that leads nowhere.
"""

import re
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.errors import CourseError

_CITATION = "CITATION.cff"
_BRANCH = "main"
_BLOCK = re.compile(r"(<!-- doors: [^>]*-->\n).*?(<!-- /doors -->)", flags=re.DOTALL)
_ABOVE = """
Without installing anything, in a browser:

| notebook | Colab | Binder |
|---|---|---|
"""
_BELOW = """
A notebook that builds on an earlier one takes your function from it. In Colab, upload that one
under *Files* on the left.

"""
_START = """\
# Alone in Google Colab, this cell brings the course. Anywhere else it does nothing.
import importlib.util
import subprocess
import sys

if "google.colab" in sys.modules and importlib.util.find_spec("grader") is None:
    parts = ["git+{address}", "{keras}"]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", *parts]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise ConnectionError(
            "The course could not be fetched from {address}. See whether Colab is connected and "
            "run this cell again; without a network, work on your own computer with `make lab`. "
            "pip says: " + run.stderr.strip()[-500:]
        )
    importlib.invalidate_caches()"""


class UnknownRepository(CourseError):
    """The address of the repository is not one that Colab and Binder open."""


@dataclass(frozen=True)
class Repository:
    """Where the course is on GitHub, which Colab and Binder open notebooks from."""

    owner: str
    name: str

    @property
    def address(self) -> str:
        """What git clones."""
        return f"https://github.com/{self.owner}/{self.name}"

    def colab(self, notebook: str) -> str:
        """The address that opens a student's notebook, such as ``assignment/name``, in Colab."""
        where = f"{self.owner}/{self.name}/blob/{_BRANCH}/notebooks/{notebook}.ipynb"
        return f"https://colab.research.google.com/github/{where}"

    def binder(self, notebook: str) -> str:
        """The same on Binder, which builds the Dockerfile."""
        where = f"{self.owner}/{self.name}/{_BRANCH}"
        return f"https://mybinder.org/v2/gh/{where}?labpath=notebooks/{notebook}.ipynb"


def repository(root: Path) -> Repository | None:
    """The repository that CITATION.cff names; None while it names none.

    Raises:
        UnknownRepository: it names something else than a repository on GitHub.
    """
    citation = root / _CITATION
    text = citation.read_text(encoding="utf-8") if citation.exists() else ""
    line = re.search(r"^repository-code: *(.*)$", text, flags=re.MULTILINE)
    if line is None:
        return None
    address = line[1].strip().strip("\"'")
    match = re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git|/)?", address)
    if match is None:
        raise UnknownRepository(
            f"{_CITATION} says repository-code: {address}. Colab and Binder open repositories such "
            "as https://github.com/owner/name: write the address so, or take the line out."
        )
    return Repository(match[1], match[2])


def start_cell(root: Path) -> NotebookNode | None:
    """The cell with which a notebook works alone in Colab; None while nobody knows where from.

    TensorFlow and what else the course needs is there already, and is left as it is. Only Keras
    has to be of the versions that the checks can read.
    """
    found = repository(root)
    if found is None:
        return None
    source = _START.format(address=found.address, keras=_keras())
    cell: NotebookNode = new_code_cell(source, id="start")
    return cell


class AddStartCell(NbGraderPreprocessor):
    """Put the cell that brings the course to Colab above a notebook's first code cell.

    It is no cell of nbgrader's: nothing is lost when a student takes it out.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Add it once, where the course's repository is known.

        nbgrader reads its configuration twice, and has a step twice that was appended there.
        """
        cell = start_cell(Path(CourseDirectory(config=self.config).root))
        if cell is not None and cell.id not in {other.get("id") for other in nb.cells}:
            kinds = [cell.cell_type for cell in nb.cells]
            nb.cells.insert(kinds.index("code"), cell)
        return nb, resources


def _keras() -> str:
    """The versions of Keras that the course asks for."""
    return next(line for line in requires("segmentation-course") or () if line.startswith("keras"))


def badges(found: Repository, notebook: str, pictures: str) -> tuple[str, str]:
    """Markdown of two pictures that open a notebook; ``pictures`` is where they lie."""
    name = notebook.rpartition("/")[2]
    return (
        f"[![Open {name} in Colab]({pictures}/open_in_colab.svg)]({found.colab(notebook)})",
        f"[![Open {name} on Binder]({pictures}/open_on_binder.svg)]({found.binder(notebook)})",
    )


def with_doors(readme: str, found: Repository | None, notebooks: list[str]) -> str:
    """The README with doors to these notebooks between its two comments, or without any."""
    rows = [] if found is None else [_row(found, notebook) for notebook in notebooks]
    block = "".join([_ABOVE, *rows, _BELOW]) if rows else ""
    return _BLOCK.sub(lambda match: match[1] + block + match[2], readme)


def _row(found: Repository, notebook: str) -> str:
    name = notebook.rpartition("/")[2]
    return f"| `{name}` | {' | '.join(badges(found, notebook, 'docs/pictures'))} |\n"
