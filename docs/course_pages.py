"""A Sphinx extension: writes the pages of which the course holds the text elsewhere.

A lesson is its solution notebook, the solutions folded away. A check's page comes from its exercise
and the museum of wrong answers, the page on trying and teaching from README.md.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from grader import doors, exercises
from grader.course import ROOT, assignments_of, source_notebooks
from grader.exercise import Exercise, Part

MUSEUM = ROOT / "tests" / "submissions"
_MARKER = re.compile(r"^[ ]*### (BEGIN|END) SOLUTION\n?", flags=re.MULTILINE)


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx when to write."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir)))
    app.connect("source-read", _link_within_the_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(folder: Path) -> None:
    """Write the computed pages into the site's source folder."""
    for assignment in assignments_of(ROOT):
        for path in source_notebooks(ROOT, assignment):
            page = lesson(nbformat.read(path, as_version=4), f"{assignment}/{path.stem}")
            text = nbformat.writes(page)
            write(folder / "lessons" / assignment / path.name, text + "\n")
    for exercise in exercises.all_exercises():
        write(folder / "checks" / f"{exercise.name}.md", check_page(exercise))
    write(folder / "try.md", try_page((ROOT / "README.md").read_text(encoding="utf-8")))


def try_page(readme: str) -> str:
    """What the README says of trying, studying and teaching, its links as seen from the site."""
    start, end = readme.index("## Try it now"), readme.index("## How it works")
    text = readme[start:end].replace("](docs/", "](").replace("](data/README.md", "](data.md")
    text = text.replace("](CONTRIBUTING.md", "](contributing.md")
    return f"# Try, study, teach\n\n{text}"


def _link_within_the_site(app: Any, name: str, source: list[str]) -> None:
    source[0] = source[0].replace("](../README.md", "](try.md")


def write(path: Path, text: str) -> None:
    """Write a page, only when it has changed: Sphinx goes by the time of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


# --- lessons --------------------------------------------------------------------------------------


def lesson(notebook: NotebookNode, name: str) -> NotebookNode:
    """The notebook as the site shows it: each solution without its markers, folded away.

    Below its first cell stand the doors to the students' notebook ``name``, where there are any.
    """
    repository = doors.repository(ROOT)
    if repository is not None:
        badges = " ".join(doors.badges(repository, name, "../../pictures"))
        notebook.cells.insert(1, new_markdown_cell(badges, id="doors"))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = _MARKER.sub("", cell.source).rstrip()
            cell.metadata.tags = ["hide-input"]
    return notebook


# --- checks ---------------------------------------------------------------------------------------


def check_page(exercise: Exercise) -> str:
    """Markdown: what the check looks at, its hints, and the mistakes it knows."""
    home = f"../lessons/{exercises.assignment_of(exercise.name)}/{exercise.notebook}.ipynb"
    parts = [_part_row(part) for part in exercise.parts]
    hints = [_folded(f"Hint {number}", hint) for number, hint in enumerate(exercise.hints, start=1)]
    mistakes = [text for part in exercise.parts for text in _mistakes(exercise, part)]
    return "\n".join(
        [
            f"# `check.{exercise.name}`",
            "",
            f"{exercise.title}. You meet it in [{exercise.notebook}]({home}).",
            "",
            "| part | points | looks at |",
            "|---|---:|---|",
            *parts,
            "",
            "## Hints",
            "",
            *hints,
            "## Typical mistakes",
            "",
            "Each of them is an answer that the course's tests hand in. The sentence is what the",
            "check says of it.",
            "",
            *mistakes,
        ]
    )


def _part_row(part: Part) -> str:
    cases = "<br>".join(f"`{case.name}`" for case in part.cases[:4])
    return f"| `{part.name}` | {part.points} | {part.title}<br>{cases} |"


def _mistakes(exercise: Exercise, part: Part) -> Iterator[str]:
    """The museum's answers whose first loss is this part."""
    paths = sorted((MUSEUM / exercise.name / "wrong").glob("*.py"))
    known = [(path, *described(path)) for path in paths]
    mine = [(path, what, says) for path, what, says, loses in known if loses[:1] == [part.name]]
    if mine:
        yield f"### {part.name}\n"
    for path, what, says in mine:
        code = path.read_text(encoding="utf-8").partition('"""\n\n')[2].strip()
        yield f"**{what.rstrip('.')}.**\n\n> {_plain(says)}\n"
        yield _folded("The answer", f"```python\n{code}\n```")


def described(path: Path) -> tuple[str, str, list[str]]:
    """What a museum's file says of itself: the mistake, its sentence, the parts it loses."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    what, _, rest = text.partition("\n\n")
    says = re.search(r"Says:(.*?)(?=^Loses:|\Z)", rest, flags=re.MULTILINE | re.DOTALL)
    loses = re.search(r"Loses:(.*?)(?=^Says:|\Z)", rest, flags=re.MULTILINE | re.DOTALL)
    return (
        " ".join(what.split()),
        " ".join(says[1].split()) if says else "",
        " ".join(loses[1].split()).split(", ") if loses else [],
    )


def _plain(text: str) -> str:
    """Text in which Markdown finds nothing to format."""
    return re.sub(r"([\\`*_{}\[\]<>$|#~])", r"\\\1", text)


def _folded(title: str, text: str) -> str:
    return f":::{{dropdown}} {title}\n{text}\n:::\n"
