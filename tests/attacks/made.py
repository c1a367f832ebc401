"""Attacks that cannot lie in a repository: links, pipes, damaged and giant files.

The documentation of each says what it tries, and then what stops it.
"""

import inspect
import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from arena import HONEST, Course

from grader.kernel.limits import MIB

NAME = "1_conv_block.ipynb"
PASSED, NOT_RUN = "passed", "not run"

# Prints whatever lies beside the notebook, through links too.
_READS_ITS_FOLDER = """
import glob
import os

for path in glob.glob("**", recursive=True, include_hidden=True):
    if os.path.isfile(path) and os.path.getsize(path) < 10**6:
        print(path, open(path, "rb").read()[:500])
"""


Builder = Callable[[Course], None]


@dataclass(frozen=True)
class Built:
    """An attack that is built on the spot; the documentation of ``build`` says what it is."""

    build: Builder

    @property
    def name(self) -> str:
        """As README.md names it."""
        return self.build.__name__

    @property
    def sentences(self) -> tuple[str, str]:
        """What it tries, and what stops it."""
        tries, stopped = inspect.cleandoc(self.build.__doc__ or "").split("\n\n")
        return tries, stopped


@dataclass(frozen=True)
class Made(Built):
    """An attack by what is in the folder. ``status`` is that of all its checks."""

    status: str
    incidents: tuple[str, ...]


MADE: list[Made] = []


def _made(status: str, *incidents: str) -> Callable[[Builder], Builder]:
    """Register a builder with the status that its checks get and the kinds of incidents."""

    def register(build: Builder) -> Builder:
        MADE.append(Made(build, status, incidents))
        return build

    return register


def _hand_in(course: Course, content: bytes = HONEST) -> None:
    (course.submission / NAME).write_bytes(content)


def _hand_in_reader(course: Course) -> None:
    """Right work with a cell that prints what lies beside it."""
    notebook = nbformat.reads(HONEST, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(_READS_ITS_FOLDER))
    _hand_in(course, nbformat.writes(notebook).encode())


@_made(PASSED, "files", "files", "files")
def links_to_files(course: Course) -> None:
    """Links to the gradebook and to a device that never ends lie beside right work.

    Links are not followed; the instructor is told of each.
    """
    _hand_in_reader(course)
    (course.submission / "notes.txt").symlink_to(course.root / "gradebook.db")
    (course.submission / "relative.txt").symlink_to("../../../secret.txt")
    (course.submission / "zero").symlink_to("/dev/zero")


@_made(PASSED, "files", "files")
def links_to_folders(course: Course) -> None:
    """Links to all submissions and to the folder itself lie beside right work.

    Links to folders are not followed either.
    """
    _hand_in_reader(course)
    (course.submission / "others").symlink_to(course.root / "submitted")
    (course.submission / "again").symlink_to(course.submission)


@_made(NOT_RUN, "files", "missing")
def link_to_the_work_of_another(course: Course) -> None:
    """The notebook is a link to another student's.

    A link is no notebook, so none was handed in.
    """
    (course.submission / NAME).symlink_to(course.root / "submitted/ada/unet" / NAME)


@_made(NOT_RUN, "files", "missing")
def folder_that_is_a_link(course: Course) -> None:
    """The whole submission is a link to another student's.

    A folder that is a link is not entered, so nothing was handed in.
    """
    course.submission.rmdir()
    course.submission.symlink_to(course.root / "submitted/ada/unet")


