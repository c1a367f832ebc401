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
import symtable
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.errors import CourseError

StudentFunctions = dict[str, Any]

# Other calls for their effect (``model.fit``) are what must not run.
_CHANGING = {"add", "append", "extend", "insert", "setdefault", "update"}


class UnusableFile(CourseError):
    """The file cannot be read as Python or as a notebook."""


class MissingFunction(CourseError):
    """The file can be read, but does not define the function."""


class NotPython(Exception):
    """A text that Python cannot take; the message says where, if that is known, and why."""


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
            f"{path.name} is not valid Python ({reason}). Correct that first."
        ) from None


def load_functions(path: Path, names: Iterable[str]) -> StudentFunctions:
    """The functions called ``names`` from a file, by name.

    Raises ``UnusableFile`` when the file cannot be read and ``MissingFunction`` when one of the
    names is not defined in it; an error in the student's own statements comes through as it is.
    """
    wanted = tuple(names)
    source = _source(path)
    with _named(path):
        tree = _parse(source)
        missing = [name for name in wanted if name not in _all_bound(tree)]
        needed = _needed(tree, wanted)
    if missing:
        raise MissingFunction(
            f"{path.name} does not define {' and '.join(missing)}. Keep the name that the "
            "exercise gives the function, and save the file."
        )
    return _run(path, source, needed, wanted)


def source_of(path: Path, name: str) -> str:
    """The statements of a file that the function called ``name`` needs, as Python source."""
    with _named(path):
        needed = _needed(_parse(_source(path)), [name])
    return ast.unparse(ast.Module(body=needed, type_ignores=[]))


def names_bound_by(source: str) -> set[str]:
    """Names that a cell or module gives a value to; ``NotPython`` when it cannot be parsed."""
    return _all_bound(_parse(source))


def _parse(source: str) -> ast.Module:
    with _taken_as_python():
        return ast.parse(source)


def _source(path: Path) -> str:
    return _read_notebook(path) if path.suffix == ".ipynb" else _read_module(path)


def _read_module(path: Path) -> str:
    if path.suffix != ".py":
        raise UnusableFile(
            f"{path.name} ends in '{path.suffix}', expected .py or .ipynb. Name a Python file or "
            "a notebook."
        )
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}. Check the file.") from None


def _read_notebook(path: Path) -> str:
    """The Python cells of a notebook as one module; other cells are left out.

    Read as plain JSON: importing nbformat takes seconds, and every notebook imports this module.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}. Check the file.") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise UnusableFile(
            f"{path.name} is not a Jupyter notebook ({reason}). Save it again from JupyterLab, or "
            "fetch a fresh copy."
        ) from None
    return "\n\n".join(filter(None, map(_python_of_cell, sources)))


def _python_of_cell(source: str) -> str | None:
    """The cell as plain Python, or None when it is something else or does not parse.

    IPython's own transformation turns ``%magics`` and ``!commands`` into calls, which are
    expression statements and so are never run here.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        with _taken_as_python():
            python: str = TransformerManager().transform_cell(source)
            ast.parse(python)
    except NotPython:
        return None
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
            return [tree.body[number] for number in sorted(chosen)]
        chosen |= more
        for number in more:
            open_names |= _used(tree.body[number])


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
    """Global names that a cell or module reads, also inside its functions.

    ``NotPython`` when it cannot be parsed.
    """
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
    path: Path, source: str, statements: list[ast.stmt], names: tuple[str, ...]
) -> StudentFunctions:
    module = types.ModuleType("student")
    filename = f"<student {path.name}>"
    # So that an error can quote the student's line.
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    code = compile(ast.Module(body=statements, type_ignores=[]), filename, "exec")
    with contextlib.chdir(path.parent):  # `carry` and data files are found beside the notebook
        exec(code, module.__dict__)
    return {name: module.__dict__[name] for name in names}
