"""Take a function out of a ``.py`` or ``.ipynb`` file without running the rest of it.

Only the statements that the function needs are run: its definition, and the imports, constants
and helpers it names, theirs in turn. A training cell in the same notebook never starts, and cells
that are not Python (``%%javascript``, shell lines) do no harm.
"""

import ast
import builtins
import contextlib
import json
import linecache
import re
import symtable
import traceback
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.notebook.cell_errors import (
    CellError,
    another_name,
    cell_name,
    defining_cell_failed,
    hidden_inside,
    misspelled,
    needed_cell_failed,
)

StudentFunctions = dict[str, Any]

# Other calls for their effect (``model.fit``) are what must not run.
LONGEST_READ = 50_000  # characters of a cell that is read for its names
_CHANGING = {"add", "append", "extend", "insert", "setdefault", "update"}


class UnusableFile(CourseError):
    """The file cannot be read as Python or as a notebook."""


class MissingFunction(CourseError):
    """The file can be read, but does not define the function."""


class FailingStatement(CourseError):
    """A statement that the function needs raised an error, or its cell is no Python."""


class NotPython(Exception):
    """A text that Python cannot take; the message says where, if that is known, and why."""


@dataclass(frozen=True)
class _Cell:
    """A code cell with its name in a sentence; the text of a ``.py`` file stands as one."""

    name: str
    source: str


@dataclass(frozen=True)
class _Document:
    """The Python of a file; ``broken`` holds the cells of a notebook that Python cannot take."""

    path: Path
    cells: tuple[_Cell, ...]
    broken: tuple[tuple[_Cell, CellError], ...] = ()

    @property
    def source(self) -> str:
        """All that is Python, as one module."""
        return "\n\n".join(cell.source for cell in self.cells)

    def at(self, line: int) -> tuple[_Cell, int]:
        """The cell in which a line of ``source`` stands, and the line within the cell."""
        for cell in self.cells:
            height = cell.source.count("\n") + 2  # with the empty line between two cells
            if line <= height:
                return cell, line
            line -= height
        return self.cells[-1], line


@contextlib.contextmanager
def _taken_as_python() -> Iterator[None]:
    """Whatever parsing or compiling a student's text raises becomes ``NotPython``.

    Python itself gives up at texts that are no Python, and in several ways at texts that are
    nested deeper or longer than its parser can hold; IPython's transformations do likewise.
    """
    try:
        yield
    except SyntaxError as error:
        raise NotPython(f"line {error.lineno}: {error.msg}") from error
    except (RecursionError, MemoryError) as error:
        raise NotPython("an expression in it is nested too deeply") from error
    except Exception as error:
        raise NotPython(str(error)) from error


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the file whose text Python cannot take."""
    try:
        yield
    except NotPython as reason:
        raise UnusableFile(
            f"{path.name} is not valid Python ({reason}). {_as_cell_error(reason).help}Correct "
            "that first."
        ) from None


def load_functions(path: Path, names: Iterable[str]) -> StudentFunctions:
    """The functions called ``names`` from a file, by name.

    Raises ``UnusableFile`` when the file cannot be read, ``MissingFunction`` when one of the names
    is not defined in it, and ``FailingStatement`` when what a function needs fails.
    """
    wanted = tuple(names)
    document = _read_document(path)
    with _named(path):
        tree = _parse(document.source)
        needed = _needed(tree, wanted)
        unknown = _unknown(needed)
    for name in wanted:
        if name not in _all_bound(tree):
            raise _missing(document, tree, name)
    for cell, error in document.broken:
        if any(gives(cell.source, name) for name in unknown):
            functions = " and ".join(wanted)
            raise FailingStatement(
                needed_cell_failed(functions, cell.name, f"raised {error}", error.help, path.name)
            )
    return _run(document, needed, wanted)


def _missing(document: _Document, tree: ast.Module, name: str) -> CourseError:
    """Why a file does not define the function called ``name``."""
    file = document.path.name
    for cell, error in reversed(document.broken):
        if gives(cell.source, name):
            return FailingStatement(defining_cell_failed(name, f"raised {error}", error.help, file))
    for cell, error in reversed(document.broken):
        if re.search(rf"\b{name}\b", cell.source):
            return FailingStatement(
                f"{file} does not define {name}. {cell.name}, in which that name stands, raised "
                f"{error}. {error.help}Fix that line and save the file."
            )
    for cell in document.cells:
        if _IN_A_MAGIC.search(cell.source) and f"def {name}(" in cell.source:
            return MissingFunction(
                f"{cell.name} of {file} has the def line of {name}, and its first line with `%%` "
                "keeps it from running as Python. Delete that line and save the file."
            )
    if (owner := owner_within(document.source, name)) is not None:
        return MissingFunction(hidden_inside(name, owner, file))
    near = misspelled(name, _functions_in(tree))
    if near is not None:
        return MissingFunction(another_name(name, near, file))
    return MissingFunction(
        f"{file} does not define {name}. Keep the name that the exercise gives the function, and "
        "save the file."
    )


_IN_A_MAGIC = re.compile(r"\Aget_ipython\(\)\.run_cell_magic\(")


def owner_within(source: str, name: str) -> str | None:
    """The function or class inside of which a cell or module defines the function ``name``."""
    try:
        tree = _parse(source)
    except NotPython:
        return None
    for outer in tree.body:
        if isinstance(outer, ast.FunctionDef | ast.ClassDef):
            inner = (node for node in ast.walk(outer) if node is not outer)
            if any(isinstance(node, ast.FunctionDef) and node.name == name for node in inner):
                return outer.name
    return None


# Cached, as `_given_by` is: every check below a cell asks the same of it.
@lru_cache(maxsize=1024)
def syntax_error_of(source: str) -> CellError | None:
    """Why Python cannot take the text of a cell, in Python's own words; None when it can."""
    try:
        _refuse_very_long(source)
        _refuse_what_never_runs(source)
    except NotPython as reason:
        return _as_cell_error(reason)
    return None


