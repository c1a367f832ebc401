"""Errors of Python itself: its spelling, indices, keys, types of plain values."""

import ast
import difflib
import re

from grader.judging.explanations.failure import Failure, Kind, called, calls_in, nodes_in, on_line


def of_type(failure: Failure) -> str | None:
    """What is said of errors that are known by their class, whatever their words."""
    known = {
        "RecursionError": "The function calls itself without end. Expected: it calls other "
        "functions only.",
        "KeyError": f"the key {failure.point} is not in the dict or table, expected one that is. "
        "Print its keys: list(…).",
        "ZeroDivisionError": _divided_by_zero(failure),
        "TabError": "tabs and spaces are mixed at the beginning of lines, expected spaces only. "
        "Delete what stands in front of that line and type four spaces for each level.",
        "ResourceExhaustedError": "the memory is full, expected smaller tensors. Look for an "
        "operation that makes one much larger than a batch, or take a smaller batch.",
        "MemoryError": "the memory is full, expected smaller arrays. Look for an operation that "
        "makes one much larger than a batch.",
    }
    return known.get(failure.type)


def _divided_by_zero(failure: Failure) -> str:
    if found := re.search(r"/ *len\((\w+)\)", failure.line):
        name = found.group(1)
        return (
            f"len({name}) is 0: nothing is in {name}, expected something. Make the list once, in "
            f"front of the loop, {name} = [], and not in it again; and see that {name}.append is "
            "reached."
        )
    return (
        "a number was divided by zero, expected another divisor. Test for zero before you divide."
    )


# --- spelling -------------------------------------------------------------------------------------


def _other_bracket(found: re.Match[str], _: Failure) -> str:
    closing, opening = found.groups()
    right = {"(": ")", "[": "]", "{": "}"}.get(opening, "its own")
    return (
        f"{closing} closes what {opening} opened, expected {right} there. Write {right}, or close "
        "the inner bracket first."
    )


# How a line begins that is no Python, and what is said of it.
_OF_ELSEWHERE = (
    (r"```", "``` is Markdown, as a chat writes it around code, and no Python. Delete that line."),
    (r">>>", ">>> is how Python asks for input, and no part of the code. Delete it in each line."),
    (
        r"(?:[Dd]efine|Def|DEF|fed|df|function|func|fun)\s+\w+\s*\(",
        "a function begins with the word def in small letters, expected that. Write def.",
    ),
    (
        r"(?:pip|conda|apt(?:-get)?)\s",
        "that is a command of the terminal, and no Python. Delete that line: all is installed.",
    ),
    (r".*=\s*(?:#.*)?\Z", "nothing stands behind the = in that line. Write the value there."),
    (
        r"[A-Z][\w',]*(?: [\w',]+)+[:.!]?\Z",
        "that line is a sentence and no Python. Delete it, or write # in front of it.",
    ),
    (
        r".*\w\s*(?:\+\+|--)\s*(?:#.*)?\Z",
        "++ and -- are of other languages, and Python has none. Write += 1 or -= 1.",
    ),
    (
        r".*\b(?!is\b|and\b|or\b|if\b|elif\b|while\b|return\b)\w+ not None\b",
        "the word is stands between a name and not None. Write is not None.",
    ),
    (r".*\.{4}", "an ellipsis has three dots, as in mask[0, ..., 0]. Write three."),
    (r"else\b|elif\b", "else or elif stands without an if in front of it. Write the if first."),
    (r"except\b.*,", "except takes its name with as. Write except ValueError as error:."),
)


_BEGINNINGS = (
    *("class", "def", "elif", "else", "except", "for", "from", "if", "import", "raise", "return"),
    *("try", "while", "with"),
)


def _not_python(_: re.Match[str], failure: Failure) -> str | None:
    if failure.type != "SyntaxError":
        return None
    for beginning, words in _OF_ELSEWHERE:
        if re.match(beginning, failure.line):
            return words
    word = re.match(r"(\w+)(?=\s+\w|\s*:)", failure.line)
    near = difflib.get_close_matches(word[1], _BEGINNINGS, n=1, cutoff=0.75) if word else []
    if word and near and word[1] not in _BEGINNINGS:
        return f"{word[1]} is no word of Python's, expected {near[0]}. Write {near[0]}."
    return (
        "Python cannot read that line, expected an instruction. Look at it and at the one before "
        "for a bracket, a comma, a colon or a quotation mark that is missing."
    )


# --- indices and plain values ---------------------------------------------------------------------


