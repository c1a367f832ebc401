"""Small pictures with a class for each texel: trees, people, signs, animals, street furniture."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image, ImageDraw

from data.classes import CarlaClass
from data.streets.draw import U8, Hit, Paint
from data.streets.light import Colour
from data.streets.noise import F32, fractal, sample

_LARGEST = 4  # halvings: from 256 texels down to 16


@dataclass(frozen=True)
class Level:
    """One size of a sprite: linear colour (h, w, 3) and class ids (h, w), 0 where empty."""

    albedo: F32
    ids: U8


@dataclass(frozen=True)
class Sprite:
    """A material that shows a picture, in the size that fits the distance."""

    levels: tuple[Level, ...]

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        texel = hit.height / self.levels[0].ids.shape[0]
        wanted = int(np.log2(max(hit.pixel / texel, 1.0)))
        level = self.levels[min(wanted, len(self.levels) - 1)]
        height, width = level.ids.shape
        column = np.minimum((hit.a * (width / hit.width)).astype(np.int32), width - 1)
        row = height - 1 - np.minimum((hit.b * (height / hit.height)).astype(np.int32), height - 1)
        index = row * width + column
        ids = level.ids.reshape(-1).take(index)
        return Paint(level.albedo.reshape(-1, 3).take(index, axis=0), ids, ids > 0)


def make_sprite(albedo: F32, ids: U8) -> Sprite:
    """Build the smaller sizes of a picture whose sides are multiples of 16."""
    levels = [Level(albedo, ids)]
    for _ in range(_LARGEST):
        last = levels[-1]
        levels.append(_halve(last))
    return Sprite(tuple(levels))


def _halve(level: Level) -> Level:
    height, width = level.ids.shape
    blocks = level.ids.reshape(height // 2, 2, width // 2, 2)
    filled = (blocks > 0).astype(np.float32)
    cover = filled.mean(axis=(1, 3))
    ids = np.where(cover >= 0.5, blocks.max(axis=(1, 3)), 0).astype(np.uint8)
    weighted = level.albedo.reshape(height // 2, 2, width // 2, 2, 3) * filled[..., None]
    albedo = weighted.sum(axis=(1, 3)) / np.maximum(filled.sum(axis=(1, 3)), 1)[..., None]
    return Level(albedo.astype(np.float32), ids)


def _grid(height: int, width: int) -> tuple[F32, F32]:
    """Coordinates x from -1 (left) to 1, y from 0 (top) to 1 (foot), each (h, w)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x + 0.5) / (width / 2) - 1, (y + 0.5) / height


def _noise(rng: np.random.Generator, slope: float, x: F32, y: F32, scale: float) -> F32:
    shift_x, shift_y = rng.uniform(0, 512, 2).tolist()
    return sample(fractal(21, slope), x * scale + shift_x, y * scale + shift_y)


def conifer(rng: np.random.Generator, green: Colour) -> Sprite:
    """A spruce: drooping layers of branches around a trunk."""
    x, y = _grid(256, 128)
    n_layers = rng.uniform(7, 12)
    bend = _noise(rng, 1.6, x, y * 0, 40)
    layer = y * n_layers + 0.35 * bend + 0.25 * np.abs(x)
    saw = layer - np.floor(layer)
    fine = _noise(rng, 0.9, x, y, 110)
    clumps = _noise(rng, 1.2, x, y, 90)
    envelope = (0.04 + 0.92 * y**0.85) * (0.66 + 0.34 * saw)
    edge = np.abs(x) + 0.035 * fine + 0.09 * clumps
    foliage = (edge < envelope) & (y < 0.93)
    trunk = (np.abs(x) < 0.045) & (y > 0.85)
    tone = (0.3 + 0.95 * saw) * (1 + 0.22 * fine + 0.12 * clumps) * (0.8 + 0.35 * x)
    albedo = np.maximum(tone, 0.12)[..., None] * np.array(green, np.float32)
    albedo[trunk & ~foliage] = (0.09, 0.06, 0.04)
    ids = np.where(foliage | trunk, CarlaClass.VEGETATION, 0).astype(np.uint8)
    return make_sprite(albedo.astype(np.float32), ids)


