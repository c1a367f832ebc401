"""Make one world: a road, what stands beside it, who is on it, and the drive through it."""

from dataclasses import dataclass, field

import numpy as np

from data.classes import CarlaClass
from data.streets import materials as m
from data.streets import sprites as s
from data.streets.draw import Billboard, Material, Patch
from data.streets.ground import Arrow, Band, Curve, Ground, Line, Track, Water
from data.streets.light import Colour, Weather, draw_weather
from data.streets.shadow import Caster, shadow_map
from data.streets.sky import Clouds, Ridge, draw_ridges
from data.streets.vehicles import Car, draw_car

UP = (0.0, 1.0, 0.0)
FAR = 230.0  # metres; farther things are left to the silhouettes on the horizon
LANE = 3.5
WHITE: Colour = (0.62, 0.62, 0.60)
YELLOW: Colour = (0.60, 0.47, 0.16)


@dataclass(frozen=True)
class Walker:
    """Somebody on foot; two pictures make the steps."""

    u: float
    z: float
    speed_u: float
    speed_z: float
    height: float
    steps: tuple[s.Sprite, s.Sprite]


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


@dataclass(frozen=True)
class Plan:
    """What kind of street a world is; chosen first, the rest follows.

    Attributes:
        left: metres from the middle to the left edge, negative.
        right: metres from the middle to the right edge.
        sides: what stands on the left and on the right.
        junction: z of the start and end of a crossing road, or None.
    """

    left: float
    right: float
    sides: tuple[str, str]
    junction: tuple[float, float] | None


# Name of a side -> how often it is chosen.
_SIDES = {
    "rail": 0.25,
    "wall": 0.13,
    "town": 0.21,
    "houses": 0.15,
    "park": 0.15,
    "works": 0.11,
}


@dataclass
class _Site:
    """Collects the things of a world while it is made. Coordinates are (u, y, z)."""

    rng: np.random.Generator
    curve: Curve
    plan: Plan
    patches: list[Patch] = field(default_factory=list)
    boards: list[Billboard] = field(default_factory=list)
    casters: list[Caster] = field(default_factory=list)
    cars: list[Car] = field(default_factory=list)
    walkers: list[Walker] = field(default_factory=list)
    trees: tuple[s.Sprite, ...] = ()
    bushes: tuple[s.Sprite, ...] = ()

    def blocked(self, z0: float, z1: float) -> bool:
        """Whether a stretch along the road reaches into the junction."""
        junction = self.plan.junction
        return junction is not None and z1 > junction[0] and z0 < junction[1]

    def strip(
        self, u: float, z0: float, z1: float, height: float, material: Material, low: float = 0.0
    ) -> None:
        """Put an upright strip along the road, in pieces that follow the bend."""
        z = z0
        while z < z1:
            # Far pieces may be long: the road is straight there and they are small.
            piece = min(12.0 if z < 60 else 36.0, z1 - z)
            if not self.blocked(z, z + piece):
                self._plane(u, z, z + piece, low, height, material)
                self.casters.append(Caster((u, z), (u, z + piece), low, height))
            z += piece

    def _plane(
        self, u: float, z0: float, z1: float, low: float, high: float, material: Material
    ) -> None:
        x0, x1 = self.curve.at(z0) + u, self.curve.at(z1) + u
        length = float(np.hypot(x1 - x0, z1 - z0))
        along = ((x1 - x0) / length, 0.0, (z1 - z0) / length)
        self.patches.append(Patch((x0, low, z0), along, UP, length, high - low, material))

    def across(
        self, u0: float, u1: float, z: float, low: float, high: float, material: Material
    ) -> None:
        """Put an upright rectangle across the road's direction."""
        x0 = self.curve.at(z) + min(u0, u1)
        patch = Patch((x0, low, z), (1.0, 0.0, 0.0), UP, abs(u1 - u0), high - low, material)
        self.patches.append(patch)

    def board(
        self,
        u: float,
        z: float,
        width: float,
        height: float,
        material: Material,
        low: float = 0.0,
        leafy: bool = False,
    ) -> None:
        """Put an upright picture that turns towards the camera."""
        self.boards.append(Billboard((self.curve.at(z) + u, low, z), width, height, material))
        half = width / 2
        if low < 6:
            ends = (u - half, z), (u + half, z)
            self.casters.append(Caster(*ends, low, low + height, leafy))

    def tree(self, u: float, z: float) -> None:
        """Put a tree; a junction stays free."""
        if self.blocked(z - 2, z + 2):
            return
        height = self.rng.uniform(5, 13)
        sprite = self.trees[int(self.rng.integers(len(self.trees)))]
        tall = sprite.levels[0].ids.shape[0] > 200
        self.board(u, z, height * (0.5 if tall else 0.85), height, sprite, leafy=True)

    def bush(self, u: float, z: float) -> None:
        """Put a shrub."""
        if not self.blocked(z - 1, z + 1):
            height = self.rng.uniform(0.7, 2.2)
            sprite = self.bushes[int(self.rng.integers(len(self.bushes)))]
            self.board(u, z, height * 1.3, height, sprite, leafy=True)