@_made(PASSED, "files", "files")
def pipes_and_sockets(course: Course) -> None:
    """A pipe, which blocks whoever opens it, and a socket lie beside right work.

    What is no ordinary file is opened without waiting, and left out.
    """
    _hand_in_reader(course)
    os.mkfifo(course.submission / "pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(course.submission)
        server.bind("socket.py")
        os.chdir(here)


@_made(NOT_RUN, "files", "missing")
def notebook_of_200_mb(course: Course) -> None:
    """The notebook has 200 MB.

    A file over the limit is not read.
    """
    _hand_in(course, b"")
    os.truncate(course.submission / NAME, 200 * MIB)


@_made(NOT_RUN, "unreadable")
def notebook_of_30_mb(course: Course) -> None:
    """The notebook is a right one with 30 MB of outputs.

    A notebook over the limit is not parsed; the instructor learns what to ask for.
    """
    notebook = nbformat.reads(HONEST, as_version=4)
    notebook.metadata["padding"] = "x" * 30 * MIB
    _hand_in(course, nbformat.writes(notebook).encode())


@_made(PASSED, "files")
def extra_file_of_200_mb(course: Course) -> None:
    """A file of 200 MB lies beside right work.

    A file over the limit is left out.
    """
    _hand_in_reader(course)
    (course.submission / "video.mp4").touch()
    os.truncate(course.submission / "video.mp4", 200 * MIB)


@_made(PASSED, "files")
def extra_files_without_end(course: Course) -> None:
    """A thousand files and a hundred nested folders lie beside right work.

    Only so many files are taken along, those beside the notebook first.
    """
    _hand_in_reader(course)
    deep = course.submission.joinpath(*["z"] * 100)
    deep.mkdir(parents=True)
    for number in range(1000):
        (deep / f"{number}.txt").touch()


@_made(NOT_RUN, "unreadable")
def not_json(course: Course) -> None:
    """The notebook is Python source.

    The notebook is reported as unreadable, with what to ask for.
    """
    _hand_in(course, b"print('full marks')")


@_made(NOT_RUN, "unreadable")
def empty(course: Course) -> None:
    """The notebook is empty.

    The notebook is reported as unreadable.
    """
    _hand_in(course, b"")


@_made(NOT_RUN, "unreadable")
def null_bytes(course: Course) -> None:
    """The notebook is full of null bytes.

    The notebook is reported as unreadable.
    """
    _hand_in(course, b"\0" * 10_000)


@_made(NOT_RUN, "unreadable")
def not_utf_8(course: Course) -> None:
    """The notebook is text in another encoding.

    The notebook is reported as unreadable, with the place of the first odd byte.
    """
    _hand_in(course, '{"cells": [], "metadata": {"author": "café"}}'.encode("latin-1"))


@_made(NOT_RUN, "unreadable")
def bottomless_json(course: Course) -> None:
    """The notebook is nested a million levels deep.

    The parser gives up at a depth of its own; the notebook is unreadable.
    """
    _hand_in(course, b'{"cells": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}")


@_made(NOT_RUN, "unreadable")
def long_number(course: Course) -> None:
    """The notebook holds a number of a million digits, which takes long to read.

    Python refuses to read numbers of so many digits; the notebook is unreadable.
    """
    _hand_in(course, b'{"cells": [], "nbformat": ' + b"9" * 1_000_000 + b"}")


@_made(NOT_RUN, "unreadable")
def list_for_a_notebook(course: Course) -> None:
    """The notebook is a JSON list.

    The notebook is reported as unreadable.
    """
    _hand_in(course, b"[1, 2, 3]")


@_made(NOT_RUN, "unreadable")
def text_for_cells(course: Course) -> None:
    """The cells of the notebook are a text.

    The notebook is reported as unreadable.
    """
    _hand_in(course, b'{"cells": "full marks", "metadata": {}, "nbformat": 4}')


@_made("not attempted", "repaired", "repaired", "repaired", "repaired", "repaired")
def cells_that_are_none(course: Course) -> None:
    """The cells of the notebook are numbers, lists and nothing.

    They become empty cells, and the course's own are put back among them.
    """
    _hand_in(
        course, b'{"cells": [1, [], null, {"cell_type": 7, "source": {"a": 1}}], "nbformat": 4}'
    )


@_made(NOT_RUN, "unreadable")
def cells_without_end(course: Course) -> None:
    """The notebook has 10,000 cells.

    The number of cells has a limit.
    """
    notebook = json.loads(HONEST)
    notebook["cells"] += [{"cell_type": "code", "metadata": {}, "source": "1"}] * 10_000
    _hand_in(course, json.dumps(notebook).encode())


@_made(NOT_RUN, "unreadable")
def notebook_format_99(course: Course) -> None:
    """The notebook says that it has format 99.

    The format is named in the report.
    """
    _hand_in(course, json.dumps(json.loads(HONEST) | {"nbformat": 99}).encode())


@_made(PASSED)
def notebook_format_3(course: Course) -> None:
    """Right work in the notebook format of 2013.

    It is converted. The right work keeps its marks.
    """
    notebook = nbformat.convert(nbformat.reads(HONEST, as_version=4), 3)
    _hand_in(course, json.dumps(notebook).encode())


@_made(NOT_RUN, "unreadable")
def odd_notebook_format_3(course: Course) -> None:
    """The notebook says that it has format 3, and is not built like one.

    A conversion that fails makes the notebook unreadable.
    """
    _hand_in(course, b'{"nbformat": 3, "worksheets": [[1, {"cells": "x"}]], "metadata": []}')


@_made(NOT_RUN, "missing")
def nothing_handed_in(course: Course) -> None:
    """The folder is empty.

    The notebook is reported as missing.
    """
    assert list(course.submission.iterdir()) == []


@_made(PASSED, "renamed")
def renamed(course: Course) -> None:
    """Right work under another name, in another folder.

    A notebook is known by the exercises in it. The right work keeps its marks.
    """
    (course.submission / "final (2)").mkdir()
    (course.submission / "final (2)/conv <b>final.ipynb").write_bytes(HONEST)


@_made(PASSED, "files")
def name_that_is_not_utf_8(course: Course) -> None:
    """A file whose name is no text lies beside right work.

    The file is left out and its name spelled in ASCII.
    """
    _hand_in_reader(course)
    Path(os.fsdecode(os.fsencode(course.submission) + b"/caf\xe9.txt")).touch()


@_made(NOT_RUN, "files", "missing")
def notebook_with_a_name_that_is_not_utf_8(course: Course) -> None:
    """Right work in a file whose name is no text.

    The file is left out, and the instructor is told to have it renamed.
    """
    path = os.fsencode(course.submission) + b"/1_conv_block\xe9.ipynb"
    Path(os.fsdecode(path)).write_bytes(HONEST)


@_made(PASSED)
def odd_names(course: Course) -> None:
    """Files lie beside right work whose names mean something to a shell or a browser.

    A name is never given to a shell, and is escaped where it is shown.
    """
    _hand_in_reader(course)
    for name in ("-rf", "*", "$(id)", "line\nbreak", "<script>alert(1)<", "..\\..\\x", "x" * 250):
        (course.submission / name).touch()


@_made(PASSED)
def texts_that_take_hours_to_show(course: Course) -> None:
    """Cells hold brackets without end and print colours without end, which take long to lay out.

    What the feedback shows of a cell is shortened, and colours are taken out.
    """
    notebook = nbformat.reads(HONEST, as_version=4)
    notebook.cells += [
        nbformat.v4.new_markdown_cell("\\\\[" * 100_000),
        nbformat.v4.new_markdown_cell("\\begin{a}" * 50_000),
        nbformat.v4.new_code_cell("'" + "(" * 500_000 + "'"),
        nbformat.v4.new_code_cell("print('\\033[1m' * 100_000)"),
    ]
    _hand_in(course, nbformat.writes(notebook).encode())


@_made(PASSED)
def lines_without_end(course: Course) -> None:
    """A cell that is no Python has 500,000 empty lines, and the exercise lost its marks.

    A function is looked for line by line. The right work keeps its marks.
    """
    notebook = nbformat.reads(HONEST, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    notebook.cells.append(nbformat.v4.new_code_cell("(" + "\n" * 500_000))
    _hand_in(course, nbformat.writes(notebook).encode())
