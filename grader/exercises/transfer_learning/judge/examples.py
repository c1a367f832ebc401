"""Prepared pictures and masks as they should be, and what is said of other ones."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import Numbers, close, compare, is_array, numbers_of, same, say, say_shape
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.training.files.judge import AXIS_IS_GONE, MASK_FIRST, not_a_pair, only_outside
from grader.exercises.transfer_learning.probe import (
    N_CLASSES,
    N_EPOCHS,
    N_EXAMPLES,
    N_WHOLE_MASKS,
    pictures_of,
)
from grader.judging.pictures import bilinear

Flags = NDArray[np.bool_]

_CLASS_NAMES = ("pet", "background", "border")
_ROUNDED = 0.01  # a little more than one of 255 steps: a picture may be rounded on its way
_FEWEST_FLIPS = 4  # of 32; fair coins give fewer once in a hundred thousand times


def _case(blocks: Sequence[int], block: int, size: Sequence[int], seed: int, augment: bool) -> Case:
    generator = "generator" if augment else "None"
    return Case(
        f"load_example(image, mask, size={tuple(size)}, generator={generator})",
        {
            "blocks": list(blocks),
            "block": block,
            "size": list(size),
            "seed": seed,
            "augment": augment,
        },
    )


CASES = (
    _case((4, 6), 8, (16, 24), seed=11, augment=False),
    _case((3, 4), 2, (24, 32), seed=12, augment=True),
)


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Other pictures, made larger and made smaller."""
    seeds = [int(seed) for seed in rng.integers(2**31, size=2)]
    rows = int(rng.integers(3, 5))
    return (
        _case((rows, 5), 2, (8 * rows, 40), seeds[0], augment=True),
        _case((5, rows), 8, (20, 4 * rows), seeds[1], augment=False),
    )


def judge_example(case: Case, evidence: Evidence) -> Judgement:
    """Range, size and classes; then whether chance is drawn for each picture and each epoch."""
    if "raised_inside" in evidence:
        operations = "tf.image.resize, tf.where, tf.reverse"
        return Judgement((only_outside(case, evidence["raised_inside"], operations),))
    if "returned" in evidence:
        returned = str(evidence["returned"])
        return Judgement((not_a_pair(case, returned, f"one {returned}"),))
    colours, ids = pictures_of(case)
    expected = colours / 127.5 - 1
    if _is_exchanged(evidence):
        finding = case.finding(("order", "mask, image", "image, mask"), MASK_FIRST)
        return Judgement((finding,))
    findings = []
    if sentence := _image_cause(case, evidence, expected):
        what = ("image", evidence["image"], {"low": -1, "high": 1})
        findings.append(case.finding(what, sentence))
    if sentence := _mask_cause(case, evidence["mask"], ids):
        summary = {key: evidence["mask"].get(key) for key in ("dtype", "shape", "low", "high")}
        findings.append(case.finding(("mask", summary, [0, 1, 2]), sentence))
    if not findings:
        findings = [*_about_flips(case, evidence, expected, ids.astype(np.float64))]
    return Judgement(tuple(findings[:2]), _compare(case, evidence))


def _is_exchanged(evidence: Evidence) -> bool:
    """Whether mask and image came back in the other order, by their channels and types."""
    (image, mask) = (evidence[name] for name in ("image", "mask"))
    return (image["shape"][-1:], mask["shape"][-1:]) == ([1], [3]) and "float" in mask["dtype"]


# The picture --------------------------------------------------------------------------------------


