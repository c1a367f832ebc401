"""The mean IoU of a batch, and what is said of other numbers."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, compare, is_array, next_step_of_type, say
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look, Mistake
from grader.exercises.loss.judge.softmax import softmax
from grader.exercises.loss.probe import Classes, batch_of
from grader.judging.mistakes import of_a_score
from grader.judging.values import judge_values, look_at, no_number, other_value


def judge_iou(case: Case, evidence: Evidence) -> Judgement:
    """The mean IoU of the batch."""
    right = mean_iou(*batch_of(case))
    return judge_values(case, evidence["mean_iou"], right, _no_iou, _other_iou, _compare_classes)


def look_at_iou(case: Case, evidence: Evidence) -> Look | None:
    """The number, beside those that the usual mistakes give."""
    batch = batch_of(case)
    return look_at(evidence["mean_iou"], mean_iou(*batch), iou_mistakes(*batch))


def mean_iou(y_true: Classes, logits: Numbers) -> float:
    """Mean of intersection over union, over the classes in the truth or in the prediction."""
    return mean_iou_of_classes(y_true, logits.argmax(axis=-1), logits.shape[-1])


def mean_iou_of_classes(
    y_true: Classes, predicted: Classes, n_classes: int, chosen: int | None = None
) -> float:
    """Mean IoU of two masks of ids, over the classes in either; of a ``chosen`` class its IoU."""
    counts = _count(y_true, predicted, n_classes)
    return counts.mean_of(np.arange(n_classes) == chosen if chosen else counts.is_present)


@dataclass(frozen=True)
class _Counts:
    """Pixels of each class: in both, in either, in the truth, in the prediction."""

    overlap: Numbers
    either: Numbers
    truth: Numbers
    prediction: Numbers

    @property
    def n_classes(self) -> int:
        return self.either.size

    @property
    def is_present(self) -> NDArray[np.bool_]:
        return self.either > 0

    @property
    def iou(self) -> Numbers:
        """Of the classes that are present."""
        return self.overlap[self.is_present] / self.either[self.is_present]

    def mean_of(self, chosen: NDArray[np.bool_]) -> float:
        """The mean IoU of those of the chosen classes that are present; NaN if there are none."""
        shown = chosen & self.is_present
        return float((self.overlap[shown] / self.either[shown]).mean()) if shown.any() else np.nan


def _count(y_true: Classes, predicted: Classes, n_classes: int) -> _Counts:
    ids = np.arange(n_classes).reshape(n_classes, *[1] * max(y_true.ndim, predicted.ndim))
    truth, prediction = np.broadcast_arrays(y_true == ids, predicted == ids)
    axes = tuple(range(1, truth.ndim))
    sets = truth & prediction, truth | prediction, truth, prediction
    return _Counts(*(one.sum(axis=axes, dtype=np.float64) for one in sets))


def iou_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes give on this case, the likeliest first."""
    counts = _count(y_true, logits.argmax(axis=-1), logits.shape[-1])
    yield from _wrong_averages(counts)
    yield from _classes_left_out(y_true, logits, counts)
    yield from _other_fractions(counts)
    yield from _other_measures(y_true, logits)
    yield from _other_predictions(y_true, logits)
    yield from _counted_in_8_bits(y_true, logits)
    yield from of_a_score(mean_iou(y_true, logits))


def _wrong_averages(counts: _Counts) -> Iterator[Mistake]:
    n_classes, iou = counts.n_classes, counts.iou
    n_absent = n_classes - iou.size
    yield Mistake(
        "all classes",
        iou.sum() / n_classes,
        f"The sum was divided by all {n_classes} classes, so those that occur nowhere (here "
        f"{n_absent}) count as 0. Average over the classes whose union is not empty.",
    )
    yield Mistake(
        "absent counts 1",
        (iou.sum() + n_absent) / n_classes,
        f"Classes that occur nowhere (here {n_absent}) count as 1, perhaps through a small number "
        "added to both parts of the fraction. Average over the classes whose union is not empty.",
    )
    smoothed = (counts.overlap + 1) / (counts.either + 1)
    for mean in (smoothed.mean(), smoothed[counts.is_present].mean()):
        yield Mistake(
            "smoothed",
            mean,
            "1 was added to both parts of the fraction, and the cases are small enough to show it. "
            "Leave it out, and average over the classes whose union is not empty.",
        )
    yield Mistake(
        "all at once",
        counts.overlap.sum() / counts.either.sum(),
        "All intersections were added before dividing by all unions, so large classes weigh "
        "more. Divide class by class, then take the mean.",
    )
    yield Mistake(
        "by frequency",
        (counts.truth[counts.is_present] * iou).sum() / counts.truth.sum(),
        "The classes were weighted by their pixels. Every class counts the same: take the plain "
        "mean.",
    )
    yield Mistake(
        "sum",
        iou.sum(),
        "The IoU of the classes were added. Divide by the number of classes present.",
    )


