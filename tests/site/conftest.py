"""The reading site, built from the solutions that the tests execute in any case."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbformat import NotebookNode

from grader.course import ROOT, assignments_of, source_notebooks

INCLUDED = ("README.md", "CONTRIBUTING.md", "data/README.md")
COMPUTED = ("teaching.md", "try.md", "lessons/*/*.ipynb", "checks/[!i]*.md")


@pytest.fixture(scope="session")
def site(
    made_once: Callable[[str, Callable[[Path], None]], Path],
    executed_solutions: Callable[[str], Path],
) -> Path:
    """The built site, from sources such as a fresh clone has them."""

    def make(folder: Path) -> None:
        sources = copy_sources(folder)
        for assignment in assignments_of(ROOT):
            remember_outputs(sources, assignment, executed_solutions(assignment))
        build(sources, folder / "html")

    return made_once("site", make) / "html"


def copy_sources(folder: Path) -> Path:
    """Copy what the site is built from; returns the folder of its pages."""
    for name in INCLUDED:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("_build"))
    for pattern in COMPUTED:
        for path in (folder / "docs").glob(pattern):
            path.unlink()
    return folder / "docs"


def remember_outputs(sources: Path, assignment: str, executed: Path) -> None:
    """Put what the solutions printed and drew where Sphinx looks before it executes a lesson."""
    cache = get_cache(sources / "_build" / "executed_short")
    pages = course_pages()
    for path in source_notebooks(ROOT, assignment):
        lesson = pages.lesson(nbformat.read(path, as_version=4), f"{assignment}/{path.stem}")
        ran = nbformat.read(executed / path.name, as_version=4)
        cells = [[cell for cell in nb.cells if cell.cell_type == "code"] for nb in (lesson, ran)]
        for number, (cell, its_run) in enumerate(zip(*cells, strict=True), start=1):
            cell.outputs, cell.execution_count = its_run.outputs, number
        cache.cache_notebook_bundle(CacheBundleIn(lesson, path.stem))


@pytest.fixture(scope="session")
def writer() -> ModuleType:
    """The extension, for tests of what it writes."""
    return course_pages()


def course_pages() -> ModuleType:
    """The extension that writes the lessons; Sphinx finds it beside ``docs/conf.py``."""
    place = ROOT / "docs" / "course_pages.py"
    spec = importlib.util.spec_from_file_location("course_pages", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[NotebookNode], Path]:
    """A function from an executed notebook to its page, made in seconds without the others."""

    def page(notebook: NotebookNode) -> Path:
        folder = tmp_path_factory.mktemp("page")
        nbformat.write(notebook, folder / "index.ipynb")
        look = ("-c", str(ROOT / "docs"))
        alone = ("-D", "extensions=myst_nb,mathml", "-D", "nb_execution_mode=off")
        build(folder, folder / "html", *look, *alone)
        return folder / "html" / "index.html"

    return page


def build(sources: Path, target: Path, *more: str) -> None:
    """Build as ``make site`` does, with more options; a warning ends it."""
    options = ("--fail-on-warning", "--keep-going", "--quiet", *more)
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(sources), str(target)],
        env={**os.environ, "COURSE_SHORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
