"""Materials of built things: facades, walls, fences, guard rails, cars, wires.

A material is a frozen dataclass that is called with a `Hit` and answers with a `Paint`. Lengths
are metres, colours linear.
"""

from dataclasses import dataclass

import numpy as np

from data.classes import CarlaClass
from data.streets.draw import Bool, Hit, Paint
from data.streets.light import Colour
from data.streets.noise import F32, fractal, sample

ROUGH = (11, 0.7)
SMOOTH = (12, 1.6)
# One random number for each cell of a grid, looked up by a hash of the cell.
_CELLS = np.random.default_rng(5).random(1024).astype(np.float32)


def cell_value(column: F32, row: F32, salt: int) -> F32:
    """A number in [0, 1) that belongs to the grid cell the coordinates fall in."""
    index = (column + 4096).astype(np.int32) * 37 + (row + 4096).astype(np.int32) * 101 + salt
    return _CELLS.take(index & 1023)


def fraction(x: F32) -> F32:
    """The part after the point, in [0, 1)."""
    return x - np.floor(x)


def flat(colour: Colour, tone: F32) -> F32:
    """One colour times a tone for each point: (n,) to (n, 3)."""
    return tone[:, None] * np.array(colour, np.float32)


def blend(base: F32, colour: Colour, where: Bool, tone: F32 | None = None) -> None:
    """Paint `colour` (times tone) over `base`, (n, 3), in place, where `where` is true."""
    paint = np.array(colour, np.float32)
    if tone is None:
        base[where] = paint
    else:
        base[where] = paint * tone[where][:, None]


def surface_tone(hit: Hit, strength: float) -> F32:
    """Stains and roughness of a surface, around 1; darker near the ground, where dirt sits."""
    stains = sample(fractal(*SMOOTH), hit.a * 18, hit.b * 18)
    rough = sample(fractal(*ROUGH), hit.a * 60, hit.b * 60)
    tone = 1 + strength * (0.6 * stains + 0.4 * rough)
    tone *= 0.72 + 0.28 * np.minimum(hit.b * 1.4, 1.0)
    return np.maximum(tone, 0.15)


@dataclass(frozen=True)
class Plain:
    """One colour with stains; class as given."""

    colour: Colour
    class_id: CarlaClass
    strength: float = 0.12

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        return Paint(flat(self.colour, surface_tone(hit, self.strength)), int(self.class_id))


@dataclass(frozen=True)
class Facade:
    """The wall of a building with a grid of windows.

    Attributes:
        colour: of the wall.
        trim: colour of frames and ledges.
        storey: metres from floor to floor.
        bay: metres from window to window.
        window: share of bay and storey that glass takes, (width, height).
        bricks: whether rows of bricks show from near.
        shop: whether the ground floor is a row of shop windows.
        salt: which windows are lit, curtained or open.
    """

    colour: Colour
    trim: Colour
    storey: float
    bay: float
    window: tuple[float, float]
    bricks: bool
    shop: bool
    salt: int

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        tone = surface_tone(hit, 0.14)
        if self.bricks and hit.pixel < 0.06:
            tone *= _brick_tone(hit)
        albedo = flat(self.colour, tone)
        column, row = hit.a / self.bay, hit.b / self.storey
        x, y = np.abs(fraction(column) - 0.5), np.abs(fraction(row) - 0.52)
        blend(albedo, self.trim, fraction(row) > 0.955, tone)
        inner = hit.b < hit.height - 0.35 * self.storey
        if self.shop:
            inner &= hit.b > self.storey
        half_w, half_h = self.window[0] / 2, self.window[1] / 2
        frame = inner & (x < half_w + 0.035) & (y < half_h + 0.035)
        blend(albedo, self.trim, frame)
        glass = inner & (x < half_w) & (y < half_h)
        self._glaze(albedo, glass, column, row)
        if self.shop:
            window = (hit.b < 0.78 * self.storey) & (hit.b > 0.25) & (x < 0.44)
            self._glaze(albedo, window, column, row)
            awning = (hit.b > 0.78 * self.storey) & (hit.b < 0.98 * self.storey)
            blend(albedo, self.trim, awning, 0.5 + tone * 0.4)
        return Paint(albedo, int(CarlaClass.BUILDING))

    def _glaze(self, albedo: F32, where: Bool, column: F32, row: F32) -> None:
        column, row = column[where], row[where]
        value = cell_value(column, row, self.salt)
        depth = 0.02 + 0.1 * value + 0.16 * fraction(row) * (value > 0.35)
        glass = np.stack([depth, depth * 1.06, depth * 1.18], axis=1)
        curtain = (value > 0.86) & (fraction(row) > 0.4)
        glass[curtain] = (0.45, 0.42, 0.36)
        albedo[where] = glass


def _brick_tone(hit: Hit) -> F32:
    row = hit.b / 0.09
    shifted = hit.a / 0.26 + 0.5 * (np.floor(row) % 2)
    joint = (fraction(row) > 0.84) | (fraction(shifted) > 0.93)
    return (0.85 + 0.3 * cell_value(shifted, row, 0)) * np.where(joint, 1.25, 1.0).astype(
        np.float32
    )