def _image_cause(case: Case, evidence: Evidence, expected: Numbers) -> str | None:
    image = evidence["image"]
    wanted_shape = (*case.arguments["size"], 3)
    shape = tuple(image["shape"])
    if shape != wanted_shape:
        return (
            f"gave an image of shape {say_shape(shape)}, expected {say_shape(wanted_shape)}. "
            "Resize it to size, which is (height, width): tf.image.resize(image, size)."
        )
    low, high = float(image["low"]), float(image["high"])
    middles = numbers_of(evidence["images"]["values"])
    is_right = not _states(middles, expected[np.newaxis])[2].any()
    if is_right and "float" in image["dtype"] != "float32":
        return (
            f"gave an image of {image['dtype']}, expected float32. Its values are right, the type "
            "is another. Write tf.cast(image, tf.float32)."
        )
    fact = (
        f"gave an image of {image['dtype']} from {say(low)} to {say(high)}, expected float32 from "
        "-1 to 1."
    )
    if "float" not in image["dtype"] or low < -1.001 or high > 1.001 or low > -0.9 or high < 0.9:
        if is_right:
            return f"{fact} {_OVERSHOOTS}"
        return f"{fact} {_cause_of_wrong_range(middles, expected) or _cause_of_range(low, high)}"
    if is_right:
        return _cause_of_method(case, numbers_of(image["values"]), expected[0])
    if divisor := _other_divisor(middles, expected):
        return f"{fact} {_say_divisor(divisor)}"
    off, off_turned = (
        _states(colours, expected[np.newaxis])[2] for colours in (middles, middles[..., ::-1])
    )
    if not (off & off_turned).any():
        return (
            "gave an image with red and blue exchanged, expected the colours in their order. A "
            "third index turns the channels: image[:, :, ::-1]. Write image[:, ::-1] to turn left "
            "and right."
        )
    upside_down = _states(middles[:, :, ::-1], expected[np.newaxis])[2]
    if not (off & upside_down).any():
        return (
            "gave an image that stands upside down, expected one turned from left to right at "
            "most. A first index turns the rows: image[::-1]. Write image[:, ::-1] to turn left "
            "and right."
        )
    return (
        "gave an image with its colours in other places than expected. Resize the whole picture, "
        "without cropping or padding, and flip only from left to right."
    )


def _cause_of_wrong_range(got: Numbers, expected: Numbers) -> str | None:
    """What the colours tell of the cause, where the range alone does not."""
    if divisor := _other_divisor(got, expected):
        return _say_divisor(divisor)
    if _is_brightened(got, expected):
        return (
            "Each picture became brighter or darker, as tf.image.random_brightness makes it. Only "
            "the flip is asked for. Leave the rest out."
        )
    return None


def _other_divisor(got: Numbers, expected: Numbers) -> float | None:
    """What the colours were divided by before 1 was taken away, if by another number near 127.5."""
    colours = 127.5 * (expected[np.newaxis] + 1)
    for divisor in (127, 128):
        if not _states(got, colours / divisor - 1)[2].any():
            return divisor
    return None


def _say_divisor(divisor: float) -> str:
    return (
        f"It was divided by {say(divisor)}; half of the highest value, 255, is 127.5. Write "
        "tf.cast(image, tf.float32) / 127.5 - 1."
    )


def _is_brightened(got: Numbers, expected: Numbers) -> bool:
    """Whether each picture, mirrored or not, differs by a number of its own from the right one."""
    offs = [got - right for right in (expected[np.newaxis], expected[np.newaxis, :, :, ::-1])]
    is_lighter = np.ptp([off.mean(axis=(2, 3, 4)) for off in offs], axis=(1, 2)).min() > _ROUNDED
    is_even = np.all(np.min([off.std(axis=(2, 3, 4)) for off in offs], axis=0) < _ROUNDED)
    return bool(is_lighter and is_even)


_OVERSHOOTS = (
    "Away from edges the values are right; at edges they overshoot, as method='bicubic' makes "
    "them. Resize bilinearly: tf.image.resize(image, size)."
)


