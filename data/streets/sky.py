"""Sky with clouds, and the far silhouettes below it: hills, treelines, skylines."""

from dataclasses import dataclass

import numpy as np

from data.classes import CarlaClass
from data.streets.camera import Camera
from data.streets.draw import Canvas
from data.streets.light import Colour, Weather
from data.streets.noise import F32, fractal, sample, smoothstep

RIDGE_STEPS = 4096  # heights around the full circle


@dataclass(frozen=True)
class Ridge:
    """A silhouette on the horizon.

    Attributes:
        heights: slope (height / distance) for each direction, shape (RIDGE_STEPS,).
        class_id: TERRAIN, VEGETATION or BUILDING.
        colour: linear.
        distance: metres, for the haze.
        wooded: share of a hill that trees cover; they are VEGETATION.
    """

    heights: F32
    class_id: CarlaClass
    colour: Colour
    distance: float
    wooded: float


@dataclass(frozen=True)
class Clouds:
    """Where the clouds of one drive are: the offset in the cloud texture and the scale."""

    shift: tuple[float, float]
    scale: float
    seed: int


def draw_sky(
    canvas: Canvas, camera: Camera, weather: Weather, clouds: Clouds, ridges: tuple[Ridge, ...]
) -> None:
    """Draw ridges (nearest first in the tuple) and sky where the canvas is still empty."""
    seen = np.flatnonzero(canvas.inverse_depth == 0)
    row, column = np.divmod(seen, camera.size[1])
    x, y, z = (_rays(camera, axis, row, column) for axis in (0, 1, 2))
    flat: F32 = np.sqrt(x * x + z * z)
    slope: F32 = y / flat
    azimuth = np.arctan2(x, z).astype(np.float32)
    colour = np.empty((seen.size, 3), np.float32)
    ids = np.full(seen.size, CarlaClass.SKY, np.uint8)
    step = ((azimuth / (2 * np.pi) + 1) * RIDGE_STEPS).astype(np.int32) % RIDGE_STEPS
    for ridge in reversed(ridges):
        here = np.flatnonzero(slope < ridge.heights.take(step))
        if here.size:
            _paint_ridge(ridge, weather, colour, ids, here, azimuth.take(here), slope.take(here))
    sky = np.flatnonzero(ids == CarlaClass.SKY)
    colour[sky] = _sky_colour(weather, clouds, x[sky], y[sky], z[sky])
    canvas.colour[seen] = colour
    canvas.ids[seen] = ids


def _rays(camera: Camera, axis: int, row: np.ndarray, column: np.ndarray) -> F32:
    right, up, forward = (float(value) for value in camera.axes[:, axis])
    by_row = camera.y * np.float32(up) + np.float32(forward)
    by_column = camera.x * np.float32(right)
    total: F32 = by_row.take(row) + by_column.take(column)
    return total


def _paint_ridge(
    ridge: Ridge,
    weather: Weather,
    colour: F32,
    ids: np.ndarray,
    here: np.ndarray,
    azimuth: F32,
    slope: F32,
) -> None:
    across, up = azimuth * 900, slope * 1800
    coarse = sample(fractal(41, 1.2), across, up)
    fine = sample(fractal(42, 0.6), across * 1.7, up * 1.3)
    tone = 1 + 0.16 * coarse + 0.22 * fine
    if ridge.class_id == CarlaClass.BUILDING:
        windows = (np.floor(across / 7) + np.floor(up / 9)) % 2
        tone = 0.9 + 0.05 * coarse + 0.2 * windows
    light = np.array(weather.ambient) + 0.6 * np.array(weather.sun_colour)
    paint = tone[:, None] * (np.array(ridge.colour) * light).astype(np.float32)
    kind = np.full(here.size, ridge.class_id, np.uint8)
    if ridge.wooded > 0:
        trees = sample(fractal(43, 1.0), across * 0.6, up * 0.35) > 1.3 - 2.2 * ridge.wooded
        paint[trees] *= np.array((0.45, 0.6, 0.5), np.float32)
        kind[trees] = CarlaClass.VEGETATION
    depth = np.full(here.size, ridge.distance, np.float32)
    colour[here] = weather.haze(np.maximum(paint, 0), depth)
    ids[here] = kind


