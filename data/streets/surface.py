"""Put the level parts of a world together: bands, lane lines, crossings, tracks, water."""

from dataclasses import replace

import numpy as np

from data.classes import CarlaClass
from data.streets.ground import Arrow, Band, Ground, Line, Track, Water
from data.streets.light import Colour, Weather
from data.streets.plan import LANE, Plan
from data.streets.shadow import shadow_map
from data.streets.site import Site

WHITE: Colour = (0.62, 0.62, 0.60)
YELLOW: Colour = (0.60, 0.47, 0.16)


def _draw_rare_ground(site: Site) -> tuple[tuple[Track, ...], tuple[Water, ...]]:
    rng, plan = site.rng, site.plan
    tracks: list[Track] = []
    if rng.random() < 0.4:
        if plan.junction is None and rng.random() < 0.6:
            tracks.append(Track(None, rng.uniform(24, 50)))
        else:
            sign = int(rng.choice((-1, 1)))
            tracks.append(Track(site.edge(sign) + sign * rng.uniform(3, 6), None))
    water: list[Water] = []
    if rng.random() < 0.3:
        sign = int(rng.choice((-1, 1)))
        u = sign * (abs(site.edge(sign)) + rng.uniform(14, 22))
        water.append(Water(u, rng.uniform(35, 80), rng.uniform(3, 6), rng.uniform(4, 9)))
    return tuple(tracks), tuple(water)


def lay_ground(
    site: Site, left_bands: list[Band], right_bands: list[Band], weather: Weather
) -> Ground:
    """Make the ground of a world whose other things are all in place.

    Args:
        site: the world so far.
        left_bands: bands left of the road, from the road outwards.
        right_bands: bands right of the road, from the road outwards.
        weather: for the shadows.

    Returns:
        The ground.
    """
    rng, plan = site.rng, site.plan
    tracks, water = _draw_rare_ground(site)
    # A band on the left ends where the next one begins, seen from left to right.
    left: list[Band] = []
    ends = [plan.left, *(band.end for band in left_bands[:-1])]
    for band, end in zip(left_bands, ends, strict=True):
        left.insert(0, replace(band, end=end))
    grey = rng.uniform(0.11, 0.29)
    warm = rng.uniform(-0.02, 0.14)
    asphalt = (grey * (1 + warm), grey, grey * (1 - warm))
    road = Band(plan.right, CarlaClass.ROAD, asphalt, 0.2, 0.1)
    arrows: tuple[Arrow, ...] = ()
    zebras: list[float] = []
    if plan.junction is not None:
        if rng.random() < 0.8:
            zebras = [plan.junction[0] - 3, plan.junction[1] + 3]
        lanes = int(plan.right // LANE)
        arrows = tuple(Arrow((lane + 0.5) * LANE, plan.junction[0] - 16) for lane in range(lanes))
    elif rng.random() < 0.12:
        zebras = [rng.uniform(9, 50)]
    return Ground(
        site.curve, (plan.left, plan.right), (*left, road, *right_bands), _lane_lines(rng, plan),
        plan.junction, tuple(zebras), arrows, tracks, water, asphalt, rng.uniform(0.4, 1.6),
        shadow_map(site.casters, weather),
    )  # fmt: skip


def _lane_lines(rng: np.random.Generator, plan: Plan) -> tuple[Line, ...]:
    width = rng.uniform(0.11, 0.18)
    lines: list[Line] = []
    middle = YELLOW if rng.random() < 0.5 else WHITE
    if plan.left < -4:
        gap = 0.16 if rng.random() < 0.6 else 0.0
        lines.extend(Line(u, width * 0.8, 1.0, middle) for u in {-gap, gap})
    dash = rng.choice((0.33, 0.45))
    for k in range(int(plan.left // LANE) + 1, int(plan.right // LANE) + 1):
        if k != 0 and plan.left + 1.2 < k * LANE < plan.right - 1.2:
            lines.append(Line(k * LANE, width, float(dash), WHITE))
    if rng.random() < 0.8:
        lines.append(Line(plan.right - 0.3, width, 1.0, WHITE))
        lines.append(Line(plan.left + 0.3, width, 1.0, WHITE))
    return tuple(lines)