def functions_defined_by(source: str) -> frozenset[str]:
    """The functions that a cell defines; none when Python cannot take it."""
    try:
        return frozenset(_functions_in(_parse_cell(source)))
    except NotPython:
        return frozenset()


def _functions_in(tree: ast.Module) -> set[str]:
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def gives(source: str, name: str) -> bool:
    """Whether a cell gives a value to ``name``, or would if Python could take its text."""
    return name in source and name in _given_by(source)


@lru_cache(maxsize=1024)
def _given_by(source: str) -> frozenset[str]:
    try:
        return names_bound_by(source)
    except NotPython:
        imported = _WORD.findall(" ".join(_IMPORT.findall(source)))
        return frozenset([*imported, *_DEFINITION.findall(source), *_ASSIGNMENT.findall(source)])


_WORD = re.compile(r"\w+")
_IMPORT = re.compile(r"^[ \t]*(?:from|import)\b.*", re.MULTILINE)
_DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^[ \t]*(\w+)[ \t]*=(?!=)", re.MULTILINE)


def definitions_in(path: Path, name: str) -> list[str]:
    """The cells of a notebook that define the function called ``name``; the last one counts."""
    return [cell.name for cell in _read_document(path).cells if gives(cell.source, name)]


def definitions(path: Path) -> dict[str, str]:
    """The functions that a file defines with ``def``, by name; the last definition counts.

    As Python writes them out again: without comments, and however they were laid out.
    """
    source = _read_document(path).source
    with _named(path):
        statements = _outside_of_functions(_parse(source))
    # The last statement comes first.
    found = [(node.name, node) for node in statements if isinstance(node, ast.FunctionDef)]
    return {name: ast.unparse(node) for name, node in reversed(found)}


def source_of(path: Path, name: str) -> str:
    """The statements of a file that the function called ``name`` needs, as they stand there."""
    source = _read_document(path).source
    with _named(path):
        needed = _needed(_parse(source), [name])
    return "\n\n".join(_text_of(source, statement) for statement in needed)


def _text_of(source: str, statement: ast.stmt) -> str:
    """A statement as it was written, with its decorators."""
    text = ast.get_source_segment(source, statement) or ""
    decorators = [
        f"@{ast.get_source_segment(source, decorator)}"
        for decorator in getattr(statement, "decorator_list", [])
    ]
    return "\n".join([*decorators, text])


@lru_cache(maxsize=1024)
def names_bound_by(source: str) -> frozenset[str]:
    """Names that a cell gives a value to; ``NotPython`` when it cannot be parsed."""
    return frozenset(_all_bound(_parse_cell(source)))


