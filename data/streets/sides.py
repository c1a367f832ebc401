"""The six kinds of roadside: what stands there and what the ground is.

A side is built from the road outwards. Its bands are returned in that order; `end` is where a
band stops, metres from the middle of the road, negative on the left.
"""

from collections.abc import Callable

import numpy as np

from data.classes import CarlaClass
from data.streets import materials as m
from data.streets import sprites as s
from data.streets.buildings import add_block, add_houses, wall_colour
from data.streets.draw import Patch
from data.streets.ground import Band
from data.streets.site import FAR, Site, Walker

_ENDLESS = 999.0  # metres; the last band reaches the horizon


def _grass(rng: np.random.Generator) -> Band:
    dry = rng.uniform(0, 1)
    colour = (0.07 + 0.16 * dry, 0.125 + 0.07 * dry, 0.03 + 0.05 * dry)
    return Band(0, CarlaClass.TERRAIN, colour, 0.25, 0.18)


def _paving(rng: np.random.Generator) -> Band:
    grey = rng.uniform(0.16, 0.36)
    return Band(0, CarlaClass.SIDEWALK, (grey, grey * 0.97, grey * 0.9), 0.1, 0.1)


def _earth(rng: np.random.Generator) -> Band:
    tone = rng.uniform(0.14, 0.26)
    return Band(0, CarlaClass.GROUND, (tone, tone * 0.85, tone * 0.65), 0.25, 0.2)


def _until(band: Band, end: float) -> Band:
    return Band(end, band.class_id, band.colour, band.grain, band.patches)


def _pavement(site: Site, sign: int, width: float) -> list[Band]:
    """A kerb and a sidewalk; bands from the road outwards."""
    edge = site.edge(sign)
    paving = _paving(site.rng)
    light = (paving.colour[0] * 1.35, paving.colour[1] * 1.35, paving.colour[2] * 1.35)
    kerb = Band(edge + sign * 0.25, CarlaClass.SIDEWALK, light, 0.06, 0.08)
    return [kerb, _until(paving, edge + sign * width)]


def _side_rail(site: Site, sign: int) -> list[Band]:
    """A motorway's edge: guard rail or concrete barrier, grass, trees, perhaps a bank."""
    rng, edge = site.rng, site.edge(sign)
    u = edge + sign * rng.uniform(0.3, 1.8)
    if rng.random() < 0.4:
        grey = rng.uniform(0.25, 0.6)
        wall = m.Masonry((grey, grey * 0.97, grey * 0.92), False, 4.0, CarlaClass.GUARD_RAIL)
        site.strip(u, -6, FAR, rng.uniform(0.8, 1.1), wall)
    else:
        grey = rng.uniform(0.3, 0.55)
        site.strip(u, -6, FAR, rng.uniform(0.7, 0.85), m.SteelRail((grey, grey, grey), 2.0))
    if rng.random() < 0.45:
        _bank(site, sign, u + sign * rng.uniform(3, 9))
    _scatter_trees(site, sign, abs(u) + 3, 40, int(rng.integers(10, 44)))
    verge = _paving(rng) if rng.random() < 0.7 else _earth(rng)
    shoulder = [_until(verge, u + sign * 0.9)] if rng.random() < 0.5 else []
    return [*shoulder, _until(_grass(rng), sign * _ENDLESS)]


def _bank(site: Site, sign: int, u: float) -> None:
    rng = site.rng
    rock = float(rng.random() < 0.35)
    green = _grass(rng).colour
    colour = (0.22, 0.21, 0.19) if rock else green
    height, lean = rng.uniform(2, 6), rng.uniform(0.4, 1.0)
    size = float(np.hypot(lean, 1.0))
    z = -6.0
    while z < FAR:
        piece = 18.0
        x0, x1 = site.curve.at(z) + u, site.curve.at(z + piece) + u
        length = float(np.hypot(x1 - x0, piece))
        along = ((x1 - x0) / length, 0.0, piece / length)
        out = (along[2] * sign, -along[0] * sign)
        up = (out[0] * lean / size, 1 / size, out[1] * lean / size)
        material = m.Bank(colour, rock)
        if not site.blocked(z, z + piece):
            site.patches.append(
                Patch((x0, 0.0, z), along, up, length + 0.2, height * size, material)
            )
        z += piece


