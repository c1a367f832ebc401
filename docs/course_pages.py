"""A Sphinx extension: writes the pages of which the course holds the text elsewhere.

A lesson is its solution notebook, the solutions folded away. A check's page and the list of all
sentences come from the exercises and the museum of wrong answers, the page on trying and teaching
from README.md. The notes for instructors stand in docs/teaching/; where marks are lost is added.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from grader import exercises, settings
from grader.authoring import doors
from grader.authoring.museum import WrongAnswer, wrong_answers
from grader.checks.exercise import Exercise, Finding, Part
from grader.course import ROOT, assignments_of, source_notebooks
from grader.grading.report import mistake

_MARKER = re.compile(r"^[ ]*### (BEGIN|END) SOLUTION\n?", flags=re.MULTILINE)
_PAGE = re.compile(r"`docs/(\w+)\.md`")


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx when to write."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir)))
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
    write(folder / "checks" / "sentences.md", sentences_page())
    write(folder / "teaching.md", teaching_page(folder / "teaching"))
    write(folder / "try.md", try_page((ROOT / "README.md").read_text(encoding="utf-8")))


def try_page(readme: str) -> str:
    """What the README says of trying, studying and teaching, its links as seen from the site."""
    start, end = readme.index("## Try it now"), readme.index("MIT licence;")
    text = readme[start:end].replace("](docs/", "](").replace("](data/README.md", "](data.md")
    text = text.replace("](CONTRIBUTING.md", "](contributing.md")
    return f"# Try, study, teach\n\n{text}"


def write(path: Path, text: str) -> None:
    """Write a page, only when it has changed: Sphinx goes by the time of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


# --- lessons --------------------------------------------------------------------------------------


def lesson(notebook: NotebookNode, name: str) -> NotebookNode:
    """The notebook as the site shows it: each solution without its markers, folded away.

    Below its first cell stand the doors to the students' notebook ``name``, where there are any. A
    page of the site that it names, as `docs/training.md`, is a link there. What a cell tagged
    ``full-form`` says of a trained network is left out of a site of short trainings.
    """
    repository = doors.repository(ROOT)
    if repository is not None:
        badges = " ".join(doors.badges(repository, name, "../../pictures"))
        notebook.cells.insert(1, new_markdown_cell(badges, id="doors"))
    notebook.cells = [cell for cell in notebook.cells if _is_true(cell)]
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = _MARKER.sub("", cell.source).rstrip()
            cell.metadata.tags = ["hide-input"]
        if cell.cell_type == "markdown":
            cell.source = _PAGE.sub(r"[\g<0>](../../\g<1>.md)", cell.source)
    return notebook


def _is_true(cell: NotebookNode) -> bool:
    return not (settings.is_short() and "full-form" in cell.metadata.get("tags", ()))


# --- checks ---------------------------------------------------------------------------------------


def check_page(exercise: Exercise) -> str:
    """Markdown: what the check looks at, its hints, and the mistakes it knows."""
    home = f"../lessons/{exercises.assignment_of(exercise.name)}/{exercise.notebook}.ipynb"
    parts = [_part_row(part) for part in exercise.parts]
    hints = [_folded(f"Hint {number}", hint) for number, hint in enumerate(exercise.hints, start=1)]
    answers = len(wrong_answers(exercise.name))
    sentences = [_section(sentence) for sentence in sentences_of(exercise)]
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
            "## What students read",
            "",
            f"The course's tests hand in {answers} wrong answers. These are the sentences with",
            "which they come back, those of many answers first. Sentences that differ in a number",
            "or a name count as one.",
            "",
            *sentences,
        ]
    )


def _part_row(part: Part) -> str:
    cases = "<br>".join(f"`{case.name}`" for case in part.cases[:4])
    return f"| `{part.name}` | {part.points} | {part.title}<br>{cases} |"


@dataclass(frozen=True)
class Sentence:
    """What students read of a part, with the answers that it is said of."""

    part: str
    example: str
    answers: tuple[WrongAnswer, ...]


def sentences_of(exercise: Exercise) -> list[Sentence]:
    """The sentences of an exercise, those of many answers first, as in a class's report.

    A rehearsal draws its wrong answers evenly, so the order is that of its report.
    """
    groups: dict[tuple[str, str], list[WrongAnswer]] = {}
    for answer in wrong_answers(exercise.name):
        part = exercise.part(answer.loses[0])
        groups.setdefault((part.name, _kind(part, answer.says)), []).append(answer)
    found = [
        Sentence(part, answers[0].says, tuple(answers)) for (part, _), answers in groups.items()
    ]
    return sorted(found, key=lambda sentence: -len(sentence.answers))


