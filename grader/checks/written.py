"""What a student's function has written beside what it did: the causes that only its lines tell.

``explanations.lines`` ends a finding in what they explain. They say why, never whether: no mark
depends on them.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import CodeType
from typing import Any

from grader.checks.exercise import Evidence

_GIVE_NONE = ("append", "compile", "extend", "insert", "print", "reverse", "sort", "summary")
_PURE = ("keras.Model", "np.", "pd.", "tf.")  # calls that do nothing but give something
_REDUCING = ("amax", "max", "reduce_max", "reduce_sum", "sum")
_MOST_SHOWN = 2
_LONGEST = 200  # characters of a line
_Block = list[ast.stmt]


def nodes_in(line: str) -> list[ast.AST]:
    """What a line of code is made of, the outermost first; nothing where it cannot be read."""
    # The others are for the head of an if or a for, and for a line of a longer dict or call.
    for code in (line, f"{line} pass", f"{{{line}}}", f"f({line})"):
        try:
            tree = ast.parse(code)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        return list(ast.walk(tree))
    return []


def definition_of(function: Any) -> ast.FunctionDef | None:
    """The ``def`` of a function or of its code; None where nobody can read it, or it has none."""
    try:
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
        definition = ast.parse(text).body[0]
    except Exception:  # it may come from anywhere
        return None
    return definition if isinstance(definition, ast.FunctionDef) else None


def written(function: Any) -> Evidence:
    """Facts about the lines of a function; none where nobody can read them."""
    if isinstance(function, type):
        return {"class": function.__name__[:_LONGEST]}
    definition = definition_of(function)
    if definition is None:
        return {}
    facts = {
        "return": _return_of_none(definition),
        "first_pass": _return_in_first_pass(definition),
        "not_called": _not_called(definition),
        "not_used": _not_used(definition),
        "within_ifs": _within_ifs(definition.body, ()),
        "within_try": _within_try(definition),
        "raise_left": raise_left(definition),
    }
    return {name: fact for name, fact in facts.items() if fact}


def raise_left(definition: ast.FunctionDef) -> str:
    """Where the exercise's own ``raise NotImplementedError()`` stands beside code: above, below."""
    body = [one for one in definition.body if not _says_nothing(one)]
    raises = [
        number
        for number, one in enumerate(body)
        if isinstance(one, ast.Raise) and _say(one).startswith("raise NotImplementedError")
    ]
    if not raises or len(body) == 1:
        return ""
    return "above" if raises[0] < len(body) - 1 else "below"


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether this is a docstring, ``...`` or ``pass``."""
    is_constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_constant or isinstance(statement, ast.Pass)


def why_unset(code: CodeType, name: str) -> tuple[str, str]:
    """The lines of a function that set a variable, and why it may have no value when it is read.

    That is the head of the one block around all lines that set it, "below", or "itself" where the
    line reads the variable too; twice "" where it is none of these.
    """
    definition = definition_of(code)
    if definition is None:
        return "", ""
    settings = list(_settings(definition.body, name))
    if not settings or not isinstance(settings[0][0], ast.Assign | ast.AugAssign):
        return "", ""
    first = settings[0][0]
    reads = (node for node in ast.walk(definition) if _reads(node, name))
    read = min(((node.lineno, node.col_offset) for node in reads), default=(0, 0))  # type: ignore[attr-defined]
    if read < (first.lineno, first.col_offset):
        return _say(first), "below"
    if any(_reads(node, name) for node in ast.walk(first)):
        return _say(first), "itself"
    arounds = [around for _, around in settings]
    match [here[0] for here in zip(*arounds, strict=False) if len({*here}) == 1]:
        case [(block, "body")]:
            return "` and `".join(_say(one) for one, _ in settings[:_MOST_SHOWN]), _head(block)
    return "", ""


def reduced_on(line: str, code: CodeType) -> list[str]:
    """The maxima and sums that lose their axis on a line, or in what sets the names on it."""
    try:
        definition = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except Exception:  # nobody can read it
        return []
    on_line = nodes_in(line)
    names = {node.id for node in on_line if isinstance(node, ast.Name)}
    made = [
        node.value
        for node in ast.walk(definition)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names
    ]
    nodes = [*on_line, *made]
    return sorted({ast.unparse(node) for node in nodes if _loses_its_axis(node)})


def _loses_its_axis(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), keywords=keywords) if name in _REDUCING:
            return {keyword.arg for keyword in keywords} == {"axis"}
    return False


_Around = tuple[tuple[ast.stmt, str], ...]


def _settings(block: _Block, name: str, around: _Around = ()) -> Iterator[tuple[ast.stmt, _Around]]:
    """Each statement that gives a variable a value, and the ifs and loops that it stands in."""
    for statement in block:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                pass
            case ast.With():
                yield from _settings(statement.body, name, around)
            case ast.If() | ast.For() | ast.While():
                yield from _settings(statement.body, name, (*around, (statement, "body")))
                yield from _settings(statement.orelse, name, (*around, (statement, "else")))
            case _ if any(_sets(node, name) for node in ast.walk(statement)):
                yield statement, around


def _sets(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def _reads(node: ast.AST, name: str) -> bool:
    match node:
        case ast.AugAssign(target=ast.Name(id=other)) | ast.Name(id=other, ctx=ast.Load()):
            return other == name
    return False


def _return_of_none(definition: ast.FunctionDef) -> list[str]:
    """The line that is why None comes back, and what it is: a method's, one in a block, dropped."""
    last = definition.body[-1]
    returns = [(line, head) for line, head in _returns([last], "") if line.value]
    match [line.value for line, _ in returns[-1:]]:
        case [ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))] if name in _GIVE_NONE:
            return [_say(returns[-1][0]), f"{name}()"]
    match last:
        case ast.Expr(value=ast.BinOp() | ast.Name() | ast.Subscript() | ast.Tuple()):
            return [_say(last), "dropped"]
        case ast.Expr(value=ast.Call(func=function)) if ast.unparse(function).startswith(_PURE):
            return [_say(last), "dropped"]
    is_one = len(returns) == 1 and _may_end_without([last])
    return [_say(returns[0][0]), returns[0][1]] if is_one else []


