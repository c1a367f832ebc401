"""The road and everything level: lanes, lines, sidewalks, verges, tracks, water, shadows.

The ground is not made of rectangles. For each pixel below the horizon the point of the plane
y = 0 is computed, then its distance `u` from the middle of the road, and with it what lies there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.classes import CarlaClass
from data.streets.camera import Camera
from data.streets.draw import U8, Bool, Canvas
from data.streets.light import Colour, Weather
from data.streets.materials import blend, fraction
from data.streets.noise import F32, fractal, sample, smoothstep

FARTHEST = 3000.0  # metres; the ground ends in the haze
SHADOW_TEXEL = 0.1  # metres
SHADOW_U = 32.0  # metres to either side of the road's middle that the shadow map covers
SHADOW_Z = (-4.0, 116.0)  # metres along the road that it covers


@dataclass(frozen=True)
class Curve:
    """The middle of the road: a bend that becomes straight in the distance.

    Attributes:
        bend: 1 / metres at z = 0, positive to the right.
        reach: metres after which the road runs straight on.
    """

    bend: float
    reach: float = 90.0

    def middle(self, z: F32) -> F32:
        """Where the road's middle is, x at each z, metres."""
        root = np.sqrt(1 + (z * np.float32(1 / self.reach)) ** 2)
        middle: F32 = np.float32(self.bend * self.reach**2) * (root - 1)
        return middle

    def at(self, z: float) -> float:
        """Where the road's middle is, x at one z, metres."""
        return float(self.bend * self.reach**2 * (np.sqrt(1 + (z / self.reach) ** 2) - 1))

    def slope(self, z: float) -> float:
        """Direction of the road, dx / dz at one z."""
        return float(self.bend * z / np.sqrt(1 + (z / self.reach) ** 2))


@dataclass(frozen=True)
class Band:
    """A strip along the road up to `end` metres from its middle (negative: to the left).

    Attributes:
        end: metres, where the next band begins.
        class_id: what it is.
        colour: linear.
        grain: strength of the fine texture.
        patches: strength of the coarse texture.
    """

    end: float
    class_id: CarlaClass
    colour: Colour
    grain: float
    patches: float


@dataclass(frozen=True)
class Line:
    """A painted line along the road.

    Attributes:
        u: metres from the middle of the road.
        width: metres.
        dash: painted share of each period, 1 for a solid line.
        colour: linear.
    """

    u: float
    width: float
    dash: float
    colour: Colour


@dataclass(frozen=True)
class Arrow:
    """An arrow painted on a lane; its tip is `length` metres after z."""

    u: float
    z: float
    length: float = 5.0


@dataclass(frozen=True)
class Track:
    """A railway: along the road at u, or across it at z."""

    u: float | None
    z: float | None


@dataclass(frozen=True)
class Water:
    """A pond, river or canal: an ellipse on the ground."""

    u: float
    z: float
    half_u: float
    half_z: float


@dataclass(frozen=True)
class Ground:
    """Everything level in one world; see the classes above.

    Attributes:
        curve: the road's middle.
        edges: metres from the middle, left (negative) and right edge of the road.
        bands: from the far left to the far right; the last one has no end.
        lines: painted along the road.
        junction: z where a crossing road begins and ends, or None.
        zebras: z of the middle of zebra crossings.
        arrows: painted on lanes.
        tracks: railways.
        water: ponds.
        asphalt: linear colour of the road.
        wear: strength of the patches and cracks of the asphalt.
        shadow: share of sunlight that arrives, 0 to 255, (z, u).
    """

    curve: Curve
    edges: tuple[float, float]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    junction: tuple[float, float] | None
    zebras: tuple[float, ...]
    arrows: tuple[Arrow, ...]
    tracks: tuple[Track, ...]
    water: tuple[Water, ...]
    asphalt: Colour
    wear: float
    shadow: U8

    @cached_property
    def ends(self) -> F32:
        """Where each band but the last ends, metres."""
        return np.array([band.end for band in self.bands[:-1]], np.float32)

    @cached_property
    def looks(self) -> F32:
        """Colour, grain and patches of each band, shape (bands, 5)."""
        rows = [(*band.colour, band.grain, band.patches) for band in self.bands]
        return np.array(rows, np.float32)

    @cached_property
    def band_ids(self) -> U8:
        """Class of each band."""
        return np.array([band.class_id for band in self.bands], np.uint8)


