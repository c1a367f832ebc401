"""Cars, vans and lorries: an outline from the side, as wide as a lane allows."""

from dataclasses import dataclass

import numpy as np

from data.streets.draw import Patch
from data.streets.light import Colour
from data.streets.materials import CarEnd, CarSide, CarTop, Shade

Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Model:
    """The shape of a vehicle.

    Attributes:
        outline: (metres from the rear, metres above ground) from rear to front.
        windows: indices of the outline's segments that are glass.
        sill: metres, lower edge of the side windows.
        wheels: metres from the rear of both axles.
        width: metres.
    """

    outline: Outline
    windows: tuple[int, ...]
    sill: float
    wheels: tuple[float, float]
    width: float


SALOON = Model(
    ((0, 0.3), (0, 0.92), (0.55, 1.0), (1.2, 1.42), (2.5, 1.45), (3.3, 0.98), (4.4, 0.82),
     (4.5, 0.3)), (2, 4), 0.95, (0.85, 3.6), 1.8,
)  # fmt: skip
ESTATE = Model(
    ((0, 0.3), (0, 1.0), (0.3, 1.62), (2.7, 1.66), (3.4, 1.1), (4.4, 0.95), (4.5, 0.3)),
    (1, 3), 1.05, (0.85, 3.6), 1.9,
)  # fmt: skip
VAN = Model(
    ((0, 0.3), (0, 1.2), (0.05, 2.2), (3.6, 2.25), (4.5, 1.35), (5.1, 1.1), (5.2, 0.3)),
    (1, 3), 1.35, (0.95, 4.2), 2.0,
)  # fmt: skip
LORRY = Model(
    ((0, 0.4), (0, 1.2), (0.02, 3.4), (5.4, 3.4), (5.5, 2.7), (7.2, 2.7), (7.5, 1.5), (7.6, 0.4)),
    (5,), 2.9, (1.4, 6.2), 2.4,
)  # fmt: skip
MODELS = (SALOON, SALOON, SALOON, ESTATE, ESTATE, ESTATE, VAN, LORRY)

PAINTS: tuple[Colour, ...] = (
    (0.55, 0.55, 0.55), (0.02, 0.02, 0.025), (0.25, 0.26, 0.28), (0.35, 0.02, 0.02),
    (0.02, 0.06, 0.25), (0.10, 0.11, 0.12), (0.55, 0.50, 0.40), (0.03, 0.14, 0.07),
    (0.60, 0.40, 0.03),
)  # fmt: skip


@dataclass(frozen=True)
class Car:
    """A vehicle of one world.

    Attributes:
        u: metres from the middle of the road, of the vehicle's middle.
        z: metres, its rear (or its front when it comes towards us) in the first frame.
        speed: metres a frame along z; negative when it comes towards us.
        oncoming: whether its front looks at us.
        model: its shape.
        colour: its paint.
    """

    u: float
    z: float
    speed: float
    oncoming: bool
    model: Model
    colour: Colour


def draw_car(rng: np.random.Generator, u: float, z: float, speed: float, oncoming: bool) -> Car:
    """Choose the model and the paint of a vehicle."""
    model = MODELS[int(rng.integers(len(MODELS)))]
    paint = PAINTS[int(rng.integers(len(PAINTS)))]
    return Car(u, z, speed, oncoming, model, paint)


def car_patches(car: Car, x: float, z: float, slope: float) -> list[Patch]:
    """The rectangles of a vehicle.

    Args:
        car: which vehicle.
        x: metres, its middle.
        z: metres, its end that is nearer to z = 0.
        slope: dx / dz of the road there.
    """
    model = car.model
    norm = float(np.hypot(1.0, slope))
    ahead = (slope / norm, 0.0, 1 / norm)
    right = (1 / norm, 0.0, -slope / norm)
    length = model.outline[-1][0]
    tall = max(y for _, y in model.outline)
    half = model.width / 2
    side = CarSide(car.colour, model.outline, model.sill, model.wheels, car.oncoming)
    under = Shade((0.05, 0.05, 0.05))
    shadow = (
        x - right[0] * (half + 0.2) - ahead[0] * 0.2,
        0.015,
        z - right[2] * (half + 0.2) - ahead[2] * 0.2,
    )
    patches = [Patch(shadow, right, ahead, model.width + 0.4, length + 0.4, under)]
    patches += [
        Patch((x + s * right[0], 0.0, z + s * right[2]), ahead, (0.0, 1.0, 0.0), length, tall, side)
        for s in (-half, half)
    ]
    lamps: dict[bool, Colour] = {True: (1.2, 1.2, 1.0), False: (0.6, 0.02, 0.02)}
    last = len(model.outline) - 2
    for index, (start, end) in enumerate(zip(model.outline, model.outline[1:], strict=False)):
        # Pieces that look away from us are hidden by the others.
        a0, a1 = start[0], end[0]
        if car.oncoming:
            a0, a1 = length - a0, length - a1
        run, rise = a1 - a0, end[1] - start[1]
        size = float(np.hypot(run, rise))
        up = (ahead[0] * run / size, rise / size, ahead[2] * run / size)
        corner = (
            x - half * right[0] + a0 * ahead[0],
            start[1],
            z - half * right[2] + a0 * ahead[2],
        )
        is_end = index in (0, last)
        material = (
            CarEnd(car.colour, lamps[index == last])
            if is_end
            else CarTop(car.colour, index in model.windows)
        )
        patches.append(Patch(corner, right, up, model.width, size, material))
    return patches
