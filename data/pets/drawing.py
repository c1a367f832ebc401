"""Pets drawn from numbers: cats and dogs with fur, in poses, before backgrounds.

A body is a heap of rounded pieces. Each piece has a height above the picture, so that light can
fall on it; the highest one is seen. Coordinates are (x, y) from -1 to 1, y downward.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from data.pets.classes import BACKGROUND, BORDER, PET

U8 = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float64]
Point = tuple[float, float]
Colour = tuple[float, float, float]

SAMPLES = 2  # in each direction, for every pixel
BORDER_REACH = 0.017  # of the picture's side; measured, see data/README.md

# Coat, second colour (belly, muzzle, paws), stripes or patches.
_COATS: Sequence[tuple[Colour, Colour, Colour]] = (
    ((0.80, 0.52, 0.26), (0.96, 0.90, 0.80), (0.58, 0.32, 0.13)),
    ((0.55, 0.52, 0.50), (0.88, 0.86, 0.84), (0.27, 0.25, 0.24)),
    ((0.20, 0.19, 0.20), (0.30, 0.28, 0.28), (0.11, 0.10, 0.11)),
    ((0.93, 0.90, 0.85), (0.97, 0.96, 0.93), (0.76, 0.64, 0.48)),
    ((0.49, 0.33, 0.21), (0.82, 0.70, 0.54), (0.29, 0.18, 0.11)),
    ((0.45, 0.50, 0.57), (0.62, 0.66, 0.72), (0.33, 0.37, 0.44)),
    ((0.86, 0.74, 0.53), (0.96, 0.91, 0.80), (0.66, 0.50, 0.31)),
    ((0.22, 0.21, 0.22), (0.95, 0.94, 0.92), (0.12, 0.11, 0.12)),
)
_EYES: Sequence[Colour] = ((0.47, 0.62, 0.22), (0.82, 0.62, 0.16), (0.35, 0.58, 0.72))
_DARK: Colour = (0.07, 0.05, 0.05)
_PINK: Colour = (0.84, 0.53, 0.52)
_WHITE: Colour = (0.98, 0.98, 0.98)

_GROUNDS: Sequence[tuple[Colour, Colour]] = (  # what is behind, and what it stands on
    ((0.86, 0.82, 0.74), (0.60, 0.42, 0.27)),
    ((0.60, 0.72, 0.80), (0.37, 0.52, 0.22)),
    ((0.44, 0.55, 0.35), (0.47, 0.60, 0.27)),
    ((0.72, 0.76, 0.79), (0.56, 0.55, 0.53)),
    ((0.52, 0.39, 0.36), (0.70, 0.60, 0.49)),
    ((0.33, 0.40, 0.50), (0.62, 0.33, 0.29)),
    ((0.91, 0.87, 0.80), (0.86, 0.78, 0.66)),
    ((0.27, 0.24, 0.22), (0.40, 0.31, 0.24)),
)


@dataclass(frozen=True)
class Piece:
    """A rounded piece from ``start`` to ``end`` whose radius goes from ``radii[0]`` to ``[1]``.

    ``above`` lifts it over others; ``paint`` is "coat", "second", or a colour without fur.
    """

    start: Point
    end: Point
    radii: tuple[float, float]
    above: float
    paint: str | Colour = "coat"


def render(seed: int, number: int, size: tuple[int, int]) -> tuple[U8, U8]:
    """Draw one pet.

    Args:
        seed: which set of pictures.
        number: which picture of the set.
        size: height and width in pixels.

    Returns:
        The picture, uint8 (H, W, 3), and its mask, uint8 (H, W), of pet, background and border.
    """
    rng = np.random.default_rng([seed, number])
    height, width = SAMPLES * size[0], SAMPLES * size[1]
    scale = rng.uniform(0.8, 1.2)
    pieces = _placed(_animal(rng), rng, scale, width / height)
    x, y = _coordinates(height, width)
    level, which = _heap(pieces, x, y, _fur(rng, x.shape, scale))
    scene = _background(rng, height, width, pieces)
    seen = level > 0
    scene[seen] = _coloured(pieces, level, which, rng)[seen]
    picture = _reduced(np.clip(scene, 0, 1))
    noise = rng.normal(0, 0.012, picture.shape)
    return _as_bytes(picture + noise), _mask(seen, size)


def _drawn(rng: np.random.Generator, choices: Sequence[Any]) -> Any:
    return choices[int(rng.integers(len(choices)))]


# The body ----------------------------------------------------------------------------------------


def _animal(rng: np.random.Generator) -> list[Piece]:
    is_cat = bool(rng.random() < 0.5)
    pose: Callable[[np.random.Generator, bool], tuple[list[Piece], Point, float]]
    pose = (_sitting, _lying, _standing, _portrait)[rng.choice(4, p=[0.3, 0.25, 0.25, 0.2])]
    body, centre, radius = pose(rng, is_cat)
    head = _cat_head(rng) if is_cat else _dog_head(rng)
    tilt = rng.normal(0, 0.12)
    return body + [_moved(piece, centre, radius, tilt) for piece in head]


def _sitting(rng: np.random.Generator, is_cat: bool) -> tuple[list[Piece], Point, float]:
    lean = rng.normal(0, 0.05)
    side = float(rng.choice([-1, 1]))
    curl = rng.uniform(0.15, 0.4)
    tail = _chain([(0.25, 0.72), (0.62, 0.78), (0.8, 0.6), (0.78, 0.6 - curl)], 0.075, 0.045, 0.0)
    pieces = [
        *(_mirrored(piece, side) for piece in tail),
        Piece((0, 0.58), (lean, 0.02), (0.40, 0.25), 0.0),
        Piece((lean, 0.12), (lean, 0.34), (0.16, 0.17), 0.24, "second"),
        Piece((-0.32, 0.62), (-0.36, 0.8), (0.2, 0.14), 0.1),
        Piece((0.32, 0.62), (0.36, 0.8), (0.2, 0.14), 0.1),
    ]
    for x in (-0.14, 0.14):
        pieces += [
            Piece((x, 0.3), (x, 0.8), (0.1, 0.085), 0.3),
            Piece((x, 0.85), (x * 1.1, 0.88), (0.1, 0.1), 0.32, "second"),
        ]
    return pieces, (lean, -0.3), 0.3 if is_cat else 0.32


def _lying(rng: np.random.Generator, is_cat: bool) -> tuple[list[Piece], Point, float]:
    lift = rng.uniform(-0.05, 0.08)
    tail = _chain([(-0.62, 0.5), (-0.88, 0.62), (-0.8, 0.74), (-0.5, 0.76)], 0.07, 0.045, 0.15)
    pieces = [
        *tail,
        Piece((-0.42, 0.4), (0.25, 0.36), (0.32, 0.27), 0.0),
        Piece((-0.42, 0.52), (-0.3, 0.66), (0.2, 0.11), 0.18),
        Piece((0.2, 0.3), (0.44, 0.1 - lift), (0.27, 0.2), 0.1),
        Piece((0.3, 0.52), (0.72, 0.68), (0.1, 0.08), 0.22),
        Piece((0.18, 0.6), (0.52, 0.74), (0.1, 0.085), 0.26),
        Piece((0.75, 0.69), (0.78, 0.69), (0.085, 0.085), 0.24, "second"),
        Piece((0.56, 0.75), (0.6, 0.75), (0.09, 0.09), 0.28, "second"),
    ]
    return pieces, (0.5, -0.02 - lift), 0.26 if is_cat else 0.29


def _standing(rng: np.random.Generator, is_cat: bool) -> tuple[list[Piece], Point, float]:
    stride = rng.uniform(-0.08, 0.12)
    up = rng.uniform(0.1, 0.45)
    tail = _chain([(-0.5, 0.02), (-0.72, -0.02), (-0.85, -0.05 - up / 2), (-0.8, -0.1 - up)], 0.07,
                  0.04, 0.0)  # fmt: skip
    pieces = [*tail, Piece((-0.34, 0.12), (0.3, 0.08), (0.25, 0.26), 0.0)]
    for x, near, step in ((-0.38, 0.0, stride), (0.36, 0.0, -stride), (-0.3, 0.2, -stride),
                          (0.28, 0.2, stride)):  # fmt: skip
        pieces += [
            Piece((x, 0.2), (x + step, 0.74), (0.13, 0.075), near - 0.1),
            Piece((x + step, 0.79), (x + step + 0.06, 0.8), (0.08, 0.075), near - 0.08, "second"),
        ]
    pieces += [Piece((0.3, 0.02), (0.52, -0.22), (0.2, 0.17), 0.1)]
    return pieces, (0.56, -0.32), 0.24 if is_cat else 0.27


def _portrait(rng: np.random.Generator, is_cat: bool) -> tuple[list[Piece], Point, float]:
    turn = rng.normal(0, 0.06)
    pieces = [
        Piece((turn, 1.05), (turn, 0.3), (0.72, 0.42), 0.0),
        Piece((turn, 0.62), (turn, 0.9), (0.26, 0.3), 0.36, "second"),
    ]
    return pieces, (turn, -0.12), 0.5 if is_cat else 0.52


def _cat_head(rng: np.random.Generator) -> list[Piece]:
    eye = _drawn(rng, _EYES)
    spread = rng.uniform(0.52, 0.68)
    slit = rng.uniform(0.035, 0.09)
    pieces = [Piece((-0.16, 0), (0.16, 0), (0.88, 0.88), 0.35)]
    for side in (-1, 1):
        pieces += [
            Piece((side * spread, -0.5), (side * (spread + 0.26), -1.28), (0.4, 0.04), 0.3),
            Piece((side * spread, -0.6), (side * (spread + 0.2), -1.1), (0.22, 0.02), 0.72, _PINK),
            Piece((side * 0.17, 0.4), (side * 0.19, 0.4), (0.25, 0.23), 1.2, "second"),
            Piece((side * 0.42, -0.1), (side * 0.46, -0.12), (0.185, 0.18), 1.4, eye),
            Piece((side * 0.44, -0.2), (side * 0.44, -0.02), (slit, slit), 1.7, _DARK),
            Piece(
                (side * 0.44 + 0.06, -0.19), (side * 0.44 + 0.06, -0.19), (0.05, 0.05), 2.0, _WHITE
            ),
        ]
    return [*pieces, Piece((-0.07, 0.2), (0.07, 0.2), (0.075, 0.075), 1.8, _PINK)]


def _dog_head(rng: np.random.Generator) -> list[Piece]:
    muzzle = rng.uniform(0.32, 0.44)
    pieces = [
        Piece((0, -0.2), (0, 0.15), (0.84, 0.74), 0.35),
        Piece((0, 0.3), (0, 0.5), (muzzle, muzzle + 0.04), 1.0, "second"),
        Piece((-0.08, 0.22), (0.08, 0.22), (0.16, 0.16), 1.7, _DARK),
        Piece((0.05, 0.15), (0.07, 0.15), (0.04, 0.04), 2.1, (0.55, 0.53, 0.53)),
        Piece((-0.22, 0.62), (0.22, 0.62), (0.03, 0.03), 1.55, _DARK),
    ]
    if rng.random() < 0.4:
        pieces += [Piece((0, 0.66), (0, 0.86), (0.13, 0.12), 1.5, _PINK)]
    floppy = rng.random() < 0.65
    drop = rng.uniform(0.35, 0.75)
    for side in (-1, 1):
        ear = (
            Piece((side * 0.66, -0.55), (side * 0.98, drop), (0.26, 0.3), 0.75, "second ear")
            if floppy
            else Piece((side * 0.52, -0.6), (side * 0.72, -1.3), (0.34, 0.07), 0.3)
        )
        pieces += [
            ear,
            Piece((side * 0.34, -0.16), (side * 0.36, -0.16), (0.13, 0.13), 1.4, _DARK),
            Piece(
                (side * 0.34 + 0.04, -0.21),
                (side * 0.34 + 0.04, -0.21),
                (0.045, 0.045),
                1.8,
                _WHITE,
            ),
        ]
    return pieces


def _chain(points: Sequence[Point], thick: float, thin: float, above: float) -> list[Piece]:
    """A tail through these points: a Bézier curve in short pieces."""
    steps = np.linspace(0, 1, 10)[:, np.newaxis]
    a, b, c, d = (np.array(point) for point in points)
    curve = (1 - steps) ** 3 * a + 3 * (1 - steps) ** 2 * steps * b
    curve += 3 * (1 - steps) * steps**2 * c + steps**3 * d
    radii = np.linspace(thick, thin, len(curve))
    return [
        Piece(tuple(curve[i]), tuple(curve[i + 1]), (radii[i], radii[i + 1]), above)
        for i in range(len(curve) - 1)
    ]


def _mirrored(piece: Piece, side: float) -> Piece:
    (x0, y0), (x1, y1) = piece.start, piece.end
    return Piece((side * x0, y0), (side * x1, y1), piece.radii, piece.above, piece.paint)


def _moved(piece: Piece, centre: Point, scale: float, angle: float) -> Piece:
    """A piece scaled, turned about the origin and put at ``centre``."""
    turn = scale * np.exp(1j * angle)
    ends = [turn * complex(*point) + complex(*centre) for point in (piece.start, piece.end)]
    start, end = ((float(point.real), float(point.imag)) for point in ends)
    radii = (scale * piece.radii[0], scale * piece.radii[1])
    return Piece(start, end, radii, scale * piece.above, piece.paint)


def _placed(
    pieces: Sequence[Piece], rng: np.random.Generator, scale: float, ratio: float
) -> list[Piece]:
    """The animal somewhere in the picture, looking left or right."""
    side = float(rng.choice([-1, 1]))
    free = abs(1.1 - scale)
    centre = (rng.uniform(-free, free), rng.uniform(-0.3 * free, free))
    angle = rng.normal(0, 0.07)
    return [
        _moved(_mirrored(piece, side), (centre[0] * max(ratio, 1), centre[1]), scale, angle)
        for piece in pieces
    ]


# Light and fur -----------------------------------------------------------------------------------


def _coordinates(height: int, width: int) -> tuple[Numbers, Numbers]:
    """x and y of every sample; the shorter side goes from -1 to 1."""
    y, x = np.mgrid[:height, :width]
    half = min(height, width) / 2
    return (x + 0.5 - width / 2) / half, (y + 0.5 - height / 2) / half


def _fur(rng: np.random.Generator, shape: tuple[int, ...], scale: float) -> Numbers:
    """How far each sample is pushed by the fur's tips, (2, H, W); long fur on large animals."""
    length = scale * rng.uniform(0.006, 0.02)
    fine, coarse = (int(hills / scale) for hills in (40, 12))
    return np.stack(
        [length * (_noise(rng, shape, fine) + 0.7 * _noise(rng, shape, coarse)) for _ in range(2)]
    )


