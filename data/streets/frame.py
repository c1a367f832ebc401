"""Render one frame of one drive: photo and mask in one pass."""

from functools import lru_cache

import numpy as np

from data.streets.camera import Camera
from data.streets.draw import U8, Billboard, Canvas, Patch, draw_patches, facing
from data.streets.ground import draw_ground
from data.streets.noise import F32
from data.streets.sky import draw_sky
from data.streets.vehicles import car_patches
from data.streets.world import World, make_world

FRAMES_PER_DRIVE = 20
SAMPLES = 2  # samples per pixel along each side


def render(seed: int, frame: int, size: tuple[int, int] = (240, 320)) -> tuple[U8, U8]:
    """Render one frame as photo and mask.

    Args:
        seed: chooses all worlds.
        frame: number in the endless recording; 20 neighbours share a drive.
        size: (height, width) in pixels.

    Returns:
        The photo, uint8 (height, width, 3), and the class ids, uint8 (height, width).

    Raises:
        ValueError: a negative seed or frame, or a size below 32 pixels.
    """
    if seed < 0 or frame < 0:
        raise ValueError(
            f"render got seed {seed} and frame {frame}; both must be 0 or more. "
            "Pass, for example, seed=0, frame=0."
        )
    if min(size) < 32:
        raise ValueError(
            f"render got size {size}; both sides must be at least 32 pixels. "
            "Pass (height, width), for example (240, 320)."
        )
    drive, step = divmod(frame, FRAMES_PER_DRIVE)
    world = world_of(seed, drive)
    camera = _camera(world, step, (size[0] * SAMPLES, size[1] * SAMPLES))
    canvas = Canvas(camera.size)
    draw_patches(canvas, camera, world.weather, _patches(world, camera, step))
    draw_ground(canvas, camera, world.weather, world.ground)
    draw_sky(canvas, camera, world.weather, world.clouds, world.ridges)
    rng = np.random.default_rng([seed, drive, step, 1])
    return _develop(canvas, world, size, rng), _vote(canvas.ids.reshape(camera.size))


@lru_cache(maxsize=2)
def world_of(seed: int, drive: int) -> World:
    """The world that the frames of a drive share."""
    return make_world(np.random.default_rng([seed, drive]))


def _camera(world: World, step: int, size: tuple[int, int]) -> Camera:
    drive = world.drive
    z = step * drive.step
    curve = world.ground.curve
    time = drive.sway + 0.21 * step
    return Camera(
        position=(
            curve.at(z) + drive.u + 0.12 * float(np.sin(time)),
            drive.height + 0.015 * float(np.sin(2.3 * time)),
            z,
        ),
        yaw=float(np.arctan(curve.slope(z))) + drive.heading + 0.008 * float(np.sin(0.7 * time)),
        pitch=drive.pitch + 0.004 * float(np.sin(1.9 * time)),
        roll=0.008 * float(np.sin(0.9 * time)),
        field_of_view=drive.field_of_view,
        size=size,
    )


def _patches(world: World, camera: Camera, step: int) -> list[Patch]:
    patches = list(world.patches)
    patches.extend(facing(board, camera) for board in world.boards)
    curve = world.ground.curve
    for walker in world.walkers:
        z = walker.z + walker.speed * step
        sprite = walker.steps[step // 2 % 2]
        board = Billboard(
            (curve.at(z) + walker.u, 0.0, z), walker.height / 2, walker.height, sprite
        )
        patches.append(facing(board, camera))
    for car in world.cars:
        z = car.z + car.speed * step
        patches.extend(car_patches(car, curve.at(z) + car.u, z, curve.slope(z)))
    return patches


def _vote(ids: U8) -> U8:
    """The class that most of the 2 x 2 samples of each pixel have.

    Of four sorted values the second and the third agree when there is a majority of three or
    more; a pair shows as equal neighbours.
    """
    height, width = ids.shape[0] // SAMPLES, ids.shape[1] // SAMPLES
    four = ids.reshape(height, SAMPLES, width, SAMPLES).transpose(0, 2, 1, 3)
    four = np.sort(four.reshape(height, width, SAMPLES * SAMPLES), axis=2)
    a, b, c, d = (four[..., i] for i in range(4))
    votes: U8 = np.where(b == c, b, np.where((c == d) & (a != b), c, a))
    return votes


_CURVE_STEPS = 4096
_CURVE_TOP = 4.0
_SATURATION = 0.12  # how much purer colours get than the light was


def _film_curve() -> F32:
    """Linear light, 0 to _CURVE_TOP, to 8 bits: soft in the lights, with some contrast."""
    exposed = (1 - np.exp(-1.5 * np.linspace(0, _CURVE_TOP, _CURVE_STEPS))) ** (1 / 2.2)
    contrast = exposed * exposed * (3 - 2 * exposed)
    return (255 * (0.45 * exposed + 0.55 * contrast)).astype(np.float32)


_FILM = _film_curve()


def _develop(canvas: Canvas, world: World, size: tuple[int, int], rng: np.random.Generator) -> U8:
    """Average the samples, expose, apply the film curve, darken the corners, add grain."""
    height, width = size
    light = canvas.colour.reshape(height, SAMPLES, width, SAMPLES, 3)
    light = light[:, 0, :, 0] + light[:, 0, :, 1] + light[:, 1, :, 0] + light[:, 1, :, 1]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    gain = (1.1 - 0.3 * (x * x + y * y)) * (world.weather.exposure / 4)
    light *= gain[..., None]
    grey = light.mean(axis=2, keepdims=True)
    light += _SATURATION * (light - grey)
    index = (light * ((_CURVE_STEPS - 1) / _CURVE_TOP)).astype(np.int32)
    photo = _FILM.take(np.clip(index, 0, _CURVE_STEPS - 1))
    grain = rng.standard_normal((height, width), dtype=np.float32)
    colour_grain = rng.standard_normal((height, width, 3), dtype=np.float32)
    photo += world.weather.grain * (0.8 * grain[..., None] + 0.45 * colour_grain)
    developed: U8 = np.clip(photo + 0.5, 0, 255).astype(np.uint8)
    return developed