@dataclass(frozen=True)
class Roof:
    """Rows of tiles."""

    colour: Colour

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        tone = surface_tone(hit, 0.1) * (0.85 + 0.3 * fraction(hit.b / 0.35))
        return Paint(flat(self.colour, tone), int(CarlaClass.BUILDING))


@dataclass(frozen=True)
class Gable:
    """The triangle under a pitched roof."""

    colour: Colour

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        inside = np.abs(hit.a / hit.width - 0.5) < 0.5 * (1 - hit.b / hit.height)
        tone = surface_tone(hit, 0.1)
        return Paint(flat(self.colour, tone), int(CarlaClass.BUILDING), inside)


@dataclass(frozen=True)
class Masonry:
    """A wall beside the road: concrete panels, or bricks, with a coping on top.

    Attributes:
        colour: of the wall.
        bricks: bricks instead of panels.
        panel: metres between the joints.
        class_id: WALL, or GUARD_RAIL for the concrete barriers of motorways.
    """

    colour: Colour
    bricks: bool
    panel: float
    class_id: CarlaClass = CarlaClass.WALL

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        tone = surface_tone(hit, 0.22)
        streaks = sample(fractal(*ROUGH), hit.a * 9, hit.b * 1.5)
        tone *= 1 + 0.12 * streaks
        if self.bricks and hit.pixel < 0.06:
            tone *= _brick_tone(hit)
        joint = fraction(hit.a / self.panel) * self.panel < max(0.05, hit.pixel * 0.7)
        tone = np.where(joint, tone * 0.6, tone)
        coping = hit.b > hit.height - 0.14
        tone = np.where(coping, tone * 1.25, tone)
        under = (hit.b > hit.height - 0.2) & ~coping
        tone = np.where(under, tone * 0.7, tone)
        return Paint(flat(self.colour, tone), int(self.class_id))


@dataclass(frozen=True)
class SteelRail:
    """A guard rail of bent steel on posts; what lies behind shows under the rail."""

    colour: Colour
    spacing: float

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        beam_low = hit.height - 0.34
        beam = hit.b > beam_low
        half_post = max(0.07, hit.pixel * 0.5)
        post = np.abs(fraction(hit.a / self.spacing) - 0.5) * self.spacing < half_post
        wave = 0.75 + 0.35 * np.cos((hit.b - beam_low) * (4 * np.pi / 0.34))
        tone = np.where(beam, wave, 0.55).astype(np.float32)
        tone *= 1 + 0.1 * sample(fractal(*ROUGH), hit.a * 8, hit.b * 30)
        return Paint(flat(self.colour, tone), int(CarlaClass.GUARD_RAIL), beam | post)


@dataclass(frozen=True)
class Fence:
    """Pickets, bars or boards between two rails.

    Attributes:
        colour: of the wood or iron.
        period: metres from picket to picket.
        solid: share of the period that a picket covers.
        post_every: metres between the thick posts.
    """

    colour: Colour
    period: float
    solid: float
    post_every: float

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        phase = fraction(hit.a / self.period)
        top = hit.height - 0.12 + 0.12 * (1 - np.abs(phase - self.solid / 2) / self.solid)
        picket = (phase < self.solid) & (hit.b < top)
        half_rail = max(0.035, hit.pixel * 0.4)
        rails = np.abs(hit.b - 0.2 * hit.height) < half_rail
        rails |= np.abs(hit.b - 0.8 * hit.height) < half_rail
        posts = fraction(hit.a / self.post_every) * self.post_every < 0.12
        tone = np.where(picket, 1.0, 0.8).astype(np.float32)
        tone *= 0.85 + 0.3 * cell_value(hit.a / self.period, hit.a * 0, 3)
        return Paint(flat(self.colour, tone), int(CarlaClass.FENCE), picket | rails | posts)


@dataclass(frozen=True)
class Hedge:
    """Leaves with an uneven upper edge."""

    colour: Colour

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        leaves = sample(fractal(*ROUGH), hit.a * 30, hit.b * 30)
        clumps = sample(fractal(*SMOOTH), hit.a * 25, hit.b * 25)
        visible = hit.b < hit.height * (0.86 + 0.05 * clumps + 0.03 * leaves)
        tone = (0.45 + 0.55 * hit.b / hit.height) * (1 + 0.3 * leaves + 0.15 * clumps)
        albedo = flat(self.colour, np.maximum(tone, 0.1))
        return Paint(albedo, int(CarlaClass.VEGETATION), visible)


@dataclass(frozen=True)
class Bank:
    """A slope of grass or rock beside the road, with an uneven upper edge."""

    colour: Colour
    rock: float

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        coarse = sample(fractal(*SMOOTH), hit.a * 4, hit.b * 9)
        fine = sample(fractal(*ROUGH), hit.a * 22, hit.b * 22)
        edge = sample(fractal(*SMOOTH), hit.a * 3, hit.a * 0)
        visible = hit.b < hit.height * (0.8 + 0.08 * edge) + 0.04 * fine
        tone = 1 + (0.16 + 0.3 * self.rock) * fine + (0.15 + 0.2 * self.rock) * coarse
        return Paint(flat(self.colour, np.maximum(tone, 0.15)), int(CarlaClass.TERRAIN), visible)