def _noise(rng: np.random.Generator, shape: tuple[int, ...], cells: int) -> Numbers:
    """Smooth noise around 0 with about ``cells`` hills in a column."""
    height, width = shape[:2]
    rows = max(cells, 2)
    coarse = rng.normal(0, 1, (rows, max(2, rows * width // height))).astype(np.float32)
    smooth = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(smooth, np.float64)


def _heap(
    pieces: Sequence[Piece], x: Numbers, y: Numbers, push: Numbers
) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Height of the highest piece at each sample, 0 where there is none, and which one it is.

    ``push`` (2, H, W) moves the samples a little, so that outlines look like fur.
    """
    level = np.zeros(x.shape)
    which = np.full(x.shape, -1)
    for number, piece in enumerate(pieces):
        near = _near(piece, x, y)
        height = _height(piece, x[near] + push[0][near], y[near] + push[1][near])
        higher = height > level[near]
        level[near][higher] = height[higher]
        which[near][higher] = number
    return level, which


def _near(piece: Piece, x: Numbers, y: Numbers) -> tuple[slice, slice]:
    """The rows and columns that a piece can reach, with room for fur."""
    reach = max(piece.radii) + 0.1
    spans = []
    for axis, places in ((1, y[:, 0]), (0, x[0])):
        low, high = sorted((piece.start[axis], piece.end[axis]))
        start, stop = np.searchsorted(places, (low - reach, high + reach))
        spans.append(slice(int(start), int(stop)))
    return spans[0], spans[1]


def _height(piece: Piece, x: Numbers, y: Numbers) -> Numbers:
    """How high a piece stands at these places; 0 outside."""
    (x0, y0), (x1, y1) = piece.start, piece.end
    dx, dy = x1 - x0, y1 - y0
    along = ((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9)
    along = np.clip(along, 0, 1)
    radius = piece.radii[0] + along * (piece.radii[1] - piece.radii[0])
    under_root = radius**2 - (x - x0 - along * dx) ** 2 - (y - y0 - along * dy) ** 2
    return np.where(under_root > 0, np.sqrt(np.maximum(under_root, 0)) + piece.above + 1, 0)


def _coloured(
    pieces: Sequence[Piece],
    level: Numbers,
    which: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> Numbers:
    """Colours of the body under a lamp, with hair and a pattern; (H, W, 3)."""
    coat, second, third = (np.array(colour) for colour in _drawn(rng, _COATS))
    two_coloured = rng.random() < 0.6
    table = np.array([_paint(piece, coat, second, third, two_coloured) for piece in pieces])
    furry = np.array([isinstance(piece.paint, str) for piece in pieces])[which]
    colours = table[which]
    pattern = (
        _pattern(rng, level.shape)[..., np.newaxis]
        * (np.array([piece.paint == "coat" for piece in pieces])[which][..., np.newaxis])
    )
    colours = colours * (1 - pattern) + third * pattern
    hair = _hair(rng, level.shape) * np.where(furry, 1, 0.15)
    light = _light(level, furry, rng) * (1 + 0.14 * hair)
    return np.asarray(colours * light[..., np.newaxis])


def _paint(
    piece: Piece, coat: Numbers, second: Numbers, third: Numbers, two_coloured: bool
) -> Numbers:
    if piece.paint == "second ear":
        return third if two_coloured else 0.85 * coat
    if piece.paint == "second":
        return second if two_coloured else 0.94 * coat
    return coat if piece.paint == "coat" else np.array(piece.paint)


def _pattern(rng: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Where the third colour is, from 0 to 1: nowhere, in stripes or in patches."""
    kind = rng.choice(["plain", "stripes", "patches"], p=[0.4, 0.35, 0.25])
    if kind == "plain":
        return np.zeros(shape)
    bend = _noise(rng, shape, 4)
    if kind == "patches":
        return np.asarray(np.clip(3 * (bend - 0.3), 0, 0.9))
    x, y = _coordinates(*shape[:2])
    angle = rng.uniform(-0.6, 0.6)
    waves = np.sin(rng.uniform(16, 26) * (x * np.cos(angle) + y * np.sin(angle)) + 2.2 * bend)
    return np.asarray(np.clip(1.4 * waves - 0.3, 0, 0.75))


def _hair(rng: np.random.Generator, shape: tuple[int, ...]) -> Numbers:
    """Short streaks, mostly downward, around 0."""
    streaks = np.asarray(
        Image.fromarray(rng.normal(0, 1, (shape[0] // 5, shape[1])).astype(np.float32)).resize(
            (shape[1], shape[0]), Image.Resampling.BICUBIC
        ),
        np.float64,
    )
    return np.asarray(0.75 * streaks + 0.6 * _noise(rng, shape, shape[0] // 3))


def _light(level: Numbers, furry: npt.NDArray[np.bool_], rng: np.random.Generator) -> Numbers:
    """Brightness of each sample: a lamp from above, softened as fur softens it."""
    blurred = _blurred(level, 1.5 * SAMPLES)
    slope_y, slope_x = np.gradient(blurred, 2 / min(level.shape))
    normal: Numbers = np.stack([-slope_x, -slope_y, np.ones_like(level)], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    lamp = np.array([rng.uniform(-0.6, 0.6), rng.uniform(-0.9, -0.35), 1.0])
    shine = np.clip(normal @ (lamp / np.linalg.norm(lamp)), 0, 1)
    ambient = rng.uniform(0.45, 0.6)
    return np.asarray(np.where(furry, ambient + (1.12 - ambient) * shine, 0.75 + 0.25 * shine))


def _blurred(values: Numbers, radius: float) -> Numbers:
    """A Gaussian blur of (H, W) or (H, W, 3) values; Pillow blurs bytes only."""
    low, high = float(values.min()), float(values.max())
    scale = max(high - low, 1e-9)
    image = Image.fromarray(np.uint8(255 * (values - low) / scale))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float64)
    return soft / 255 * scale + low


# What is behind ----------------------------------------------------------------------------------


def _background(
    rng: np.random.Generator, height: int, width: int, pieces: Sequence[Piece]
) -> Numbers:
    """A wall or sky, a floor or meadow, things out of focus, and the animal's shadow; (H, W, 3)."""
    behind, ground = (np.array(colour) for colour in _drawn(rng, _GROUNDS))
    x, y = _coordinates(height, width)
    horizon = rng.uniform(-0.35, 0.45)
    on_ground = 1 / (1 + np.exp(-40 * (y - horizon - 0.03 * _noise(rng, x.shape, 5))))
    scene = behind + (ground - behind) * on_ground[..., np.newaxis]
    for _ in range(rng.integers(3, 8)):
        _add_thing(scene, rng, x, y)
    scene = np.stack([_blurred(channel, height / 55) for channel in np.moveaxis(scene, -1, 0)], -1)
    grain = _noise(rng, x.shape, 10) + 0.7 * _noise(rng, x.shape, height // 5)
    scene *= (1 + 0.07 * grain * (0.5 + on_ground))[..., np.newaxis]
    return np.asarray(scene * (1 - 0.45 * _shadow(pieces, x, y))[..., np.newaxis])


def _add_thing(scene: Numbers, rng: np.random.Generator, x: Numbers, y: Numbers) -> None:
    """An ellipse or a box of some colour, furs' colours among them."""
    colour = np.array(_drawn(rng, [coat[0] for coat in _COATS] + [wall for wall, _ in _GROUNDS]))
    colour *= rng.uniform(0.7, 1.15)
    u = (x - rng.uniform(-1.1, 1.1)) / rng.uniform(0.1, 0.5)
    v = (y - rng.uniform(-1.0, 0.9)) / rng.uniform(0.1, 0.6)
    inside = u**2 + v**2 < 1 if rng.random() < 0.5 else np.maximum(abs(u), abs(v)) < 1
    scene[inside] = 0.25 * scene[inside] + 0.75 * colour


def _shadow(pieces: Sequence[Piece], x: Numbers, y: Numbers) -> Numbers:
    """A soft dark place below the animal, from 0 to 1."""
    ends = np.array([end for piece in pieces for end in (piece.start, piece.end)])
    left, right, foot = ends[:, 0].min(), ends[:, 0].max(), ends[:, 1].max()
    u = (x - (left + right) / 2) / max(0.5 * (right - left), 0.1)
    v = (y - foot - 0.03) / 0.13
    return np.asarray(np.exp(-(u**2) - v**2))


# Pixels ------------------------------------------------------------------------------------------


def _reduced(samples: Numbers) -> Numbers:
    """The mean of each pixel's samples, (H, W, …)."""
    height, width = (side // SAMPLES for side in samples.shape[:2])
    blocks = samples.reshape(height, SAMPLES, width, SAMPLES, *samples.shape[2:])
    return np.asarray(blocks.mean(axis=(1, 3)))


def _as_bytes(values: Any) -> U8:
    return np.asarray(np.round(255 * np.clip(values, 0, 1)), np.uint8)


def _mask(seen: npt.NDArray[np.bool_], size: tuple[int, int]) -> U8:
    """Pet, background, and the border between them, which reaches into both."""
    pet = _reduced(seen.astype(np.float64)) >= 0.5
    reach = max(1, round(BORDER_REACH * min(size)))
    image = Image.fromarray(np.uint8(255 * pet))
    grown, shrunk = (
        np.asarray(image.filter(smear(2 * reach + 1))) > 0
        for smear in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    mask = np.where(pet, PET, BACKGROUND).astype(np.uint8)
    mask[grown & ~shrunk] = BORDER
    return mask