def make_world(rng: np.random.Generator) -> World:
    """Make the world of one drive; the same generator state gives the same world."""
    weather = draw_weather(rng)
    curve = Curve(rng.uniform(-1, 1) * rng.choice((0.0005, 0.0022)))
    plan = _draw_plan(rng)
    site = _Site(rng, curve, plan)
    green = (rng.uniform(0.05, 0.11), rng.uniform(0.09, 0.16), rng.uniform(0.025, 0.05))
    kinds = (s.conifer, s.conifer) if rng.random() < 0.5 else (s.broadleaf, s.conifer)
    kinds = (s.broadleaf, s.broadleaf) if rng.random() < 0.25 else kinds
    site.trees = tuple(kind(rng, green) for kind in (*kinds, kinds[0]))
    site.bushes = tuple(s.bush(rng, green) for _ in range(2))
    bands: dict[int, list[Band]] = {}
    for side, sign in ((0, -1), (1, 1)):
        bands[side] = _BUILDERS[plan.sides[side]](site, sign)
    tracks, water = _rare_ground(site)
    _lamps(site)
    _signs(site)
    _lights(site)
    _overpass(site)
    _traffic(site)
    _small_things(site)
    ground = _lay_ground(site, bands, tracks, water, weather)
    return World(
        weather, _draw_clouds(rng), draw_ridges(rng, _horizon_of(rng, plan)), ground,
        tuple(site.patches), tuple(site.boards), tuple(site.cars), tuple(site.walkers),
        _draw_drive(rng, plan),
    )  # fmt: skip


def _draw_plan(rng: np.random.Generator) -> Plan:
    names, weights = tuple(_SIDES), np.array(tuple(_SIDES.values()))
    left = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    # Both sides of a street are often of the same kind.
    other = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    right = left if rng.random() < 0.35 else other
    lanes_left, lanes_right = int(rng.integers(1, 4)), int(rng.integers(2, 4))
    margin = rng.uniform(0.4, 1.6)
    junction = None
    if rng.random() < 0.35:
        start = rng.uniform(32, 90)
        junction = (start, start + rng.uniform(9, 18))
    return Plan(-lanes_left * LANE - margin, lanes_right * LANE + margin, (left, right), junction)


