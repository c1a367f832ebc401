"""Which sizes an unpadded U-Net takes, what it crops, and what is said of other answers."""

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np

from grader.checks.arrays import Numbers, compare, is_array, next_step_of_type, numbers_of, plain
from grader.checks.exercise import Case, Evidence, Finding, Judgement, Look, Mistake
from grader.judging.evidence import Raised
from grader.judging.values import look_at

SIDES = ("height", "width")
LEVELS = 4  # with a pooling; the bottom comes below them
LOST = 4  # pixels that two 3 × 3 convolutions without padding take from a side length
SMALLEST = 140  # of the valid side lengths; from one to the next it is less
SIZE_OF_EMPTY_BOTTOM = 60  # pooled four times, nothing of it is left
LOST_IN_ALL = 184  # pixels from input to output
SMALL = 572  # the size that the authors chose
LARGEST_USUAL = 600  # a list of valid sizes that somebody wrote down may end here
MOST_SHOWN = 8  # numbers of a list in a sentence


def failing_level(side: int) -> int | None:
    """The first level, from 1, where a side length does not work out; None when it is valid.

    At levels 1 to 4 the pooling must see an even number; at 5, the bottom, a pixel must be left.
    """
    if failed := _failed_poolings(side):
        return failed[0]
    return LEVELS + 1 if _way_down(side)[-1] <= LOST else None


def _failed_poolings(side: int) -> list[int]:
    """The levels, from 1, whose pooling sees an odd number, or nothing."""
    *seen, _ = _way_down(side)
    return [level for level, left in enumerate(seen, start=1) if left < 1 or left % 2]


def _way_down(side: int, levels: int = LEVELS, lost: int = LOST) -> list[int]:
    """What each pooling sees of a side length when all round down; last what the bottom gets."""
    seen = []
    for _ in range(levels):
        seen.append(side - lost)
        side = seen[-1] // 2
    return [*seen, side]


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
        sentence = (
            f"gave {_words_of(recorded)}, expected the list {say_list(expected)}. "
            f"{_step_to_a_list(recorded, expected)}"
        )
        return Judgement((case.finding(("type", None, None), sentence),))
    got = [float(number) for number in numbers_of(recorded["values"])]
    table = compare(case.name, [("sizes", say_list(got), say_list(expected))])
    if got == expected:
        return Judgement(comparison=table)
    finding = case.finding(
        ("value", plain(got), expected),
        f"gave {say_list(got)}, expected {say_list(expected)}.",
        _advice_on_sizes(got, expected, lowest, highest),
    )
    return Judgement((finding,), table)


def look_at_valid_sizes(case: Case, evidence: Evidence) -> Look | None:
    """The list, beside those that the usual mistakes give."""
    lowest, highest = case.arguments["lowest"], case.arguments["highest"]
    mistakes = _other_lists(lowest, highest)
    return look_at(evidence["sizes"], valid_between(lowest, highest), mistakes)


def _step_to_a_list(recorded: Evidence, expected: Sequence[int]) -> str:
    if not is_array(recorded):
        if recorded["type"] == "set":
            return "Write sorted(…) around it."
        return next_step_of_type(recorded["type"], "the list")
    if recorded["values"] == len(expected):
        return "That is how many there are. Return the numbers themselves."
    if recorded["values"] in expected:
        return (
            "That is one of them: return stands in the loop. Append each to a list, and return the "
            "list behind the loop."
        )
    if recorded["shape"] == [len(expected), 1]:
        return "Each number stands in a list of its own. Append it without square brackets."
    return "Return a list of whole numbers."


def _kind_of(recorded: Evidence) -> str:
    kind = "texts" if recorded["type"].startswith("str") else recorded["type"]
    known = {"NoneType": "None", "object": "a list of other things", "texts": "text"}
    return known.get(kind, f"an object of type {kind}")


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
        return (
            f"{missing} is missing: every pooling sees an even number, and something is left at "
            "the bottom. Follow it down, level by level."
        )
    if not float(wrong).is_integer():
        return f"{wrong:g} is no whole number. Test whole numbers, and halve them with //."
    if not lowest <= wrong <= highest:
        return (
            f"{wrong:g} does not lie between {lowest} and {highest}. Test each number from there."
        )
    return f"{wrong:g} fails at {level_words(int(wrong))}. Follow it down, level by level."


def _other_lists(lowest: int, highest: int) -> Iterator[Mistake]:
    """The lists that the usual mistakes give."""
    yield from _other_ranges(lowest, highest)
    yield from _other_rules(range(lowest, highest + 1))
    yield from _other_entries(range(lowest, highest + 1))