def _classes_left_out(y_true: Classes, logits: Numbers, counts: _Counts) -> Iterator[Mistake]:
    only_when = "Leave out a class only when its union is empty."
    in_truth, in_prediction = counts.truth > 0, counts.prediction > 0
    for name, words, counted in (
        ("predicted only", "predicted but not in the mask", in_truth),
        ("true only", "in the mask but not predicted", in_prediction),
    ):
        yield Mistake(
            name,
            counts.mean_of(counted),
            f"A class that is {words} was left out; it counts with IoU 0. {only_when}",
        )
    yield Mistake(
        "in both only",
        counts.mean_of(in_truth & in_prediction),
        f"Only classes in both the mask and the prediction were averaged. {only_when}",
    )
    ids = np.arange(counts.n_classes)
    yield Mistake(
        "class 0 left out",
        counts.mean_of(ids > 0),
        "Class 0 was left out. It is a class like the others here: start the loop at 0.",
    )
    yield Mistake(
        "last class left out",
        counts.mean_of(ids < ids[-1]),
        "The last class was left out. range(n) ends at n − 1 by itself: loop over "
        "range(n_classes).",
    )
    yield Mistake(
        "up to the largest id",
        counts.mean_of(ids < y_true.max()),
        "The classes from the largest id in the mask on were left out. Loop over range(n_classes).",
    )
    yield Mistake(
        "stopped",
        counts.mean_of(np.cumprod(counts.is_present) > 0),
        "The loop ended at the first class that occurs nowhere, and the later ones are missing. "
        "Write continue in place of break.",
    )
    for place, word in ((0, "first"), (-1, "last")):
        yield Mistake(
            f"{word} class alone",
            counts.iou[place],
            f"That is the IoU of the {word} class alone. Make a list in front of the loop, "
            "put each class's IoU into it, and return its mean behind the loop.",
        )
    counted = y_true > 0
    yield Mistake(
        "pixels of class 0 left out",
        mean_iou_of_classes(y_true[counted], logits.argmax(axis=-1)[counted], counts.n_classes),
        "The pixels whose true class is 0 were left out. It is a class like the others: count all "
        "pixels.",
    )
    yield Mistake("median", np.median(counts.iou), "That is the median. Take the mean.")
    yield Mistake(
        "largest of all", counts.iou.max(), "That is the largest IoU of all classes. Take the mean."
    )
    predicted = logits.argmax(axis=-1)
    for n in (2, 3):
        known = (y_true < n) & (predicted < n)
        among = _count(y_true[known], predicted[known], n)
        for mean in (counts.mean_of(ids < n), among.mean_of(among.is_present)):
            yield Mistake(
                f"{n} classes",
                mean,
                f"Only {n} classes were counted, a number that is fixed in the code. Take the "
                "argument n_classes.",
            )


def _other_fractions(counts: _Counts) -> Iterator[Mistake]:
    """Something else than the union below the line, or another line."""
    overlap, both_sizes = counts.overlap, counts.truth + counts.prediction
    shown = counts.is_present
    if overlap[shown].all():
        yield Mistake(
            "upside down",
            (counts.either / overlap)[shown].mean(),
            "The fraction is upside down. Divide the intersection by the union.",
        )
    n_pixels = counts.truth.sum()
    yield Mistake(
        "equal for both",
        ((n_pixels - counts.either + overlap) / counts.either)[shown].mean(),
        "== counts also the pixels that are of this class in neither. Count those in both: & "
        "between the two.",
    )
    yield Mistake(
        "Dice",
        (2 * overlap / both_sizes)[shown].mean(),
        "That is the Dice coefficient, 2 · intersection / (truth + prediction). Divide the "
        "intersection by the union: truth + prediction − intersection.",
    )
    yield Mistake(
        "union counts twice",
        (overlap / both_sizes)[shown].mean(),
        "The pixels in both were counted twice in the union. Take the intersection away once: "
        "truth + prediction − intersection.",
    )
    yield Mistake(
        "intersection added",
        (overlap / (both_sizes + overlap))[shown].mean(),
        "The intersection was added to the union. Take it away once: truth + prediction − "
        "intersection.",
    )
    yield Mistake(
        "by the larger",
        (overlap / np.maximum(counts.truth, counts.prediction))[shown].mean(),
        "The intersection was divided by the larger of the two counts. Divide by the union: truth "
        "+ prediction − intersection.",
    )
    apart = counts.either - overlap
    for chosen in (apart > 0, shown):
        yield Mistake(
            "pixels in one only",
            (overlap / apart)[chosen].mean(),
            "The intersection was divided by the pixels in only one of the two (^, or xor). The "
            "union has those in both as well: write |.",
        )
    yield Mistake(
        "all pixels",
        (overlap / counts.truth.sum())[shown].mean(),
        "The intersection was divided by the number of all pixels. Divide by the union of the "
        "class.",
    )
    for name, words, sizes in (
        ("recall", "pixels of the mask", counts.truth),
        ("precision", "predicted pixels", counts.prediction),
    ):
        yield Mistake(
            name,
            (overlap / sizes)[sizes > 0].mean(),
            f"The intersection was divided by the {words} alone (that is the {name}). Divide by "
            "the union of mask and prediction.",
        )
    yield Mistake(
        "whole division",
        np.floor(counts.iou).mean(),
        "Each class gives 0 or 1 only, as with //, which drops what stands behind the point. "
        "Divide with /.",
    )


