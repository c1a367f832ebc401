"""Initialisers by what they draw, wherever they come from.

TensorFlow has its own beside Keras's, and anybody can write one. ``name_of_draws`` asks for numbers
and gives the name under which Keras has an initialiser that draws such.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Initializer = Callable[..., Any]
Draw = NDArray[np.float64]

NAMES_BY_SCHEME = {
    (2.0, "fan_in", "truncated_normal"): "HeNormal",
    (2.0, "fan_in", "uniform"): "HeUniform",
    (1.0, "fan_avg", "truncated_normal"): "GlorotNormal",
    (1.0, "fan_avg", "uniform"): "GlorotUniform",
    (1.0, "fan_in", "truncated_normal"): "LecunNormal",
    (1.0, "fan_in", "uniform"): "LecunUniform",
}

# Two kernels with other numbers of inputs, of outputs and of both, large enough that a deviation is
# known to 0.3 %.
_SHAPES = ((3, 3, 32, 128), (3, 3, 128, 64))
_LEAST_DIFFERENCE = 0.05  # between two deviations; chance makes a tenth of it

# For each distribution its fourth moment, and how far it reaches, both in standard deviations.
_TRUNCATED_DEVIATION = 0.87962566  # of a normal distribution cut off at 2
_DISTRIBUTIONS = {
    "uniform": (1.8, 1.7, 1.76),
    "truncated_normal": (2.36, 2.2, 2.32),
    "normal": (3.0, 3.4, math.inf),
}
_MOMENT_TOLERANCE = 0.2


def name_of_draws(initializer: Initializer) -> str | None:
    """Keras's name and arguments for an initialiser that draws the same; ``None`` for unknown ones.

    The result is spelled ``RandomNormal(mean=0, stddev=0.02)``, ``HeNormal`` or ``Zeros``.
    """
    try:
        draws = [np.asarray(initializer(shape, dtype="float32"), float) for shape in _SHAPES]
    except Exception:
        # A student's own may raise anything; then it is not an initialiser we know.
        return None
    if any(
        draw.shape != shape or not np.isfinite(draw).all()
        for draw, shape in zip(draws, _SHAPES, strict=True)
    ):
        return None
    if np.ptp(np.concatenate([draw.ravel() for draw in draws])) == 0:
        return name_of_constant(float(draws[0].flat[0]))
    kinds = {_distribution(draw) for draw in draws}
    return _name_of_random(kinds.pop(), draws) if len(kinds) == 1 else None


def name_of_constant(value: float) -> str:
    """Keras's name for an initialiser that gives one number."""
    return {0.0: "Zeros", 1.0: "Ones"}.get(value, f"Constant(value={value:.4g})")


def _distribution(draw: Draw) -> str | None:
    deviation = draw.std()
    if deviation == 0:
        return None
    standardised = (draw - draw.mean()) / deviation
    moment, reach = (standardised**4).mean(), np.abs(standardised).max()
    return next(
        (
            name
            for name, (its_moment, shortest, longest) in _DISTRIBUTIONS.items()
            if abs(moment - its_moment) < _MOMENT_TOLERANCE and shortest < reach < longest
        ),
        None,
    )


def _name_of_random(distribution: str | None, draws: list[Draw]) -> str | None:
    if distribution is None:
        return None
    deviations = [float(draw.std()) for draw in draws]
    if math.isclose(*deviations, rel_tol=_LEAST_DIFFERENCE):
        return _name_of_fixed_scale(distribution, np.concatenate([draw.ravel() for draw in draws]))
    return _name_of_scheme(distribution, deviations)


def _name_of_fixed_scale(distribution: str, drawn: Draw) -> str:
    deviation = float(drawn.std())
    mean = float(drawn.mean())
    mean = 0.0 if abs(mean) < 6 * deviation / math.sqrt(drawn.size) else mean
    if distribution == "uniform":
        reach = math.sqrt(3) * deviation
        return f"RandomUniform(minval={mean - reach:.2g}, maxval={mean + reach:.2g})"
    if distribution == "truncated_normal":
        stddev = deviation / _TRUNCATED_DEVIATION
        return f"TruncatedNormal(mean={mean:.2g}, stddev={stddev:.2g})"
    return f"RandomNormal(mean={mean:.2g}, stddev={deviation:.2g})"


def _name_of_scheme(distribution: str, deviations: list[float]) -> str | None:
    """The name when the variance goes with the number of inputs, of outputs, or their mean."""
    for (scale, mode, kind), name in NAMES_BY_SCHEME.items():
        expected = [math.sqrt(scale / _fan(mode, shape)) for shape in _SHAPES]
        if kind == distribution and np.allclose(deviations, expected, rtol=_LEAST_DIFFERENCE):
            return name
    return None


def _fan(mode: str, shape: tuple[int, int, int, int]) -> float:
    height, width, n_in, n_out = shape
    area = height * width
    return {"fan_in": n_in, "fan_avg": (n_in + n_out) / 2}[mode] * area
