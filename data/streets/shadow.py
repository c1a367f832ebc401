"""The shadows that standing things throw on the ground, drawn once for each world."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from data.streets.draw import U8
from data.streets.ground import SHADOW_TEXEL, SHADOW_U, SHADOW_Z
from data.streets.light import Weather
from data.streets.noise import SIZE, fractal

_UMBRA = 20  # light left in a full shadow, of 255


@dataclass(frozen=True)
class Caster:
    """An upright rectangle that stands on the ground (or floats), in road coordinates.

    Attributes:
        start: (u, z) of one end, metres.
        end: (u, z) of the other end.
        low: metres, lower edge.
        high: metres, upper edge.
        leafy: whether light falls through its edges.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    low: float
    high: float
    leafy: bool = False


def shadow_map(casters: list[Caster], weather: Weather) -> U8:
    """Share of sunlight that arrives at each place, 255 in the open, shape (z, u)."""
    size = (
        round(2 * SHADOW_U / SHADOW_TEXEL),
        round((SHADOW_Z[1] - SHADOW_Z[0]) / SHADOW_TEXEL),
    )
    solid, leafy = Image.new("L", size, 0), Image.new("L", size, 0)
    solid_draw, leafy_draw = ImageDraw.Draw(solid), ImageDraw.Draw(leafy)
    per_height = 1 / max(weather.sun[1], 0.12)
    du, dz = -weather.sun[0] * per_height, -weather.sun[2] * per_height
    for caster in casters:
        polygon = [
            _texel(u + du * y, z + dz * y)
            for (u, z), y in (
                (caster.start, caster.low),
                (caster.end, caster.low),
                (caster.end, caster.high),
                (caster.start, caster.high),
            )
        ]
        draw = leafy_draw if caster.leafy else solid_draw
        if caster.leafy:
            _draw_crown(draw, polygon)
        else:
            draw.polygon(polygon, fill=255)
            draw.line(polygon[1:3], fill=255, width=2)
    leaves = np.asarray(leafy.filter(ImageFilter.GaussianBlur(5)), np.float32) / 255
    repeats = (-(-size[1] // SIZE), -(-size[0] // SIZE))
    noise = np.tile(fractal(51, 1.0), repeats)[: size[1], : size[0]]
    leaves = np.clip((leaves + 0.22 * noise - 0.38) * 4, 0, 1) * (leaves > 0.04)
    dark = np.maximum(np.asarray(solid, np.float32) / 255, 0.92 * leaves)
    light = 255 - (255 - _UMBRA) * dark
    soft = Image.fromarray(light.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))
    return np.asarray(soft)


def _texel(u: float, z: float) -> tuple[float, float]:
    return (u + SHADOW_U) / SHADOW_TEXEL, (z - SHADOW_Z[0]) / SHADOW_TEXEL


def _draw_crown(draw: ImageDraw.ImageDraw, polygon: list[tuple[float, float]]) -> None:
    """A crown is round whatever the sun's side: discs from the foot to the tip."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = polygon
    foot = ((x0 + x1) / 2, (y0 + y1) / 2)
    tip = ((x2 + x3) / 2, (y2 + y3) / 2)
    radius = float(np.hypot(x1 - x0, y1 - y0)) / 2
    draw.line([foot, tip], fill=255, width=4)
    for share in np.linspace(0.25, 0.95, 8):
        x = foot[0] + share * (tip[0] - foot[0])
        y = foot[1] + share * (tip[1] - foot[1])
        r = radius * (1.1 - 0.75 * share)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