def _kind(part: Part, says: str) -> str:
    """The sentence as the class report counts it."""
    cases = [case.name for case in part.cases if case.name in says]
    return mistake(Finding(says, case=max(cases, key=len, default="")))


def _section(sentence: Sentence) -> str:
    answers = sentence.answers
    title = f"{len(answers)} answers" if len(answers) > 1 else "The answer"
    codes = "\n\n".join(
        f"{_plain(answer.mistake)}\n\n```python\n{answer.code}\n```" for answer in answers
    )
    return f"`{sentence.part}`\n\n> {_plain(sentence.example)}\n\n{_folded(title, codes)}"


def sentences_page() -> str:
    """Markdown: all sentences of all checks, with how many of the wrong answers each meets."""
    lines = [
        "# What students read",
        "",
        "Every sentence with which a wrong answer comes back, and the share of an exercise's wrong",
        "answers that comes back with it. `grader rehearse` draws its wrong answers evenly from",
        "these, so the report of a rehearsal shows the sentences in this order. The pages of the",
        "checks have the answers themselves.",
        "",
    ]
    for exercise in exercises.all_exercises():
        sentences = sentences_of(exercise)
        total = sum(len(sentence.answers) for sentence in sentences)
        rows = [
            f"| {len(sentence.answers) / total:.0%} | `{sentence.part}` | "
            f"{_plain(sentence.example)} |"
            for sentence in sentences
        ]
        lines += [
            f"## [`check.{exercise.name}`]({exercise.name}.md)",
            "",
            f"{len(sentences)} sentences for {total} wrong answers.",
            "",
            "| share | part | sentence |",
            "|---:|---|---|",
            *rows,
            "",
        ]
    return "\n".join(lines)


# --- notes for instructors ------------------------------------------------------------------------


def teaching_page(notes: Path) -> str:
    """Markdown: for each notebook the folded notes of ``notes``, and where its marks are lost."""
    lines = [
        "# Teaching with the notebooks",
        "",
        "For each notebook a version of twenty minutes, what goes wrong and when, questions to",
        "discuss, and how marks fall. Students do not get these notes with their notebooks.",
        "",
        "In a [rehearsal](instructors.md#before-the-term) seven answers in ten are right, two",
        "are wrong and one is untouched. The wrong ones are drawn evenly from the museum, so the",
        "tables below say how the marks of a rehearsal fall.",
        "",
    ]
    for exercise in exercises.all_exercises():
        home = f"lessons/{exercises.assignment_of(exercise.name)}/{exercise.notebook}.ipynb"
        written = notes / f"{exercise.notebook}.md"
        text = written.read_text(encoding="utf-8") if written.exists() else ""  # a new exercise
        sections = re.split(r"^# (.+)\n", text, flags=re.MULTILINE)[1:]
        folded = zip(sections[::2], sections[1::2], strict=True)
        lines += [
            f"## [{exercise.notebook}]({home})",
            "",
            *(_folded(title, body.strip()) for title, body in folded),
            _folded("How the marks fall", _marks(exercise)),
        ]
    return "\n".join(lines)


def _marks(exercise: Exercise) -> str:
    """Which parts the museum's wrong answers lose, and what is left to them."""
    answers = wrong_answers(exercise.name)
    left = sorted(
        exercise.max_score - sum(exercise.part(name).points for name in answer.loses)
        for answer in answers
    )
    rows = [
        f"| `{part.name}` | {part.points} | "
        f"{sum(part.name in answer.loses for answer in answers) / len(answers):.0%} | "
        f"{_often(exercise, part)} |"
        for part in exercise.parts
    ]
    return "\n".join(
        [
            f"{len(answers)} wrong answers. Half of them keep {left[len(left) // 2]:g} of "
            f"{exercise.max_score:g} points or more, a quarter {left[len(left) // 4]:g} or less.",
            "",
            "| part | points | lost by | what is said most often |",
            "|---|---:|---:|---|",
            *rows,
            "",
            f"[All sentences of this check](checks/{exercise.name}.md).",
        ]
    )


def _often(exercise: Exercise, part: Part) -> str:
    found = (sentence for sentence in sentences_of(exercise) if sentence.part == part.name)
    first = next(found, None)
    return _plain(first.example) if first else "it is lost only together with another part"


def _plain(text: str) -> str:
    """Text in which Markdown finds nothing to format but code between backticks."""
    *words, last = re.split(r"(`[^`]+`)", text)
    escaped = [re.sub(r"([\\*_{}\[\]<>$|#~])", r"\\\1", word) for word in (*words[::2], last)]
    codes = [code.replace("|", "\\|") for code in words[1::2]]
    return "".join(a + b for a, b in zip(escaped, [*codes, ""], strict=True))


def _folded(title: str, text: str) -> str:
    return f":::{{dropdown}} {title}\n{text}\n:::\n"
