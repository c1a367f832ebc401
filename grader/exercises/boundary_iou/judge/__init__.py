"""The border of a mask and boundary IoU: the cases, what is right, what is said of the rest."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.arrays import (
    Numbers,
    compare,
    is_array,
    next_step_of_type,
    numbers_of,
    same,
    say,
)
from grader.checks.exercise import (
    Case,
    Comparison,
    Evidence,
    Exercise,
    Finding,
    Judgement,
    Look,
    Part,
    Table,
)
from grader.exercises.boundary_iou.judge.borders import border, inside_of, overlap
from grader.exercises.boundary_iou.judge.mistakes import (
    borders_of_overlap,
    other_borders,
    other_distances,
    other_scores,
)
from grader.exercises.boundary_iou.probe import FUNCTIONS, NOTEBOOK, PROBES, Mask, mask_of
from grader.judging.values import (
    judge_values,
    look_at,
    no_number,
    no_numbers,
    other_shape,
    other_value,
    places_apart,
)

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
PIERCED = (
    ".........",
    ".#######.",
    ".#######.",
    ".#######.",
    ".###.###.",
    ".#######.",
    ".#######.",
    ".#######.",
    ".........",
)
DOT = (
    ".......",
    ".......",
    ".......",
    "...#...",
    ".......",
    ".......",
    ".......",
)
EMPTY = (".......",) * 7


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


def _judge_border(case: Case, evidence: Evidence) -> Judgement:
    mask = mask_of(case.arguments["mask"])
    right, after = border(mask, case.arguments["distance"]), evidence["mask"]["values"]

    def wrong(case: Case, got: Numbers, right: Numbers) -> Finding:
        return _other_border(case, mask, numbers_of(after) != 0, got, right)

    judgement = judge_values(case, evidence["result"], right, _no_border, wrong, _compare_rows)
    if judgement.findings:
        return judgement
    return replace(judgement, findings=tuple(_about_argument(case, mask, numbers_of(after))))


def _no_border(case: Case, recorded: Evidence, right: Numbers) -> Finding:
    if not is_array(recorded):
        step = next_step_of_type(recorded["type"], "the border")
        return no_numbers(case, recorded["type"], "an array of True and False", step)
    advice = "Return True and False for every pixel of the mask."
    return other_shape(case, recorded["shape"], right.shape, advice)


def _other_border(case: Case, mask: Mask, after: Mask, got: Numbers, right: Numbers) -> Finding:
    """The finding about a wrong border; ``after`` is what the call made of the mask."""
    n_changed, distance = int((after != mask).sum()), case.arguments["distance"]
    if n_changed and not got.any() and same(after, inside_of(mask, distance)):
        sentence = (
            f"gave no border and took {n_changed} pixels out of the mask that it was given, "
            "expected that mask to stay as it was. The array in which you look for the inside is "
            "that mask itself, under a second name. Begin with a copy: inside = mask.copy()."
        )
        return case.finding(("argument", n_changed, 0), sentence)
    if n_changed and same(got, border(after, distance)):
        sentence = (
            f"changed {n_changed} pixels of the mask that it was given and gave the border of what "
            "came of it, expected that of the mask as it was. An assignment such as mask[…] = … "
            "writes into it. Leave it out."
        )
        return case.finding(("argument", n_changed, 0), sentence)
    place = places_apart(got, right)[0]
    said, wanted = _word(got[place]), str(right[place])
    sentence = f"gave {said} at row {place[0]}, column {place[1]}, expected {wanted}."
    advice = "Draw the square around this pixel: does all of it lie in the mask?"
    return case.finding(("value", said, wanted), sentence, advice)


def _look_at_border(case: Case, evidence: Evidence) -> Look | None:
    mask, distance = mask_of(case.arguments["mask"]), case.arguments["distance"]
    return look_at(evidence["result"], border(mask, distance), other_borders(mask, distance))


def _about_argument(case: Case, mask: Mask, after: Numbers) -> Iterator[Finding]:
    """The finding about a mask that is not what it was before the call."""
    n_changed = int((after != mask).sum())
    if n_changed:
        yield case.finding(
            ("argument", n_changed, 0),
            f"gave the right border and changed {n_changed} pixels of the mask "
            "that it was given, expected that mask to stay as it was: the next call gets "
            "another one. An assignment such as mask &= … or mask[…] = … writes into it. Begin "
            "with a copy: mask = mask.copy().",
        )


def _compare_rows(case: Case, got: Numbers, expected: Numbers) -> Comparison:
    """Mask and border as drawings, a line of text for each row of pixels."""
    mask = mask_of(case.arguments["mask"])
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


def _judge_score(case: Case, evidence: Evidence) -> Judgement:
    borders = _right_borders(case)
    own, recorded = _own_borders(evidence, borders[0].shape), evidence["result"]

    def table(case: Case, got: Numbers, right: Numbers) -> Comparison:
        return _compare_counts(case, got, right, own or borders, borders)

    judgement = judge_values(case, recorded, overlap(*borders), _no_score, _other_score, table)
    if judgement.comparison and own and same(numbers_of(recorded["values"]), overlap(*own)):
        return replace(judgement, findings=())  # the mistake costs the points of ``border``
    return judgement


def _right_borders(case: Case) -> tuple[Mask, Mask]:
    distance = case.arguments["distance"]
    return (
        border(mask_of(case.arguments["truth"]), distance),
        border(mask_of(case.arguments["prediction"]), distance),
    )


def _other_score(case: Case, got: Numbers, right: Numbers) -> Finding:
    advice = "Print a & b and a | b of the two borders, and count their pixels."
    why = _by_hand(*_right_borders(case))
    if np.isnan(right):
        why += (
            ". Neither mask has a border, and 0 / 0 is not a number: a mean has to leave it out. "
            "Return np.nan there"
        )
        advice = ""
    return other_value(case, got, right, advice, why=why)


def _look_at_score(case: Case, evidence: Evidence) -> Look | None:
    truth, prediction = mask_of(case.arguments["truth"]), mask_of(case.arguments["prediction"])
    distance = case.arguments["distance"]
    borders = _own_borders(evidence, truth.shape) or _right_borders(case)
    mistakes = (
        *other_scores(truth, prediction, *borders),
        *other_distances(truth, prediction, distance),
        *borders_of_overlap(truth, prediction, distance),
    )
    return look_at(evidence["result"], overlap(*borders), mistakes)


def _own_borders(evidence: Evidence, shape: tuple[int, ...]) -> tuple[Mask, Mask] | None:
    """The borders that the student's own ``border`` gave, if it gave two masks."""
    recorded = evidence["borders"]
    if len(recorded) != 2 or any(tuple(one.get("shape", ())) != shape for one in recorded):
        return None
    first, second = (numbers_of(one["values"]) != 0 for one in recorded)
    return first, second


def _no_score(case: Case, recorded: Evidence, right: Numbers) -> Finding:
    wanted = "nan" if np.isnan(right) else "one number between 0 and 1"
    if not is_array(recorded):
        step = next_step_of_type(recorded["type"], "the score")
        if np.isnan(right):
            step = "Neither mask has a border. Return np.nan there, a number."
    elif len(recorded["shape"]) > 1:
        step = "Count its pixels with .sum() before dividing."
    else:
        step = "Divide the pixels in both borders by those in either, and return what comes out."
    return no_number(case, recorded, wanted, step)


def _compare_counts(
    case: Case, got: Any, expected: Any, own: tuple[Mask, Mask], right: tuple[Mask, Mask]
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
                _border_case("pierced", PIERCED, 2),
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
                _score_case("square, dot", SQUARE, DOT, 1),
                _score_case("square, empty", SQUARE, EMPTY, 1),
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
