"""What the usual mistakes give as a border and as a score, the likeliest first."""

import itertools
from collections.abc import Iterator

import numpy as np

from grader.checks.exercise import Mistake, Shape
from grader.exercises.boundary_iou.judge.borders import (
    around,
    border,
    boundary_iou,
    far_from_frame,
    inside_by_slices,
    inside_by_steps,
    inside_of,
    inside_rolled,
    inside_without_frame,
    overlap,
    ratio,
)
from grader.exercises.boundary_iou.probe import Mask
from grader.judging.mistakes import of_a_score

HERE = (0, 0)
NEIGHBOURS = {
    "above": (-1, 0),
    "below": (1, 0),
    "on the left": (0, -1),
    "on the right": (0, 1),
}
DIAGONAL = ((-1, -1), (-1, 1), (1, -1), (1, 1))
DIAGONAL_WORDS = (
    "above on the left",
    "above on the right",
    "below on the left",
    "below on the right",
)
HAS_ALL_NINE = "A pixel is inside only if all nine pixels of the square around it are in the mask."


def other_borders(mask: Mask, distance: int) -> Iterator[Mistake]:
    """Of a mask (height, width) and the steps to take inwards."""
    yield from _other_parts(mask, distance)
    yield from _some_neighbours(mask, distance)
    yield from _other_windows(mask, distance)
    yield from _padded_too_far(mask, distance)
    yield from _near_the_frame(mask, distance)
    yield from _other_depths(mask, distance)
    yield from _other_numbers(mask, distance)
    yield from _other_shapes(mask, distance)


def _other_parts(mask: Mask, distance: int) -> Iterator[Mistake]:
    inside, near = inside_of(mask, distance), around(mask, distance)
    yield Mistake(
        "inside",
        inside,
        "These are the pixels inside the border. Take them away from the mask: mask & ~inside.",
    )
    yield Mistake(
        "nothing",
        np.zeros_like(mask),
        f"No pixel is border here. {HAS_ALL_NINE} Keep the mask as it came, under its own name, "
        "and take the inside away from it: mask & ~inside.",
    )
    yield Mistake(
        "whole mask",
        mask,
        "That is the whole mask: no pixel counts as inside. One is inside where all nine views are "
        "True, np.all(views, axis=0), or where their sum is 9.",
    )
    yield Mistake(
        "around",
        near & ~mask,
        "These pixels lie around the mask. The border is the outermost part of the mask itself: "
        "step inwards.",
    )
    yield Mistake(
        "both sides",
        near & ~inside,
        "This border has both sides, pixels around the mask too. Keep those of the mask: & mask.",
    )
    yield Mistake(
        "outside too",
        ~inside,
        "All that is not inside counts as border here, also what is outside of the mask. Write "
        "mask & ~inside.",
    )
    yield Mistake(
        "or",
        mask | ~inside,
        "| puts mask and the rest together. What is in the mask and not inside is mask & ~inside.",
    )
    yield Mistake(
        "exchanged",
        ~border(mask, distance),
        "True and False are exchanged. Give True for the border.",
    )


def _some_neighbours(mask: Mask, distance: int) -> Iterator[Mistake]:
    def without(*steps: tuple[int, int]) -> Mask:
        return mask & ~inside_by_steps(mask, (HERE, *steps), distance)

    yield Mistake(
        "straight",
        without(*NEIGHBOURS.values()),
        "Only the neighbours above, below, left and right were asked. Ask the four diagonal ones "
        "too.",
    )
    yield Mistake(
        "diagonal",
        without(*DIAGONAL),
        "Only the four diagonal neighbours were asked. Ask those above, below, left and right too.",
    )
    for first, second in itertools.combinations(NEIGHBOURS, 2):
        yield Mistake(
            f"{first}, {second}",
            without(NEIGHBOURS[first], NEIGHBOURS[second]),
            f"Only the neighbours {first} and {second} were asked. Ask all eight.",
        )
    for step, words in ((-1, "above and on the left"), (1, "below and on the right")):
        yield Mistake(
            f"quarter {words}",
            without((step, step), (step, 0), (0, step)),
            f"Only the three neighbours {words} were asked. The square has three rows and three "
            "columns: range(3).",
        )
    for step, words in ((1, "below"), (-1, "above")):
        sideways = "right" if step == 1 else "left"
        yield Mistake(
            f"{words} aslant",
            mask & ~inside_by_steps(mask, [(step, step)], distance),
            f"Only the neighbour {words} on the {sideways} was asked: each view took the place of "
            "the one before. Write inside = inside & view.",
        )
    around_it = {**NEIGHBOURS, **dict(zip(DIAGONAL_WORDS, DIAGONAL, strict=True))}
    for words, left_out in around_it.items():
        yield Mistake(
            f"all but {words}",
            without(*(other for other in around_it.values() if other != left_out)),
            f"The neighbour {words} was not asked. Where the views are written one by one, compare "
            "them two by two: one may stand there twice.",
        )
    inside = mask
    for _ in range(distance):
        padded, size = np.pad(inside, 1).astype(int), inside.shape
        squares = [
            padded[row : row + size[0], column : column + size[1]]
            for row, column in np.ndindex(3, 3)
        ]
        inside = inside & (np.sum(squares, axis=0) >= 8)
    yield Mistake(
        "eight of nine",
        mask & ~inside,
        f"A pixel with eight of nine in the mask counts as inside. {HAS_ALL_NINE} Ask for == 9.",
    )


