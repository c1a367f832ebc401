"""The half of a check that runs beside a student's code: call it, write down what came of it.

Nothing here knows what is expected.
"""

import builtins
import difflib
import dis
import functools
import linecache
import re
import sysconfig
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, ModuleType, TracebackType
from typing import Any

from grader import courses
from grader.checks import global_state
from grader.checks.exercise import Case, Evidence, Probe
from grader.checks.line_values import LONGEST_NAME, inputs_behind, shapes_as_values, shapes_on
from grader.checks.written import reduced_on, why_unset, written
from grader.quiet import quiet

EVIDENCE_FORMAT = 4
LONGEST_MESSAGE = 6000  # Keras lists all layers of a model when one is not there
LONGEST_LINE = 500
MOST_LINES = 5

_BEGINS_A_BLOCK = re.compile(r"\s*(?:for|while|if|elif|with)\b")
_SAYS_NOTHING = re.compile(r"(\A|NotImplementedError:)\s*\Z")
_ENGINE = Path(__file__).parents[1]
_STANDARD_LIBRARY = sysconfig.get_path("stdlib")
_NOBODYS = ("site-packages", "dist-packages", "__autograph_generated")
_LACKING: Sequence[tuple[re.Pattern[str], str, Callable[[str, FrameType], list[str]]]] = (
    (
        re.compile(r"not connected to `"),
        ". They begin with {}",
        lambda line, frame: inputs_behind(line, frame.f_locals),
    ),
    (
        re.compile(r"Incompatible shapes: |required broadcastable shapes|could not be broadcast"),
        ". It lost its axis in `{}`",
        lambda line, frame: reduced_on(line, frame.f_code),
    ),
    (
        re.compile(r"\Aunsupported operand type\(s\) .*'NoneType'"),
        ". A shape stands in {}",
        lambda line, frame: shapes_as_values(line, frame.f_locals),
    ),
)
"""Messages, what is added to each, and where that is found."""

_HAS_NO_VALUE = re.compile(r"local variable '(\w+)' where it is not associated")
_OF_VARIABLES = (*dis.haslocal, *dis.hasfree)
_LINE_IN_A_GRAPH = re.compile(r'^ {4}File "([^"\n]*)", line \d+, in .*\n {8}(.*)$', re.MULTILINE)


def collect(
    exercise: str,
    part: str,
    probe: Probe,
    function: Any,
    cases: Sequence[Case],
    run: str | None = None,
) -> Evidence:
    """Evidence of one part: an observation for each case. ``run`` marks the run it belongs to.

    Errors of the student's code are evidence too: ``{"error": {"type", "message", "lines"}}``;
    a ``NotImplementedError`` is ``{"not_attempted": True}``. What the notebook has set globally
    changes no observation; it stands beside them.

    Raises:
        OtherBackend: Keras does not compute with TensorFlow here.
    """
    global_state.require_tensorflow()
    with quiet():
        settings = global_state.unusual()
        observations = [_observe(probe, function, case) for case in cases]
    return record(exercise, part, observations, run, settings) | {"written": written(function)}