def _other_measures(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    predicted, n_classes = logits.argmax(axis=-1), logits.shape[-1]
    yield Mistake(
        "accuracy",
        (y_true == predicted).mean(),
        "That is the accuracy: the share of pixels with the right class. Count intersection and "
        "union for each class.",
    )
    yield Mistake(
        "right pixels a class",
        (y_true == predicted).sum() / n_classes,
        "That is the number of right pixels divided by the number of classes. Divide each class's "
        "intersection by its union, then take the mean.",
    )
    yield Mistake(
        "mean over images",
        np.mean(
            [mean_iou_of_classes(*one, n_classes) for one in zip(y_true, predicted, strict=True)]
        ),
        "That is the mean of one mean IoU for each image. Count intersection and union over the "
        "whole batch first, then divide.",
    )
    yield Mistake(
        "first image",
        mean_iou_of_classes(y_true[0], predicted[0], n_classes),
        "That is the mean IoU of the first image alone. Count over all images of the batch.",
    )
    yield Mistake(
        "ids as truth values",
        ((y_true > 0) & (predicted > 0)).sum() / ((y_true > 0) | (predicted > 0)).sum(),
        "The class ids were taken for True and False, so that all classes but 0 are one. Compare "
        "with each class k: (mask == k) & (prediction == k).",
    )
    shares, one_hot = softmax(logits), np.eye(n_classes)[y_true]
    axes = tuple(range(y_true.ndim))
    overlap = (one_hot * shares).sum(axis=axes)
    yield Mistake(
        "soft",
        (overlap / ((one_hot + shares).sum(axis=axes) - overlap)).mean(),
        "Softmax shares were added up. The answer of the network for a pixel is one class: take "
        "argmax of the logits over the last axis.",
    )


def _other_predictions(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """Answers of the network that were read from the logits in another way.

    Their shapes do not always fit the mask.
    """
    n_classes, predicted = logits.shape[-1], logits.argmax(axis=-1)
    for name, ids, cause in (
        *(
            (
                f"argmax over {word}",
                logits.argmax(axis=axis),
                f"argmax ran over the {word} axis. The classes are the last axis: axis=-1.",
            )
            for axis, word in ((1, "height"), (2, "width"), (0, "batch"))
        ),
        (
            "argmax of everything",
            np.full_like(y_true, logits.argmax()),
            "No pixel has a class id of its own: argmax is missing, or has no axis and gives one "
            "number for the whole batch. Write np.argmax(logits, axis=-1).",
        ),
        (
            "class 0 everywhere",
            np.zeros_like(y_true),
            "The prediction is class 0 everywhere, as argmax of y_true gives it, whose last axis "
            "has one place, and a cast of shares to whole numbers. Write np.argmax(logits, "
            "axis=-1).",
        ),
        *(
            (
                "logits for ids",
                whole(scores),
                "The logits themselves were compared with the class ids. The class of a pixel is "
                "the place of its highest logit: tf.argmax(logits, axis=-1).",
            )
            for scores in (logits[..., 0], logits.max(axis=-1))
            for whole in (np.trunc, np.round)
        ),
        (
            "argmin",
            logits.argmin(axis=-1),
            "The class with the lowest logit was taken. Write argmax in place of argmin.",
        ),
    ):
        with contextlib.suppress(ValueError):
            yield Mistake(name, mean_iou_of_classes(y_true, ids, n_classes), cause)
    truth = y_true[..., np.newaxis] == np.arange(n_classes)
    axes = tuple(range(y_true.ndim))
    for threshold in (0, 0.5):
        found = logits > threshold
        overlap, either = (truth & found).sum(axis=axes), (truth | found).sum(axis=axes)
        yield Mistake(
            f"above {threshold}",
            (overlap / either)[either > 0].mean(),
            f"Every logit above {threshold} was taken for its class, so that a pixel has several "
            "classes or none. Take argmax of the logits over the last axis.",
        )
    yield Mistake(
        "argmax of the mask",
        mean_iou_of_classes(np.zeros_like(y_true), predicted, n_classes),
        "argmax over the mask's last axis, which has length 1, gives 0 everywhere. The mask holds "
        "class ids already: y_true[..., 0].",
    )
    with contextlib.suppress(ValueError):
        yield Mistake(
            "mask spread",
            mean_iou_of_classes(y_true[..., np.newaxis], predicted, n_classes),
            "The mask kept its last axis of 1 and was spread against the prediction. Take it away "
            "first: y_true[..., 0].",
        )


def _counted_in_8_bits(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """Counts or numbers of pairs as uint8, the type of the masks, which ends at 255."""
    n_classes, predicted = logits.shape[-1], logits.argmax(axis=-1)
    counts = _count(y_true, predicted, n_classes)
    overlap, either = counts.overlap % 256, counts.either % 256
    yield Mistake(
        "counts in 8 bits",
        (overlap / either)[either > 0].mean(),
        "The pixels were counted as uint8, where 256 is 0 again. Cast to tf.int32 or tf.float32 "
        "before the sum.",
    )
    for pairs in (n_classes * y_true % 256 + predicted, (n_classes * y_true + predicted) % 256):
        table = np.bincount(pairs.ravel(), minlength=n_classes**2)[: n_classes**2]
        table = table.reshape(n_classes, n_classes)
        both = np.diag(table)
        union = table.sum(axis=0) + table.sum(axis=1) - both
        yield Mistake(
            "pairs in 8 bits",
            (both / union)[union > 0].mean(),
            "n_classes times a class id does not fit into uint8, the type of the mask, where 256 "
            "is 0 again. Cast the mask to int32 or int64 first.",
        )


def _other_iou(case: Case, got: Numbers, right: Numbers) -> Finding:
    advice = (
        "Print the predicted classes, which are tf.argmax(logits, axis=-1), then intersection and "
        "union of each class beside those of the table."
    )
    y_true, logits = batch_of(case)
    n_present = len(np.union1d(y_true, logits.argmax(axis=-1)))
    if np.isnan(got) and n_present == logits.shape[-1]:
        advice = (
            "All classes occur here. So no IoU was kept, as with if union == 0, or one was asked "
            "for beyond the last class. Write if union > 0, in a loop over range(n_classes)."
        )
    elif np.isnan(got):
        advice = (
            "A class that occurs nowhere gave 0 / 0. Leave out classes whose union is empty before "
            "dividing."
        )
    return other_value(case, got, right, advice, why=_by_hand(*batch_of(case)))


def _by_hand(y_true: Classes, logits: Numbers) -> str:
    """The fractions of a case small enough to count."""
    if y_true.size > 8:
        return ""
    counts = _count(y_true, logits.argmax(axis=-1), logits.shape[-1])
    pairs = zip(counts.overlap, counts.either, strict=True)
    fractions = [str(Fraction(int(overlap), int(either))) for overlap, either in pairs if either]
    return f", the mean of {' and '.join(', '.join(fractions).rsplit(', ', 1))}"


def _no_iou(case: Case, recorded: Evidence, _: Numbers) -> Finding:
    n_classes = batch_of(case)[1].shape[-1]
    if not is_array(recorded):
        step = next_step_of_type(recorded["type"], "the mean IoU")
    elif recorded["shape"] == [n_classes, n_classes]:
        step = (
            "That looks like the table of pairs of classes. A class's intersection stands in its "
            "diagonal; where Keras's MeanIoU made it, return metric.result()."
        )
    elif len(recorded["shape"]) == 1:
        step = "That looks like one IoU a class or an image. Return their mean."
    else:
        step = "Return one number, the mean of the classes' IoU."
    return no_number(case, recorded, "one number between 0 and 1", step)


def _compare_classes(case: Case, got: Numbers, right: Numbers) -> Comparison:
    y_true, logits = batch_of(case)
    counts = _count(y_true, logits.argmax(axis=-1), logits.shape[-1])
    fractions = [
        (f"class {k}: intersection / union", "", f"{int(o)} / {int(e)}" if e else "left out")
        for k, (o, e) in enumerate(zip(counts.overlap, counts.either, strict=True))
    ]
    rows = [("mean IoU", say(got), say(right))]
    comparison = compare(f"{case.name}: mean over the classes that occur", rows)
    assert comparison.expected is not None
    expected_rows = (*comparison.expected.rows, *((name, text) for name, _, text in fractions))
    return replace(comparison, expected=replace(comparison.expected, rows=expected_rows))