def _draw_drive(rng: np.random.Generator, plan: Plan) -> Drive:
    n_lanes = int(plan.right // LANE)
    lane = int(rng.integers(n_lanes))
    return Drive(
        u=(lane + 0.5) * LANE + rng.uniform(-0.6, 0.6),
        height=rng.uniform(1.15, 1.9),
        pitch=rng.uniform(-0.05, 0.03),
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


# --- the sides ------------------------------------------------------------------------------


def _edge(site: _Site, sign: int) -> float:
    return site.plan.right if sign > 0 else site.plan.left


def _grass(rng: np.random.Generator) -> Band:
    dry = rng.uniform(0, 1)
    colour = (0.07 + 0.13 * dry, 0.115 + 0.06 * dry, 0.035 + 0.05 * dry)
    return Band(0, CarlaClass.TERRAIN, colour, 0.25, 0.18)


def _paving(rng: np.random.Generator) -> Band:
    grey = rng.uniform(0.16, 0.36)
    return Band(0, CarlaClass.SIDEWALK, (grey, grey * 0.97, grey * 0.9), 0.1, 0.1)


def _earth(rng: np.random.Generator) -> Band:
    tone = rng.uniform(0.14, 0.26)
    return Band(0, CarlaClass.GROUND, (tone, tone * 0.85, tone * 0.65), 0.25, 0.2)


def _until(band: Band, end: float) -> Band:
    return Band(end, band.class_id, band.colour, band.grain, band.patches)


def _pavement(site: _Site, sign: int, width: float) -> list[Band]:
    """A kerb and a sidewalk; bands from the road outwards."""
    edge = _edge(site, sign)
    paving = _paving(site.rng)
    light = (paving.colour[0] * 1.35, paving.colour[1] * 1.35, paving.colour[2] * 1.35)
    kerb = Band(edge + sign * 0.25, CarlaClass.SIDEWALK, light, 0.06, 0.08)
    return [kerb, _until(paving, edge + sign * width)]


def _wall_colour(rng: np.random.Generator) -> Colour:
    colours = ((0.45, 0.44, 0.41), (0.30, 0.30, 0.30), (0.55, 0.48, 0.38), (0.32, 0.17, 0.11),
               (0.62, 0.60, 0.56), (0.20, 0.20, 0.21))  # fmt: skip
    r, g, b = colours[int(rng.integers(len(colours)))]
    tone = rng.uniform(0.8, 1.15)
    return (r * tone, g * tone, b * tone)


def _side_rail(site: _Site, sign: int) -> list[Band]:
    """A motorway's edge: guard rail or concrete barrier, grass, trees, perhaps a bank."""
    rng, edge = site.rng, _edge(site, sign)
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
    _scatter_trees(site, sign, abs(u) + 3, 40, int(rng.integers(6, 34)))
    verge = _paving(rng) if rng.random() < 0.4 else _earth(rng)
    shoulder = [_until(verge, u + sign * 0.9)] if rng.random() < 0.5 else []
    return [*shoulder, _until(_grass(rng), sign * 999.0)]


def _bank(site: _Site, sign: int, u: float) -> None:
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
            site.patches.append(Patch((x0, 0.0, z), along, up, length, height * size, material))
        z += piece


def _scatter_trees(site: _Site, sign: int, near: float, far: float, n_trees: int) -> None:
    rng = site.rng
    for _ in range(n_trees):
        u = sign * rng.uniform(near, max(far, near + 4))
        site.tree(u, rng.uniform(4, 180))


def _tree_row(site: _Site, u: float, spacing: float) -> None:
    z = site.rng.uniform(2, spacing)
    while z < 150:
        site.tree(u + site.rng.uniform(-0.4, 0.4), z)
        z += spacing * site.rng.uniform(0.8, 1.2)


def _side_wall(site: _Site, sign: int) -> list[Band]:
    """A wall along the road, with roofs or trees behind it."""
    rng, edge = site.rng, _edge(site, sign)
    width = rng.uniform(0.8, 2.6)
    u = edge + sign * (width + rng.uniform(0, 1.5))
    wall = m.Masonry(_wall_colour(rng), bool(rng.random() < 0.4), rng.choice((2.5, 4.0, 6.0)))
    site.strip(u, -6, FAR, rng.uniform(1.2, 3.2), wall)
    if rng.random() < 0.4:
        grey = rng.uniform(0.3, 0.55)
        site.strip(edge + sign * 0.4, -6, FAR, 0.75, m.SteelRail((grey, grey, grey), 2.0))
    if rng.random() < 0.5:
        _houses(site, sign, abs(u) + rng.uniform(4, 9), tall=bool(rng.random() < 0.4))
    _scatter_trees(site, sign, abs(u) + 2, abs(u) + 18, int(rng.integers(3, 22)))
    return [*_pavement(site, sign, width), _until(_grass(rng), sign * 999.0)]


def _side_town(site: _Site, sign: int) -> list[Band]:
    """Buildings wall to wall behind a sidewalk."""
    rng, edge = site.rng, _edge(site, sign)
    width = rng.uniform(2.2, 5.5)
    u = edge + sign * (width + rng.uniform(0.5, 9))
    z = rng.uniform(-10, 14)
    while z < 150:
        length = rng.uniform(9, 26)
        if not site.blocked(z - 1, z + length + 1):
            if rng.random() < 0.88:
                _block(site, sign, abs(u) + rng.uniform(0, 1.5), z, length, rng.uniform(5, 20))
            else:
                _scatter_trees(site, sign, abs(u), abs(u) + 8, 3)
        z += length + (rng.uniform(2, 14) if rng.random() < 0.5 else 0.1)
    if rng.random() < 0.45:
        _tree_row(site, edge + sign * width * 0.6, rng.uniform(9, 18))
    _people(site, sign, abs(edge) + 0.8, abs(edge) + width, int(rng.integers(0, 7)))
    floor = _paving(rng) if rng.random() < 0.6 else _grass(rng)
    return [*_pavement(site, sign, width), _until(floor, sign * 999.0)]


def _side_houses(site: _Site, sign: int) -> list[Band]:
    """Detached houses behind a sidewalk, a fence or a hedge, and a garden."""
    rng, edge = site.rng, _edge(site, sign)
    width = rng.uniform(1.4, 2.8)
    u = edge + sign * (width + 0.3)
    kind = rng.random()
    if kind < 0.55:
        tone = rng.uniform(0.1, 0.6)
        colour = (tone, tone * 0.92, tone * 0.8)
        fence = m.Fence(colour, rng.uniform(0.12, 0.3), rng.uniform(0.03, 0.12), 3.0)
        site.strip(u, -6, 160, rng.uniform(0.9, 1.7), fence)
    elif kind < 0.8:
        hedge = m.Hedge((rng.uniform(0.05, 0.1), rng.uniform(0.09, 0.15), 0.035))
        site.strip(u, -6, 160, rng.uniform(0.8, 1.8), hedge)
    _houses(site, sign, abs(u) + rng.uniform(4, 8), tall=False)
    _scatter_trees(site, sign, abs(u) + 1, abs(u) + 22, int(rng.integers(5, 20)))
    for _ in range(int(rng.integers(0, 12))):
        site.bush(u + sign * rng.uniform(0.8, 5), rng.uniform(4, 90))
    _people(site, sign, abs(edge) + 0.5, abs(edge) + width, int(rng.integers(0, 3)))
    return [*_pavement(site, sign, width), _until(_grass(rng), sign * 999.0)]


def _side_park(site: _Site, sign: int) -> list[Band]:
    """Grass and trees behind a sidewalk."""
    rng, edge = site.rng, _edge(site, sign)
    width = rng.uniform(1.2, 4)
    if rng.random() < 0.6:
        _tree_row(site, edge + sign * (width + 2.5), rng.uniform(7, 16))
    _scatter_trees(site, sign, abs(edge) + width + 4, 50, int(rng.integers(8, 30)))
    if rng.random() < 0.3:
        _bank(site, sign, edge + sign * (width + rng.uniform(7, 16)))
    for _ in range(int(rng.integers(0, 10))):
        site.bush(edge + sign * (width + rng.uniform(1, 9)), rng.uniform(4, 90))
    _people(site, sign, abs(edge) + 0.5, abs(edge) + width, int(rng.integers(0, 4)))
    pavement = _pavement(site, sign, width)
    return [*pavement, _until(_grass(rng), sign * 999.0)]


def _side_works(site: _Site, sign: int) -> list[Band]:
    """Halls and yards on bare ground behind a fence or nothing."""
    rng, edge = site.rng, _edge(site, sign)
    width = rng.uniform(1.0, 2.2)
    u = edge + sign * (width + rng.uniform(0.5, 3))
    if rng.random() < 0.65:
        tone = rng.uniform(0.08, 0.4)
        fence = m.Fence((tone, tone, tone), rng.uniform(0.1, 0.2), 0.022, 2.5)
        site.strip(u, -6, 160, rng.uniform(1.6, 2.4), fence)
    z = rng.uniform(4, 25)
    while z < 150:
        length = rng.uniform(18, 40)
        if not site.blocked(z - 1, z + length + 1):
            _block(site, sign, abs(u) + rng.uniform(5, 14), z, length, rng.uniform(4, 8))
        z += length + rng.uniform(4, 30)
    yard_end = sign * (abs(u) + rng.uniform(2, 6))
    floor = _earth(rng) if rng.random() < 0.5 else _grass(rng)
    _scatter_trees(site, sign, abs(u) + 6, 45, int(rng.integers(2, 12)))
    return [*_pavement(site, sign, width), _until(floor, yard_end),
            _until(_grass(rng), sign * 999.0)]  # fmt: skip


_BUILDERS = {
    "rail": _side_rail,
    "wall": _side_wall,
    "town": _side_town,
    "houses": _side_houses,
    "park": _side_park,
    "works": _side_works,
}


# --- buildings ------------------------------------------------------------------------------


def _facade(rng: np.random.Generator, shop: bool) -> m.Facade:
    colour = _wall_colour(rng)
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


def _block(site: _Site, sign: int, u: float, z: float, length: float, height: float) -> None:
    """A building with a flat roof, a ledge on top, and at times a smaller storey above."""
    rng = site.rng
    facade = _facade(rng, shop=bool(rng.random() < 0.3))
    depth = rng.uniform(8, 16)
    near, far = sign * u, sign * (u + depth)
    site.strip(near, z, z + length, height, facade)
    site.across(near, far, z, 0, height, facade)
    ledge = m.Plain(facade.trim, CarlaClass.BUILDING)
    site._plane(near - sign * 0.25, z - 0.25, z + length, height, height + 0.4, ledge)
    site.across(near - sign * 0.25, far, z - 0.25, height, height + 0.4, ledge)
    if rng.random() < 0.35:
        inner, top = near + sign * 2, height + rng.uniform(2.5, 5)
        site._plane(inner, z + 2, z + length - 2, height, top, ledge)
        site.across(inner, far, z + 2, height, top, ledge)
    if rng.random() < 0.5 and height > 7:
        _balconies(site, near - sign * 0.9, near, z, length, height, facade)


def _balconies(
    site: _Site, outer: float, inner: float, z: float, length: float, height: float,
    facade: m.Facade,
) -> None:  # fmt: skip
    front = m.Plain(facade.trim, CarlaClass.BUILDING)
    start = z + facade.bay
    for storey in range(1, int(height / facade.storey)):
        low = storey * facade.storey
        if start + 2 * facade.bay < z + length and z < 70:
            site._plane(outer, start, start + facade.bay, low, low + 1.0, front)
            site.across(outer, inner, start, low, low + 1.0, front)


def _houses(site: _Site, sign: int, u: float, tall: bool) -> None:
    rng = site.rng
    z = rng.uniform(0, 16)
    while z < 150:
        length = rng.uniform(8, 14)
        if not site.blocked(z - 2, z + length + 2):
            height = rng.uniform(7, 14) if tall else rng.uniform(3, 6.5)
            _house(site, sign, u + rng.uniform(0, 3), z, length, height)
        z += length + rng.uniform(3, 16)


def _house(site: _Site, sign: int, u: float, z: float, length: float, height: float) -> None:
    """A house with a pitched roof whose ridge runs along the road."""
    rng = site.rng
    facade = _facade(rng, shop=False)
    depth, rise = rng.uniform(7, 10), rng.uniform(2, 4)
    near, far = sign * u, sign * (u + depth)
    site._plane(near, z, z + length, 0, height, facade)
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


# --- what stands on and over the street -----------------------------------------------------


def _post(
    site: _Site, u: float, z: float, height: float, width: float = 0.14,
    class_id: CarlaClass = CarlaClass.POLE, tone: float = 0.2,
) -> None:  # fmt: skip
    site.board(u, z, width, height, m.RoundPost((tone, tone, tone), class_id))


def _lamps(site: _Site) -> None:
    rng = site.rng
    if rng.random() < 0.2:
        return
    spacing, height = rng.uniform(22, 45), rng.uniform(6, 10)
    tone, arm = rng.uniform(0.08, 0.5), rng.uniform(1.2, 3)
    both = rng.random() < 0.5
    metal = m.Plain((tone, tone, tone), CarlaClass.POLE, 0.05)
    for sign in (-1, 1) if both else (int(rng.choice((-1, 1))),):
        u = _edge(site, sign) + sign * 0.7
        z = rng.uniform(4, spacing)
        while z < 180:
            if not site.blocked(z - 1, z + 1):
                _post(site, u, z, height, 0.16, tone=tone)
                site.across(u, u - sign * arm, z, height - 0.12, height, metal)
                site.across(u - sign * arm, u - sign * (arm + 0.6), z, height - 0.2, height, metal)
            z += spacing
    if rng.random() < 0.3:
        _power_line(site)


def _power_line(site: _Site) -> None:
    rng = site.rng
    sign = int(rng.choice((-1, 1)))
    u, height, spacing = _edge(site, sign) + sign * rng.uniform(1.2, 3), rng.uniform(7, 9), 34.0
    z = rng.uniform(-30, 0)
    while z < 150:
        _post(site, u, z, height, 0.22, tone=0.08)
        site.across(u - 0.8, u + 0.8, z, height - 0.5, height - 0.35,
                    m.Plain((0.08, 0.07, 0.06), CarlaClass.POLE))  # fmt: skip
        site._plane(u, z, z + spacing, height - 3, height, m.Wires(1.0, int(rng.integers(2, 4))))
        z += spacing


def _signs(site: _Site) -> None:
    rng = site.rng
    for _ in range(int(rng.integers(1, 5))):
        sign = int(rng.choice((-1, 1)))
        u, z = _edge(site, sign) + sign * rng.uniform(0.4, 1.0), rng.uniform(12, 90)
        if site.blocked(z - 1, z + 1):
            continue
        size, low = rng.uniform(0.6, 0.9), rng.uniform(1.7, 2.4)
        _post(site, u, z, low + size * 0.6, 0.07, tone=0.3)
        site.board(u, z - 0.06, size, size, s.sign(rng), low=low)
    if rng.random() < 0.15:
        sign = int(rng.choice((-1, 1)))
        u, z, low = _edge(site, sign) + sign * 4.0, rng.uniform(40, 90), rng.uniform(3, 5)
        _post(site, u, z + 0.3, low + 0.5, 0.3, CarlaClass.STATIC, 0.15)
        site.board(u, z, 6, 3, s.billboard_poster(rng), low=low)


def _lights(site: _Site) -> None:
    """Traffic lights where there is a junction, on masts with an arm over the road."""
    rng, junction = site.rng, site.plan.junction
    if junction is None or rng.random() < 0.25:
        return
    tone = rng.uniform(0.05, 0.3)
    metal = m.Plain((tone, tone, tone), CarlaClass.POLE, 0.05)
    for sign, z in ((1, junction[1] + 1.5), (-1, junction[1] + 1.5), (1, junction[0] - 2)):
        u, height = _edge(site, sign) + sign * 0.9, rng.uniform(5.2, 6.2)
        site.board(u, z, 0.18, height, m.RoundPost((tone, tone, tone), CarlaClass.POLE))
        reach = rng.uniform(3, 7)
        site.across(u, u - sign * reach, z, height - 0.15, height, metal)
        light = s.traffic_light(rng)
        site.board(u, z - 0.15, 0.45, 0.95, light, low=2.6)
        for share in (0.55, 1.0):
            site.board(u - sign * reach * share, z - 0.15, 0.5, 1.05, light, low=height - 1.05)


def _overpass(site: _Site) -> None:
    """Now and then a bridge over the road."""
    rng = site.rng
    if rng.random() > 0.16 or site.plan.junction is not None:
        return
    z, low, depth = rng.uniform(48, 130), rng.uniform(5, 6.5), rng.uniform(1.1, 1.8)
    grey = rng.uniform(0.25, 0.5)
    concrete = m.Plain((grey, grey * 0.98, grey * 0.94), CarlaClass.BRIDGE, 0.15)
    shade = m.Plain((grey * 0.25, grey * 0.25, grey * 0.25), CarlaClass.BRIDGE, 0.1)
    site.across(-70, 70, z, low, low + depth, concrete)
    site.across(-70, 70, z + 0.3, low + depth, low + depth + 0.9, shade)
    x = site.curve.at(z)
    site.patches.append(Patch((x - 70, low, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), 140, 9, shade))
    site.casters.append(Caster((-70, z), (70, z), low, low + depth))
    site.casters.append(Caster((-70, z + 9), (70, z + 9), low, low + depth))
    for u in (site.plan.left - 2, site.plan.right + 2):
        for dz in (0.5, 7.5):
            _post(site, u, z + dz, low, 1.1, CarlaClass.BRIDGE, grey)


def _traffic(site: _Site) -> None:
    rng, plan = site.rng, site.plan
    for _ in range(int(rng.integers(0, 7))):
        oncoming = plan.left < -4 and rng.random() < 0.45
        if oncoming:
            u = -(int(rng.integers(int(-plan.left // LANE))) + 0.5) * LANE
            site.cars.append(draw_car(rng, u, rng.uniform(25, 150), -rng.uniform(0.5, 1), True))
        else:
            u = (int(rng.integers(int(plan.right // LANE))) + 0.5) * LANE
            site.cars.append(draw_car(rng, u, rng.uniform(16, 130), rng.uniform(0.3, 1.2), False))
    if "rail" not in plan.sides and rng.random() < 0.4:
        sign = int(rng.choice((-1, 1)))
        z = rng.uniform(8, 30)
        for _ in range(int(rng.integers(1, 6))):
            u = _edge(site, sign) - sign * 1.0
            site.cars.append(draw_car(rng, u, z, 0.0, sign < 0))
            z += rng.uniform(6, 16)


def _people(site: _Site, sign: int, near: float, far: float, n_people: int) -> None:
    rng = site.rng
    for _ in range(n_people):
        speed = float(rng.choice((-0.08, 0.08, 0.0)))
        steps = (s.pedestrian(rng), s.pedestrian(rng))
        u = sign * rng.uniform(near, max(far, near + 0.5))
        walker = Walker(u, rng.uniform(9, 80), 0.0, speed, rng.uniform(1.55, 1.9), steps[:1] * 2)
        site.walkers.append(walker)


def _small_things(site: _Site) -> None:
    """Street furniture, and things that move: balls, dogs, trolleys, cones, birds."""
    rng = site.rng
    for _ in range(int(rng.integers(1, 8))):
        sign = int(rng.choice((-1, 1)))
        u, z = _edge(site, sign) + sign * rng.uniform(0.5, 2.5), rng.uniform(6, 70)
        size = rng.uniform(0.7, 1.7)
        if not site.blocked(z - 1, z + 1):
            site.board(u, z, size, size, s.street_furniture(rng))
    for _ in range(int(rng.integers(0, 4))):
        sign = int(rng.choice((-1, 1)))
        u, z = _edge(site, sign) + sign * rng.uniform(-1.0, 2), rng.uniform(6, 50)
        size = rng.uniform(0.5, 1.0)
        site.board(u, z, size, size, s.moving_thing(rng))
    for _ in range(int(rng.integers(0, 3))):
        u, z = rng.uniform(-25, 25), rng.uniform(20, 60)
        site.board(u, z, 1.0, 0.5, s.bird(rng), low=rng.uniform(8, 22))


# --- the ground -----------------------------------------------------------------------------


def _rare_ground(site: _Site) -> tuple[tuple[Track, ...], tuple[Water, ...]]:
    rng, plan = site.rng, site.plan
    tracks: list[Track] = []
    if rng.random() < 0.16:
        if plan.junction is None and rng.random() < 0.6:
            tracks.append(Track(None, rng.uniform(28, 60)))
        else:
            sign = int(rng.choice((-1, 1)))
            tracks.append(Track(_edge(site, sign) + sign * rng.uniform(6, 9), None))
    water: list[Water] = []
    if rng.random() < 0.25:
        sign = int(rng.choice((-1, 1)))
        u = sign * (abs(_edge(site, sign)) + rng.uniform(14, 22))
        water.append(Water(u, rng.uniform(35, 80), rng.uniform(3, 6), rng.uniform(4, 9)))
    return tuple(tracks), tuple(water)


def _lay_ground(
    site: _Site,
    bands: dict[int, list[Band]],
    tracks: tuple[Track, ...],
    water: tuple[Water, ...],
    weather: Weather,
) -> Ground:
    rng, plan = site.rng, site.plan
    # A band on the left ends where the next one begins, seen from left to right.
    left: list[Band] = []
    ends = [plan.left, *(band.end for band in bands[0][:-1])]
    for band, end in zip(bands[0], ends, strict=True):
        left.insert(0, _until(band, end))
    grey = rng.uniform(0.09, 0.24)
    warm = rng.uniform(-0.03, 0.12)
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
        zebras = [rng.uniform(16, 50)]
    return Ground(
        site.curve, (plan.left, plan.right), (*left, road, *bands[1]), _lane_lines(rng, plan),
        plan.junction, tuple(zebras), arrows, tracks, water, asphalt, rng.uniform(0.4, 1.6),
        shadow_map(site.casters, weather),
    )  # fmt: skip


def _lane_lines(rng: np.random.Generator, plan: Plan) -> tuple[Line, ...]:
    width = rng.uniform(0.12, 0.2)
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
