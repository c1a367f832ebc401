"""Blocks and houses beside the road."""

import numpy as np

from data.classes import CarlaClass
from data.streets import materials as m
from data.streets.draw import Patch
from data.streets.light import Colour
from data.streets.shadow import Caster
from data.streets.site import Site


def wall_colour(rng: np.random.Generator) -> Colour:
    """Choose the colour of a wall or a facade."""
    colours = ((0.45, 0.44, 0.41), (0.28, 0.28, 0.29), (0.56, 0.46, 0.32), (0.34, 0.13, 0.08),
               (0.40, 0.20, 0.11), (0.64, 0.62, 0.57), (0.16, 0.16, 0.17), (0.52, 0.34, 0.18),
               (0.30, 0.36, 0.42), (0.20, 0.14, 0.10))  # fmt: skip
    r, g, b = colours[int(rng.integers(len(colours)))]
    tone = rng.uniform(0.8, 1.15)
    return (r * tone, g * tone, b * tone)


def _facade(rng: np.random.Generator, shop: bool) -> m.Facade:
    colour = wall_colour(rng)
    trim_tone = rng.uniform(0.15, 0.6)
    return m.Facade(
        colour,
        (trim_tone, trim_tone * 0.97, trim_tone * 0.92),
        storey=rng.uniform(2.8, 3.6),
        bay=rng.uniform(1.8, 4.2),
        window=(rng.uniform(0.35, 0.8), rng.uniform(0.4, 0.7)),
        bricks=bool(rng.random() < 0.4),
        shop=shop,
        salt=int(rng.integers(1000)),
    )


def add_block(site: Site, sign: int, u: float, z: float, length: float, height: float) -> None:
    """A building with a flat roof, a ledge on top, and at times a smaller storey above."""
    rng = site.rng
    facade = _facade(rng, shop=bool(rng.random() < 0.3))
    depth = rng.uniform(8, 16)
    near, far = sign * u, sign * (u + depth)
    site.strip(near, z, z + length, height, facade)
    site.across(near, far, z, 0, height, facade)
    ledge = m.Plain(facade.trim, CarlaClass.BUILDING)
    site.plane(near - sign * 0.25, z - 0.25, z + length, height, height + 0.4, ledge)
    site.across(near - sign * 0.25, far, z - 0.25, height, height + 0.4, ledge)
    if rng.random() < 0.35:
        inner, top = near + sign * 2, height + rng.uniform(2.5, 5)
        site.plane(inner, z + 2, z + length - 2, height, top, ledge)
        site.across(inner, far, z + 2, height, top, ledge)
    if rng.random() < 0.5 and height > 7:
        _balconies(site, near - sign * 0.9, near, z, length, height, facade)


def _balconies(
    site: Site, outer: float, inner: float, z: float, length: float, height: float,
    facade: m.Facade,
) -> None:  # fmt: skip
    front = m.Plain(facade.trim, CarlaClass.BUILDING)
    start = z + facade.bay
    for storey in range(1, int(height / facade.storey)):
        low = storey * facade.storey
        if start + 2 * facade.bay < z + length and z < 70:
            site.plane(outer, start, start + facade.bay, low, low + 1.0, front)
            site.across(outer, inner, start, low, low + 1.0, front)


def add_houses(site: Site, sign: int, u: float, tall: bool) -> None:
    """Put a row of houses, u metres or more from the middle of the road."""
    rng = site.rng
    z = rng.uniform(0, 16)
    while z < 150:
        length = rng.uniform(8, 14)
        if not site.blocked(z - 2, z + length + 2):
            height = rng.uniform(7, 14) if tall else rng.uniform(3, 6.5)
            _house(site, sign, u + rng.uniform(0, 3), z, length, height)
        z += length + rng.uniform(3, 16)


def _house(site: Site, sign: int, u: float, z: float, length: float, height: float) -> None:
    """A house with a pitched roof whose ridge runs along the road."""
    rng = site.rng
    facade = _facade(rng, shop=False)
    depth, rise = rng.uniform(7, 10), rng.uniform(2, 4)
    near, far = sign * u, sign * (u + depth)
    site.plane(near, z, z + length, 0, height, facade)
    site.casters.append(Caster((near, z), (near, z + length), 0, height + rise))
    site.casters.append(Caster((near, z), (far, z), 0, height))
    site.across(near, far, z, 0, height, facade)
    site.across(near, far, z, height, height + rise, m.Gable(facade.colour))
    tone = rng.uniform(0.6, 1.2)
    tiles = ((0.16, 0.07, 0.05), (0.08, 0.08, 0.09), (0.13, 0.11, 0.09))
    r, g, b = tiles[int(rng.integers(3))]
    x0, x1 = site.curve.at(z) + near, site.curve.at(z + length) + near
    run = float(np.hypot(x1 - x0, length))
    along = ((x1 - x0) / run, 0.0, length / run)
    size = float(np.hypot(depth / 2, rise))
    share = depth / 2 / size
    up = (along[2] * sign * share, rise / size, -along[0] * sign * share)
    eaves = (x0 - up[0] * 0.5, height - up[1] * 0.5, z - up[2] * 0.5 - 0.3)
    roof = m.Roof((r * tone, g * tone, b * tone))
    site.patches.append(Patch(eaves, along, up, run + 0.6, size + 0.5, roof))
    if rng.random() < 0.6:
        chimney = m.Plain((0.25, 0.14, 0.10), CarlaClass.BUILDING)
        at = near + sign * depth * 0.35
        site.across(at, at + 0.7, z + length * 0.4, height, height + rise + 0.9, chimney)
