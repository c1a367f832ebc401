"""The border of a mask and boundary IoU: the cases, what is right, what is said of the rest."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader.arrays import (
    Numbers,
    compare,
    first_difference,
    is_array,
    numbers_of,
    recorded_numbers,
    same,
    say,
    say_shape,
)
from grader.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Look,
    Mistake,
    Part,
    Shape,
    Table,
)
from grader.exercises.boundary_iou.probe import FUNCTIONS, NOTEBOOK, PROBES, Mask, mask_of

STRAIGHT = ((-1, 0), (0, -1), (0, 1), (1, 0))  # steps to a neighbour, rows and columns
DIAGONAL = ((-1, -1), (-1, 1), (1, -1), (1, 1))

# The cases ---------------------------------------------------------------------------------------

SQUARE = (
    ".......",
    ".#####.",
    ".#####.",
    ".#####.",
    ".#####.",
    ".#####.",
    ".......",
)
HOLED = (
    ".......",
    ".#####.",
    ".#####.",
    ".##.##.",
    ".#####.",
    ".#####.",
    ".......",
)
NOTCHED = (
    "........",
    ".###....",
    ".###....",
    ".######.",
    ".######.",
    ".######.",
    "........",
)
ROAD = (
    "........",
    "...##...",
    "..####..",
    ".######.",
    "########",
    "########",
    "########",
    "########",
)
POLE = (
    ".....",
    "..#..",
    "..#..",
    "..#..",
)
LARGE = (
    ".........",
    ".#######.",
    ".#######.",
    ".#######.",
    ".#######.",
    ".#######.",
    ".#######.",
    ".#######.",
    ".........",
)
MOVED = (
    ".........",
    ".........",
    "...######",
    "...######",
    "...######",
    "...######",
    "...######",
    "...######",
    ".........",
)
RAGGED = (
    "..#.#.#..",
    ".#######.",
    "########.",
    ".########",
    "########.",
    ".########",
    "########.",
    ".#######.",
    "..#.#.#..",
)
RING = (
    ".........",
    ".#######.",
    ".#.....#.",
    ".#.....#.",
    ".#.....#.",
    ".#.....#.",
    ".#.....#.",
    ".#######.",
    ".........",
)
EMPTY = ("....", "....", "....")


def _border_case(name: str, mask: tuple[str, ...], distance: int) -> Case:
    return Case(f"border({name}, {distance})", {"mask": list(mask), "distance": distance})


def _score_case(
    names: str, truth: tuple[str, ...], prediction: tuple[str, ...], distance: int
) -> Case:
    return Case(
        f"boundary_iou({names}, {distance})",
        {"truth": list(truth), "prediction": list(prediction), "distance": distance},
    )


def _drawn_mask(rng: np.random.Generator, height: int, width: int) -> tuple[str, ...]:
    """Three rectangles that may overlap; the last one touches the lower edge of the picture."""
    mask = np.zeros((height, width), dtype=bool)
    for number in range(3):
        top, left = int(rng.integers(height - 4)), int(rng.integers(width - 4))
        bottom = height if number == 2 else top + int(rng.integers(3, height))
        mask[top:bottom, left : left + int(rng.integers(3, width))] = True
    return tuple("".join(".#"[int(pixel)] for pixel in row) for row in mask)


def draw_borders(rng: np.random.Generator) -> tuple[Case, ...]:
    """Shapes that cannot be known beforehand, one for each distance."""
    return tuple(_border_case("shape", _drawn_mask(rng, 9, 12), steps) for steps in (1, 2, 3))


def draw_scores(rng: np.random.Generator) -> tuple[Case, ...]:
    """Pairs of shapes that cannot be known beforehand."""
    return tuple(
        _score_case("shape, other", _drawn_mask(rng, 9, 12), _drawn_mask(rng, 9, 12), steps)
        for steps in (1, 2)
    )


# border -------------------------------------------------------------------------------------------


def border(mask: Mask, distance: int) -> Mask:
    """Pixels of the mask from which ``distance`` steps, diagonal ones too, lead out of it.

    Beyond the frame of the picture is outside. That is the mask within the distance of its contour
    in Cheng, Girshick, Dollár, Berg and Kirillov, *Boundary IoU*, CVPR 2021.
    """
    return mask & ~_inside(mask, distance)


def _inside(mask: Mask, distance: int, beyond: bool = False) -> Mask:
    """Pixels around which a square lies in the mask; ``beyond`` is what counts off the picture."""
    size = 2 * distance + 1
    padded = np.pad(mask, distance, constant_values=beyond)
    inside: Mask = np.all(sliding_window_view(padded, (size, size)), axis=(-2, -1))
    return inside


def _judge_border(case: Case, evidence: Evidence) -> Judgement:
    mask, distance = mask_of(case.arguments["mask"]), case.arguments["distance"]
    expected, recorded = border(mask, distance), evidence["result"]
    if not is_array(recorded):
        return _wrong(
            case,
            f"{case.name} gave {recorded['type']}, expected an array of True and False. Check that "
            "the function ends with return and the border.",
        )
    if tuple(recorded["shape"]) != mask.shape:
        sentence = (
            f"{case.name} gave the shape {say_shape(recorded['shape'])}, expected "
            f"{say_shape(mask.shape)}."
        )
        advice = "Return True and False for every pixel of the mask."
        return _wrong(case, sentence, advice=advice)
    got = numbers_of(recorded["values"])
    comparison = _compare_rows(case, mask, got, expected)
    if same(got, expected):
        findings = tuple(_about_argument(case, mask, numbers_of(evidence["mask"]["values"])))
        return Judgement(findings, comparison)
    row, column = first_difference(got, expected.astype(np.float64))
    sentence = (
        f"{case.name} gave {_word(got[row, column])} at row {row}, column {column}, expected "
        f"{expected[row, column]}."
    )
    advice = "Count the steps from this pixel out of the mask."
    return _wrong(case, sentence, comparison, advice)


def _look_at_border(case: Case, evidence: Evidence) -> Look | None:
    mask, distance = mask_of(case.arguments["mask"]), case.arguments["distance"]
    got = recorded_numbers(evidence["result"])
    if got is None:
        return None
    return Look(got, border(mask, distance), _other_borders(mask, distance))


def _about_argument(case: Case, mask: Mask, after: Numbers) -> Iterator[Finding]:
    """The finding about a mask that is not what it was before the call."""
    n_changed = int((after != mask).sum())
    if n_changed:
        yield Finding(
            message=(
                f"{case.name} gave the right border and changed {n_changed} pixels of the mask "
                "that it was given, expected that mask to stay as it was: the next call gets "
                "another one. An assignment such as mask &= … or mask[…] = … writes into it. Begin "
                "with a copy: mask = mask.copy()."
            ),
            case=case.name,
            attribute="argument",
            got=n_changed,
            expected=0,
        )


def _other_borders(mask: Mask, distance: int) -> Iterator[Mistake]:
    """What the usual mistakes give, the likeliest first."""
    right, inside, around = border(mask, distance), _inside(mask, distance), _around(mask, distance)
    yield Mistake(
        "inside",
        inside,
        "These are the pixels inside the border. Take them away from the mask: mask & ~inside.",
    )
    yield Mistake(
        "nothing",
        np.zeros_like(mask),
        "No pixel is border here. A pixel is inside only if all nine pixels of the square around "
        "it are in the mask.",
    )
    yield Mistake(
        "whole mask",
        mask,
        "That is the whole mask. Take away the pixels that are deep enough inside.",
    )
    yield Mistake(
        "around",
        around & ~mask,
        "These pixels lie around the mask. The border is the outermost part of the mask itself: "
        "step inwards.",
    )
    yield Mistake(
        "both sides",
        around & ~inside,
        "This border has both sides, pixels around the mask too. Keep those of the mask: & mask.",
    )
    yield Mistake(
        "beyond the frame",
        mask & ~_inside(mask, distance, beyond=True),
        "Pixels beyond the frame count as mask here, but they are outside. Pad with False.",
    )
    yield Mistake(
        "straight",
        mask & ~_inside_by_steps(mask, distance, STRAIGHT),
        "Only the neighbours above, below, left and right were asked. Ask the four diagonal ones "
        "too.",
    )
    yield Mistake(
        "diagonal",
        mask & ~_inside_by_steps(mask, distance, DIAGONAL),
        "Only the four diagonal neighbours were asked. Ask those above, below, left and right too.",
    )
    yield Mistake(
        "rolled",
        mask & ~_inside_rolled(mask, distance),
        "np.roll brings pixels in from the opposite edge. Pad the mask with False and cut views.",
    )
    yield Mistake(
        "a step too many",
        border(mask, distance + 1),
        "That is a step too many. Take as many steps inwards as the distance says.",
    )
    yield Mistake(
        "one step",
        border(mask, 1),
        "That is the border of distance 1. Take as many steps inwards as the distance says.",
    )
    yield Mistake("exchanged", ~right, "True and False are exchanged. Give True for the border.")
    wide, wider = (Shape(np.pad(mask, steps).shape) for steps in (1, distance))
    yield Mistake("padded once", wide, "The padding is still there. Cut it off again.")
    yield Mistake("padded", wider, "The padding is still there. Cut it off again.")
    for name, places in (("places", np.argwhere(right)), ("rows, columns", np.nonzero(right))):
        yield Mistake(
            name,
            Shape(np.shape(places)),
            "These look like places of pixels. Return True and False for every pixel.",
        )


def _around(mask: Mask, distance: int) -> Mask:
    """The mask and what lies around it, as far as the distance."""
    return ~_inside(~mask, distance, beyond=True)


def _inside_by_steps(mask: Mask, distance: int, steps: Iterable[tuple[int, int]]) -> Mask:
    """As ``_inside``, by some of the eight steps (rows, columns) to a neighbour."""
    height, width = mask.shape
    for _ in range(distance):
        padded = np.pad(mask, 1)
        views = [
            padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]
            for down, right in steps
        ]
        mask = np.logical_and.reduce([mask, *views])
    return mask


def _inside_rolled(mask: Mask, distance: int) -> Mask:
    """As ``_inside``, in a picture whose opposite edges touch."""
    size = 2 * distance + 1
    padded = np.pad(mask, distance, mode="wrap")
    inside: Mask = np.all(sliding_window_view(padded, (size, size)), axis=(-2, -1))
    return inside


def _compare_rows(case: Case, mask: Mask, got: Numbers, expected: Mask) -> Comparison:
    """Mask and border as drawings, a line of text for each row of pixels."""
    rows = list(zip(_drawing(mask), _drawing(got), _drawing(expected), strict=True))
    marked = next((row for row, (_, mine, right) in enumerate(rows) if mine != right), None)
    columns = ("row", "mask", "your border"), ("row", "mask", "expected")
    return Comparison(
        title=case.name,
        got=Table(
            columns[0], tuple((str(n), row[0], row[1]) for n, row in enumerate(rows)), marked
        ),
        expected=Table(
            columns[1], tuple((str(n), row[0], row[2]) for n, row in enumerate(rows)), marked
        ),
    )


def _drawing(pixels: Mask | Numbers) -> list[str]:
    signs = {0.0: "□", 1.0: "■"}
    return ["".join(signs.get(float(pixel), "?") for pixel in row) for row in pixels]


def _word(pixel: float) -> str:
    return str(bool(pixel)) if pixel in (0, 1) else say(pixel)


# boundary_iou -------------------------------------------------------------------------------------


def boundary_iou(truth: Mask, prediction: Mask, distance: int) -> float:
    """IoU of the borders of two masks; NaN where neither has a border."""
    return overlap(border(truth, distance), border(prediction, distance))


def overlap(first: Mask, second: Mask) -> float:
    """Pixels in both over pixels in either; NaN where both are empty."""
    return _ratio((first & second).sum(), (first | second).sum())


def _ratio(part: Any, whole: Any) -> float:
    return float(part / whole) if whole else float("nan")


def _judge_score(case: Case, evidence: Evidence) -> Judgement:
    truth, prediction = mask_of(case.arguments["truth"]), mask_of(case.arguments["prediction"])
    borders = (
        border(truth, case.arguments["distance"]),
        border(prediction, case.arguments["distance"]),
    )
    recorded, expected = evidence["result"], overlap(*borders)
    if not is_array(recorded) or recorded["shape"]:
        return _wrong(case, _say_no_number(case, recorded))
    got, own = float(numbers_of(recorded["values"])), _own_borders(evidence, truth.shape)
    comparison = _compare_counts(case, got, expected, own or borders, borders)
    if same(got, expected):
        return Judgement(comparison=comparison)
    if own and same(got, overlap(*own)):
        return Judgement()  # the mistake is in ``border`` and costs the points of that part
    sentence = f"{case.name} gave {say(got)}, expected {say(expected)}{_by_hand(*borders)}."
    if np.isnan(expected):
        cause = "Neither mask has a border, and 0 / 0 is not a number: a mean has to leave it out."
        return _wrong(case, f"{sentence} {cause} Return np.nan there.", comparison)
    return _wrong(case, sentence, comparison, "Count the pixels of both borders by hand.")


def _look_at_score(case: Case, evidence: Evidence) -> Look | None:
    truth, prediction = mask_of(case.arguments["truth"]), mask_of(case.arguments["prediction"])
    distance, got = case.arguments["distance"], recorded_numbers(evidence["result"])
    own = _own_borders(evidence, truth.shape)
    borders = own or (border(truth, distance), border(prediction, distance))
    mistakes = (
        *_other_scores(truth, prediction, *borders),
        *_other_distances(truth, prediction, distance),
    )
    return None if got is None else Look(got, overlap(*borders), mistakes)


def _own_borders(evidence: Evidence, shape: tuple[int, ...]) -> tuple[Mask, Mask] | None:
    """The borders that the student's own ``border`` gave, if it gave two masks."""
    recorded = evidence["borders"]
    if len(recorded) != 2 or any(tuple(one.get("shape", ())) != shape for one in recorded):
        return None
    first, second = (numbers_of(one["values"]) != 0 for one in recorded)
    return first, second