def _other_windows(mask: Mask, distance: int) -> Iterator[Mistake]:
    far = range(-distance, distance + 1)
    yield Mistake(
        "without those between",
        mask & ~inside_by_steps(mask, itertools.product((-distance, 0, distance), repeat=2)),
        "Only the eight pixels exactly so far away were asked, and those between are skipped. Take "
        "one step after the other, as many as the distance says.",
    )
    yield Mistake(
        "window a pixel short",
        mask & ~inside_by_steps(mask, itertools.product(far[:-1], repeat=2)),
        "The square reaches one pixel less far below and on the right: a slice ends before its "
        "second number. It has 2 * distance + 1 pixels a side.",
    )
    yield Mistake(
        "window of three",
        mask & ~inside_by_steps(mask, itertools.product(far[:3], repeat=2)),
        "The mask was padded by distance and the views move by 0 to 2 only. Pad by 1 in each of "
        "the rounds, or let them move by 0 to 2 * distance.",
    )


def _padded_too_far(mask: Mask, distance: int) -> Iterator[Mistake]:
    inside, size = mask, mask.shape
    for _ in range(distance):
        padded = np.pad(inside, distance)
        views = [
            padded[row : row + size[0], column : column + size[1]]
            for row, column in np.ndindex(3, 3)
        ]
        inside = np.all(views, axis=0)
    yield Mistake(
        "padded by distance each round",
        mask & ~inside,
        "Each round pads by distance, and takes one step only, so the views are moved aside. Pad "
        "by 1 in each of the rounds: np.pad(inside, 1).",
    )


def _near_the_frame(mask: Mask, distance: int) -> Iterator[Mistake]:
    middle = far_from_frame(mask, distance)
    yield Mistake(
        "beyond the frame",
        mask & ~inside_of(mask, distance, beyond=True),
        "Pixels beyond the frame count as mask here, but they are outside. Pad with False.",
    )
    yield Mistake(
        "rolled",
        mask & ~inside_rolled(mask, distance),
        "np.roll brings pixels in from the opposite edge. Pad the mask with False and cut views.",
    )
    yield Mistake(
        "frame left out",
        border(mask, distance) & middle,
        "No pixel near the frame of the picture is border here: the loop leaves them out. Pad the "
        "mask with False and go over all pixels.",
    )
    yield Mistake(
        "frame kept",
        mask & ~inside_without_frame(mask, distance),
        "The pixels at the frame of the picture count as inside: the loop leaves them as they "
        "were, and beyond the frame is outside. Pad with False and go over all pixels.",
    )
    yield Mistake(
        "negative start",
        mask & ~inside_by_slices(mask, distance),
        "Near the frame a slice that starts below 0 is empty, and .all() of nothing is True. Pad "
        "the mask with False first.",
    )
    yield Mistake(
        "rim of the picture",
        mask & ~middle,
        "The rim of the picture was cut off, wherever the mask ends. Ask for each pixel whether "
        "its neighbours are in the mask.",
    )


def _other_depths(mask: Mask, distance: int) -> Iterator[Mistake]:
    step = "Take as many steps inwards as the distance says"
    for steps in (distance + 1, 2 * distance):
        yield Mistake(
            "too many steps",
            border(mask, steps),
            f"These are more steps than were asked for. {step}: range(distance).",
        )
    yield Mistake(
        "too few steps",
        border(mask, distance - 1) if distance > 1 else np.zeros_like(mask),
        f"This is one step less than was asked for. {step}: range(distance).",
    )
    yield Mistake(
        "one step",
        border(mask, 1),
        "That is the border of distance 1. Repeat the step, distance times, each time with what "
        "the last one left inside: padded = np.pad(inside, 1). The return stands behind the loop.",
    )
    yield Mistake(
        "last ring",
        border(inside_of(mask, distance - 1) if distance > 1 else mask, 1),
        "Only what the last round took is there. Keep the mask as it came, and take what is inside "
        "at the end away from it: mask & ~inside.",
    )