def _index_beyond(found: re.Match[str], failure: Failure) -> str | None:
    if "[" not in failure.line:
        return None
    taken = [node for node in nodes_in(failure.line) if isinstance(node, ast.Subscript)]
    taken = [node for node in taken if not isinstance(node.slice, ast.Slice)]
    if taken and all(ast.unparse(node.slice) in ("0", "-1") for node in taken):
        names = list(dict.fromkeys(ast.unparse(node.value) for node in taken))
        slices = (
            f"{ast.unparse(node.value)}{'[-1:]' if ast.unparse(node.slice) == '-1' else '[:1]'}"
            for node in taken
        )
        step = (
            f"Ask `if {names[0]}:` before, or look why nothing is in it."
            if len(names) == 1
            else f"Where that can be, take a slice, which may be empty: {' and '.join(slices)}."
        )
        return (
            f"{' or '.join(names)} is an empty {found.group(1)}, of which no element can be taken; "
            f"expected one that holds something. {step}"
        )
    return (
        f"an index is larger than the {found.group(1)} allows, expected 0 to its length minus 1"
        f"{': of a pair, 0 and 1' if found.group(1) == 'tuple' else ''}. Print its length: len(…)."
    )


def _index_beyond_array(found: re.Match[str], failure: Failure) -> str:
    index, axis, size = found.groups()
    fact = (
        f"the index {index} was asked for along axis {axis} of length {size}, expected 0 to "
        f"{int(size) - 1}."
    )
    if index == size:
        return (
            f"{fact} Nothing stands behind the last place. Pad the array before, np.pad(x, 1), or "
            "stop one place earlier."
        )
    if index_of_axis := _written_index(failure.line, int(axis)):
        return f"{fact} Look where {index_of_axis} comes from, and print it before this line."
    return f"{fact} Print the array's shape."


def _written_index(line: str, axis: int) -> str:
    """What stands at an axis in the brackets of a line; "" where several brackets or none do."""
    written = {
        ast.unparse(node.slice.elts[axis])
        for node in nodes_in(line)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Tuple)
        and len(node.slice.elts) > axis
        and not any(isinstance(place, ast.Slice | ast.Constant) for place in node.slice.elts)
    }
    return written.pop() if len(written) == 1 else ""


def _raised_by_herself(_: re.Match[str], failure: Failure) -> str | None:
    """An error that the student's own code raises, in a function of hers that she called."""
    if not failure.line.startswith("raise ") or len(failure.lines) < 2:
        return None
    said = failure.point if len(failure.point) <= MOST_OF_HER_WORDS else "…"
    for call in calls_in(failure.lines[-2]):
        if called(call) == "validate_input":
            step = "Write validate_input(input_size[0], input_size[1])."
            if ast.unparse(call) in _RIGHT_CALLS:
                step = "Fix validate_input first, whose check stands further up."
            return (
                f'your validate_input refused what it was called with: "{said}". Expected: it '
                "gets the height and the width, and refuses only sizes that do not work out. "
                f"{step}"
            )
    return None


MOST_OF_HER_WORDS = 200
_RIGHT_CALLS = (
    "validate_input(input_size[0], input_size[1])",
    "validate_input(height, width)",
    "validate_input(*input_size[:2])",
)


def _not_subscriptable(found: re.Match[str], failure: Failure) -> str:
    kind = found.group(1)
    if kind in ("function", "builtin_function_or_method", "method", "type"):
        return (
            "square brackets stand behind a function, expected round ones to call it. Write "
            "f(x) in place of f[x]."
        )
    if kind == "History":
        return (
            "what fit returns has no index, expected its dict of numbers. Write "
            "history.history['loss']."
        )
    if kind in ("list_reverseiterator", "zip", "map", "enumerate", "generator"):
        return (
            f"an index stands behind an object of type {kind}, which hands out its elements one "
            "by one and has no places, expected a list. Write list(…) around it; a list the other "
            "way round is x[::-1] too."
        )
    return (
        f"an index stands behind an object of type {kind}, which holds no elements, expected a "
        "list, a tuple or a tensor. Print type(…) of it in the line before."
    )


def _other_operands(found: re.Match[str], failure: Failure) -> str | None:
    operator, first, second = found.groups()
    if operator.rstrip(":") not in failure.line:
        return None
    if operator.startswith("^"):
        return "^ got numbers, expected True and False or whole ones. A power is written **."
    return (
        f"{operator.rstrip(':')} got an object of type {first} and one of type {second}, expected "
        "two that fit together. Print type(…) of both in the line before."
    )