def _other_scores(truth: Mask, prediction: Mask, first: Mask, second: Mask) -> Iterator[Mistake]:
    """What the usual mistakes give on two masks and their borders."""
    both = (first & second).sum()
    of_masks, of_borders = overlap(truth, prediction), overlap(first, second)
    yield Mistake(
        "masks", of_masks, "That is the IoU of the masks. Take the border of each mask first."
    )
    yield Mistake(
        "smaller",
        min(of_masks, of_borders),
        "That is the IoU of the masks, which is smaller here. Return that of the borders whichever "
        "is smaller.",
    )
    yield Mistake(
        "Dice",
        _ratio(2 * both, first.sum() + second.sum()),
        "That is the Dice coefficient, 2 · both / (truth + prediction). Divide the pixels in both "
        "borders by those in either.",
    )
    yield Mistake(
        "union counts twice",
        _ratio(both, first.sum() + second.sum()),
        "The pixels in both borders were counted twice below the line. Count those in either: "
        "a | b.",
    )
    yield Mistake(
        "recall",
        _ratio(both, first.sum()),
        "That is the share of the true border that was found. Divide by the pixels in either "
        "border.",
    )
    yield Mistake(
        "precision",
        _ratio(both, second.sum()),
        "That is the share of the predicted border that is right. Divide by the pixels in either "
        "border.",
    )
    yield Mistake(
        "along the true border",
        _ratio((truth == prediction)[first].sum(), first.sum()),
        "That is the accuracy along the true border, which is blind to pixels further out. "
        "Compare the two borders.",
    )
    yield Mistake(
        "accuracy",
        (first == second).mean(),
        (
            "That is the share of pixels on which the two borders agree, and most are in neither. "
            "Divide the pixels in both borders by those in either."
        ),
    )
    yield Mistake(
        "pixels in both",
        both,
        "That is the number of pixels in both borders. Divide it by those in either.",
    )