def broadleaf(rng: np.random.Generator, green: Colour) -> Sprite:
    """A round tree: clumps of leaves on a trunk that forks."""
    return _leafy(rng, green, crown=(0.02, 0.72), trunk_width=0.055)


def bush(rng: np.random.Generator, green: Colour) -> Sprite:
    """A shrub without a trunk."""
    return _leafy(rng, green, crown=(0.1, 1.05), trunk_width=0.0)


def _leafy(
    rng: np.random.Generator, green: Colour, crown: tuple[float, float], trunk_width: float
) -> Sprite:
    x, y = _grid(192, 160)
    top, bottom = crown
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    fine = _noise(rng, 0.9, x, y, 90)
    clumps = _noise(rng, 1.3, x, y, 100)
    cover = np.full(x.shape, -1.0, np.float32)
    tone = np.full(x.shape, 0.5, np.float32)
    for _ in range(30):
        angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0.0, 0.74) ** 0.7
        cx, cy = reach * np.cos(angle), middle + 0.78 * half * reach * np.sin(angle)
        radius = rng.uniform(0.16, 0.36)
        nearness = 1 - np.hypot(x - cx, (y - cy) / half) / radius
        better = nearness > cover
        relief = 0.8 - 1.5 * (y - cy) / half + 0.7 * (x - cx) - 0.35 * (cy - middle) / half
        tone = np.where(better, relief, tone)
        cover = np.where(better, nearness, cover)
    foliage = cover + 0.09 * fine + 0.16 * clumps > 0.0
    foliage &= y < 0.985
    tone = np.clip(tone, 0.25, 1.5) * (1 + 0.24 * fine + 0.1 * clumps)
    albedo = np.maximum(tone, 0.12)[..., None] * np.array(green, np.float32)
    trunk = (np.abs(x) < trunk_width * (0.7 + 0.5 * y)) & (y > middle)
    fork = (np.abs(np.abs(x) - 0.5 * (bottom - y)) < 0.03) & (y > middle) & (y < bottom)
    wood = (trunk | (fork & (trunk_width > 0))) & ~foliage
    albedo[wood] = (0.10, 0.075, 0.05)
    ids = np.where(foliage | wood, CarlaClass.VEGETATION, 0).astype(np.uint8)
    return make_sprite(albedo.astype(np.float32), ids)