def _return_in_first_pass(definition: ast.FunctionDef) -> list[str]:
    """The return that ends a loop in its first pass, and the head of the loop."""
    return [
        part
        for loop in ast.walk(definition)
        if isinstance(loop, ast.For | ast.While)
        for statement in loop.body
        if isinstance(statement, ast.Return)
        for part in (_say(statement), _head(loop))
    ][:2]


def _returns(block: _Block, around: str) -> Iterator[tuple[ast.Return, str]]:
    """Each return with the head of the innermost block around it."""
    for statement in block:
        match statement:
            case ast.Return():
                yield statement, around
            case ast.If(body=body, orelse=other):
                yield from _returns(body, _head(statement))
                is_elif = len(other) == 1 and isinstance(other[0], ast.If)
                yield from _returns(other, around if is_elif else "else:")
            case ast.For() | ast.While() | ast.With() | ast.Try():
                is_loop = isinstance(statement, ast.For | ast.While)
                yield from _returns(statement.body, _head(statement) if is_loop else around)


def _may_end_without(block: _Block) -> bool:
    """Whether the end of a block can be reached without return or raise."""
    match block[-1:]:
        case [ast.Return() | ast.Raise() | ast.Try()]:
            return False
        case [ast.If(body=body, orelse=other)] if other:
            return _may_end_without(body) or _may_end_without(other)
        case [ast.With(body=body)]:
            return _may_end_without(body)
    return True


def _not_called(definition: ast.FunctionDef) -> list[list[str]]:
    """Objects that are made and left so, as a layer: their class, the line, and a chain's name."""
    chain = next((name for node in ast.walk(definition) for name in _chain_of(node)), "")
    used = {
        node.id
        for other in ast.walk(definition)
        if isinstance(other, ast.Attribute | ast.Call | ast.For)
        for node in _used_in(other)
        if isinstance(node, ast.Name)
    }
    found = []
    for node in ast.walk(definition):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in used:
                pass
            case ast.Expr(value=value):
                pass
            case _:
                continue
        for made in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
            if kind := _class_of(made):
                found.append([kind, _say(node), chain])
    return found


def _within_ifs(block: _Block, heads: tuple[str, ...]) -> list[list[str]]:
    """Objects that are made where two conditions hold: their class, the line, the two heads."""
    found = []
    for statement in block:
        match statement:
            case ast.If():
                found += _within_ifs(statement.body, (*heads, _head(statement)))
                found += _within_ifs(statement.orelse, heads)
            case ast.Assign() | ast.Return() if len(heads) == 2:
                kinds = [
                    _class_of(node) for node in ast.walk(statement) if isinstance(node, ast.Call)
                ]
                found += [[kind, _say(statement), *heads] for kind in kinds if kind]
    return found


def _within_try(definition: ast.FunctionDef) -> list[list[str]]:
    """Objects that are made where errors are caught: their class and the line."""
    return [
        [kind, _say(statement)]
        for block in ast.walk(definition)
        if isinstance(block, ast.Try) and block.handlers
        for statement in block.body
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and (kind := _class_of(node))
    ]


def _not_used(definition: ast.FunctionDef) -> list[list[str]]:
    """Names that get a value and are not read again, with the line that gives it."""
    names = [node for node in ast.walk(definition) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return [
        [name, _say(node)]
        for node in ast.walk(definition)
        for name in _set_by(node)
        if name not in read
    ]


def _set_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return [name]
    return []


def _class_of(made: ast.expr) -> str:
    match made:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name[0].isupper():
            return name
    return ""


def _chain_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add"), args=[ast.Call()]):
            return [name]
    return []


def _used_in(node: ast.Attribute | ast.Call | ast.For) -> list[ast.expr]:
    """What may call a layer: brackets behind it, a chain that it is put into."""
    match node:
        case ast.Call(func=ast.Attribute(attr="add"), args=arguments):
            return arguments
        case ast.Call(func=function):
            return [function]
        case ast.Attribute(value=owner):
            return [owner]
        case ast.For(iter=several):
            return [several]
    return []


def _head(statement: ast.stmt) -> str:
    return ast.unparse(statement).partition("\n")[0]


def _say(node: ast.AST) -> str:
    match node:
        case ast.Return(value=ast.Tuple(elts=several)):
            text = f"return {', '.join(map(ast.unparse, several))}"
        case ast.Expr(value=ast.Tuple(elts=several)):
            text = ", ".join(map(ast.unparse, several))
        case _:
            text = ast.unparse(node)
    return text[:_LONGEST]