def _other_distances(truth: Mask, prediction: Mask, distance: int) -> Iterator[Mistake]:
    """What comes of borders of another width than was asked for."""
    widths = {f"distance {steps}": steps for steps in (1, 2, 3)} | {"a step more": distance + 1}
    for name, steps in widths.items():
        yield Mistake(
            name,
            boundary_iou(truth, prediction, steps),
            f"That is the score of borders with a distance of {steps}, asked for was {distance}. "
            "Pass distance on to border.",
        )


def _say_no_number(case: Case, recorded: Evidence) -> str:
    if not is_array(recorded):
        got, cause = recorded["type"], "Check that the function ends with return and the score."
    else:
        got = f"an array of shape {say_shape(recorded['shape'])}"
        cause = "Count its pixels with .sum() before dividing."
    return f"{case.name} gave {got}, expected one number between 0 and 1. {cause}"


def _compare_counts(
    case: Case, got: float, expected: float, own: tuple[Mask, Mask], right: tuple[Mask, Mask]
) -> Comparison:
    """The sizes of both borders and the score, so that a wrong border is seen here too."""
    names = "pixels in the true border", "pixels in the predicted border"
    sizes = [
        (name, str(mine.sum()), str(theirs.sum()))
        for name, mine, theirs in zip(names, own, right, strict=True)
    ]
    return compare(case.name, [*sizes, ("boundary IoU", say(got), say(expected))])