def _drawn(
    width: int, height: int, class_id: CarlaClass, paint: Callable[[ImageDraw.ImageDraw], None]
) -> Sprite:
    """Draw with Pillow on an empty picture; every texel touched gets the class."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    paint(ImageDraw.Draw(picture))
    pixels = np.asarray(picture)
    albedo = 0.8 * (pixels[..., :3].astype(np.float32) / 255) ** 2.2
    ids = np.where(pixels[..., 3] > 127, class_id, 0).astype(np.uint8)
    return make_sprite(albedo.astype(np.float32), ids)


def _rgb(rng: np.random.Generator, low: int = 20, high: int = 235) -> tuple[int, int, int]:
    r, g, b = (int(v) for v in rng.integers(low, high, 3))
    return (r, g, b)


_SKINS = ((236, 188, 160), (198, 140, 104), (141, 85, 54), (90, 56, 37))


def pedestrian(rng: np.random.Generator) -> tuple[Sprite, Sprite]:
    """Somebody who walks: one picture with a wide step, one with a narrow one."""
    skin = _SKINS[int(rng.integers(len(_SKINS)))]
    coat, trousers, hair = _rgb(rng), _rgb(rng, 15, 120), _rgb(rng, 10, 90)
    dark = (trousers[0] // 2, trousers[1] // 2, trousers[2] // 2)

    def paint(draw: ImageDraw.ImageDraw, stride: int) -> None:
        draw.line([(32, 72), (32 + stride, 124)], fill=dark, width=10)
        draw.line([(32, 72), (32 - stride, 124)], fill=trousers, width=10)
        draw.rectangle((27 - stride, 122, 38 - stride, 127), fill=(20, 18, 16))
        draw.rectangle((27 + stride, 122, 40 + stride, 127), fill=(20, 18, 16))
        draw.line([(24, 30), (20 - stride // 2, 68)], fill=coat, width=7)
        draw.line([(40, 30), (44 + stride // 2, 66)], fill=coat, width=7)
        draw.polygon([(22, 26), (42, 26), (43, 76), (21, 76)], fill=coat)
        draw.ellipse((25, 4, 39, 24), fill=skin)
        draw.pieslice((24, 2, 40, 22), 180, 360, fill=hair)

    wide, narrow = (
        _drawn(64, 128, CarlaClass.PEDESTRIAN, partial(paint, stride=stride)) for stride in (13, 5)
    )
    return wide, narrow


def traffic_light(rng: np.random.Generator) -> Sprite:
    """The head of a traffic light with one lamp on."""
    lit = int(rng.integers(3))
    off, on = (
        ((60, 10, 8), (55, 45, 8), (8, 50, 20)),
        (
            (255, 40, 30),
            (255, 200, 40),
            (40, 255, 150),
        ),
    )

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.rectangle((4, 0, 27, 63), fill=(28, 28, 24))
        for index in range(3):
            top = 4 + 20 * index
            colour = on[index] if index == lit else off[index]
            draw.ellipse((8, top, 23, top + 15), fill=colour)

    return _drawn(32, 64, CarlaClass.TRAFFIC_LIGHT, paint)


def sign(rng: np.random.Generator) -> Sprite:
    """A round, triangular or square traffic sign."""
    kind = int(rng.integers(4))

    def paint(draw: ImageDraw.ImageDraw) -> None:
        if kind == 0:
            draw.ellipse((1, 1, 62, 62), fill=(200, 20, 25))
            draw.ellipse((10, 10, 53, 53), fill=(240, 240, 238))
            draw.rectangle((20, 26, 43, 37), fill=(20, 20, 20))
        elif kind == 1:
            draw.polygon([(32, 2), (62, 60), (2, 60)], fill=(200, 20, 25))
            draw.polygon([(32, 16), (51, 53), (13, 53)], fill=(240, 240, 238))
        elif kind == 2:
            draw.rectangle((2, 2, 61, 61), fill=(20, 70, 160))
            draw.rectangle((26, 12, 37, 52), fill=(240, 240, 238))
        else:
            draw.rectangle((10, 0, 53, 63), fill=(238, 238, 234))
            draw.rectangle((16, 8, 47, 13), fill=(20, 20, 20))
            draw.rectangle((20, 24, 43, 54), fill=(30, 30, 30))

    return _drawn(64, 64, CarlaClass.TRAFFIC_SIGN, paint)


def street_furniture(rng: np.random.Generator) -> Sprite:
    """A bin, a bench, a box, a hydrant or a stack of crates: things that stay put."""
    kind = int(rng.integers(5))
    colour = _rgb(rng, 30, 190)
    dark = (colour[0] // 2, colour[1] // 2, colour[2] // 2)

    def paint(draw: ImageDraw.ImageDraw) -> None:
        if kind == 0:
            draw.polygon([(10, 14), (54, 14), (48, 63), (16, 63)], fill=colour)
            draw.rectangle((7, 6, 56, 15), fill=dark)
            for left in (20, 30, 40):
                draw.line([(left, 18), (left, 60)], fill=dark, width=2)
        elif kind == 1:
            draw.rectangle((0, 18, 63, 26), fill=colour)
            draw.rectangle((0, 36, 63, 42), fill=dark)
            draw.rectangle((6, 26, 11, 63), fill=(40, 40, 42))
            draw.rectangle((52, 26, 57, 63), fill=(40, 40, 42))
        elif kind == 2:
            draw.rectangle((8, 2, 55, 63), fill=(120, 124, 120))
            draw.rectangle((12, 8, 51, 58), fill=(100, 104, 100))
            draw.line([(32, 8), (32, 58)], fill=(60, 62, 60), width=2)
        elif kind == 3:
            draw.ellipse((22, 4, 41, 24), fill=(190, 40, 30))
            draw.rectangle((22, 14, 41, 58), fill=(190, 40, 30))
            draw.rectangle((14, 28, 49, 38), fill=(160, 30, 25))
            draw.rectangle((17, 56, 46, 63), fill=(120, 25, 20))
        else:
            draw.rectangle((4, 32, 36, 63), fill=(150, 110, 70))
            draw.rectangle((34, 36, 62, 63), fill=(130, 95, 60))
            draw.rectangle((12, 6, 42, 32), fill=(165, 125, 80))
            draw.line([(4, 46), (60, 46)], fill=(90, 60, 35), width=2)

    return _drawn(64, 64, CarlaClass.STATIC, paint)


def moving_thing(rng: np.random.Generator) -> Sprite:
    """A ball, a dog, a trolley or a cone: things that may be elsewhere in the next frame."""
    kind = int(rng.integers(4))
    colour = _rgb(rng, 40, 230)

    def paint(draw: ImageDraw.ImageDraw) -> None:
        if kind == 0:
            draw.ellipse((12, 24, 51, 63), fill=colour)
            draw.arc((12, 24, 51, 63), 30, 160, fill=(240, 240, 240), width=5)
        elif kind == 1:
            coat = (colour[0] // 2 + 20, colour[0] // 3 + 15, colour[0] // 4 + 10)
            draw.ellipse((8, 26, 48, 46), fill=coat)
            draw.ellipse((42, 14, 60, 32), fill=coat)
            for left in (12, 20, 36, 43):
                draw.rectangle((left, 40, left + 4, 63), fill=coat)
            draw.line([(10, 32), (2, 18)], fill=coat, width=4)
        elif kind == 2:
            draw.polygon([(14, 16), (58, 16), (52, 44), (20, 44)], fill=(130, 134, 138))
            draw.line([(4, 8), (16, 18)], fill=(60, 60, 64), width=4)
            draw.rectangle((20, 44, 52, 52), fill=(70, 72, 76))
            draw.ellipse((18, 52, 28, 63), fill=(20, 20, 20))
            draw.ellipse((44, 52, 54, 63), fill=(20, 20, 20))
        else:
            draw.polygon([(28, 4), (36, 4), (50, 58), (14, 58)], fill=(230, 90, 20))
            draw.polygon([(24, 24), (40, 24), (44, 38), (20, 38)], fill=(240, 240, 240))
            draw.rectangle((6, 57, 58, 63), fill=(200, 75, 15))

    return _drawn(64, 64, CarlaClass.DYNAMIC, paint)


def bird(rng: np.random.Generator) -> Sprite:
    """A bird with its wings up."""
    lift = int(rng.integers(4, 14))

    def paint(draw: ImageDraw.ImageDraw) -> None:
        dark = (34, 34, 38)
        draw.polygon([(2, 16 - lift + 4), (16, 12), (16, 20)], fill=dark)
        draw.polygon([(61, 16 - lift + 4), (46, 12), (46, 20)], fill=dark)
        draw.ellipse((14, 11, 50, 22), fill=dark)

    return _drawn(64, 32, CarlaClass.DYNAMIC, paint)


def billboard_poster(rng: np.random.Generator) -> Sprite:
    """A large advertisement: stripes and shapes in a frame."""
    back, front = _rgb(rng, 60, 240), _rgb(rng, 20, 200)

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.rectangle((0, 0, 127, 63), fill=(50, 50, 52))
        draw.rectangle((4, 4, 123, 59), fill=back)
        draw.ellipse((12, 12, 52, 52), fill=front)
        draw.rectangle((62, 16, 114, 26), fill=front)
        draw.rectangle((62, 34, 100, 40), fill=(40, 40, 40))

    return _drawn(128, 64, CarlaClass.STATIC, paint)