def _cause_of_method(case: Case, got: Numbers, colours: Numbers) -> str | None:
    """What is wrong between the middles of an enlarged picture's blocks, where methods differ."""
    picture = np.repeat(np.repeat(colours, case.arguments["block"], 0), case.arguments["block"], 1)
    height, width = case.arguments["size"]
    if height < picture.shape[0]:
        return None
    expected, squares = (
        min((right, right[:, ::-1]), key=lambda one: float(np.abs(one - got).max()))
        for right in (
            bilinear(picture, height, width),
            np.kron(picture, np.ones((height // len(picture), width // picture.shape[1], 1))),
        )
    )
    off = np.abs(got - expected).max(axis=-1)
    if off.max() < _ROUNDED:
        return None
    row, column = (int(i) for i in np.unravel_index(off.argmax(), off.shape))
    cause = (
        "Each pixel became a square, as method='nearest' and 'area' make it. "
        if np.abs(got - squares).max() < _ROUNDED
        else ""
    )
    return (
        f"gave an enlarged image whose red at ({row}, {column}) is {say(got[row, column, 0])}, "
        f"expected {say(expected[row, column, 0])}. {cause}Resize the image bilinearly, "
        "tf.image.resize(image, size), and the mask alone with method='nearest'."
    )


def _cause_of_range(low: float, high: float) -> str:
    if high > 2:
        return (
            "MobileNetV2 has seen only pictures from -1 to 1. Divide by 127.5 and subtract 1, as "
            "keras.applications.mobilenet_v2.preprocess_input does."
        )
    if low >= 0 and 0.5 < high <= 1.001:
        return (
            "That is the range of other networks. MobileNetV2 has seen pictures from -1 to 1: "
            "divide by 127.5 and subtract 1."
        )
    if high - low < 0.1:
        return "It was scaled twice, so that every picture is nearly black. Scale it once."
    return "Divide by 127.5 and subtract 1, in this order and once."


# The mask -----------------------------------------------------------------------------------------


def _mask_cause(case: Case, mask: Evidence, ids: NDArray[np.uint8]) -> str | None:
    height, width = case.arguments["size"]
    shape = tuple(mask["shape"][1:])
    if shape != (height, width, 1):
        return (
            f"gave a mask of shape {say_shape(shape)}, expected {say_shape((height, width, 1))}. "
            f"{_cause_of_shape(shape, (height, width))}"
        )
    values = numbers_of(mask["values"])[..., 0]
    rows, columns = ids.shape[1:]
    block = np.ones((1, height // rows, width // columns))
    plain: Numbers = np.asarray(np.kron(ids[:N_WHOLE_MASKS], block), np.float64)
    flipped = plain[:, :, ::-1]
    right = [
        same(got, here) or same(got, there)
        for got, here, there in zip(values, plain, flipped, strict=True)
    ]
    if not all(right):
        return _cause_of_wrong_ids(values, plain, flipped)
    if "int" not in mask["dtype"]:
        return (
            f"gave a mask of {mask['dtype']}, expected whole numbers as they came, uint8. Resize "
            "the mask with method='nearest', which keeps its type, and scale the image alone."
        )
    return None


def _cause_of_shape(shape: tuple[int, ...], size: tuple[int, int]) -> str:
    return AXIS_IS_GONE if shape == size else "Resize it to size and keep its channel."


def _cause_of_wrong_ids(values: Numbers, plain: Numbers, flipped: Numbers) -> str:
    invented = sorted(set(np.unique(values)) - set(range(N_CLASSES)))
    if invented and values.min() >= -1 and values.max() <= 1:
        return (
            f"gave a mask with values from {say(values.min())} to {say(values.max())}, expected "
            "the classes 0, 1 and 2. It was scaled like an image, and classes are names. Leave the "
            "mask's values as they are."
        )
    shifted = {by: (plain + by) % 256 for by in (-1, 1)}
    for by, masks in shifted.items():
        if all(
            same(got, one) or same(got, one[:, ::-1])
            for got, one in zip(values, masks, strict=True)
        ):
            what = "taken away from" if by < 0 else "added to"
            return (
                f"gave a mask with the value {say(invented[0])}, expected the classes 0, 1 and 2 "
                f"alone. 1 was {what} classes that begin at 0 already"
                f"{', and in uint8 the number before 0 is 255' if by < 0 else ''}. Leave the "
                "mask's values as they are."
            )
    if invented and (values.min() < 0 or values.max() >= N_CLASSES):
        return (
            f"gave a mask with the value {say(invented[0])}, expected the classes 0, 1 and 2 "
            "alone. Print np.unique(mask) after each line to see which one brings it in."
        )
    if invented:
        return (
            f"gave a mask with the value {say(invented[0])}, expected the classes 0, 1 and 2 "
            "alone. Interpolation mixes neighbours, and there is nothing between two classes. "
            "Resize the mask with method='nearest'."
        )
    number = next(
        n for n, got in enumerate(values) if not (same(got, plain[n]) or same(got, flipped[n]))
    )
    wanted = min(
        plain[number], flipped[number], key=lambda mask: int((mask != values[number]).sum())
    )
    if (np.sort(values[number], axis=None) == np.sort(wanted, axis=None)).all():
        return (
            "gave a mask with its classes in other places than expected. Do to the mask what you "
            "do to the image, and flip only from left to right."
        )
    row, column = (int(i) for i in np.argwhere(values[number] != wanted)[0])
    got, expected = (_CLASS_NAMES[int(mask[row, column])] for mask in (values[number], wanted))
    share = (values[number] != wanted).mean()
    return (
        f"gave the pixel ({row}, {column}) of a mask the class {got}, expected {expected}; "
        f"{share:.0%} of its pixels are wrong. Interpolated and cast back, a pixel between two "
        "classes gets a third one, or the lower. Resize the mask with method='nearest'."
    )


# Chance -------------------------------------------------------------------------------------------


def _about_flips(
    case: Case, evidence: Evidence, colours: Numbers, ids: Numbers
) -> Iterator[Finding]:
    images = numbers_of(evidence["images"]["values"])
    masks = numbers_of(evidence["masks"]["values"])
    _, image_flipped, _ = _states(images, colours[np.newaxis])
    mask_plain, mask_flipped, _ = _states(masks, ids[np.newaxis, ..., np.newaxis])
    apart = (image_flipped & ~mask_flipped) | (~image_flipped & ~mask_plain)
    if apart.any():
        yield _apart(case, image_flipped, apart)
    elif not case.arguments["augment"]:
        if image_flipped.any():
            yield case.finding(
                ("flips", int(image_flipped.sum()), 0),
                f"flipped {int(image_flipped.sum())} of {image_flipped.size} pictures, expected "
                "none. Pictures that are only looked at stay as they are. Flip only when there is "
                "a generator.",
            )
    else:
        yield from _about_chance(case, image_flipped)


def _apart(case: Case, image_flipped: Flags, apart: Flags) -> Finding:
    n_flipped, n_apart = int(image_flipped.sum()), int(apart.sum())
    if n_apart == apart.size and 0 < n_flipped < n_apart:
        cause = (
            "Where one is flipped the other is not: the question is asked the other way round, or "
            "the choices of one tf.where are exchanged. Write tf.where(flip, image[:, ::-1], "
            "image) and tf.where(flip, mask[:, ::-1], mask)."
        )
    else:
        told = "Image and mask each had a chance of their own."
        if (image_flipped & apart).sum() == n_flipped == n_apart:
            told = "The masks are never flipped."
        elif not n_flipped:
            told = "The images are never flipped."
        cause = f"{told} Draw one number and let it decide for both."
    return case.finding(
        ("flips", n_apart, 0),
        f"gave {n_apart} of {apart.size} pictures a mask that is turned the other way, expected "
        f"none. {cause}",
    )


_RUN_ONCE = (
    "inside a dataset Python and NumPy run once, when the function is traced, and decide for ever, "
    "as a seed does that is always the same."
)


def _about_chance(case: Case, flipped: Flags) -> Iterator[Finding]:
    n_flipped, total = int(flipped.sum()), flipped.size
    if n_flipped in (0, total):
        what, cause = (
            ("none", "A flip gives a new tensor, which has to be kept. And ")
            if n_flipped == 0
            else ("all", "A number has to be drawn for each, and ")
        )
        yield case.finding(
            ("flips", n_flipped, total // 2),
            f"flipped {what} of {total} pictures, expected about half. {cause}{_RUN_ONCE} Write "
            "flip = generator.uniform([]) < 0.5 and image = tf.where(flip, image[:, ::-1], image).",
        )
    elif (flipped[0] == flipped[1]).all():
        yield case.finding(
            ("flips", n_flipped, total // 2),
            f"flipped the same {int(flipped[0].sum())} of {N_EXAMPLES} pictures in {N_EPOCHS} "
            "epochs, expected a new draw in each. tf.random starts from the global seed again "
            "whenever the dataset is read anew. Draw from the generator, which goes on.",
        )
    elif not _FEWEST_FLIPS < n_flipped < total - _FEWEST_FLIPS:
        yield case.finding(
            ("flips", n_flipped, total // 2),
            f"flipped {n_flipped} of {total} pictures, expected about half. Compare a number "
            "between 0 and 1 with 0.5.",
        )


def _states(got: Numbers, expected: Numbers) -> tuple[Flags, Flags, Flags]:
    """For each epoch and picture: as it was, mirrored, or neither. Shapes (epochs, n, H, W, C)."""
    plain, flipped = (
        np.asarray(close(got, wanted).all(axis=(2, 3, 4)))
        for wanted in (
            np.broadcast_to(expected, got.shape),
            np.broadcast_to(expected[:, :, :, ::-1], got.shape),
        )
    )
    return plain, flipped, ~(plain | flipped)


def _compare(case: Case, evidence: Evidence) -> Comparison | None:
    image, mask = evidence["image"], evidence["mask"]
    if not (is_array(image) and is_array(mask)):
        return None
    height, width = case.arguments["size"]
    rows = [
        ("image: shape", say_shape(image["shape"]), say_shape((height, width, 3))),
        ("image: type", str(image["dtype"]), "float32"),
        ("mask: shape", say_shape(mask["shape"][1:]), say_shape((height, width, 1))),
        ("mask: type", str(mask["dtype"]), "uint8"),
        ("mask: values", f"{say(mask['low'])} to {say(mask['high'])}", "0 to 2"),
    ]
    return compare(case.name, rows)