def _other_numbers(mask: Mask, distance: int) -> Iterator[Mistake]:
    right, inside = border(mask, distance), inside_of(mask, distance)
    yield Mistake(
        "255",
        255 * right.astype(int),
        "The border is right and marked by 255. Return True and False: leave the factor out.",
    )
    yield Mistake(
        "-1",
        -right.astype(int),
        "inside minus mask gives −1 on the border. Return True and False: mask & ~inside.",
    )
    for name, pixels in (("inside", inside), ("border", right)):
        yield Mistake(
            f"~{name} of numbers",
            ~pixels.astype(int),
            "~ turns round each bit of a whole number: 0 becomes −1, 1 becomes −2. Keep True and "
            "False, and write mask & ~inside.",
        )


def _other_shapes(mask: Mask, distance: int) -> Iterator[Mistake]:
    height, width = mask.shape
    wide, wider = (Shape(np.pad(mask, steps).shape) for steps in (1, distance))
    yield Mistake("padded once", wide, "The padding is still there. Cut it off again.")
    yield Mistake("padded", wider, "The padding is still there. Cut it off again.")
    for steps in (1, distance):
        yield Mistake(
            f"cut by {'one' if steps == 1 else 'distance'}",
            Shape((height - 2 * steps, width - 2 * steps)),
            "A window that stays within the picture leaves out the pixels at its frame. Pad the "
            "mask with False first, by as many pixels.",
        )
    right = border(mask, distance)
    for name, places in (("places", np.argwhere(right)), ("rows, columns", np.nonzero(right))):
        yield Mistake(
            name,
            Shape(np.shape(places)),
            "These look like places of pixels. Return True and False for every pixel.",
        )
    yield Mistake("count", Shape(()), "That is one number. Return the pixels: leave .sum() out.")
    yield Mistake(
        "pair", Shape((2, height, width)), "Two masks came back. Return the border alone."
    )
    yield Mistake(
        "views",
        Shape((9, height, width)),
        "All nine views came back. Put them together: np.all(views, axis=0).",
    )
    for sizes in ((height - 1, width), (height, width - 1)):
        yield Mistake(
            f"differences {sizes[0] - height}",
            Shape(sizes),
            "One row or column is missing, as after np.diff. Compare the mask with views of the "
            "padded mask, which are as large as it is.",
        )


def other_scores(truth: Mask, prediction: Mask, first: Mask, second: Mask) -> Iterator[Mistake]:
    """Of two masks and their borders."""
    yield from _other_masks(truth, prediction, first, second)
    yield from _other_fractions(truth, prediction, first, second)
    yield from _where_nothing_is(truth, prediction, first, second)
    yield from of_a_score(overlap(first, second))


def _other_masks(truth: Mask, prediction: Mask, first: Mask, second: Mask) -> Iterator[Mistake]:
    of_masks, of_borders = overlap(truth, prediction), overlap(first, second)
    yield Mistake(
        "masks",
        of_masks,
        "That is the IoU of the whole masks. Take the border of each mask first, with the distance "
        "that was passed.",
    )
    yield Mistake(
        "smaller",
        min(of_masks, of_borders),
        "That is the IoU of the masks, which is smaller here. Return that of the borders whichever "
        "is smaller.",
    )
    yield Mistake(
        "mean of both",
        (of_masks + of_borders) / 2,
        "That is the mean of the masks' IoU and the borders'. Return that of the borders.",
    )
    for name, pair in (("prediction", (first, prediction)), ("truth", (truth, second))):
        yield Mistake(
            f"whole {name}",
            overlap(*pair),
            f"One border was compared with the whole of the other mask. Take the border of the "
            f"{name} too.",
        )
    for name, one in (("truth", first), ("prediction", second)):
        yield Mistake(
            f"{name} twice",
            overlap(one, one),
            f"The border of the {name} was compared with itself, or len() counted rows in place of "
            "pixels. Take one border of each mask, and count with np.sum.",
        )
    band = first | second
    yield Mistake(
        "masks near the borders",
        overlap(truth & band, prediction & band),
        "That is the IoU of the masks near the borders, and they agree there on pixels that are "
        "border of only one. Compare the two borders.",
    )