def _scatter_trees(site: Site, sign: int, near: float, far: float, n_trees: int) -> None:
    rng = site.rng
    for _ in range(n_trees):
        u = sign * rng.uniform(near, max(far, near + 4))
        site.tree(u, rng.uniform(-8, 170))


def _tree_row(site: Site, u: float, spacing: float) -> None:
    z = site.rng.uniform(-12, spacing - 12)
    while z < 150:
        site.tree(u + site.rng.uniform(-0.4, 0.4), z)
        z += spacing * site.rng.uniform(0.8, 1.2)


def _side_wall(site: Site, sign: int) -> list[Band]:
    """A wall along the road, with roofs or trees behind it."""
    rng, edge = site.rng, site.edge(sign)
    width = rng.uniform(0.8, 2.6)
    u = edge + sign * (width + rng.uniform(0, 1.5))
    wall = m.Masonry(wall_colour(rng), bool(rng.random() < 0.4), rng.choice((2.5, 4.0, 6.0)))
    site.strip(u, -6, FAR, rng.uniform(1.2, 3.2), wall)
    if rng.random() < 0.4:
        grey = rng.uniform(0.3, 0.55)
        site.strip(edge + sign * 0.4, -6, FAR, 0.75, m.SteelRail((grey, grey, grey), 2.0))
    if rng.random() < 0.5:
        add_houses(site, sign, abs(u) + rng.uniform(4, 9), tall=bool(rng.random() < 0.4))
    _scatter_trees(site, sign, abs(u) + 2, abs(u) + 18, int(rng.integers(6, 28)))
    return [*_pavement(site, sign, width), _until(_grass(rng), sign * _ENDLESS)]


def _side_town(site: Site, sign: int) -> list[Band]:
    """Buildings wall to wall behind a sidewalk."""
    rng, edge = site.rng, site.edge(sign)
    width = rng.uniform(2.2, 5.5)
    u = edge + sign * (width + rng.uniform(0.5, 9))
    z = rng.uniform(-10, 14)
    while z < 150:
        length = rng.uniform(9, 26)
        if not site.blocked(z - 1, z + length + 1):
            if rng.random() < 0.88:
                add_block(site, sign, abs(u) + rng.uniform(0, 1.5), z, length, _block_height(rng))
            else:
                _scatter_trees(site, sign, abs(u), abs(u) + 8, 3)
        z += length + (rng.uniform(2, 14) if rng.random() < 0.5 else 0.1)
    if rng.random() < 0.45:
        _tree_row(site, edge + sign * width * 0.6, rng.uniform(9, 18))
    _people(site, sign, abs(edge) + 0.8, abs(edge) + width, int(rng.integers(0, 7)))
    floor = _paving(rng) if rng.random() < 0.6 else _grass(rng)
    return [*_pavement(site, sign, width), _until(floor, sign * _ENDLESS)]


def _block_height(rng: np.random.Generator) -> float:
    """Metres; one building in five is a tower."""
    return rng.uniform(18, 36) if rng.random() < 0.2 else rng.uniform(6, 19)