def _other_ranges(lowest: int, highest: int) -> Iterator[Mistake]:
    expected = valid_between(lowest, highest)
    yield Mistake(
        "end left out",
        [side for side in expected if side != highest],
        f"{highest} itself belongs to it. A range ends before its second number: add 1.",
    )
    yield Mistake(
        "start left out",
        [side for side in expected if side != lowest],
        f"{lowest} itself belongs to it. Let the range begin there.",
    )
    yield Mistake(
        "steps from the start",
        list(range(lowest, highest + 1, 16)),
        f"These are steps of 16 from {lowest}, whether that is valid or not. Test each number, or "
        "look for the first valid one.",
    )
    yield Mistake(
        "start ignored",
        valid_between(1, highest),
        f"The list begins below {lowest}: the argument lowest does not count. Begin the range with "
        "it.",
    )
    yield Mistake(
        "first alone",
        expected[:1],
        "The list ends with the first that was found: return or break stands behind append, inside "
        "the loop. Move return to the left, behind the loop.",
    )
    yield Mistake(
        "stopped",
        expected[:1] if lowest in expected else [],
        f"The loop ended with {lowest}: break or return stands in it. Test every number, and "
        "return the list behind the loop.",
    )


def _other_rules(sides: range) -> Iterator[Mistake]:
    """Whole numbers that pass a test, which is not the right one."""
    for divisor in (16, 32):
        yield Mistake(
            f"multiples of {divisor}",
            [side for side in sides if side % divisor == 0],
            f"Multiples of {divisor} fit a network with padding. Here each level first loses 4 "
            "pixels, then halves the rest.",
        )
    rest = "Ask for a pixel to remain."
    yield Mistake(
        "empty bottom",
        [side for side in sides if side % 16 == 12 and side > SIZE_OF_EMPTY_BOTTOM],
        "Every pooling sees an even number, but of the small ones nothing is left at the bottom: "
        f"two more convolutions take 4 pixels there. {rest}",
    )
    yield Mistake(
        "nothing left",
        [side for side in sides if side % 16 == 12],
        "Every pooling sees an even number, but with the small ones it is 0 or less. Ask for a "
        "positive number at each pooling, and for a pixel to remain at the bottom.",
    )
    yield Mistake(
        "no pixel at the bottom",
        [side for side in sides if side % 16 == 12 and side >= SMALLEST - 16],
        f"Of {SMALLEST - 16} no pixel is left at the bottom: it has 4, and two convolutions take "
        "them. Ask for more than 0.",
    )
    yield Mistake(
        "one pixel is not enough",
        [side for side in sides if side % 16 == 12 and side > SMALLEST],
        f"{SMALLEST} is missing: it leaves one pixel at the bottom, and one is enough. Ask for at "
        "least 1 behind the last two convolutions.",
    )
    yield Mistake(
        "first pooling only",
        [side for side in sides if side % 2 == 0],
        "Only the first pooling was tested. Follow each size through all 4 levels.",
    )
    yield Mistake(
        "3 poolings",
        [side for side in sides if side % 8 == 4],
        "Only the first 3 poolings were tested. There are 4 levels with a pooling.",
    )
    for levels, is_left in itertools.product((2, 3), (True, False)):
        yield Mistake(
            f"{levels} poolings",
            [side for side in sides if _passes(side, levels, is_left=is_left)],
            f"Only the first {levels} poolings were tested. There are 4 levels with a pooling: "
            "range(4).",
        )
    for is_left in (True, False):
        yield Mistake(
            "pooling at the bottom",
            [side for side in sides if _passes(side, levels=LEVELS + 1, is_left=is_left)],
            "The bottom was tested for an even number too, and no pooling follows there: range(4) "
            "has the levels. Behind them only ask for a pixel to remain.",
        )
    yield Mistake(
        "two pixels",
        [side for side in sides if _passes(side, lost=2)],
        "Each level takes 2 pixels here, as one convolution does. There are two, which take 4.",
    )
    for kind in (True, False, None):
        yield Mistake(
            "halved first",
            [side for side in sides if _passes_halved_first(side, kind)],
            "The number was halved first and the 4 pixels taken away afterwards. The convolutions "
            "come before the pooling: side - 4, then // 2.",
        )
    yield Mistake(
        "never even",
        [side for side in sides if _way_down(side)[-1] > LOST],
        "Odd numbers came through: // drops what is left over and hides it. Ask before each "
        "halving whether side % 2 == 0.",
    )
    yield Mistake(
        "last pooling only",
        [side for side in sides if _passes_last(side)],
        "A level that passes hides one before it that failed: only the last pooling counts. Stop "
        "at the first odd number.",
    )
    yield Mistake(
        "empty output",
        [side for side in sides if _passes(side) and side > LOST_IN_ALL],
        "Sizes of which nothing is left on the way up were left out. This rule asks for the way "
        "down only.",
    )