def _sky_colour(weather: Weather, clouds: Clouds, x: F32, y: F32, z: F32) -> F32:
    length = 1 / np.sqrt(x * x + y * y + z * z)
    height = np.clip(y * length, 0, 1)
    zenith = np.array(weather.zenith, np.float32)
    horizon = np.array(weather.horizon, np.float32)
    toward_horizon = ((1 - height) ** 3.2)[:, None]
    colour = zenith + (horizon - zenith) * toward_horizon
    toward_sun = (x * weather.sun[0] + y * weather.sun[1] + z * weather.sun[2]) * length
    reach = clouds.scale / (height + 0.13)
    cx = x * length * reach + clouds.shift[0]
    cz = z * length * reach + clouds.shift[1]
    shape = sample(fractal(clouds.seed, 1.65), cx, cz)
    wisps = sample(fractal(clouds.seed + 1, 1.35), cx * 2.9, cz * 2.9)
    amount = shape + 0.34 * wisps
    edge = 1.5 - 2.6 * weather.cloud_cover
    cover = smoothstep(edge, edge + 1.0, amount)
    lit = np.array(weather.ambient) * 0.9 + np.array(weather.sun_colour) * 0.75
    bright = weather.cloud_shade + 0.22 * np.clip(toward_sun, 0, 1) ** 3 - 0.09 * amount
    white = bright[:, None] * lit.astype(np.float32)
    white += (horizon - white) * (0.55 * toward_horizon)
    colour += (white - colour) * (0.88 * cover)[:, None]
    glow = 0.35 * np.exp((toward_sun - 1) * 14) + 1.3 * np.exp((toward_sun - 1) * 420)
    glow *= 1 - 0.7 * cover
    colour += glow[:, None] * np.array(weather.sun_colour, np.float32)
    sky: F32 = colour
    return sky


def draw_ridges(rng: np.random.Generator, kinds: tuple[str, ...]) -> tuple[Ridge, ...]:
    """Choose the silhouettes of one world, nearest first.

    Args:
        rng: decides the shapes.
        kinds: any of "trees", "hill", "mountain", "town", nearest first.
    """
    makers = {"trees": _treeline, "hill": _hill, "mountain": _mountain, "town": _skyline}
    return tuple(makers[kind](rng) for kind in kinds)


def _wave(rng: np.random.Generator, slope: float) -> F32:
    """A smooth closed curve of mean 0 and standard deviation 1, (RIDGE_STEPS,)."""
    spectrum = np.fft.rfft(rng.standard_normal(RIDGE_STEPS))
    frequency = np.arange(spectrum.size, dtype=np.float64)
    frequency[0] = 1
    spectrum *= frequency**-slope
    spectrum[:2] = 0
    wave = np.fft.irfft(spectrum, n=RIDGE_STEPS)
    scaled: F32 = (wave / wave.std()).astype(np.float32)
    return scaled


def _treeline(rng: np.random.Generator) -> Ridge:
    base = 0.045 + 0.014 * _wave(rng, 1.2)
    heights = np.maximum(base, 0.004)
    steps = np.arange(RIDGE_STEPS)
    for centre in rng.integers(0, RIDGE_STEPS, 260):
        tall, half = rng.uniform(0.03, 0.085), rng.uniform(5, 14)
        offset = np.abs((steps - centre + RIDGE_STEPS // 2) % RIDGE_STEPS - RIDGE_STEPS // 2)
        near = offset < half
        heights[near] = np.maximum(heights[near], (tall * (1 - offset / half))[near])
    heights = heights + (0.0035 * rng.standard_normal(RIDGE_STEPS)).astype(np.float32)
    green = (rng.uniform(0.03, 0.08), rng.uniform(0.06, 0.12), rng.uniform(0.02, 0.04))
    heights = (heights * rng.uniform(0.5, 1.1)).astype(np.float32)
    return Ridge(heights, CarlaClass.VEGETATION, green, rng.uniform(90, 220), 0.0)


def _hill(rng: np.random.Generator) -> Ridge:
    heights = np.maximum(0.06 + 0.05 * _wave(rng, 1.7), 0.0) * rng.uniform(0.6, 1.5)
    dry = rng.uniform(0, 1)
    colour = (0.10 + 0.14 * dry, 0.15 + 0.06 * dry, 0.05 + 0.06 * dry)
    return Ridge(
        heights.astype(np.float32), CarlaClass.TERRAIN, colour, rng.uniform(200, 450),
        rng.uniform(0.0, 0.35),
    )  # fmt: skip


def _mountain(rng: np.random.Generator) -> Ridge:
    heights = np.maximum(0.07 + 0.05 * _wave(rng, 1.3), 0.0)
    colour = (0.16, 0.17, 0.16)
    return Ridge(heights.astype(np.float32), CarlaClass.TERRAIN, colour, 900.0, 0.1)


def _skyline(rng: np.random.Generator) -> Ridge:
    heights = np.zeros(RIDGE_STEPS, np.float32)
    at = 0
    while at < RIDGE_STEPS:
        width = int(rng.integers(14, 50))
        if rng.random() < 0.75:
            heights[at : at + width] = rng.uniform(0.02, 0.13)
        at += width
    grey = rng.uniform(0.12, 0.3)
    return Ridge(heights, CarlaClass.BUILDING, (grey, grey, grey * 1.05), rng.uniform(250, 400), 0)
