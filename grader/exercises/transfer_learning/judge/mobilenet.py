"""MobileNetV2 up to the last layer that the encoder gives, in NumPy.

After Sandler, Howard, Zhu, Zhmoginov and Chen, *MobileNetV2* (2018), table 2, with the details of
Keras's implementation: channels rounded to multiples of 8, a zero border at the bottom and the
right before each stride of 2, an epsilon of 0.001 in the normalisation.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from grader.checks.arrays import Numbers
from grader.exercises.transfer_learning.probe import chosen_image, chosen_weights, shown

EPSILON = 1e-3
LAYERS = (
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
)
_FIRST_CHANNELS = 32
_LAST_BLOCK = 16
# By block: channels at its end, stride.
_BLOCKS = (
    (16, 1),
    *((24, 2), (24, 1)),
    *((32, 2), (32, 1), (32, 1)),
    *((64, 2), (64, 1), (64, 1), (64, 1)),
    *((96, 1), (96, 1), (96, 1)),
    *((160, 2), (160, 1), (160, 1)),
    (320, 1),
)
_EXPANSION = 6  # of every block but the first


@dataclass(frozen=True)
class Block:
    """One inverted residual block: its number and channels at its start, inside and at its end."""

    number: int
    n_in: int
    n_inside: int
    n_out: int
    stride: int


def channels(wanted: float) -> int:
    """A multiple of 8 near ``wanted``: at least 8, and no more than a tenth below it."""
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


def blocks(alpha: float) -> Iterator[Block]:
    """The blocks in order, their channels multiplied by ``alpha``."""
    n_in = channels(_FIRST_CHANNELS * alpha)
    for number, (n_filters, stride) in enumerate(_BLOCKS):
        n_inside = n_in * (_EXPANSION if number else 1)
        n_out = channels(int(n_filters * alpha))
        yield Block(number, n_in, n_inside, n_out, stride)
        n_in = n_out


def parameters(alpha: float) -> int:
    """Parameters up to ``block_16_project``; four for each channel that is normalised."""
    first = channels(_FIRST_CHANNELS * alpha)
    total = 3 * 3 * 3 * first + 4 * first
    for block in blocks(alpha):
        if block.number:
            total += block.n_in * block.n_inside + 4 * block.n_inside
        total += 3 * 3 * block.n_inside + 4 * block.n_inside
        total += block.n_inside * block.n_out
        total += 4 * block.n_out if block.number < _LAST_BLOCK else 0
    return total


def shapes(size: Sequence[int], alpha: float) -> list[tuple[int | None, ...]]:
    """Shapes (None, height, width, channels) of the five outputs, sides multiples of 32."""
    by_number = {block.number: block for block in blocks(alpha)}
    inside = [by_number[number].n_inside for number in (1, 3, 6, 13)]
    ends = [*inside, by_number[_LAST_BLOCK].n_out]
    return [
        (None, size[0] // 2**level, size[1] // 2**level, n_channels)
        for level, n_channels in enumerate(ends, start=1)
    ]


@lru_cache(maxsize=8)
def numbers(size: tuple[int, ...], alpha: float, seed: int) -> tuple[Numbers, ...]:
    """What ``probe.shown`` keeps of the five outputs, with the weights chosen by ``seed``."""
    return tuple(
        shown(output) for output in _outputs(size, alpha, np.random.default_rng(seed), seed)
    )


def _outputs(
    size: tuple[int, ...], alpha: float, rng: np.random.Generator, seed: int
) -> Iterator[Numbers]:
    values = _convolved(chosen_image(seed, size), channels(_FIRST_CHANNELS * alpha), rng)
    values = _relu6(_normalised(values, rng))
    for block in blocks(alpha):
        start = values
        if block.number:
            values = _relu6(_normalised(_projected(values, block.n_inside, rng), rng))
        if f"block_{block.number}_expand_relu" in LAYERS:
            yield values
        values = _relu6(_normalised(_filtered(values, block.stride, rng), rng))
        values = _projected(values, block.n_out, rng)
        if block.number == _LAST_BLOCK:
            yield values
            return
        values = _normalised(values, rng)
        if block.stride == 1 and block.n_in == block.n_out:
            values = values + start


def _relu6(values: Numbers) -> Numbers:
    return np.clip(values, 0, 6)


def _normalised(values: Numbers, rng: np.random.Generator) -> Numbers:
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    gamma, beta, mean, variance = (chosen_weights(rng, name, values.shape[-1:]) for name in names)
    result: Numbers = (values - mean) / np.sqrt(variance + EPSILON) * gamma + beta
    return result


def _projected(values: Numbers, n_channels: int, rng: np.random.Generator) -> Numbers:
    """A 1 × 1 convolution without bias."""
    kernel = chosen_weights(rng, "kernel", (1, 1, values.shape[-1], n_channels))
    result: Numbers = values @ kernel[0, 0]
    return result


def _convolved(values: Numbers, n_channels: int, rng: np.random.Generator) -> Numbers:
    """A 3 × 3 convolution with stride 2, without bias; sides are even."""
    kernel = chosen_weights(rng, "kernel", (3, 3, values.shape[-1], n_channels))
    return _sum(part @ kernel[place] for place, part in _shifted(values, 2))


def _filtered(values: Numbers, stride: int, rng: np.random.Generator) -> Numbers:
    """A 3 × 3 convolution of each channel by itself, without bias."""
    kernel = chosen_weights(rng, "kernel", (3, 3, values.shape[-1], 1))[..., 0]
    return _sum(part * kernel[place] for place, part in _shifted(values, stride))


def _sum(terms: Iterator[Numbers]) -> Numbers:
    total = next(terms)
    for term in terms:
        total = total + term
    return total


def _shifted(values: Numbers, stride: int) -> Iterator[tuple[tuple[int, int], Numbers]]:
    """For each place in a 3 × 3 kernel the values that it meets."""
    before = 0 if stride == 2 else 1
    padded = np.pad(values, ((0, 0), (before, 1), (before, 1), (0, 0)))
    height, width = values.shape[1:3]
    for row, column in np.ndindex(3, 3):
        part = padded[:, row : row + height : stride, column : column + width : stride]
        yield (row, column), part
