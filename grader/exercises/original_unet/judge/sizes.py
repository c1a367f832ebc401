"""Which sizes an unpadded U-Net takes, what it crops, and what is said of other answers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.arrays import compare, is_array, numbers_of, plain, recorded_numbers
from grader.evidence import Raised
from grader.exercise import Case, Evidence, Finding, Judgement, Look, Mistake

LEVELS = 4  # with a pooling; the bottom comes below them
LOST = 4  # pixels that two 3 × 3 convolutions without padding take from a side length
SMALLEST = 140  # of the valid side lengths; from one to the next it is less
SIZE_OF_EMPTY_BOTTOM = 60  # pooled four times, nothing of it is left
MOST_SHOWN = 8  # numbers of a list in a sentence


def failing_level(side: int) -> int | None:
    """The first level, from 1, where a side length does not work out; None when it is valid.

    At levels 1 to 4 the pooling must see an even number; at 5, the bottom, a pixel must be left.
    """
    for level in range(1, LEVELS + 1):
        side -= LOST
        if side < 1 or side % 2:
            return level
        side //= 2
    return LEVELS + 1 if side <= LOST else None


def valid_between(lowest: int, highest: int) -> list[int]:
    """Valid side lengths, both ends included."""
    return [side for side in range(lowest, highest + 1) if failing_level(side) is None]


def nearest_valid(side: int) -> list[int]:
    """The next smaller and the next larger valid side length; only the larger, if it is alone."""
    around = valid_between(1, side + SMALLEST)
    smaller = [other for other in around if other < side]
    larger = [other for other in around if other > side]
    return smaller[-1:] + larger[:1]


# --- valid_sizes --------------------------------------------------------------------------------


def judge_valid_sizes(case: Case, evidence: Evidence) -> Judgement:
    """The list of all valid sizes, and no others."""
    lowest, highest = case.arguments["lowest"], case.arguments["highest"]
    expected = valid_between(lowest, highest)
    recorded = evidence["sizes"]
    if not is_array(recorded) or len(recorded["shape"]) != 1 or recorded["values"] is None:
        message = (
            f"{case.name} gave {_kind_of(recorded)}, expected the list {say_list(expected)}. "
            f"{_NEXT_STEP_OF_TYPE.get(recorded['type'], 'Return a list of whole numbers.')}"
        )
        return Judgement((Finding(message, case.name, attribute="type"),))
    got = [float(number) for number in numbers_of(recorded["values"])]
    table = compare(case.name, [("sizes", say_list(got), say_list(expected))])
    if got == expected:
        return Judgement(comparison=table)
    finding = Finding(
        message=f"{case.name} gave {say_list(got)}, expected {say_list(expected)}.",
        case=case.name,
        attribute="value",
        got=plain(got),
        expected=expected,
        advice=_advice_on_sizes(got, expected, lowest, highest),
    )
    return Judgement((finding,), table)


def look_at_valid_sizes(case: Case, evidence: Evidence) -> Look | None:
    """The list, beside those that the usual mistakes give."""
    lowest, highest = case.arguments["lowest"], case.arguments["highest"]
    got = recorded_numbers(evidence["sizes"])
    if got is None:
        return None
    return Look(got, valid_between(lowest, highest), _other_lists(lowest, highest))


_NEXT_STEP_OF_TYPE = {
    "NoneType": "A function that ends without return gives None. End it with return.",
    "generator": "Put list(…) around it.",
}


def _kind_of(recorded: Evidence) -> str:
    return "None" if recorded["type"] == "NoneType" else f"an object of type {recorded['type']}"


def say_list(numbers: Sequence[float]) -> str:
    """A list as a sentence shows it; long ones are cut."""
    shown = ", ".join(f"{number:g}" for number in numbers[:MOST_SHOWN])
    return f"[{shown}, … {len(numbers)} numbers]" if len(numbers) > MOST_SHOWN else f"[{shown}]"


def _advice_on_sizes(
    got: Sequence[float], expected: Sequence[int], lowest: int, highest: int
) -> str:
    if sorted(set(got)) == expected:
        return "The numbers are right. List each of them once, in rising order."
    wrong = next((side for side in got if side not in expected), None)
    if wrong is None:
        missing = next(side for side in expected if side not in got)
        return f"{missing} is missing: every pooling sees an even number. Follow it down by hand."
    if not float(wrong).is_integer() or not lowest <= wrong <= highest:
        return f"{wrong:g} is no whole number from {lowest} to {highest}. Test each one of them."
    return f"{wrong:g} fails at level {failing_level(int(wrong))}. Follow it down by hand."


def _other_lists(lowest: int, highest: int) -> Iterator[Mistake]:
    """The lists that the usual mistakes give."""
    sides, expected = range(lowest, highest + 1), valid_between(lowest, highest)
    yield Mistake(
        "end left out",
        [side for side in expected if side != highest],
        f"{highest} itself belongs to it. A range ends before its second number: add 1.",
    )
    yield Mistake(
        "padded network",
        [side for side in sides if side % 16 == 0],
        "Multiples of 16 fit a network with padding. Here each level first loses 4 pixels, then "
        "halves the rest.",
    )
    yield Mistake(
        "empty bottom",
        [side for side in sides if side % 16 == 12 and side > SIZE_OF_EMPTY_BOTTOM],
        "Every pooling sees an even number, but of the small ones nothing is left at the bottom: "
        "two more convolutions take 4 pixels there. Ask for a pixel to remain.",
    )
    yield Mistake(
        "first pooling only",
        [side for side in sides if side % 2 == 0],
        "Only the first pooling was tested. Follow each size through all 4 levels.",
    )
    yield Mistake(
        "three poolings",
        [side for side in sides if side % 8 == 4],
        "Only the first 3 poolings were tested. There are 4 levels with a pooling.",
    )


# --- validate_input -----------------------------------------------------------------------------


def judge_refusal(case: Case, evidence: Evidence) -> Judgement:
    """Whether exactly the invalid sizes are refused, with a ValueError."""
    finding = _finding_about_refusal(case, evidence)
    return Judgement(() if finding is None else (finding,))


def _finding_about_refusal(case: Case, evidence: Evidence) -> Finding | None:
    wrong = _failing(case)
    raised = _raised(evidence)
    if raised is None and wrong:
        message = f"{case.name} raised nothing, expected a ValueError: {_say_failures(wrong)}."
        advice = _advice_where_accepted(case, wrong)
    elif raised is not None and not wrong:
        message = (
            f"{case.name} raised {raised.type}, expected no error: all 4 poolings see even "
            "numbers, in height and in width."
        )
        advice = _advice_where_refused(case)
    elif raised is not None and raised.type != "ValueError":
        message = (
            f"{case.name} raised {raised.type}, expected a ValueError. "
            f"{_ADVICE_ON_TYPE.get(raised.type, 'Write raise ValueError(…) with a sentence.')}"
        )
        advice = ""
    else:
        return None
    got = raised and raised.type
    return Finding(message, case.name, attribute="raised", got=got, advice=advice)


def look_at_refusal(case: Case, evidence: Evidence) -> Look:
    """Whether the size was refused, and whether the usual mistakes would refuse it."""
    return Look(_raised(evidence) is not None, bool(_failing(case)), _other_refusals(case))


def _other_refusals(case: Case) -> Iterator[Mistake]:
    """Whether the usual mistakes refuse a size."""
    sides = case.arguments["height"], case.arguments["width"]
    fails = [failing_level(side) is not None for side in sides]
    yield Mistake("height alone", fails[0], "Only the height was tested. Test the width as well.")
    yield Mistake("width alone", fails[1], "Only the width was tested. Test the height as well.")
    yield Mistake(
        "both invalid",
        all(fails),
        "It raises only when both sides are invalid. One of them is enough: test each by itself.",
    )
    yield Mistake(
        "square",
        sides[0] != sides[1] or fails[0],
        "Height and width need not be equal. Test each by itself.",
    )
    yield Mistake(
        "odd numbers",
        any(side % 2 for side in sides),
        "Only the first pooling was tested. Follow each number through all 4 levels and down to "
        "the bottom.",
    )
    yield Mistake(
        "empty bottom",
        any(side % 16 != LEVELS * LOST - LOST for side in sides),
        "Every pooling sees an even number, but nothing is left at the bottom: two more "
        "convolutions take 4 pixels there. Ask for a pixel to remain.",
    )
    yield Mistake(
        "padded network",
        any(side % 16 for side in sides),
        "Multiples of 16 fit a network with padding. Here each level first loses 4 pixels, then "
        "halves the rest.",
    )
    yield Mistake(
        "one number for both",
        failing_level(sum(sides) // 2) is not None,
        "One number stands for both sides. Test height and width each by itself.",
    )
    yield Mistake("never", False, "It never raises. Write raise ValueError(…) where a side fails.")
    yield Mistake(
        "always",
        True,
        "It raises for every size. Raise only where a pooling sees an odd number or nothing is "
        "left at the bottom.",
    )


_ADVICE_ON_TYPE = {
    "AssertionError": "Python can be told to skip assert. Write if …: raise ValueError(…).",
    "TypeError": "Something in it does not fit together. Run the call in a cell of its own.",
}


def _failing(case: Case) -> dict[str, int]:
    """Which of height and width are invalid, with their lengths."""
    sides = {name: case.arguments[name] for name in ("height", "width")}
    return {name: side for name, side in sides.items() if failing_level(side) is not None}


def _raised(evidence: Evidence) -> Raised | None:
    if "raised" in evidence:
        return Raised.from_json(evidence["raised"])
    if not isinstance(evidence["returned"], str):
        raise ValueError("No record of a call.")
    return None


def _say_failures(wrong: dict[str, int]) -> str:
    told = [f"the {name} {side} fails at {level_words(side)}" for name, side in wrong.items()]
    return " and ".join(told)


def level_words(side: int) -> str:
    """Where a side length fails: "level 2", "level 5, the bottom"."""
    level = failing_level(side)
    return f"level {level}, the bottom" if level == LEVELS + 1 else f"level {level}"


def _advice_where_accepted(case: Case, wrong: dict[str, int]) -> str:
    if list(wrong) == ["width"]:
        return "The height is valid here, the width is not. Test both."
    if list(wrong) == ["height"]:
        return "The width is valid here, the height is not. Test both."
    if case.arguments["height"] % 2 == 0:
        return "Follow each number through all 4 levels and down to the bottom."
    return "Raise it for odd numbers too."


def _advice_where_refused(case: Case) -> str:
    if case.arguments["height"] != case.arguments["width"]:
        return "The two need not be equal. Test each by itself."
    return "Take 4 pixels away before each pooling, then ask whether the rest is even."


def say_nearest(side: int) -> str:
    """The valid sizes around a side length, as a clause."""
    nearest = nearest_valid(side)
    if len(nearest) == 1:
        return f"the smallest valid size is {nearest[0]}"
    return f"the nearest valid sizes are {nearest[0]} and {nearest[1]}"


def judge_message(case: Case, evidence: Evidence) -> Judgement:
    """Whether the error names the level and the nearest valid sizes of a side that fails."""
    raised = _raised(evidence)
    wrong = _failing(case)
    if raised is None or raised.type != "ValueError":
        finding = _finding_about_refusal(case, evidence)
        return Judgement(() if finding is None else (finding,))
    missing = [_missing_words(raised.message, name, side) for name, side in wrong.items()]
    if [] in missing:
        return Judgement()
    name, side = next(iter(wrong.items()))
    said = raised.message if len(raised.message) <= 160 else f"{raised.message[:160]}…"
    message = (
        f'The error of {case.name} says "{said}", expected to find {missing[0][0]} in it. The '
        f"{name} {side} fails at {level_words(side)}; {say_nearest(side)}. Put all of this into "
        "the message."
    )
    return Judgement((Finding(message, case.name, attribute="message", got=said),))


def _missing_words(message: str, name: str, side: int) -> list[str]:
    """What a reader would miss in the message about one side, in the order of the exercise."""
    numbers = {int(digits) for digits in re.findall(r"\d{1,9}", message)}
    level = failing_level(side)
    needed = [(f"the word {name}", name in message.lower())]
    needed += [(f"the level {level}", level in numbers)]
    needed += [(f"the valid size {valid}", valid in numbers) for valid in nearest_valid(side)]
    return [words for words, found in needed if not found]


# --- get_cropping_shape -------------------------------------------------------------------------


def judge_cropping(case: Case, evidence: Evidence) -> Judgement:
    """Half the difference of height and of width."""
    (height, width), (small_height, small_width) = (
        case.arguments[name][1:3] for name in ("previous", "current")
    )
    expected = ((height - small_height) // 2, (width - small_width) // 2)
    recorded = evidence["cropping"]
    got = _pair_of(recorded)
    if got is None:
        message = (
            f"{case.name} gave {_words_of(recorded)}, expected {expected}: rows, then columns. "
            f"{_NEXT_STEP_OF_TYPE.get(recorded['type'], 'Return two whole numbers.')}"
        )
        return Judgement((Finding(message, case.name, attribute="type"),))
    whole = recorded["dtype"].startswith(("int", "uint"))
    said = str((int(got[0]), int(got[1])) if whole else got)
    table = compare(case.name, [("per side", said, str(expected))])
    if whole and got == expected:
        return Judgement(comparison=table)
    advice = "Take half of previous minus current, for axis 1 and for axis 2 of the shapes."
    if got == expected:
        advice = "Cropping2D takes whole numbers only. Divide with // in place of /."
    message = f"{case.name} gave {said}, expected {expected}."
    finding = Finding(message, case.name, None, None, "value", plain(got), list(expected), advice)
    return Judgement((finding,), table)


def look_at_cropping(case: Case, evidence: Evidence) -> Look | None:
    """The pair, beside those that the usual mistakes give."""
    got = _pair_of(evidence["cropping"])
    previous, current = (np.array(case.arguments[name][1:3]) for name in ("previous", "current"))
    expected = (previous - current) // 2
    return None if got is None else Look(got, expected, _other_croppings(expected, current))


def _other_croppings(expected: Any, current: Any) -> Iterator[Mistake]:
    rows, columns = expected
    yield Mistake(
        "whole difference",
        2 * expected,
        "That is the whole difference. Half of it goes on each side.",
    )
    yield Mistake("sign", -expected, "The sign is turned round. Take current away from previous.")
    yield Mistake(
        "exchanged",
        (columns, rows),
        "Rows and columns are exchanged. A shape is (batch, height, width, …).",
    )
    yield Mistake(
        "height twice",
        (rows, rows),
        "The height was used twice. The second number belongs to the width.",
    )
    yield Mistake(
        "width twice",
        (columns, columns),
        "The width was used twice. The first number belongs to the height.",
    )
    yield Mistake(
        "what remains", current, "That is the size that should remain. Return what is cut."
    )


def _pair_of(recorded: Evidence) -> tuple[float, float] | None:
    """Two numbers, also when each was written twice, for the two sides; None for anything else."""
    if not is_array(recorded) or recorded["values"] is None:
        return None
    numbers = numbers_of(recorded["values"])
    if numbers.shape == (2, 2) and np.array_equal(numbers[:, 0], numbers[:, 1]):
        numbers = numbers[:, 0]
    return (float(numbers[0]), float(numbers[1])) if numbers.shape == (2,) else None


def _words_of(recorded: Evidence) -> str:
    if is_array(recorded) and recorded["shape"] == []:
        return "one number"
    if is_array(recorded):
        return f"an array of shape {tuple(recorded['shape'])}"
    return _kind_of(recorded)
