"""An error as the table of explanations sees it: its point, and the student's lines on its way."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.checks.written import nodes_in as nodes_in
from grader.judging.explanations.vocabulary import COURSE_FUNCTIONS

_COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")
_WHERE_IN_KERAS = re.compile(r"\AException encountered when calling (\w*)[^\n]*\n+")
_WHERE_IN_A_GRAPH = re.compile(r"\{\{function_node [^}]*\}\} ?")
_ERROR_IN_USER_CODE = re.compile(r"^ {4}[A-Z]\w*: ", re.MULTILINE)
_ERROR_OF_PYTHON = re.compile(r"\A[A-Z]\w*Error: (.*?)\nTraceback \(most recent", re.DOTALL)
_IN_USER_CODE = "in user code:"
_WHILE_RUNNING = "Graph execution error:"


@dataclass(frozen=True)
class Failure:
    """An error. ``lines`` are the student's own on its way, the one that raised last.

    ``inside`` is the class of the layer or model in which it came up, where Keras says so.
    """

    type: str
    point: str
    lines: tuple[str, ...] = ()
    inside: str = ""

    @classmethod
    def of(cls, error: str, message: str, lines: Sequence[str]) -> "Failure":
        """The failure that a message tells of; ``error`` is the name of the exception's class."""
        plain = _without_graph(_COLOUR_CODE.sub("", message).strip())
        found = _WHERE_IN_KERAS.match(plain)
        point = _without_keras(plain)
        if from_python := _ERROR_OF_PYTHON.match(point):
            point = from_python[1]  # raised inside of tf.py_function or tf.numpy_function
        return cls(error, point, tuple(lines), found.group(1) if found else "")

    @property
    def line(self) -> str:
        """The line that raised; empty where no line of the student's is known."""
        return self.lines[-1] if self.lines else ""

    def calls(self) -> list[ast.Call]:
        """The calls in the line that raised, the outermost first; none where it cannot be read."""
        return calls_in(self.line)

    def passed(self, argument: ast.expr | None) -> ast.expr | None:
        """What the student wrote for ``argument`` of the line that raised.

        Inside a function of the course's a parameter, such as ``inputs``, was written one line
        further out: ``conv_block(c1)``.
        """
        if not isinstance(argument, ast.Name) or len(self.lines) < 2:
            return argument
        for call in calls_in(self.lines[-2]):
            parameters = COURSE_FUNCTIONS.get(called(call), ())
            if argument.id in parameters:
                return written_for(argument.id, parameters.index(argument.id), call)
        return None


Explanation = Callable[[re.Match[str], Failure], str | None]
Kind = tuple[str, str | Explanation]
"""A pattern of an error's point, and what is said of it.

The words, with ``\\1`` for the first group of the pattern, or what finds them; ``None`` from it
where the error is of another kind after all.
"""


def on_line(pattern: str, words: str) -> Explanation:
    """The words, for errors on a line in which the pattern is found."""
    return lambda found, failure: found.expand(words) if re.search(pattern, failure.line) else None


def _without_graph(message: str) -> str:
    """A message without the way to it, which AutoGraph and TensorFlow write in front."""
    if message.startswith(_IN_USER_CODE):
        errors = _ERROR_IN_USER_CODE.split(message)
        return errors[-1].replace("\n    ", "\n").strip() if len(errors) > 1 else ""
    if message.startswith(_WHILE_RUNNING):
        return message.rpartition("\n\n")[2].partition("\n\t [[")[0].strip()
    return message


def _without_keras(message: str) -> str:
    """A message without the layer and its arguments, which Keras writes around it."""
    point = _WHERE_IN_KERAS.sub("", message).partition("\nArguments received by ")[0]
    return _WHERE_IN_A_GRAPH.sub("", point).strip()


def calls_in(line: str) -> list[ast.Call]:
    """The calls in a line of code, the outermost first."""
    return [node for node in nodes_in(line) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    """The name that is called, without what stands before its last point; "" for an expression."""
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def owner_of(attribute: str, line: str) -> str:
    """The one variable of whose attribute a line asks; "" when there are none or several."""
    owners = set(re.findall(rf"\b([A-Za-z_]\w*)\.{attribute}\b", line))
    return owners.pop() if len(owners) == 1 else ""


def shown_class(value: str) -> str:
    """The name of a class as an error shows it, <class 'a.B'>; "" for anything else."""
    found = re.match(r"<class '[\w.]*?(\w+)'>", value)
    return found[1] if found else ""


def layer_call(call: ast.Call) -> ast.expr | None:
    """The first thing a layer is called on, ``x`` in ``Conv2D(4, 3)(x)``."""
    return call.args[0] if isinstance(call.func, ast.Call) and call.args else None


def written_for(name: str, position: int, call: ast.Call) -> ast.expr | None:
    """What a call passes for a parameter, by its name or in its place."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    if named:
        return named[0]
    return call.args[position] if position < len(call.args) else None
