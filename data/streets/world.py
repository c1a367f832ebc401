"""Make one world: a road, what stands beside it, who is on it, and the drive through it."""

from dataclasses import dataclass

import numpy as np

from data.streets import sprites as s
from data.streets.draw import Billboard, Patch
from data.streets.ground import Curve, Ground
from data.streets.light import Weather, draw_weather
from data.streets.plan import LANE, Plan, draw_plan
from data.streets.sides import build_side
from data.streets.site import Site, Walker
from data.streets.sky import Clouds, Ridge, draw_ridges
from data.streets.street import furnish
from data.streets.surface import lay_ground
from data.streets.vehicles import Car


@dataclass(frozen=True)
class Drive:
    """How the camera moves through the world.

    Attributes:
        u: metres from the road's middle.
        height: metres.
        pitch: radians.
        field_of_view: radians.
        step: metres a frame.
        sway: phase of the small movements.
        heading: radians off the road's direction.
    """

    u: float
    height: float
    pitch: float
    field_of_view: float
    step: float
    sway: float
    heading: float


@dataclass(frozen=True)
class World:
    """Everything that the frames of one drive share."""

    weather: Weather
    clouds: Clouds
    ridges: tuple[Ridge, ...]
    ground: Ground
    patches: tuple[Patch, ...]
    boards: tuple[Billboard, ...]
    cars: tuple[Car, ...]
    walkers: tuple[Walker, ...]
    drive: Drive


def make_world(rng: np.random.Generator) -> World:
    """Make the world of one drive; the same generator state gives the same world."""
    weather = draw_weather(rng)
    curve = Curve(rng.uniform(-1, 1) * rng.choice((0.0005, 0.0022)))
    plan = draw_plan(rng)
    site = Site(rng, curve, plan)
    green = (rng.uniform(0.05, 0.14), rng.uniform(0.10, 0.19), rng.uniform(0.02, 0.05))
    kinds = (s.conifer, s.conifer) if rng.random() < 0.5 else (s.broadleaf, s.conifer)
    kinds = (s.broadleaf, s.broadleaf) if rng.random() < 0.25 else kinds
    site.trees = tuple(kind(rng, green) for kind in (*kinds, kinds[0]))
    site.bushes = tuple(s.bush(rng, green) for _ in range(2))
    left, right = build_side(site, -1), build_side(site, 1)
    furnish(site)
    ground = lay_ground(site, left, right, weather)
    return World(
        weather, _draw_clouds(rng), draw_ridges(rng, _horizon_of(rng, plan)), ground,
        tuple(site.patches), tuple(site.boards), tuple(site.cars), tuple(site.walkers),
        _draw_drive(rng, plan),
    )  # fmt: skip


def _draw_drive(rng: np.random.Generator, plan: Plan) -> Drive:
    n_lanes = int(plan.right // LANE)
    lane = int(rng.integers(n_lanes))
    return Drive(
        u=(lane + 0.5) * LANE + rng.uniform(-0.6, 0.6),
        height=rng.uniform(1.0, 1.7),
        pitch=rng.uniform(-0.085, 0.005),
        field_of_view=rng.uniform(1.35, 1.75),
        step=rng.uniform(0.35, 1.3),
        sway=rng.uniform(0, 10),
        heading=rng.normal(0, 0.05),
    )


def _draw_clouds(rng: np.random.Generator) -> Clouds:
    shift = (rng.uniform(0, 512), rng.uniform(0, 512))
    return Clouds(shift, rng.uniform(22, 60), int(rng.integers(60, 63)))


def _horizon_of(rng: np.random.Generator, plan: Plan) -> tuple[str, ...]:
    urban = "town" in plan.sides or "works" in plan.sides
    near = rng.choice(("trees", "town")) if urban else "trees"
    kinds = [str(near)]
    if rng.random() < 0.55:
        kinds.append("hill")
    if rng.random() < 0.3:
        kinds.append("mountain")
    return tuple(kinds)
