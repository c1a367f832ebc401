"""What the lines of a function tell, and the sentences that end in it."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.checks.arrays import NO_RETURN
from grader.checks.exercise import Finding
from grader.checks.written import raise_left, why_unset, written
from grader.course import ROOT
from grader.judging.explanations.lines import with_lines

RELEASED = sorted((ROOT / "notebooks").rglob("*.ipynb"))


def in_the_else(x: int) -> int | None:
    if x:
        y = 1
    else:
        y = 2
        return y


def in_the_if(x: int) -> int | None:
    if x:
        return x


def in_the_loop(numbers: list[int]) -> int | None:
    total = 0
    for number in numbers:
        total += number
        return total


def left_early(x: int) -> int | None:
    if not x:
        return 0
    x + 1


def of_append(numbers: list[int]) -> None:
    return numbers.append(1)


def always(x: int) -> int:
    if x:
        return 1
    return 2


def in_both(x: int) -> int:
    if x:
        return 1
    else:
        return 2


@pytest.mark.parametrize(
    "function, fact",
    [
        (in_the_else, ["return y", "else:"]),
        (in_the_if, ["return x", "if x:"]),
        (in_the_loop, ["return total", "for number in numbers:"]),
        (left_early, ["x + 1", "dropped"]),
        (of_append, ["return numbers.append(1)", "append()"]),
        (always, None),
        (in_both, None),
        (len, None),
    ],
)
def test_a_return_that_gives_none(function: Callable[..., Any], fact: list[str] | None) -> None:
    assert written(function).get("return") == fact


def builds(layers: Any, tensor: Any) -> Any:
    layers.Dropout(0.3)
    pool = layers.MaxPooling2D(2)
    conv = layers.Conv2D(8, 3)
    tensor = conv(tensor)
    return tensor, pool


def chains(layers: Any) -> Any:
    block = layers.Sequential()
    block.add(layers.Conv2D(8, 3))
    layers.ReLU()
    return block


def test_layers_that_are_made_and_not_called() -> None:
    assert written(builds)["not_called"] == [
        ["Dropout", "layers.Dropout(0.3)", ""],
        ["MaxPooling2D", "pool = layers.MaxPooling2D(2)", ""],
    ]
    assert written(chains)["not_called"] == [["ReLU", "layers.ReLU()", "block"]]


def test_a_class_in_place_of_a_function() -> None:
    assert written(Path) == {"class": "Path"}


def stands_above(x: int) -> int:
    raise NotImplementedError()
    return 2 * x


def stands_below(x: int) -> int:
    """Twice the number."""
    x = 2 * x
    raise NotImplementedError()


def stands_alone(x: int) -> int:
    """Twice the number."""
    raise NotImplementedError()


def test_the_raise_of_the_exercise_beside_code() -> None:
    found = [written(one).get("raise_left") for one in (stands_above, stands_below, stands_alone)]
    assert found == ["above", "below", None]


def test_no_exercise_comes_with_lines_beside_its_raise() -> None:
    """They would be taken for a student's."""
    cells = [cell.source for path in RELEASED for cell in nbformat.read(path, 4).cells]
    stubs = [cell for cell in cells if "raise NotImplementedError()" in cell and "def " in cell]
    found = [node for stub in stubs for node in ast.walk(ast.parse(stub))]
    defined = [node for node in found if isinstance(node, ast.FunctionDef)]
    assert len(defined) >= len(stubs) > 30
    assert [node.name for node in defined if raise_left(node)] == []


def pooled_or_not(pool: bool) -> int:
    conv = 1
    if pool:
        pooled = conv
    return pooled


def dropped_or_not(rate: float, pool: bool) -> int:
    if rate > 0:
        if pool:  # noqa: SIM108
            result = 1
        else:
            result = 2
    return result


def no_round(numbers: list[int]) -> int:
    for number in numbers:
        last = number
    return last


def read_too_early(pool: bool) -> int:
    if pool:
        return later  # noqa: F821
    later = 1  # noqa: F841
    return 0


def counts_from_nothing() -> int:
    total += 1  # noqa: F821
    return total


def set_in_both(pool: bool) -> int:
    if pool:  # noqa: SIM108
        result = 1
    else:
        result = 2
    return result


@pytest.mark.parametrize(
    "function, name, reason",
    [
        (pooled_or_not, "pooled", ("pooled = conv", "if pool:")),
        (dropped_or_not, "result", ("result = 1` and `result = 2", "if rate > 0:")),
        (no_round, "last", ("last = number", "for number in numbers:")),
        (read_too_early, "later", ("later = 1", "below")),
        (counts_from_nothing, "total", ("total += 1", "itself")),
        (set_in_both, "result", ("", "")),
        (pooled_or_not, "pool", ("", "")),
    ],
)
def test_why_a_variable_has_no_value(
    function: Callable[..., Any], name: str, reason: tuple[str, str]
) -> None:
    assert why_unset(function.__code__, name) == reason


def keeps_none(image: int) -> int:
    larger = 2 * image  # noqa: F841
    return image


def test_names_that_nothing_reads() -> None:
    assert written(keeps_none)["not_used"] == [["larger", "larger = 2 * image"]]


def ends_its_loop(image: int) -> int:
    for _ in range(2):
        image *= 2
        return image
    return 0


def test_a_return_that_ends_a_loop_in_its_first_pass() -> None:
    assert written(ends_its_loop)["first_pass"] == ["return image", "for _ in range(2):"]
    assert "first_pass" not in written(in_the_else)


def test_only_a_finding_about_it_ends_in_it() -> None:
    facts = written(in_the_else)
    about = Finding(f"gave None. {NO_RETURN}. End it with return.")
    other = Finding("gave 2, expected 1.")
    assert with_lines(about, facts).message.startswith("gave None. `return y` stands inside of")
    assert with_lines(about, {}) == about
    assert with_lines(other, facts) == other