def _parse_cell(source: str) -> ast.Module:
    """Others wrote the cell, and reading it takes time: one that is very long is not read."""
    _refuse_very_long(source)
    return _parse(source)


def _refuse_very_long(source: str) -> None:
    if len(source) > LONGEST_READ:
        raise NotPython(f"it has {len(source)} characters, and {LONGEST_READ} at most are read")


def _parse(source: str) -> ast.Module:
    with _taken_as_python():
        return ast.parse(source)


def _refuse_what_never_runs(source: str) -> None:
    """``NotPython`` also for what can be parsed and never run: a return outside of a function.

    Only the tree is looked at. To compile what others wrote is no small matter: a text of 20 lines
    with a finally in each finally takes gigabytes.
    """
    with _taken_as_python():
        for node in _outside_of_functions(ast.parse(source)):
            if isinstance(node, ast.Return):
                line = source.splitlines()[node.lineno - 1]
                place = ("<cell>", node.lineno, node.col_offset + 1, line)
                raise SyntaxError("'return' outside function", place)


def _outside_of_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The statements that run with the cell itself, also within its loops and conditions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.expr):
            waiting += ast.iter_child_nodes(node)


def _read_document(path: Path) -> _Document:
    return _read_notebook(path) if path.suffix == ".ipynb" else _read_module(path)


def _read_module(path: Path) -> _Document:
    if path.suffix != ".py":
        raise UnusableFile(
            f"{path.name} ends in '{path.suffix}', expected .py or .ipynb. Name a Python file or "
            "a notebook."
        )
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}. Check the file.") from None
    with _named(path):
        _refuse_what_never_runs(source)
    return _Document(path, (_Cell(path.name, source),))


def _read_notebook(path: Path) -> _Document:
    """The code cells of a notebook.

    Read as plain JSON: importing nbformat takes seconds, and every notebook imports this module.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        sources = [
            (number, "".join(cell["source"]))
            for number, cell in enumerate(document["cells"], start=1)
            if cell["cell_type"] == "code"
        ]
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}. Check the file.") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise UnusableFile(
            f"{path.name} is not a Jupyter notebook ({reason}). Save it again from JupyterLab, or "
            "fetch a fresh copy."
        ) from None
    cells, broken = [], []
    for number, source in sources:
        name = cell_name(number, source)
        try:
            cells.append(_Cell(name, _python_of_cell(source)))
        except NotPython as reason:
            broken.append((_Cell(name, source), _as_cell_error(reason)))
    return _Document(path, tuple(cells), tuple(broken))


def _as_cell_error(reason: NotPython) -> CellError:
    cause = reason.__cause__
    if isinstance(cause, SyntaxError):
        return CellError(type(cause).__name__, cause.msg, cause.lineno, (cause.text or "").strip())
    return CellError(type(cause).__name__, str(reason), None)


# Magics below which a cell runs as it would without them.
_RUN_AS_PYTHON = re.compile(r"\A\s*%%(?=(?:time|capture|prun)\b)")


def _python_of_cell(source: str) -> str:
    """The cell as plain Python; ``NotPython`` when it is something else or does not parse.

    IPython's own transformation turns ``%magics`` and ``!commands`` into calls, which are
    expression statements and so are never run here.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    source = _RUN_AS_PYTHON.sub("#", source)
    with _taken_as_python():
        python: str = TransformerManager().transform_cell(source)
    _refuse_what_never_runs(python)
    return python


def _needed(tree: ast.Module, names: Iterable[str]) -> list[ast.stmt]:
    """The top-level statements that ``names`` depend on, in their order in the file."""
    open_names = set(names)
    chosen = {number for number, statement in enumerate(tree.body) if _imports_all(statement)}
    while True:
        more = {
            number
            for number, statement in enumerate(tree.body)
            if number not in chosen and (_bound(statement) | _changed(statement)) & open_names
        }
        if not more:
            return _without_names_taken_later(tree, names, sorted(chosen))
        chosen |= more
        for number in more:
            open_names |= _used(tree.body[number])