def record(
    exercise: str,
    part: str,
    observations: Sequence[Evidence],
    run: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Evidence:
    """Evidence of one part: its observations and what they are about."""
    return {
        "format": EVIDENCE_FORMAT,
        "exercise": exercise,
        "part": part,
        "run": run,
        "settings": dict(settings or {}),
        "observations": list(observations),
    }


def _observe(probe: Probe, function: Any, case: Case) -> Evidence:
    try:
        with global_state.usual():
            return probe(function, case)
    except (Exception, SystemExit) as error:
        return {"not_attempted": True} if _is_untouched(error) else {"error": describe_error(error)}


def _is_untouched(error: BaseException) -> bool:
    """Whether the exercise cell's own ``raise NotImplementedError()`` was reached.

    TensorFlow raises errors of this class too, of NumPy on a tensor in a graph; they say so. Around
    an error of a traced function it writes where that happened.
    """
    own_lines, _ = _students_lines(error)
    return isinstance(error, NotImplementedError) and (
        any(line.startswith("raise NotImplementedError") for line in own_lines[-1:])
        or _SAYS_NOTHING.search(_message(error)) is not None
    )


def describe_error(error: BaseException) -> Evidence:
    """Type and message of an error, and the student's own lines on its way, innermost last.

    With ``shapes`` of what stands on these lines, where something there has one.
    """
    lines, shapes = _students_lines(error)
    described = {
        "type": _type(error)[:LONGEST_NAME],
        "message": _without_middle(_message(error) + _meant(error)),
        "lines": lines[-MOST_LINES:],
    }
    return described | ({"shapes": shapes[-MOST_LINES:]} if any(shapes[-MOST_LINES:]) else {})


def _meant(error: BaseException) -> str:
    """The known name that is nearest to one that is not known, as Python itself says it.

    Of a variable that has no value, the line that sets it and why it has not done so.
    """
    if type(error) is AttributeError and error.obj is not None and isinstance(error.name, str):
        return _nearest(
            error.name.lower(), [name for name in _names_in(error.obj) if name[0] != "_"]
        )
    if type(error) is UnboundLocalError:
        return _why_unset(error)
    if type(error) is not NameError:
        return _told_by_its_line(error)
    if not isinstance(error.name, str):
        return ""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    known = {name for frame in frames[-1:] for name in (*frame.f_locals, *frame.f_globals)}
    if error.name[:1].isupper():
        known |= {name for name in vars(builtins) if name.endswith("Error")}
    return _nearest(error.name, sorted(map(str, known)))


def _why_unset(error: UnboundLocalError) -> str:
    way, name = _last(error.__traceback__), _HAS_NO_VALUE.search(_message(error))
    if way is None or name is None or not is_students(way.tb_frame.f_code.co_filename):
        return ""
    line, why = why_unset(way.tb_frame.f_code, name[1])
    return f". It is set by `{line}`, {why}" if line else ""


def _told_by_its_line(error: BaseException) -> str:
    """What a student's innermost line, and the values on it, add to a message that lacks it."""
    message, way = _message(error), error.__traceback__
    for pattern, words, look in _LACKING:
        if not pattern.search(message):
            continue
        frames = zip(traceback.extract_tb(way), traceback.walk_tb(way), strict=True)
        for summary, (frame, _) in reversed([*frames]):
            if is_students(summary.filename):
                found = look(_code(summary), frame)
                return words.format(" and ".join(found)) if found else ""
    return ""


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return f". Did you mean: {near[0]!r}?" if near else ""


def _names_in(owner: Any) -> list[str]:
    """Names of an object; a module's are so many that a vocabulary is kept of those in use."""
    try:
        return [] if isinstance(owner, ModuleType) else dir(owner)
    except Exception:  # a student's own class may fail at this
        return []


def _type(error: BaseException) -> str:
    """The error's class; one name for shapes that do not fit, whatever the processor."""
    name = type(error).__name__
    is_of_onednn = name == "AbortedError" and "could not create" in _message(error)
    return "InvalidArgumentError" if is_of_onednn else name


def _without_middle(message: str) -> str:
    """A message that is not too long; AutoGraph says what went wrong in the last line of it."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2 - 1
    return f"{message[:half]}…{message[-half:]}"


def _message(error: BaseException) -> str:
    """The error's text; half a character in it, which nobody can send or store, is replaced."""
    try:
        return str(error).encode("utf-8", "replace").decode("utf-8")
    except Exception:  # a student's own class of errors may fail at this too
        return ""


def _students_lines(error: BaseException) -> tuple[list[str], list[dict[str, str]]]:
    """Her lines, and for each the shapes on it; of a traced function the message tells the lines.

    Nothing of hers is called: names and elements of lists are looked up.
    """
    way = error.__traceback__
    summaries = list(traceback.extract_tb(way))
    if type(error) is UnboundLocalError:
        summaries[-1:] = map(_where_read, summaries[-1:], [_last(way)], [_message(error)])
    own = [
        (_code(summary), frame.f_locals)
        for summary, (frame, _) in zip(summaries, traceback.walk_tb(way), strict=True)
        if summary.line and is_students(summary.filename)
    ]
    traced = _LINE_IN_A_GRAPH.findall(_message(error))
    own += [(line.strip(), {}) for filename, line in traced if is_students(filename)]
    return [line[:LONGEST_LINE] for line, _ in own], [shapes_on(line, names) for line, names in own]


def _last(way: TracebackType | None) -> TracebackType | None:
    while way and way.tb_next:
        way = way.tb_next
    return way


def _where_read(
    summary: traceback.FrameSummary, way: TracebackType | None, message: str
) -> traceback.FrameSummary:
    """The frame at the line that reads the variable which has no value.

    Once a function has run some times, Python 3.11 joins a pair of its steps into one, such as to
    set one variable and to read the next, and gives an error of the second the line of the first.
    """
    name = _HAS_NO_VALUE.search(message)
    if way is None or name is None:
        return summary
    read = next(
        (
            step.positions
            for step in dis.get_instructions(way.tb_frame.f_code)
            if step.offset >= way.tb_lasti and step.opcode in _OF_VARIABLES
            if step.argval == name[1]
        ),
        None,
    )
    if read is None or read.lineno is None:
        return summary
    return traceback.FrameSummary(
        summary.filename, read.lineno, summary.name, end_lineno=read.end_lineno
    )


def _code(frame: traceback.FrameSummary) -> str:
    """The code that a frame was at, up to its last bracket, in one line."""
    assert frame.lineno is not None
    last = frame.end_lineno or frame.lineno
    code = ""
    for number, line in enumerate(linecache.getlines(frame.filename)[frame.lineno - 1 :]):
        code += f" {line.strip()}"
        is_closed = code.count("(") <= code.count(")")
        is_head = line.rstrip().endswith(":") and _BEGINS_A_BLOCK.match(code) is not None
        is_last = is_head or frame.lineno + number >= last
        if len(code) > LONGEST_LINE or (is_last and is_closed):
            break
    return code.strip().replace("( ", "(").replace(" )", ")") or str(frame.line)


def is_students(filename: str) -> bool:
    """Whether a file is neither the course's nor Python's nor an installed package's."""
    return not (
        filename.startswith((*_ours(), _STANDARD_LIBRARY, "<frozen", "<course", "<__array"))
        or any(mark in filename for mark in _NOBODYS)
    )


@functools.cache
def _ours() -> tuple[str, ...]:
    return tuple(map(str, (_ENGINE, *courses.current().folders)))