def _by_hand(first: Mask, second: Mask) -> str:
    """The fraction, where there is one."""
    either = (first | second).sum()
    return f", {(first & second).sum()} of {either} pixels" if either else ""


def _wrong(
    case: Case, message: str, comparison: Comparison | None = None, advice: str = ""
) -> Judgement:
    return Judgement((Finding(message=message, case=case.name, advice=advice),), comparison)


EXERCISE = Exercise(
    name="boundary_iou",
    title="Boundary IoU",
    notebook=NOTEBOOK,
    parts=(
        Part(
            name="border",
            title="the border of a mask",
            points=6,
            function=FUNCTIONS["border"],
            cases=(
                _border_case("square", SQUARE, 1),
                _border_case("square", SQUARE, 2),
                _border_case("notched", NOTCHED, 1),
                _border_case("holed", HOLED, 1),
                _border_case("road", ROAD, 1),
                _border_case("pole", POLE, 1),
            ),
            probe=PROBES["border"],
            judge=_judge_border,
            look=_look_at_border,
            draw_cases=draw_borders,
        ),
        Part(
            name="score",
            title="the agreement of two borders",
            points=4,
            function=FUNCTIONS["score"],
            cases=(
                _score_case("large, moved", LARGE, MOVED, 2),
                _score_case("large, ragged", LARGE, RAGGED, 1),
                _score_case("large, ring", LARGE, RING, 1),
                _score_case("square, square", SQUARE, SQUARE, 1),
                _score_case("empty, empty", EMPTY, EMPTY, 1),
            ),
            probe=PROBES["score"],
            judge=_judge_score,
            look=_look_at_score,
            draw_cases=draw_scores,
        ),
    ),
    hints=(
        "A pixel is inside when all of its neighbours belong to the mask too; diagonal neighbours "
        "count. What is in the mask and not inside is the border. For a larger distance take what "
        "is inside of what is inside. The score is the IoU of notebook 4, with borders in place "
        "of masks.",
        "Pad the mask with a ring of `False`, so that the frame of the picture counts as outside. "
        "Cut nine views out of it, each as large as the mask and moved by one pixel or none. A "
        "pixel is inside where all nine are `True`. Repeat that `distance` times, then take what "
        "is inside away: `mask & ~inside`.",
        "Begin with `inside = mask`. In each of the `distance` rounds: `padded = np.pad(inside, "
        "1)`, then for each `row` and `column` in 0, 1, 2: `inside = inside & padded[row : row + "
        "height, column : column + width]`. The score is `(a & b).sum() / (a | b).sum()` of the "
        "two borders, and `np.nan` where `a | b` is empty.",
    ),
)
