"""Image, mask and class ids as they should be, and what is said of other ones."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.arrays import (
    NO_RETURN,
    Numbers,
    compare,
    first_difference,
    is_array,
    next_step_of_type,
    numbers_of,
    plain,
    same,
    say,
    say_shape,
)
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.training.files.probe import (
    ALPHA,
    HEIGHT,
    HIGHEST_ID,
    SAMPLED,
    WIDTH,
    colours_of,
)
from grader.judging.evidence import Raised

MAX_ROWS = 8


# process_path ------------------------------------------------------------------------------------


def _file_case(colours: Any, ids: Any, in_blue: bool = False) -> Case:
    """With ``in_blue`` the ids stand in the blue channel of the mask's file, not in the red one."""
    height, width = np.shape(ids)
    return Case(
        f"process_path on a frame of {height} × {width} pixels{' with a blue mask' * in_blue}",
        {"image": colours, "mask": ids, "in_blue": in_blue},
    )


FILE_CASES = (
    _file_case(
        [
            [[0, 51, 102], [255, 0, 0], [0, 255, 0]],
            [[0, 0, 255], [153, 204, 255], [255, 255, 255]],
        ],
        [[1, 7, 7], [13, 22, 4]],
    ),
    _file_case([[[0, 51, 102], [255, 0, 0]]], [[9, 22]], in_blue=True),
)


def draw_file_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """A small frame of random colours and ids, not as high as it is wide; its mask red or blue."""
    size = rng.permutation(np.arange(3, 9))[:2]
    image = rng.integers(0, 256, (*size, 3)).tolist()
    ids = rng.integers(0, HIGHEST_ID + 1, size).tolist()
    return (_file_case(image, ids, in_blue=bool(rng.integers(2))),)


def judge_file(case: Case, evidence: Evidence) -> Judgement:
    """Shape, type and every value of image and mask."""
    operations = "tf.io.read_file, tf.io.decode_png and tf.reduce_max"
    if finding := _about_mapping(case, evidence, operations):
        return Judgement((finding,))
    image = np.array(case.arguments["image"]) / 255
    mask = np.array(case.arguments["mask"], np.float64)[..., np.newaxis]
    cause = _blue_mask_cause(case, evidence["mask"], mask)
    cause = cause or _mask_cause(evidence["mask"], mask, image)
    judged = _judge_pair(case, evidence, (image, mask), cause, "values", "tf.io.read_file({}_path)")
    if _reads(evidence["mask"], image.max(axis=-1) * 255):
        return replace(judged, findings=(_read_from_photo(case, evidence, mask, image),))
    return judged


def _reads(mask: Evidence, expected: Numbers) -> bool:
    """Whether a mask holds these numbers, whatever they should be."""
    return is_array(mask) and same(numbers_of(mask["values"]), expected[..., np.newaxis])


def _read_from_photo(case: Case, evidence: Evidence, mask: Numbers, image: Numbers) -> Finding:
    """The mask is the maximum of the photo; maybe the photo is that of the mask's file."""
    is_crossed = is_array(evidence["image"]) and same(
        numbers_of(evidence["image"]["values"])[..., :1], mask / 255
    )
    cause = (
        "The two paths are exchanged, and so is the photo: image_path comes first in the def line, "
        "mask_path second."
        if is_crossed
        else "The mask's line reads image_path. Write tf.io.read_file(mask_path) there."
    )
    return _finding(
        case,
        "mask",
        f"gave a mask with the ids {_ids(255 * image.max(axis=-1))}, which are the photo's values, "
        f"expected {_ids(mask)}. {cause}",
        evidence["mask"],
        mask,
    )