def _side_houses(site: Site, sign: int) -> list[Band]:
    """Detached houses behind a sidewalk, a fence or a hedge, and a garden."""
    rng, edge = site.rng, site.edge(sign)
    width = rng.uniform(1.4, 2.8)
    u = edge + sign * (width + 0.3)
    kind = rng.random()
    if kind < 0.55:
        tone = rng.uniform(0.1, 0.6)
        colour = (tone, tone * 0.92, tone * 0.8)
        fence = m.Fence(colour, rng.uniform(0.12, 0.3), rng.uniform(0.25, 0.7), 3.0)
        site.strip(u, -6, 160, rng.uniform(0.9, 1.7), fence)
    elif kind < 0.8:
        hedge = m.Hedge((rng.uniform(0.05, 0.1), rng.uniform(0.09, 0.15), 0.035))
        site.strip(u, -6, 160, rng.uniform(0.8, 1.8), hedge)
    add_houses(site, sign, abs(u) + rng.uniform(4, 8), tall=False)
    _scatter_trees(site, sign, abs(u) + 1, abs(u) + 22, int(rng.integers(8, 26)))
    for _ in range(int(rng.integers(0, 12))):
        site.bush(u + sign * rng.uniform(0.8, 5), rng.uniform(4, 90))
    _people(site, sign, abs(edge) + 0.5, abs(edge) + width, int(rng.integers(0, 3)))
    return [*_pavement(site, sign, width), _until(_grass(rng), sign * _ENDLESS)]


def _side_park(site: Site, sign: int) -> list[Band]:
    """Grass and trees behind a sidewalk."""
    rng, edge = site.rng, site.edge(sign)
    width = rng.uniform(1.2, 4)
    if rng.random() < 0.6:
        _tree_row(site, edge + sign * (width + 2.5), rng.uniform(7, 16))
    _scatter_trees(site, sign, abs(edge) + width + 4, 50, int(rng.integers(12, 38)))
    if rng.random() < 0.3:
        _bank(site, sign, edge + sign * (width + rng.uniform(7, 16)))
    for _ in range(int(rng.integers(0, 10))):
        site.bush(edge + sign * (width + rng.uniform(1, 9)), rng.uniform(4, 90))
    _people(site, sign, abs(edge) + 0.5, abs(edge) + width, int(rng.integers(0, 4)))
    pavement = _pavement(site, sign, width)
    return [*pavement, _until(_grass(rng), sign * _ENDLESS)]


def _side_works(site: Site, sign: int) -> list[Band]:
    """Halls and yards on bare ground behind a fence or nothing."""
    rng, edge = site.rng, site.edge(sign)
    width = rng.uniform(1.0, 2.2)
    u = edge + sign * (width + rng.uniform(0.5, 3))
    if rng.random() < 0.65:
        tone = rng.uniform(0.08, 0.4)
        fence = m.Fence((tone, tone, tone), rng.uniform(0.1, 0.2), 0.3, 2.5)
        site.strip(u, -6, 160, rng.uniform(1.7, 2.6), fence)
    z = rng.uniform(4, 25)
    while z < 150:
        length = rng.uniform(18, 40)
        if not site.blocked(z - 1, z + length + 1):
            add_block(site, sign, abs(u) + rng.uniform(5, 14), z, length, rng.uniform(4, 8))
        z += length + rng.uniform(4, 30)
    yard_end = sign * (abs(u) + rng.uniform(2, 6))
    floor = _earth(rng) if rng.random() < 0.6 else _grass(rng)
    _scatter_trees(site, sign, abs(u) + 6, 45, int(rng.integers(2, 12)))
    return [*_pavement(site, sign, width), _until(floor, yard_end),
            _until(_grass(rng), sign * _ENDLESS)]  # fmt: skip


def _people(site: Site, sign: int, near: float, far: float, n_people: int) -> None:
    rng = site.rng
    for _ in range(n_people):
        speed = float(rng.choice((-0.08, 0.08, 0.0)))
        u = sign * rng.uniform(near, max(far, near + 0.5))
        z, height = rng.uniform(9, 80), rng.uniform(1.55, 1.9)
        site.walkers.append(Walker(u, z, speed, height, s.pedestrian(rng)))


_BUILDERS: dict[str, Callable[[Site, int], list[Band]]] = {
    "rail": _side_rail,
    "wall": _side_wall,
    "town": _side_town,
    "houses": _side_houses,
    "park": _side_park,
    "works": _side_works,
}


def build_side(site: Site, sign: int) -> list[Band]:
    """Build the left side (sign -1) or the right side (sign 1) as planned.

    Returns:
        The bands of the ground from the road outwards.
    """
    kind = site.plan.sides[0 if sign < 0 else 1]
    return _BUILDERS[kind](site, sign)
