"""Reading a submitted notebook: what is none is refused in words, what is comes out clean."""

import json
from typing import Any

import nbformat
import pytest

from grader.grading.document import LARGEST_NOTEBOOK, LONGEST_CODE, Unreadable, read_document


def written(cells: list[Any], **other: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells, **other}).encode()


def code(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}


def test_the_text_of_a_cell_comes_through() -> None:
    assert read_document(written([code(["x = 1\n", "y = 2"])])).cells[0].source == "x = 1\ny = 2"


def test_outputs_and_metadata_are_left_behind() -> None:
    """All but nbgrader's grade id, which tells where the cell belongs."""
    marks = {"grade_id": "conv_block", "points": 1000, "locked": False}
    cell = {**code("x"), "metadata": {"nbgrader": marks, "tags": ["skip-execution"]}}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "hello"}]
    (read,) = read_document(written([cell])).cells
    assert (read.metadata, read.outputs) == ({"nbgrader": {"grade_id": "conv_block"}}, [])


@pytest.mark.parametrize(
    "cell",
    [{"cell_type": "code", "source": "x"}, {"source": "x"}, {"cell_type": "code"}, None, [], "x"],
    ids=["no metadata", "no type", "no source", "null", "list", "text"],
)
def test_a_damaged_cell_is_completed(cell: Any) -> None:
    """Some editors leave keys out; the other cells are worth grading."""
    document = read_document(written([cell, code("y = 2")]))
    nbformat.validate(nbformat.v4.new_notebook(cells=document.cells))
    assert document.cells[1].source == "y = 2"


def test_an_older_notebook_is_converted() -> None:
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    assert read_document(json.dumps(old).encode()).cells[0].source == "x = 1"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_document(b"\xef\xbb\xbf" + written([code("x")])).cells[0].source == "x"


@pytest.mark.parametrize("zeros", [0, 1, 4096])
def test_zeros_behind_the_end_are_cut_off_and_counted(zeros: int) -> None:
    notebook = read_document(written([code("x")]) + b"\0" * zeros)
    assert (notebook.cells[0].source, notebook.metadata["cut"]) == ("x", zeros)


def test_half_a_surrogate_is_replaced() -> None:
    """It could not be saved in UTF-8 again."""
    assert read_document(written([code("x = '\ud800'")])).cells[0].source == "x = '\ufffd'"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty."),
        (b"  \n", "is empty."),
        (b"\x00" * 100, "is empty."),
        (b"\xff\xfe{", "is not UTF-8 text (byte 0)."),
        (b"print('hello')", "is not JSON (Expecting value"),
        (b"[" * 100_000, "is not JSON (it is nested too deeply)."),
        (b"[]", "is JSON, but a list and no notebook."),
        (b'{"nbformat": 4}', "has no list of cells."),
        (b'{"nbformat": 99, "cells": []}', "has notebook format 99, expected 4."),
        (b'{"nbformat": 3, "worksheets": 7}', "has notebook format 3 and cannot be converted."),
        (written([code("x")] * 1001), "has 1001 cells, at most 1000 are allowed."),
        (written([code("x" * (LONGEST_CODE // 2 + 1))] * 2), "has 1000002 characters of code"),
        (b" " * (LARGEST_NOTEBOOK + 1), "has 20 MB, at most 20 MB are allowed."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_no_notebook_is_refused_in_words(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_document(content)
    assert str(refusal.value).startswith(reason)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"kernelspec": {"language": "R"}}, "r"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": "broken"}, "python"),
        ({"kernelspec": {"language": "\x1b[2J"}}, "python"),
    ],
)
def test_the_language_is_told(metadata: Any, language: str) -> None:
    assert read_document(written([], metadata=metadata)).metadata["language"] == language