def _passes(side: int, levels: int = LEVELS, lost: int = LOST, is_left: bool = True) -> bool:
    """Whether each pooling sees an even number, and, if ``is_left``, a pixel is left below them."""
    *seen, bottom = _way_down(side, levels, lost)
    return all(left > 0 and left % 2 == 0 for left in seen) and (not is_left or bottom > lost)


def _passes_halved_first(side: int, is_left: bool | None) -> bool:
    """The same in the wrong order; with None each level only takes its pixels from an even half."""
    if is_left is None:
        return side % 16 == 8 and side // 16 >= LOST + LOST
    for _ in range(LEVELS):
        if side < 1 or side % 2:
            return False
        side = side // 2 - LOST
    return side > (LOST if is_left else 0)


def _passes_last(side: int) -> bool:
    *_, last, bottom = _way_down(side)
    return last % 2 == 0 and bottom > LOST


def _other_entries(sides: range) -> Iterator[Mistake]:
    """Something else than the numbers that are valid."""
    valid, levels = [side for side in sides if _passes(side)], range(1, LEVELS + 1)
    yield Mistake(
        "outputs",
        [side - LOST_IN_ALL for side in valid],
        "These are the sizes that the network answers. List those that it takes.",
    )
    deepest = [(side - SIZE_OF_EMPTY_BOTTOM) // 16 for side in valid]
    for lost in (0, LOST):
        yield Mistake(
            "changed in the loop",
            [side - lost for side in deepest],
            "These numbers are what is left at the bottom: the test changed the number, and then "
            "it was appended. Follow a copy down, and append the number as it came.",
        )
    yield Mistake(
        "inverted",
        [side for side in sides if not _passes(side)],
        "These are the sizes that do not work out. Invert the condition.",
    )
    yield Mistake(
        "none",
        [],
        "No number is found here. Follow 140 down by your own test: 136, 68; 64, 32; 28, 14; "
        "10, 5; and 1 pixel is left.",
    )
    yield Mistake(
        "True and False",
        [_passes(side) for side in sides],
        "That is True or False for each number. Put the number itself into the list where it is "
        "valid.",
    )
    yield Mistake(
        "once a level",
        [side for side in sides for level in levels if _passes(side, level, is_left=False)],
        "A number was appended for each pooling that it passes. Append it once, behind the loop "
        "over the levels.",
    )


# --- validate_input -----------------------------------------------------------------------------


def judge_refusal(case: Case, evidence: Evidence) -> Judgement:
    """Whether exactly the invalid sizes are refused, with a ValueError."""
    finding = _finding_about_refusal(case, evidence)
    return Judgement(() if finding is None else (finding,))


def _finding_about_refusal(case: Case, evidence: Evidence) -> Finding | None:
    wrong = _failing(case)
    raised = _raised(evidence)
    advice = ""
    if raised is None:
        if not wrong:
            return None
        if evidence["returned"].endswith("Error"):
            message = (
                f"{case.name} returned a {evidence['returned']} and raised nothing, expected it to "
                "be raised. Write raise in place of return."
            )
        else:
            message = f"{case.name} raised nothing, expected a ValueError: {_say_failures(wrong)}."
            advice = (
                f"Follow the {' and '.join(wrong)} down, level by level, and raise at the first "
                "that fails."
            )
    elif not evidence["is_value_error"]:
        message = _words_about_other_error(case, raised)
    elif not wrong:
        message = (
            f"{case.name} raised {raised.type}, expected no error: all 4 poolings see even "
            "numbers, in height and in width."
        )
        advice = "Take 4 pixels away before each pooling, then ask whether the rest is even."
    else:
        return None
    got = raised and raised.type
    return Finding(message, case.name, attribute="raised", got=got, advice=advice)


def _words_about_other_error(case: Case, raised: Raised) -> str:
    """An error of another class: one of the student's own, or one that happened to her."""
    fact = f"{case.name} raised {raised.type}, expected a ValueError."
    step = "Write raise ValueError(…) with a sentence."
    line = raised.lines[-1] if raised.lines else ""
    if raised.type == "AssertionError":
        return f"{fact} Python can be told to skip assert. Write if …: raise ValueError(…)."
    if raised.type == "SystemExit":
        return f"{fact} exit ends the whole program. {step}"
    if "must derive from BaseException" in raised.message:
        return f"{fact} raise wants an error, and a text stands behind it. {step}"
    is_her_own = re.search(rf"\braise\s+([\w.]*\.)?{re.escape(raised.type)}\b", line)
    return f"{fact} {step}" if is_her_own else raised.sentence(case.name)


def look_at_refusal(case: Case, evidence: Evidence) -> Look:
    """Whether the size was refused, and whether the usual mistakes would refuse it."""
    return Look(_raised(evidence) is not None, bool(_failing(case)), _other_refusals(case))


def _other_refusals(case: Case) -> Iterator[Mistake]:
    """Whether the usual mistakes refuse a size."""
    sides = case.arguments["height"], case.arguments["width"]
    fails = [failing_level(side) is not None for side in sides]
    yield from _refused_by_side(sides, fails)
    yield from _refused_by_another_rule(sides, fails)
    yield Mistake(
        "never",
        False,
        "It never raises. Where a side fails write raise ValueError(…): print only shows a text, "
        "and except catches what was raised.",
    )
    yield Mistake(
        "always",
        True,
        "It raises for every size. Raise only where a pooling sees an odd number or nothing is "
        "left at the bottom.",
    )


def _refused_by_side(sides: tuple[int, int], fails: Sequence[bool]) -> Iterator[Mistake]:
    """What comes of asking one side, or both together."""
    yield Mistake("height alone", fails[0], "Only the height was tested. Test the width as well.")
    yield Mistake("width alone", fails[1], "Only the width was tested. Test the height as well.")
    for word, one in (("smaller", min(sides)), ("larger", max(sides))):
        yield Mistake(
            f"{word} alone",
            failing_level(one) is not None,
            f"Only the {word} of the two was tested. Test height and width each by itself.",
        )
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
        "one number for both",
        failing_level(sum(sides) // 2) is not None,
        "One number stands for both sides. Test height and width each by itself.",
    )
    for is_refused in (not any(fails), not all(fails)):
        yield Mistake(
            "inverted",
            is_refused,
            "It raises for sizes that work out and takes the others. Invert the condition.",
        )


def _refused_by_another_rule(sides: tuple[int, int], fails: Sequence[bool]) -> Iterator[Mistake]:
    yield Mistake(
        "odd numbers",
        any(side % 2 for side in sides),
        "Only the first pooling was tested. Follow each number through all 4 levels and down to "
        "the bottom.",
    )
    for is_left in (True, False):
        yield Mistake(
            "three poolings",
            not all(_passes(side, levels=3, is_left=is_left) for side in sides),
            "Only the first 3 poolings were tested. There are 4 levels with a pooling.",
        )
    yield Mistake(
        "empty bottom",
        any(side % 16 != LEVELS * LOST - LOST for side in sides),
        "Every pooling sees an even number, but nothing is left at the bottom: two more "
        "convolutions take 4 pixels there. Ask for a pixel to remain.",
    )
    yield Mistake(
        "empty output",
        any(fails) or min(sides) <= LOST_IN_ALL,
        "Sizes of which nothing is left on the way up are refused. This rule asks for the way down "
        "only.",
    )
    yield Mistake(
        "padded network",
        any(side % 16 for side in sides),
        "Multiples of 16 fit a network with padding. Here each level first loses 4 pixels, then "
        "halves the rest.",
    )
    yield Mistake(
        "bounded below",
        any(fails) or min(sides) < SMALL,
        "Small sizes such as 188 are refused, and they work out too. Leave that bound out: ask "
        "whether each pooling sees an even number, and whether a pixel is left at the bottom.",
    )
    yield Mistake(
        "bounded",
        any(fails) or max(sides) > LARGEST_USUAL,
        f"The sizes above {LARGEST_USUAL} or so are refused, valid or not: the list of valid ones "
        "ends too early. Follow the number itself down, level by level.",
    )


def _failing(case: Case) -> dict[str, int]:
    """Which of height and width are invalid, with their lengths."""
    sides = {name: case.arguments[name] for name in SIDES}
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


def say_nearest(side: int) -> str:
    """The valid sizes around a side length, as a clause."""
    nearest = nearest_valid(side)
    if len(nearest) == 1:
        return f"the smallest valid size is {nearest[0]}"
    return f"the nearest valid sizes are {nearest[0]} and {nearest[1]}"


def judge_message(case: Case, evidence: Evidence) -> Judgement:
    """Whether the error names the level and the nearest valid sizes of a side that fails."""
    raised = _raised(evidence)
    if raised is None or not evidence["is_value_error"]:
        finding = _finding_about_refusal(case, evidence)
        return Judgement(() if finding is None else (finding,))
    name, side = next(iter(_failing(case).items()))
    said = raised.message if len(raised.message) <= 160 else f"{raised.message[:160]}…"
    missing = _missing_words(raised.message, name, side)
    turned = _raised(evidence["turned"])
    names_both = all(word in raised.message.lower() for word in SIDES)
    if not missing and names_both and turned is not None and turned.message == raised.message:
        missing = [f"which of the two is wrong (the {name})"]
    if not missing:
        return Judgement()
    message = f'The error of {case.name} says "{said}", expected to find {missing[0]} in it.'
    if cause := _cause_in_message(raised.message, name, side):
        message = f"{message} {cause}"
    advice = (
        f"The {name} {side} fails at {level_words(side)}; {say_nearest(side)}. Put all of this "
        "into the message."
    )
    if not missing[0].startswith("the level"):
        message, advice = f"{message} {advice}", ""
    return Judgement((Finding(message, case.name, attribute="message", got=said, advice=advice),))


def look_at_message(case: Case, evidence: Evidence) -> Look | None:
    """The level that is said, where the message has one number that may be one."""
    raised = _raised(evidence)
    side = next(iter(_failing(case).values()))
    said = _numbers_in(raised.message) & set(range(LEVELS + 2)) if raised else set()
    right = failing_level(side)
    if len(said) != 1 or right is None:
        return None
    return Look(said.pop(), right, _other_levels(side, right))


def _other_levels(side: int, right: int) -> Iterator[Mistake]:
    rest = f"{side} fails at {level_words(side)}; {say_nearest(side)}."
    yield Mistake("from 0", right - 1, f"The levels are counted from 0; they begin with 1. {rest}")
    yield Mistake(
        "last level",
        (_failed_poolings(side) or [right])[-1],
        f"That is the last level that fails, expected the first: stop there. {rest}",
    )


def _numbers_in(message: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d{1,9}", message)}


def _missing_words(message: str, name: str, side: int) -> list[str]:
    """What a reader would miss in the message about one side, in the order of the exercise."""
    numbers, level = _numbers_in(message), failing_level(side)
    is_bottom = level == LEVELS + 1 and "bottom" in message.lower()
    needed = [(f"the word {name}", name in message.lower())]
    needed += [(f"the level {level}", level in numbers or is_bottom)]
    needed += [(f"the valid size {valid}", valid in numbers) for valid in nearest_valid(side)]
    return [words for words, found in needed if not found]


def _cause_in_message(message: str, name: str, side: int) -> str:
    """What went wrong with a message in which something is missing, where its words tell."""
    numbers, nearest = _numbers_in(message), set(nearest_valid(side))
    (other,) = (word for word in SIDES if word != name)
    below = side - side % 16
    if not message.strip():
        return 'The error has no text: write it in the brackets of ValueError(f"…").'
    if re.search(r"\{\w[^{}]*\}", message):
        return 'The braces were not filled in: put an f in front of the quotes, f"…".'
    if other in message.lower() and name not in message.lower():
        return f"It blames the {other}: the two words are exchanged, or stand for the wrong number."
    if name not in message.lower():
        return f"The exercise calls it {name}. Write that word."
    if {below, below + 16} <= numbers and not numbers & nearest:
        return f"{below} and {below + 16} are multiples of 16, which fit a network with padding."
    far = min((n for n in numbers - nearest if failing_level(n) is None), default=None)
    if far is not None:
        return (
            f"{far} is valid, and others are nearer. Of the smaller valid sizes take the last, "
            "[-1], of the larger ones the first, [0]."
        )
    if {side - 16, side + 16} <= numbers and not numbers & nearest:
        return (
            f"Valid sizes come in steps of 16, but not from {side} on. Look for the nearest that "
            "valid_sizes lists."
        )
    if nearest - numbers and "[" in message:
        return (
            "A list stands in the message, which ends too early. Look further than a few numbers "
            "around: valid sizes are 16 apart."
        )
    return ""


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
        sentence = (
            f"gave {_words_of(recorded)}, expected {expected}: rows, then columns. "
            f"{_step_to_a_pair(recorded)}"
        )
        return Judgement((case.finding(("type", None, None), sentence),))
    whole = recorded["dtype"].startswith(("int", "uint"))
    said = str((int(got[0]), int(got[1])) if whole else got)
    table = compare(case.name, [("per side", said, str(expected))])
    if whole and got == expected:
        return Judgement(comparison=table)
    advice = "Take half of previous minus current, for axis 1 and for axis 2 of the shapes."
    if got == expected:
        advice = "Cropping2D takes whole numbers only. Divide with // in place of /."
    sentence = f"gave {said}, expected {expected}."
    finding = case.finding(("value", plain(got), list(expected)), sentence, advice)
    return Judgement((finding,), table)


def look_at_cropping(case: Case, evidence: Evidence) -> Look | None:
    """The pair, beside those that the usual mistakes give."""
    got = _pair_of(evidence["cropping"])
    previous, current = (np.array(case.arguments[name][1:]) for name in ("previous", "current"))
    expected = ((previous - current) // 2)[:2]
    return None if got is None else Look(got, expected, _other_croppings(previous, current))


def _other_croppings(previous: Numbers, current: Numbers) -> Iterator[Mistake]:
    """Pairs made of two shapes (height, width, channels)."""
    lost = (previous - current) // 2
    rows, columns, channels = lost
    yield Mistake(
        "whole difference",
        2 * lost[:2],
        "That is the whole difference. Half of it goes on each side.",
    )
    yield Mistake("sign", -lost[:2], "The sign is flipped. Take current away from previous.")
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
        "width and channels",
        (columns, channels),
        "These come of the width and the channels. Height and width are axes 1 and 2 of a shape "
        "(batch, height, width, channels).",
    )
    crossed_rows, crossed_columns = (previous[:2] - current[1::-1]) // 2
    sides = (rows, crossed_rows, crossed_columns), (columns, crossed_columns, crossed_rows)
    for pair in list(itertools.product(*sides))[1:]:  # the first is right
        yield Mistake(
            "crossed",
            pair,
            "A height and a width were taken from each other. Take the same axis of both shapes: 1 "
            "for the rows, 2 for the columns.",
        )
    for name, one in (("previous", previous), ("current", current)):
        yield Mistake(
            f"{name} halved",
            one[:2] // 2,
            f"That is half of {name}. Take half of the difference, previous minus current.",
        )
        yield Mistake(
            f"{name} alone",
            one[:2],
            f"That is the size of {name}. Return what is cut on each side: half of previous minus "
            "current.",
        )
    yield Mistake(
        "brackets",
        previous[:2] - current[:2] // 2,
        "// comes before −, so only current was halved. Put brackets around the difference: "
        "(previous[1] - current[1]) // 2.",
    )
    yield Mistake(
        "sum",
        (previous[:2] + current[:2]) // 2,
        "The two were added. Take current away from previous, then halve.",
    )
    yield Mistake(
        "quarter", lost[:2] // 2, "That is a quarter of the difference. Halve it once: // 2."
    )
    yield Mistake(
        "ratio",
        previous[:2] // current[:2],
        "That is how many times current fits into previous. Take the difference and halve it.",
    )
    yield Mistake(
        "height and width",
        ((previous[0] - previous[1]) // 2, (current[0] - current[1]) // 2),
        "Height and width of one shape were taken from each other. Take the height of current from "
        "that of previous, then the same with the widths.",
    )
    yield Mistake(
        "nothing", (0, 0), "Nothing would be cut. Take current away from previous, and halve it."
    )
    for more, word in ((-1, "less"), (1, "more")):
        yield Mistake(
            f"one {word}",
            lost[:2] + more,
            f"That is one {word} than half of the difference. Leave the {'−' if more < 0 else '+'} "
            "1 out.",
        )
    for fixed in (4, 88):
        yield Mistake(
            f"always {fixed}",
            (fixed, fixed),
            f"({fixed}, {fixed}) is right for one pair of shapes, and fixed in your code. Compute "
            "it from previous and current.",
        )


def _step_to_a_pair(recorded: Evidence) -> str:
    if not is_array(recorded):
        return next_step_of_type(recorded["type"], "the pair (rows, columns)")
    if recorded["shape"] == [2, 2]:
        return (
            "That would cut other numbers on one side than on the other, and the maps would not "
            "lie over each other. Return (rows, columns), half of each difference."
        )
    return "Return two whole numbers."


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