def draw_ground(canvas: Canvas, camera: Camera, weather: Weather, ground: Ground) -> None:
    """Draw the ground where nothing stands before it."""
    down = camera.project_rays(np.array([0.0, -1.0, 0.0]), slice(None), slice(None))
    height = camera.position[1]
    free = (canvas.inverse_depth == 0) & (down * np.float32(FARTHEST) > height)
    seen = np.flatnonzero(free)
    depth = np.float32(height) / down.reshape(-1)[seen]
    row, column = np.divmod(seen, camera.size[1])
    x_axis, z_axis = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    x = _along(camera, x_axis, row, column) * depth + np.float32(camera.position[0])
    z = _along(camera, z_axis, row, column) * depth + np.float32(camera.position[2])
    u = x - ground.curve.middle(z)
    detail = np.float32(camera.focal) * np.float32(0.022) / depth  # samples in 2.2 cm
    albedo, ids, gloss = _surface(ground, u, z, np.minimum(detail, 1.0))
    sun = _sunlight(ground, weather, u, z)
    colour = albedo * np.array(weather.ambient, np.float32)
    colour += albedo * (sun[:, None] * _direct(weather))
    _add_gloss(colour, camera, weather, row, column, gloss * (0.35 + 0.65 * sun))
    canvas.colour[seen] = weather.haze(colour, depth)
    canvas.ids[seen] = ids
    canvas.inverse_depth.reshape(-1)[seen] = 1 / depth


def _direct(weather: Weather) -> F32:
    return np.array(weather.sun_colour, np.float32) * np.float32(max(weather.sun[1], 0.25))


def _along(camera: Camera, vector: np.ndarray, row: np.ndarray, column: np.ndarray) -> F32:
    right, up, forward = (float(value) for value in camera.axes @ vector)
    by_row = camera.y * np.float32(up) + np.float32(forward)
    by_column = camera.x * np.float32(right)
    total: F32 = by_row.take(row) + by_column.take(column)
    return total


def _surface(ground: Ground, u: F32, z: F32, detail: F32) -> tuple[F32, U8, F32]:
    """Albedo (n, 3), class (n,) and how much each point mirrors the sky (n,)."""
    fine = sample(fractal(31, 0.3), u * 90, z * 90) * detail
    coarse = sample(fractal(32, 1.5), u * 7, z * 7)
    broad = sample(fractal(33, 1.8), u * 3.1, z * 1.1)
    left, right = ground.edges
    # Grass and earth have no straight edge; kerbs have.
    ragged = u + np.where((u < left - 4) | (u > right + 4), 0.35 * coarse, 0)
    band = np.searchsorted(ground.ends, ragged.astype(np.float32))
    looks = ground.looks[band]
    ids = ground.band_ids.take(band)
    tone = 1 + looks[:, 3] * fine + looks[:, 4] * (0.6 * coarse + 0.5 * broad)
    road = (u > left) & (u < right)
    if ground.junction is not None:
        road |= (z > ground.junction[0]) & (z < ground.junction[1])
    on_road = np.flatnonzero(road)
    road_u, road_z = u[on_road], z[on_road]
    wheel = np.cos(road_u * (4 * np.pi / 3.5))
    road_tone = (
        1
        + 0.15 * fine[on_road]
        + ground.wear * (0.05 * coarse[on_road] + 0.09 * broad[on_road] - 0.04 * wheel)
    )
    tone[on_road] = road_tone
    albedo = looks[:, :3]
    albedo[on_road] = ground.asphalt
    ids[on_road] = CarlaClass.ROAD
    albedo *= np.maximum(tone, 0.1)[:, None]
    gloss = road.astype(np.float32) * (0.6 + 0.25 * broad + 0.1 * coarse)
    _paint_lines(ground, albedo, ids, on_road, road_u, road_z, tone)
    _lay_tracks(ground, albedo, ids, u, z)
    _fill_water(ground, albedo, ids, gloss, u, z, coarse)
    return albedo, ids, np.clip(gloss, 0, 1)


def _paint_lines(
    ground: Ground, albedo: F32, ids: U8, on_road: np.ndarray, u: F32, z: F32, tone: F32
) -> None:
    """Paint lines, zebras and arrows on the road's points."""
    painted = np.zeros(u.shape, bool)
    colour = np.zeros((u.size, 3), np.float32)
    clear = np.ones(u.shape, bool)
    if ground.junction is not None:
        clear = (z < ground.junction[0] - 1) | (z > ground.junction[1] + 1)
    dash_phase = fraction(z / 9.0)
    for line in ground.lines:
        here = np.abs(u - line.u) < line.width / 2
        if line.dash < 1:
            here &= dash_phase < line.dash
        here &= clear
        painted |= here
        blend(colour, line.colour, here)
    white = np.zeros(u.shape, bool)
    for middle in ground.zebras:
        white |= (np.abs(z - middle) < 1.6) & (fraction(u / 1.1) < 0.5)
    for arrow in ground.arrows:
        white |= _inside_arrow(arrow, u, z)
    white &= (u > ground.edges[0] + 0.3) & (u < ground.edges[1] - 0.3)
    blend(colour, (0.62, 0.62, 0.6), white)
    painted |= white
    where = on_road[painted]
    albedo[where] = colour[painted] * np.clip(0.55 + 0.45 * tone[where], 0.4, 1.2)[:, None]
    ids[where] = CarlaClass.ROAD_LINE