def _other_fractions(truth: Mask, prediction: Mask, first: Mask, second: Mask) -> Iterator[Mistake]:
    both, either = (first & second).sum(), (first | second).sum()
    recall, precision = ratio(both, first.sum()), ratio(both, second.sum())
    yield Mistake(
        "Dice",
        ratio(2 * both, first.sum() + second.sum()),
        "That is the Dice coefficient, 2 · both / (truth + prediction). Divide the pixels in both "
        "borders by those in either.",
    )
    yield Mistake(
        "union counts twice",
        ratio(both, first.sum() + second.sum()),
        "The pixels in both borders were counted twice below the line. Count those in either: "
        "a | b.",
    )
    yield Mistake(
        "recall",
        recall,
        "That is the share of the true border that was found. Divide by the pixels in either "
        "border.",
    )
    yield Mistake(
        "precision",
        precision,
        "That is the share of the predicted border that is right. Divide by the pixels in either "
        "border.",
    )
    yield Mistake(
        "mean of shares",
        (recall + precision) / 2,
        "That is the mean of two shares, of the true border and of the predicted one. Divide the "
        "pixels in both borders once, by those in either.",
    )
    for word, size in (
        ("smaller", min(first.sum(), second.sum())),
        ("larger", max(first.sum(), second.sum())),
    ):
        yield Mistake(
            f"by the {word}",
            ratio(both, size),
            f"The pixels in both were divided by those of the {word} border. Divide by those in "
            "either: a | b.",
        )
    yield Mistake(
        "of all pixels",
        (first & second).mean(),
        "The pixels in both were divided by all pixels of the picture, as .mean() does. Divide "
        "their .sum() by that of a | b.",
    )
    yield Mistake(
        "pixels in one only",
        ratio(both, (first ^ second).sum()),
        "The pixels in both were divided by those in only one of the borders (^). Divide by those "
        "in either: a | b.",
    )
    yield Mistake(
        "sizes",
        ratio(first.sum(), second.sum()),
        "One border's size was divided by the other's, wherever their pixels are. Divide the "
        "pixels in both, a & b, by those in either, a | b.",
    )
    yield Mistake(
        "along the true border",
        ratio((truth == prediction)[first].sum(), first.sum()),
        "That is the accuracy along the true border, which is blind to pixels further out. "
        "Compare the two borders.",
    )
    yield Mistake(
        "accuracy",
        (first == second).mean(),
        "That is the share of pixels on which the two borders agree, and most are in neither. "
        "Divide the pixels in both borders by those in either.",
    )
    yield Mistake(
        "alike",
        ratio((first == second).sum(), either),
        "== counts also the pixels in neither border. Count those in both: a & b.",
    )
    yield Mistake(
        "masks over borders",
        ratio((truth & prediction).sum(), either),
        "Above the line are pixels in both masks, expected those in both borders. Write a & b of "
        "the borders.",
    )
    yield Mistake(
        "divided by the masks",
        ratio(both, (truth | prediction).sum()),
        "Below the line are pixels in either mask, expected those in either border. Write a | b of "
        "the borders.",
    )
    yield Mistake(
        "pixels in both",
        both,
        "That is the number of pixels in both borders. Divide it by those in either.",
    )
    yield Mistake(
        "whole division",
        np.floor(ratio(both, either)),
        "Only 0 and 1 come out, as with //, which drops what stands behind the point. Divide the "
        "counts with /.",
    )
    yield Mistake(
        "smoothed",
        (both + 1) / (either + 1),
        "1 was added to both parts of the fraction, and the masks are small enough to show it. "
        "Leave it out, and return np.nan where a | b is empty.",
    )


def _where_nothing_is(
    truth: Mask, prediction: Mask, first: Mask, second: Mask
) -> Iterator[Mistake]:
    right = overlap(first, second)
    only_where = "Return np.nan only where neither has a border."
    yield Mistake(
        "nan without overlap",
        right if (first & second).any() else np.nan,
        f"Borders without a common pixel have an IoU of 0. {only_where}",
    )
    yield Mistake(
        "nan where one is empty",
        right if truth.any() and prediction.any() else np.nan,
        f"Where only one of the masks is empty the IoU is 0. {only_where}",
    )


def other_distances(truth: Mask, prediction: Mask, distance: int) -> Iterator[Mistake]:
    """What comes of borders of another width than was asked for."""
    widths = {f"distance {steps}": steps for steps in (1, 2, 3)}
    for name, steps in (widths | {"a step more": distance + 1, "twice": 2 * distance}).items():
        yield Mistake(
            name,
            boundary_iou(truth, prediction, steps),
            f"That is the score of borders with a distance of {steps}, asked for was {distance}. "
            "Pass distance on to border.",
        )


def borders_of_overlap(truth: Mask, prediction: Mask, distance: int) -> Iterator[Mistake]:
    """What comes of putting the masks together before their borders are taken."""
    both, either = border(truth & prediction, distance), border(truth | prediction, distance)
    yield Mistake(
        "borders of both and either",
        ratio(both.sum(), either.sum()),
        "The border was taken of what the masks have in common and of both together. Take the "
        "border of each mask first, then a & b and a | b.",
    )