def _without_names_taken_later(
    tree: ast.Module, names: Iterable[str], chosen: list[int]
) -> list[ast.stmt]:
    """The chosen statements but for assignments, below the functions, to names that are imported.

    ``layers = [3, 5]`` in a later cell spoils ``from keras import layers`` for a function that was
    checked before it, and was right then.
    """
    definitions = (number for number in chosen if _bound(tree.body[number]) & set(names))
    last = max(definitions, default=-1)
    above = [tree.body[number] for number in chosen if number <= last]
    below = [tree.body[number] for number in chosen if number > last]
    imports = (one for one in above if isinstance(one, ast.Import | ast.ImportFrom))
    imported = set[str]().union(*map(_bound, imports))
    return above + [
        one for one in below if not (isinstance(one, ast.Assign) and _bound(one) <= imported)
    ]


def _unknown(statements: list[ast.stmt]) -> set[str]:
    """Names that the statements use and none of them gives."""
    if any(map(_imports_all, statements)):
        return set()
    used = set[str]().union(*map(_used, statements))
    return used - set[str]().union(*map(_bound, statements))


def _all_bound(tree: ast.Module) -> set[str]:
    return set().union(*(_bound(statement) for statement in tree.body))


def _bound(statement: ast.stmt) -> set[str]:
    """Names that a top-level statement defines, imports, assigns or changes in place."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, ast.Expr):
        return set()
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            names.add(_base_name(node))
    return names


def names_read_by(source: str) -> set[str]:
    """Global names that a cell reads, also inside its functions.

    ``NotPython`` when it cannot be parsed.
    """
    _refuse_very_long(source)
    with _taken_as_python():
        return _read(symtable.symtable(source, "cell", "exec"))


def _imports_all(statement: ast.stmt) -> bool:
    """``from keras.layers import *`` may bring any name."""
    return isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"


def _changed(statement: ast.stmt) -> set[str]:
    """The list, dict or set that a call changes: ``options.update(padding="same")``."""
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(name), method))) if method in _CHANGING:
            return {name}
    return set()


def _base_name(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _used(statement: ast.stmt) -> set[str]:
    with _taken_as_python():
        return _read(symtable.symtable(ast.unparse(statement), "statement", "exec"))


def _read(table: symtable.SymbolTable) -> set[str]:
    """Global names that are read, also inside functions; their locals do not count."""
    return {
        symbol.get_name()
        for scope in _scopes(table)
        for symbol in scope.get_symbols()
        if symbol.is_referenced() and (scope is table or symbol.is_global())
    } - set(dir(builtins))


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _run(
    document: _Document, statements: list[ast.stmt], names: tuple[str, ...]
) -> StudentFunctions:
    module = types.ModuleType("student")
    source, filename = document.source, f"<student {document.path.name}>"
    # So that an error can quote the student's line.
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    try:
        code = compile(ast.Module(body=statements, type_ignores=[]), filename, "exec")
        # `carry` and data files are found beside the notebook.
        with contextlib.chdir(document.path.parent):
            exec(code, module.__dict__)
    except CourseError:  # `carry` in the student's notebook says by itself what to do
        raise
    except (Exception, SystemExit) as error:
        line = _line_of(error, filename)
        raise FailingStatement(_failure(document, names, error, line)) from error
    return {name: module.__dict__[name] for name in names}


def _line_of(error: BaseException, filename: str) -> int | None:
    """The line of the outermost statement that raised, or that could not be compiled."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = (frame.lineno for frame in frames if frame.filename == filename)
    return next(lines, error.lineno if isinstance(error, SyntaxError) else None)


def _failure(
    document: _Document, names: tuple[str, ...], error: BaseException, line: int | None
) -> str:
    """The sentence about an error that the functions called ``names`` could not be had for."""
    kind, file = type(error).__name__, document.path.name
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    if line is None or document.path.suffix == ".py":
        failed = CellError(kind, message, line)
        step = failed.help or (
            "Expected: definitions that run without an error. Run the file from the top to see "
            "where it happens."
        )
        return f"Running {file} raised {failed}. {step.strip()}"
    code = document.source.splitlines()[line - 1].strip()
    cell, line = document.at(line)
    failed = CellError(kind, message, line, code)
    functions, failure = " and ".join(names), f"raised {failed}"
    if any(gives(cell.source, name) for name in names):
        return defining_cell_failed(functions, failure, failed.help, file)
    return needed_cell_failed(functions, cell.name, failure, failed.help, file)