def _inside_arrow(arrow: Arrow, u: F32, z: F32) -> Bool:
    forward = z - arrow.z
    side = np.abs(u - arrow.u)
    shaft = (forward > 0) & (forward < 0.6 * arrow.length) & (side < 0.11)
    head_share = (arrow.length - forward) / (0.4 * arrow.length)
    head = (head_share > 0) & (head_share < 1) & (side < 0.42 * head_share)
    inside: Bool = shaft | head
    return inside


def _lay_tracks(ground: Ground, albedo: F32, ids: U8, u: F32, z: F32) -> None:
    for track in ground.tracks:
        if track.u is not None:
            across, along = u - track.u, z
        elif track.z is not None:
            across, along = z - track.z, u
        else:
            continue
        here = np.flatnonzero(np.abs(across) < 1.35)
        across, along = np.abs(across[here]), along[here]
        sleeper = (fraction(along / 0.65) < 0.4) & (across < 1.3)
        rail = np.abs(across - 0.72) < 0.06
        colour = np.full((here.size, 3), 0.16, np.float32)
        blend(colour, (0.10, 0.075, 0.06), sleeper)
        blend(colour, (0.32, 0.30, 0.28), rail)
        albedo[here] = colour * (albedo[here].mean(axis=1, keepdims=True) * 2 + 0.5)
        ids[here] = CarlaClass.RAIL_TRACK


def _fill_water(
    ground: Ground, albedo: F32, ids: U8, gloss: F32, u: F32, z: F32, coarse: F32
) -> None:
    for pond in ground.water:
        distance = ((u - pond.u) / pond.half_u) ** 2 + ((z - pond.z) / pond.half_z) ** 2
        here = distance + 0.1 * coarse < 1
        blend(albedo, (0.03, 0.05, 0.06), here)
        ids[here] = CarlaClass.WATER
        gloss[here] = 1.0


def _sunlight(ground: Ground, weather: Weather, u: F32, z: F32) -> F32:
    """Share of sunlight that arrives at each point of the ground, 0 to 1."""
    if max(weather.sun_colour) < 0.1:
        return np.full(u.shape, 0.8, np.float32)
    n_rows, n_columns = ground.shadow.shape
    jitter = sample(fractal(34, 0.2), u * 90, z * 90) * 0.035
    column = ((u + (SHADOW_U + jitter)) / SHADOW_TEXEL).astype(np.int32)
    row = ((z - (SHADOW_Z[0] + jitter)) / SHADOW_TEXEL).astype(np.int32)
    inside = (column >= 0) & (column < n_columns) & (row >= 0) & (row < n_rows)
    index = np.where(inside, row * n_columns + column, 0)
    light = ground.shadow.reshape(-1).take(index).astype(np.float32) / 255
    far = 1 - smoothstep(SHADOW_Z[1] - 40, SHADOW_Z[1], z)
    return np.where(inside, 1 - (1 - light) * far, 1.0).astype(np.float32)


def _add_gloss(
    colour: F32, camera: Camera, weather: Weather, row: np.ndarray, column: np.ndarray, gloss: F32
) -> None:
    """Add the mirrored sky and sun: strong at grazing angles, and when the road is wet."""
    down = _along(camera, np.array([0.0, -1.0, 0.0]), row, column)
    x = _along(camera, np.array([1.0, 0.0, 0.0]), row, column)
    z = _along(camera, np.array([0.0, 0.0, 1.0]), row, column)
    length = 1 / np.sqrt(x * x + z * z + down * down)
    grazing = (1 - down * length) ** 6
    strength = gloss * grazing * np.float32(0.12 + 0.6 * weather.wetness)
    sky = np.array(weather.horizon, np.float32)
    colour += strength[:, None] * (sky - colour)
    if weather.sun[2] <= 0:
        return
    facing = (x * weather.sun[0] + z * weather.sun[2] + down * weather.sun[1]) * length
    sharp = 18.0 + 50.0 * weather.wetness
    glint = np.exp((facing - 1) * np.float32(sharp))
    glint *= gloss * grazing * np.float32(0.35 + 1.6 * weather.wetness)
    colour += glint[:, None] * np.array(weather.sun_colour, np.float32)