def _blue_mask_cause(case: Case, mask: Evidence, expected: Numbers) -> str | None:
    """What is wrong with a mask that is right only where two channels are empty, or None."""
    if not case.arguments["in_blue"] or not is_array(mask):
        return None
    values = numbers_of(mask["values"])
    got = (
        f"gave a mask with the ids {_ids(values)}, expected {_ids(expected)}. "
        "In this file red is empty, blue holds the ids, and green half of them. "
    )
    step = f"Take the largest: {_MAXIMUM}."
    for channel, numbers in enumerate((0 * expected, expected // 2)):
        if same(values, numbers):
            return (
                f"{got}One channel was taken by its number, {channel}, as in "
                f"mask[..., {channel}:{channel + 1}]. {step}"
            )
    if same(values, expected + expected // 2):
        return f"{got}The channels were added. {step}"
    return None


_MAXIMUM = "tf.math.reduce_max(mask, axis=-1, keepdims=True)"


def _mask_cause(mask: Evidence, expected: Numbers, image: Numbers) -> str | None:
    """What is wrong with a mask read from a file beside ``image``, or None."""
    wanted = f"expected {say_shape(expected.shape)} of uint8"
    if not is_array(mask):
        return f"gave {mask['type']} as mask, {wanted}. Return image, mask."
    shape, values = tuple(mask["shape"]), numbers_of(mask["values"])
    if shape == expected.shape[:2] and mask["dtype"] == "int64":
        return (
            f"gave a mask of shape {say_shape(shape)} and int64, {wanted}. argmax says in which "
            f"channel the largest id is, not the id. Write {_MAXIMUM}."
        )
    if shape != expected.shape:
        cause = _cause_of_mask_shape(shape, expected)
        return f"gave a mask of shape {say_shape(shape)}, {wanted}. {cause}"
    if np.all(values == 1.0) and mask["dtype"] == "uint8":
        return (
            f"gave a mask with 1 in every pixel, expected the ids {_ids(expected)}. Every id "
            "became 1, as in a comparison such as mask > 0. Leave the ids as the file has them."
        )
    if np.all(values == ALPHA) or np.all(values == 1.0):
        return (
            f"gave a mask with {say(values.max())} in every pixel, expected the ids "
            f"{_ids(expected)}. That is the alpha channel: the file has 4 channels and the last "
            "is opaque everywhere. Decode with channels=3."
        )
    if same(values, expected / 255):
        return (
            f"gave a mask with values from {say(values.min())} to {say(values.max())}, expected "
            f"the ids {_ids(expected)}. It was scaled like an image, and ids are names, not "
            "brightness. Leave convert_image_dtype and / 255 away from the mask."
        )
    if mask["dtype"] == "float32" and same(values[..., 0], image.max(axis=-1)):
        return (
            f"gave a mask with the ids {_ids(values)}, which are the maximum of the image, "
            f"expected {_ids(expected)}. A line of the mask takes the image in its place. Write "
            f"{_MAXIMUM} there."
        )
    if same(values, expected) and mask["dtype"] != "uint8":
        return (
            f"gave a mask of {mask['dtype']}, expected uint8. decode_png gives uint8 by itself, so "
            "a later line changed the type. Leave that line out."
        )
    if same(values, expected):
        return None
    got = f"gave a mask with the ids {_ids(values)}, expected {_ids(expected)}. "
    if same(values, (expected - 1) % 256):
        return got + (
            "Each id is one less. Either 1 was taken away, or the alpha channel was added, 255, "
            "which comes to the same. Decode with channels=3, and take nothing away."
        )
    if same(values, 257 * expected):
        return got + "They were decoded as 16 bits, each 257 times as large. Leave dtype out."
    if same(values, np.floor(expected / 3)) or same(values, expected / 3):
        return got + "That is the mean of the three channels. Take their maximum, tf.reduce_max."
    if np.all(np.abs(values - 0.2126 * expected) <= 1) or np.all(
        np.abs(values - 0.299 * expected) <= 1
    ):
        return got + (
            "The colours were mixed to a grey, as channels=1 and rgb_to_grayscale do. Decode 3 "
            "channels and take their maximum, tf.reduce_max."
        )
    if not values.any():
        return got + (
            "All ids are lost: by a scaling to 0 to 1 and a cast back, or by a channel or a "
            "function that is not the maximum. Leave the mask as decode_png gives it, and take "
            "tf.reduce_max(mask, axis=-1, keepdims=True) alone."
        )
    return got + "Take the maximum over the three colour channels: axis=-1."


def _cause_of_mask_shape(shape: tuple[int, ...], expected: Numbers) -> str:
    height, width, _ = expected.shape
    if shape in ((height, width, 3), (height, width, 4)):
        return (
            "The colour channels are all there. Decode 3 channels and keep their maximum: mask = "
            f"{_MAXIMUM}."
        )
    if shape == (height, width):
        return (
            "The channel axis is gone: a maximum without keepdims=True takes it away, and so does "
            f"an index such as [..., 0]. Write {_MAXIMUM}."
        )
    if shape in ((), (1, 1, 1)) or (len(shape) == 3 and 1 in shape[:2] and shape[2] == 3):
        return f"The maximum was not taken over the channels. Those are the last axis: {_MAXIMUM}."
    return _turned(shape, expected) or f"Decode it with channels=3 and write {_MAXIMUM}."


# preprocess --------------------------------------------------------------------------------------


def _resize_case(ids: Any, block: int) -> Case:
    height, width = (size * block for size in np.shape(ids))
    return Case(f"preprocess on a frame of {height} × {width} pixels", {"ids": ids, "block": block})


def _drawn_ids(rng: np.random.Generator, rows: int, columns: int) -> Any:
    return rng.integers(1, HIGHEST_ID + 1, (rows, columns)).tolist()


RESIZE_CASES = (
    _resize_case([[1, 7], [13, 22]], block=1),
    _resize_case(_drawn_ids(np.random.default_rng(5), 12, 16), block=40),
)


def draw_resize_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """A frame made of square blocks, which is made smaller, by no factor that is known before."""
    return (_resize_case(_drawn_ids(rng, 8, 8), block=int(rng.integers(20, 40))),)


def judge_resize(case: Case, evidence: Evidence) -> Judgement:
    """Shape, type and sampled values of image and mask, resized with nearest neighbour."""
    if finding := _about_mapping(case, evidence, "tf.image.resize"):
        return Judgement((finding,))
    ids = np.array(case.arguments["ids"], np.float64)
    rows, columns = ids.shape
    resized: Numbers = np.kron(ids, np.ones((HEIGHT // rows, WIDTH // columns))).astype(float)
    image, mask = colours_of(resized), resized[..., np.newaxis]
    cause = _resized_mask_cause(evidence["mask"], mask)
    return _judge_pair(case, evidence, (image, mask), cause, "sample", "tf.image.resize({}, …)")


def _resized_mask_cause(mask: Evidence, expected: Numbers) -> str | None:
    wanted = f"expected {say_shape(expected.shape)} of uint8"
    if not is_array(mask):
        return f"gave {mask['type']} as mask, {wanted}. Return image, mask."
    shape = tuple(mask["shape"])
    if shape != expected.shape:
        cause = _cause_of_resized_shape(shape, expected)
        return f"gave a mask of shape {say_shape(shape)}, {wanted}. {cause}"
    if same(numbers_of(mask["sample"]), expected[SAMPLED, SAMPLED] - 1):
        return (
            f"gave a mask with the ids {_ids(numbers_of(mask['sample']))}, expected "
            f"{_ids(expected)}. 1 was taken away from each id, as for masks that count from 1. "
            "Ours count from 0: leave - 1 out."
        )
    ids = {float(value) for value in mask["ids"]}
    invented = sorted(ids - set(np.unique(expected)))
    if invented and mask["low"] >= 0 and mask["high"] <= 1:
        return (
            f"gave a mask with values up to {say(mask['high'])}, expected the ids "
            f"{_ids(expected)}. It was scaled like an image, and ids are names. Leave the mask's "
            "values as they are."
        )
    if invented == [0]:
        return (
            f"gave a mask with the id 0 that no pixel had, expected only {_ids(expected)}. Zeros "
            "stand at its edges, as resize_with_pad and resize_with_crop_or_pad put them there. "
            f"Write mask = tf.image.resize(mask, ({HEIGHT}, {WIDTH}), method='nearest')."
        )
    if invented:
        shown = ", ".join(say(value) for value in invented[:4])
        return (
            f"gave a mask with the ids {shown} that no pixel had, expected only "
            f"{_ids(expected)}. Interpolation mixes neighbours: 1 and 7 give 4, a different "
            "class. Resize the mask with method='nearest'."
        )
    if mask["dtype"] != "uint8":
        return (
            f"gave a mask of {mask['dtype']}, expected uint8 as it came. tf.image.resize with "
            "method='nearest' keeps the type; Keras's layers and casts change it. Use that alone, "
            "or cast back: tf.cast(mask, tf.uint8)."
        )
    if not same(numbers_of(mask["sample"]), expected[SAMPLED, SAMPLED]):
        return (
            "gave a mask with the ids in other places than expected. Resize the whole mask, "
            f"without padding or cropping, to ({HEIGHT}, {WIDTH}) with method='nearest'."
        )
    return None


def _cause_of_resized_shape(shape: tuple[int, ...], expected: Numbers) -> str:
    if shape == expected.shape[:2]:
        return AXIS_IS_GONE
    if shape == (*expected.shape[:2], 3):
        return (
            "It has the three channels of the image: the mask's line resizes the image. Write "
            "tf.image.resize(mask, …) there."
        )
    return _turned(shape, expected) or _resize_line("mask")


AXIS_IS_GONE = (
    "The channel axis is gone. Leave out what takes it away, tf.squeeze or an index such as "
    "[..., 0]."
)


# create_mask -------------------------------------------------------------------------------------


def _logits_case(logits: Any) -> Case:
    n_images, height, width, n_classes = np.shape(logits)
    return Case(
        f"create_mask on logits of shape ({n_images}, {height}, {width}, {n_classes})",
        {"logits": logits},
    )


MASK_CASES = (
    _logits_case(
        [
            [[[5, 1, 0], [0, 6, 2]], [[3, 1, 7], [4, 2, 1]]],
            [[[1, 2, 0], [3, 0, 9]], [[2, 8, 1], [0, 1, 4]]],
        ]
    ),
    _logits_case(plain(np.random.default_rng(6).normal(0, 2, (3, 4, 5, 6)))),
)


def draw_mask_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Two batches of random logits."""
    return tuple(
        _logits_case(plain(rng.normal(0, 2, rng.permutation([2, 3, 4, 5])))) for _ in range(2)
    )


def judge_mask(case: Case, evidence: Evidence) -> Judgement:
    """The class ids of the first image, with their channel."""
    logits = np.array(case.arguments["logits"], np.float64)
    expected = logits[0].argmax(axis=-1)[..., np.newaxis].astype(np.float64)
    mask = evidence["mask"]
    sentence = _prediction_cause(mask, logits, expected)
    comparison = None
    if is_array(mask) and tuple(mask["shape"]) == expected.shape:
        comparison = compare(case.name, _pixel_rows("class", numbers_of(mask["values"]), expected))
    findings = (_finding(case, "mask", sentence, mask, expected),) if sentence else ()
    return Judgement(findings, comparison)


def _prediction_cause(mask: Evidence, logits: Numbers, expected: Numbers) -> str | None:
    wanted = f"expected class ids of shape {say_shape(expected.shape)}"
    if not is_array(mask):
        return f"gave {mask['type']}, {wanted}. {next_step_of_type(mask['type'], 'the mask')}"
    shape, values = tuple(mask["shape"]), numbers_of(mask["values"])
    got = f"gave the shape {say_shape(shape)}, {wanted}. "
    batch = logits.argmax(axis=-1)
    if same(values, expected) and "int" in mask["dtype"]:
        return None
    if shape == expected.shape[:2]:
        return got + "There is no axis for the channel. Put it at the end: mask[..., tf.newaxis]."
    if shape == (1, *expected.shape[:2]) and same(values[0], expected[..., 0]):
        return got + "The new axis stands in front. Put it at the end: mask[..., tf.newaxis]."
    if shape in (batch.shape, (*batch.shape, 1)):
        return got + "The whole batch is there. Take the first image: [0]."
    if shape == (1, *expected.shape) and same(values[0], expected):
        return got + "A slice such as [:1] keeps the batch's axis. Take the first image by [0]."
    if shape in (logits.shape, logits.shape[1:]):
        return got + (
            "There is still a number for each class. Take tf.argmax(logits, axis=-1), and leave "
            "the id as it is."
        )
    for axis, word in ((0, "batch"), (1, "height"), (2, "width")):
        other = logits.argmax(axis=axis)
        if (shape, values.shape) in (((*other[0].shape, 1),) * 2, (other[0].shape,) * 2) and same(
            values.reshape(other[0].shape), other[0].astype(np.float64)
        ):
            return (
                f"ran argmax over the {word} axis and gave the shape {say_shape(shape)}, {wanted}. "
                "The classes are the last axis: axis=-1."
            )
    if shape != expected.shape:
        return got + "Take the argmax over the last axis, the first image, and keep one channel."
    return _cause_of_wrong_ids(mask, values, batch, logits, expected)


def _cause_of_wrong_ids(
    mask: Evidence, values: Numbers, batch: NDArray[np.int64], logits: Numbers, expected: Numbers
) -> str:
    if same(values, expected):
        return f"gave ids of {mask['dtype']}, expected integers. Leave them as argmax gives them."
    place = first_difference(values, expected)
    got = (
        f"gave {say(values[place])} for the pixel {place[:2]}, expected class "
        f"{say(expected[place])}. "
    )
    for number, word in ((1, "second"), (len(batch) - 1, "last")):
        if same(values[..., 0], batch[number].astype(np.float64)):
            word = "second and last" if len(batch) == 2 else word
            return got + (
                f"That is the {word} image of the batch. Take the first: [0], as places count from "
                "0."
            )
    if same(values[..., 0], logits[0].max(axis=-1)) or "float" in mask["dtype"]:
        return got + "That is a score, not the class that has it. Use tf.argmax, not the maximum."
    if same(values[..., 0], logits[0].argmin(axis=-1).astype(np.float64)):
        return got + "That is the class with the lowest logit. Write tf.argmax in place of argmin."
    if same(values, expected + 1):
        return got + "1 was added to each class; they count from 0. Leave + 1 out."
    if values.max() >= logits.shape[-1] and same(values > 0, expected > 0):
        return got + "Ids are names and stay as they are: leave away what multiplies them."
    return got + "Take the argmax over the last axis of the first image."


# Said by several parts ---------------------------------------------------------------------------


def _judge_pair(
    case: Case,
    evidence: Evidence,
    expected: tuple[Numbers, Numbers],
    cause_of_mask: str | None,
    key: str,
    line: str,
) -> Judgement:
    """What is wrong with an image in [0, 1] and a mask, of which the cause is known already.

    ``key`` names the image's values in the evidence; ``line`` makes one of the two, by its name.
    """
    image, mask = expected
    findings = []
    if sentence := _image_cause(evidence["image"], image, key):
        findings.append(_finding(case, "image", sentence, evidence["image"], image))
    if cause_of_mask:
        findings.append(_finding(case, "mask", cause_of_mask, evidence["mask"], mask))
    twice = _one_for_both(case, evidence, image, mask, line)
    if order := twice or _exchanged(case, evidence, image):
        findings = [order]
    return Judgement(tuple(findings), _compare_pair(case, evidence, image, mask))


def _about_mapping(case: Case, evidence: Evidence, operations: str) -> Finding | None:
    """What is wrong before image and mask can be looked at, if anything."""
    if "raised_inside" in evidence:
        return only_outside(case, evidence["raised_inside"], operations)
    if "image" not in evidence:
        return not_a_pair(case, evidence["returned"], evidence["returned"])
    for name, rank in zip(("image", "mask"), evidence["ranks"], strict=True):
        if rank is None:
            return _of_unknown_shape(case, name, operations)
    return None


def only_outside(case: Case, raised: Evidence, operations: str) -> Finding:
    """The finding about a function that raises inside ``tf.data`` and not by itself."""
    error = Raised.from_json(raised)
    return case.finding(
        ("tf.data", error.type, "image, mask"),
        f"raised {error.type} inside Dataset.map{error.where}, expected an image and a "
        "mask as when it is called by itself. In there the arguments are placeholders, without "
        "values and with sizes that may be None. Use TensorFlow's operations alone: "
        f"{operations}.",
    )


def _exchanged(case: Case, evidence: Evidence, image: Numbers) -> Finding | None:
    """The finding about a pair that came back in the other order, by its channels."""
    got = [evidence[name] for name in ("image", "mask")]
    if not all(map(is_array, got)) or [one["shape"][-1:] for one in got] != [[1], [3]]:
        return None
    if got[0]["dtype"] != "uint8" or "float" not in got[1]["dtype"]:
        return None
    return _finding(case, "order", MASK_FIRST, got[0], image)


MASK_FIRST = (
    "gave the mask first and the image second, expected image and mask. End the function with "
    "return image, mask."
)


def _one_for_both(
    case: Case, evidence: Evidence, image: Numbers, mask: Numbers, step: str
) -> Finding | None:
    """The finding about an image or a mask that came back in both places; ``step`` has a name."""
    got = [evidence[name] for name in ("image", "mask")]
    if not all(map(is_array, got)) or got[0] != got[1]:
        return None
    is_image = got[0]["shape"][-1:] == [3]
    twice, other = ("image", "mask") if is_image else ("mask", "image")
    line = step.format(other)
    return _finding(
        case,
        "order",
        f"gave the {twice} twice, expected image and mask. The name {twice} stands where {other} "
        f"is meant, in a line of the {other} or behind return. Write {line} and return image, "
        "mask.",
        got[is_image],
        mask if is_image else image,
    )


def _of_unknown_shape(case: Case, name: str, operations: str) -> Finding:
    return case.finding(
        ("shape", None, 3),
        f"gave as {name} a tensor of which TensorFlow does not know how many axes "
        "it has, expected 3: the next step of the pipeline asks. tf.image.decode_image hides "
        "that, tf.squeeze without an axis, tf.py_function and tf.numpy_function. Use "
        f"{operations} in their place.",
    )


def not_a_pair(case: Case, returned: str, words: str) -> Finding:
    """The finding about something else than image and mask, by its type and in words."""
    is_none = returned.startswith("None")
    fact = f"gave {'None' if is_none else words}, expected two tensors."
    cause = f"{NO_RETURN}. " * is_none
    return case.finding(
        ("type", returned, "image, mask"),
        f"{fact} {cause}End the function with return image, mask.",
    )


def _finding(case: Case, attribute: str, sentence: str, got: Evidence, expected: Any) -> Finding:
    summary = {key: got[key] for key in ("type", "dtype", "shape", "low", "high") if key in got}
    return case.finding((attribute, summary, {"shape": list(expected.shape)}), sentence)


def _image_cause(image: Evidence, expected: Numbers, key: str) -> str | None:
    wanted = f"expected {say_shape(expected.shape)} of float32"
    if not is_array(image):
        return f"gave {image['type']} as image, {wanted}. Return image, mask."
    shape, low, high = tuple(image["shape"]), float(image["low"]), float(image["high"])
    if shape != expected.shape:
        step = _turned(shape, expected) or _shape_of_image(key)
        return f"gave an image of shape {say_shape(shape)}, {wanted}. {step}"
    got = f"gave an image of {image['dtype']} with values from {say(low)} to {say(high)}, "
    wanted = f"expected float32 from {say(expected.min())} to {say(expected.max())}. "
    if low < 0 and image["dtype"] == "float32":
        return (
            f"{got}{wanted}The values were centred, as per_image_standardization, / 127.5 - 1 and "
            "preprocess_input do. Use tf.image.convert_image_dtype(image, tf.float32) alone."
        )
    if high > 1:
        return f"{got}{wanted}{_cause_of_high_values(image['dtype'])}"
    if 0 < high <= 1.01 / 255:
        return f"{got}{wanted}{_cause_of_low_values(key)}"
    if image["dtype"] == "uint8" and key == "values":
        return (
            f"{got}{wanted}It was scaled and then cast to whole numbers, which cuts off all behind "
            "the point. Leave tf.cast(image, tf.uint8) out."
        )
    if image["dtype"] != "float32":
        return f"{got}{wanted}Use tf.image.convert_image_dtype(image, tf.float32)."
    values = numbers_of(image[key])
    wanted_values = expected if key == "values" else expected[SAMPLED, SAMPLED]
    if same(values, wanted_values):
        return None
    return _cause_of_wrong_values(values, wanted_values, resized=key == "sample")


def _cause_of_high_values(dtype: str) -> str:
    if dtype == "uint8":
        return (
            "decode_png gives 0 to 255. Write image = tf.image.convert_image_dtype(image, "
            "tf.float32): it scales, too, and gives a new tensor, which has to be kept."
        )
    return (
        "It was cast but not scaled. Use tf.image.convert_image_dtype(image, tf.float32) in place "
        "of tf.cast; it does both."
    )


def _cause_of_low_values(key: str) -> str:
    if key == "values":
        return (
            "It was divided by 255 twice: convert_image_dtype already scales. Remove the division."
        )
    return "It was scaled again: the image comes in with values in [0, 1]. Remove the division."


def _cause_of_wrong_values(got: Numbers, expected: Numbers, resized: bool) -> str:
    if same(got, expected[..., ::-1]):
        return "gave an image with red and blue exchanged. Leave the order of the channels."
    place = first_difference(got, expected)
    where = (
        f"gave an image whose value at {place[:2]} is {say(got[place])}, expected "
        f"{say(expected[place])}. "
    )
    if same(got, expected * 255 / 256):
        return where + "It was divided by 256; the highest value is 255. Divide by 255."
    if resized and _is_mirrored(got, expected):
        return (
            where + "It is turned from left to right, which nobody asked for. Leave the flip out."
        )
    if not resized:
        return where + "Decode 3 channels and use tf.image.convert_image_dtype alone."
    if np.all(got >= expected.min()) and not np.isin(np.round(got, 4), np.round(expected, 4)).all():
        return (
            "gave an image with colours that no pixel had (at row "
            f"{place[0] * 8 + 3}, column {place[1] * 8 + 3}: {say(got[place])} for "
            f"{say(expected[place])}). It was interpolated or padded. Use "
            f"tf.image.resize(image, ({HEIGHT}, {WIDTH}), method='nearest')."
        )
    return where + (
        "Resize the whole image, without padding or cropping: "
        f"tf.image.resize(image, ({HEIGHT}, {WIDTH}), method='nearest')."
    )


def _is_mirrored(got: Numbers, expected: Numbers) -> bool:
    """Whether every row of samples has the values of the right one in the other order.

    The samples lie off the middle, so the pixels themselves are not those of the mirrored picture.
    """
    return not same(got, expected) and all(
        set(np.round(row, 4).ravel()) == set(np.round(right, 4).ravel())
        and (np.round(row[[0, -1]], 4) == np.round(right[[-1, 0]], 4)).all()
        for row, right in zip(got, expected, strict=True)
    )


def _resize_line(name: str) -> str:
    return (
        f"Write {name} = tf.image.resize({name}, ({HEIGHT}, {WIDTH}), method='nearest'), with this "
        f"size, nothing that changes it, and {name} = in front, which keeps the new tensor."
    )


def _shape_of_image(key: str) -> str:
    if key == "sample":
        return _resize_line("image")
    return "Decode it with channels=3 and scale it; nothing else is done to it here."


def _turned(shape: tuple[int, ...], expected: Numbers) -> str | None:
    """What a wrong shape of a picture tells of its cause, if anything."""
    height, width, channels = expected.shape
    if shape == (channels, height, width) and channels != 1:
        return "The channels stand first, as PyTorch has them. Leave the transposition out."
    if shape == (*expected.shape, 1):
        return "There is an axis too many at the end. Leave tf.newaxis or expand_dims out."
    if shape == (height, width, 1) and channels == 3:
        return (
            "The colours are gone. Decode it with channels=3, and take the maximum of the mask "
            "alone."
        )
    if shape[:2] == (height, width) and channels == 1 and len(shape) == 3:
        return (
            "There is a number for each class, as tf.one_hot gives it. Leave it out: the mask "
            "holds one id for each pixel."
        )
    if shape[:2] == (HEIGHT, WIDTH) != (height, width):
        return "Resizing is the task of preprocess. Leave tf.image.resize out here."
    if shape == (width, height, channels):
        return "Height and width are exchanged: the height comes first."
    if shape == (height, width, 4):
        return "The alpha channel is still there. Decode with channels=3."
    if shape[:1] == (1,) and len(shape) == 4:
        return "There is a batch axis too many. Remove it; batches come later."
    return None


def _ids(values: Numbers) -> str:
    distinct = [say(value) for value in np.unique(values)]
    return ", ".join(distinct[:MAX_ROWS]) + (" …" if len(distinct) > MAX_ROWS else "")


def _compare_pair(
    case: Case, evidence: Evidence, image: Numbers, mask: Numbers
) -> Comparison | None:
    rows = []
    for name, dtype, expected in (("image", "float32", image), ("mask", "uint8", mask)):
        got = evidence[name]
        if not is_array(got):
            return None
        low, high = float(got["low"]), float(got["high"])
        rows += [
            (f"{name}: shape", say_shape(got["shape"]), say_shape(expected.shape)),
            (f"{name}: type", got["dtype"], dtype),
            (
                f"{name}: range",
                f"{say(low)} to {say(high)}",
                f"{say(expected.min())} to {say(expected.max())}",
            ),
        ]
    return compare(f"{case.name}: image and mask", rows)


def _pixel_rows(quantity: str, got: Numbers, expected: Numbers) -> list[tuple[str, str, str]]:
    return [
        (f"{quantity} of pixel ({i}, {j})", say(got[i, j, 0]), say(expected[i, j, 0]))
        for i, j in list(np.ndindex(expected.shape[:2]))[:MAX_ROWS]
    ]