@dataclass(frozen=True)
class Wires:
    """Power lines that sag between two poles, each as thick as a pixel when far away."""

    sag: float
    n_wires: int

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        middle = 2 * hit.a / hit.width - 1
        hang = hit.height - 0.05 - self.sag * (1 - middle * middle)
        visible = np.zeros(hit.a.shape, bool)
        half = np.maximum(0.02, hit.depth * (0.5 * hit.pixel / float(np.median(hit.depth))))
        for index in range(self.n_wires):
            visible |= np.abs(hit.b - (hang - 0.45 * index)) < half
        tone = np.full(hit.a.shape, 0.03, np.float32)
        return Paint(flat((1.0, 1.0, 1.0), tone), int(CarlaClass.OTHER), visible)


@dataclass(frozen=True)
class CarSide:
    """A car from the side: its outline, windows and wheels.

    Attributes:
        colour: of the body.
        outline: points (metres from the rear, metres above ground) from rear to front.
        window: height of the lower edge of the windows, metres.
        wheels: metres from the rear of both axles.
        flipped: whether the front is at a = 0.
    """

    colour: Colour
    outline: tuple[tuple[float, float], ...]
    window: float
    wheels: tuple[float, float]
    flipped: bool

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        a = hit.width - hit.a if self.flipped else hit.a
        xs, ys = zip(*self.outline, strict=True)
        top = np.interp(a, xs, ys).astype(np.float32)
        body = (hit.b > 0.26) & (hit.b < top)
        tone = 0.75 + 0.35 * hit.b / hit.height
        albedo = flat(self.colour, tone.astype(np.float32))
        glass = (hit.b > self.window) & (hit.b < top - 0.11)
        pillar = fraction(a / 1.15) < 0.07
        blend(albedo, (0.03, 0.035, 0.045), glass & ~pillar)
        blend(albedo, (0.02, 0.02, 0.02), (hit.b < 0.36))
        seam = fraction(a / 1.15) * 1.15 < 0.02
        blend(albedo, (0.04, 0.04, 0.04), seam & ~glass)
        radius = 0.33
        visible = body
        for axle in self.wheels:
            distance = np.hypot(a - axle, hit.b - radius)
            wheel = distance < radius
            blend(albedo, (0.015, 0.015, 0.015), distance < radius + 0.06)
            blend(albedo, (0.3, 0.3, 0.32), distance < 0.6 * radius)
            visible = visible | wheel
        return Paint(albedo, int(CarlaClass.VEHICLE), visible)


@dataclass(frozen=True)
class CarEnd:
    """The front or the rear of a car: bumper, plate, lamps."""

    colour: Colour
    lamp: Colour

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        x, y = hit.a / hit.width, hit.b / hit.height
        albedo = flat(self.colour, (0.75 + 0.3 * y).astype(np.float32))
        side = np.abs(x - 0.5)
        blend(albedo, (0.03, 0.03, 0.03), y < 0.28)
        blend(albedo, (0.6, 0.6, 0.55), (side < 0.14) & (np.abs(y - 0.42) < 0.1))
        blend(albedo, self.lamp, (side > 0.34) & (side < 0.48) & (np.abs(y - 0.72) < 0.14))
        return Paint(albedo, int(CarlaClass.VEHICLE))


@dataclass(frozen=True)
class CarTop:
    """A sloping or level piece of a car, seen from above: bonnet, roof, or a window."""

    colour: Colour
    glass: bool

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        albedo = flat(self.colour, np.ones(hit.a.shape, np.float32))
        if self.glass:
            x = np.abs(hit.a / hit.width - 0.5)
            y = np.abs(hit.b / hit.height - 0.5)
            blend(albedo, (0.03, 0.04, 0.05), (x < 0.44) & (y < 0.42))
        return Paint(albedo, int(CarlaClass.VEHICLE))


@dataclass(frozen=True)
class Shade:
    """The dark road under a vehicle, without corners."""

    colour: Colour

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        x = np.abs(2 * hit.a / hit.width - 1)
        y = np.abs(2 * hit.b / hit.height - 1)
        albedo = flat(self.colour, np.ones(hit.a.shape, np.float32))
        return Paint(albedo, int(CarlaClass.ROAD), x**4 + y**8 < 1)


@dataclass(frozen=True)
class RoundPost:
    """A pole, pillar or trunk: shaded like a cylinder."""

    colour: Colour
    class_id: CarlaClass

    def __call__(self, hit: Hit) -> Paint:
        """Paint the points that pixels see."""
        x = hit.a / hit.width
        tone = (0.55 + 0.6 * np.sqrt(np.maximum(x * (1 - x), 0)) * 2 * (0.6 + 0.4 * x)).astype(
            np.float32
        )
        return Paint(flat(self.colour, tone), int(self.class_id))
