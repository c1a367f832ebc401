"""A submitted notebook, read with care: what comes out has the cells' text and nothing else."""

import json
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader.errors import CourseError
from grader.grading.storable import storable
from grader.kernel.limits import MIB

LARGEST_NOTEBOOK = 20 * MIB
MOST_CELLS = 1_000
LONGEST_CODE = 1_000_000  # characters of all code cells together; texts may hold pictures


class Unreadable(CourseError):
    """The file is no notebook; the message says what it is and what to ask for."""


def read_document(content: bytes) -> NotebookNode:
    """The cells of a submitted notebook: type, text and nbgrader's marks.

    Outputs, widgets and other metadata are left behind: nothing of them counts, and what is not
    there can do no harm. Cells that lack keys, as some editors leave them, are completed. The
    metadata say the ``language`` it is written in, whether something was ``replaced`` because it
    cannot be stored, and how many NUL bytes were ``cut`` off its end.

    Raises:
        Unreadable: not a notebook, or larger than one can be.
    """
    if len(content) > LARGEST_NOTEBOOK:
        raise Unreadable(
            f"has {len(content) / MIB:.0f} MB, at most {LARGEST_NOTEBOOK // MIB} MB are allowed. "
            "Ask for the notebook with its outputs cleared"
        )
    text = content.rstrip(b"\0")  # what a full disk or a broken copy fills up with
    parsed, replaced = _parsed(text)
    data = _as_version_4(parsed)
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise Unreadable(f"has no list of cells. {_ASK}")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"has {len(cells)} cells, at most {MOST_CELLS} are allowed. {_ASK}")
    clean = [_clean(cell) for cell in cells]
    length = sum(len(cell.source) for cell in clean if cell.cell_type == "code")
    if length > LONGEST_CODE:
        raise Unreadable(
            f"has {length} characters of code, at most {LONGEST_CODE} are allowed. {_ASK}"
        )
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=clean)
    notebook.metadata["language"] = _language(data.get("metadata"))
    notebook.metadata["replaced"] = replaced
    notebook.metadata["cut"] = len(content) - len(text)
    return notebook


_ASK = "Ask the student to save it again in JupyterLab and to hand it in anew"


def _parsed(content: bytes) -> tuple[dict[str, Any], bool]:
    if not content.strip():
        raise Unreadable(f"is empty. {_ASK}")
    try:
        data, replaced = storable(json.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 text (byte {error.start}). {_ASK}") from None
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Unreadable(f"is not JSON ({reason}). {_ASK}") from None
    if not isinstance(data, dict):
        raise Unreadable(f"is JSON, but a {type(data).__name__} and no notebook. {_ASK}")
    return data, replaced


def _as_version_4(data: dict[str, Any]) -> dict[str, Any]:
    version = data.get("nbformat", 4)
    if version == 4:
        return data
    if version not in (1, 2, 3):
        raise Unreadable(f"has notebook format {str(version)[:20]}, expected 4. {_ASK}")
    try:
        converted: dict[str, Any] = nbformat.convert(nbformat.from_dict(data), 4)
    except Exception:  # the converters trust the old format to be well-formed
        raise Unreadable(f"has notebook format {version} and cannot be converted. {_ASK}") from None
    return converted


def _clean(cell: Any) -> NotebookNode:
    cell = cell if isinstance(cell, dict) else {}
    kind = cell.get("cell_type")
    new: NewCell = _NEW_CELL.get(kind if isinstance(kind, str) else "raw", _NEW_CELL["raw"])
    return new(source=_text(cell.get("source")), metadata=_marks(cell.get("metadata")))


NewCell = Callable[..., NotebookNode]
_NEW_CELL: dict[str, NewCell] = {
    "code": nbformat.v4.new_code_cell,
    "markdown": nbformat.v4.new_markdown_cell,
    "raw": nbformat.v4.new_raw_cell,
}


def _text(source: Any) -> str:
    """A cell's text, which the format allows to be a list of lines."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _marks(metadata: Any) -> dict[str, Any]:
    """nbgrader's grade id, which tells where a cell belongs; its points are never believed."""
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return {"nbgrader": {"grade_id": grade_id}} if isinstance(grade_id, str) else {}


def _language(metadata: Any) -> str:
    """The language that the notebook says it is written in, in small letters."""
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    named = [
        part.get(key)
        for part, key in ((spec, "language"), (info, "name"))
        if isinstance(part, dict)
    ]
    languages = (name for name in named if isinstance(name, str) and name.isprintable())
    return next(languages, "python").lower()