KINDS: tuple[Kind, ...] = (
    (
        r"\A'(.)' was never closed",
        (
            r"the bracket \1 was opened and not closed, expected one that closes it. Count the "
            "brackets from that line on."
        ),
    ),
    (
        r"\Aunmatched '(.)'",
        (
            r"the bracket \1 closes nothing, expected an open one before it. Count the brackets of "
            "that line and of the one before."
        ),
    ),
    (r"\Aclosing parenthesis '(.)' does not match opening parenthesis '(.)'", _other_bracket),
    (
        r"\Anon-default argument follows default argument|"
        r"\Aparameter without a default follows parameter with a default",
        (
            "in the def line a name without = stands behind one with =, expected those without "
            "first. Write the def line as the exercise has it."
        ),
    ),
    (
        r"\Aexpected ':'",
        on_line(r"\Aelse\s+if\b", "else and if are one word in Python, expected elif. Write elif."),
    ),
    (
        r"\Aexpected ':'",
        "a colon is missing, expected one at the end of def, if, for and with. Write it.",
    ),
    (
        r"Perhaps you forgot a comma",
        (
            "two things stand beside each other with nothing between them, expected a comma or an "
            "operator there. Look for the missing one, in that line or the one before."
        ),
    ),
    (
        r"\Aunterminated (?:f-)?(?:triple-quoted )?(?:f-)?string literal",
        "a text was begun and not closed, expected a quotation mark at its end. Write it.",
    ),
    (
        r"\Aexpected an indented block",
        on_line(
            r"\A#",
            "nothing but a comment stands behind the line with the colon, expected at least one "
            "line of code. Write it there, four spaces further in.",
        ),
    ),
    (
        r"\Aexpected an indented block",
        (
            "the line after a colon is not indented, expected four spaces more than the line "
            "before. Indent it."
        ),
    ),
    (
        r"\Aunexpected indent|\Aunindent does not match",
        (
            "that line is indented otherwise than its neighbours, expected the same for all lines "
            "of a block. Put as many spaces before it as before the line above."
        ),
    ),
    (
        r"\A'return' outside function",
        (
            "return stands outside of a function, expected inside. Indent it as far as the lines "
            "of the function."
        ),
    ),
    (
        r"\Acannot assign to",
        (
            "on the left of = stands something that takes no value, such as a call, expected a "
            "name. Write name = … there, and == to compare."
        ),
    ),
    (
        r"Maybe you meant '==' ",
        "one = stands where two are expected: = gives a value, == compares. Write ==.",
    ),
    (
        r"\Ainvalid (?:non-printable )?character",
        (
            "a character stands there that Python does not know, such as a curly quotation mark or "
            "a special space out of a web page. Delete it and type it anew: \", ' or a space."
        ),
    ),
    (
        r"\AMissing parentheses in call to 'print'",
        "print stands without brackets, as in Python 2, expected print(…). Write them.",
    ),
    (
        r"\Akeyword argument repeated: (\w+)",
        r"\1= stands twice in one call, expected once. Leave one of them out.",
    ),
    (
        r"\Apositional argument follows keyword argument",
        (
            "a value without a name stands behind one with a name, expected it before. Give it its "
            "name, or put it first."
        ),
    ),
    (
        r"\Af-string: ",
        (
            'the curly brackets of an f"…" do not fit, expected one that closes for each that '
            "opens. Count { and }."
        ),
    ),
    (r"\Amultiple exception types must be", _not_python),
    (r"invalid syntax|invalid decimal literal", _not_python),
    (r"\A(list|tuple) index out of range", _index_beyond),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _index_beyond_array),
    (
        r"array is (\d+)-dimensional, but (\d+) were indexed",
        (
            r"\2 indices stand in the brackets of an array of \1 axes, expected \1 at most. Print "
            "its shape in the line before."
        ),
    ),
    (
        r"\A(list|tuple) indices must be integers or slices, not str",
        (
            "an index is a text, expected a whole number: a list has no names for what is in it. "
            "Write x[0], x[1] and so on."
        ),
    ),
    (
        r"\Aonly integers, slices|indices must be integers",
        (
            "an index is neither a whole number nor a slice, expected one of them. Write // in "
            "place of /, or int(…) around it."
        ),
    ),
    (r"\A'(\w+)' object is not subscriptable", _not_subscriptable),
    (
        r"'(?:numpy\.)?float\d*' object cannot be interpreted as an integer|"
        r"by non-int of type 'float'",
        (
            "a number with a point stands where a whole one is expected. Division by / always "
            "gives a point, by // a whole number. Write // in its place, or int(…) around it."
        ),
    ),
    (
        r"can only concatenate str",
        (
            "a text and something else were to be put together with +, expected two texts. Write "
            'f"… {x} …".'
        ),
    ),
    (
        r"for /: 'str' and 'str'",
        "two texts were joined with /, expected a Path on the left. Write Path(folder) / name.",
    ),
    (r"unsupported operand type\(s\) for (\S+) '(\w+)' and '(\w+)'", _other_operands),
    (
        r"'(int|float|bool|function)' object is not iterable",
        on_line(
            r"\bfor\b|\*|list|zip|=",
            r"a loop or a list was to go through an object of type \1, expected something that "
            "holds elements. For a count write range(n).",
        ),
    ),
    (r"\A", _raised_by_herself),
)
