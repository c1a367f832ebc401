"""Draw flat pieces of the world into the photo and the mask at the same time.

Every visible thing is a rectangle in space with a material. A material says, for each point of
the rectangle that a pixel sees, which colour it has, which class it is, and whether there is
anything at all (the gap between two pickets is not). One call writes photo and mask together,
so they agree by construction. A buffer of inverse depths keeps the nearest thing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.streets.camera import F64, Camera
from data.streets.light import Weather
from data.streets.noise import F32

U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]

NEAR = 0.25  # metres; nothing closer to the camera is drawn


@dataclass(frozen=True)
class Hit:
    """The points of a rectangle that pixels see; arrays of shape (n,).

    Attributes:
        a: metres along the rectangle's width.
        b: metres along its height.
        depth: metres in front of the camera.
        pixel: metres that one sample covers, the median over the points.
        width: metres, the rectangle's.
        height: metres, the rectangle's.
    """

    a: F32
    b: F32
    depth: F32
    pixel: float
    width: float
    height: float


@dataclass(frozen=True)
class Paint:
    """What a material shows at the points of a hit.

    Attributes:
        albedo: linear colour, shape (n, 3).
        ids: class id, one for all or one for each point, (n,).
        visible: where there is something, (n,); None means everywhere.
    """

    albedo: F32
    ids: int | U8
    visible: Bool | None = None


Material = Callable[[Hit], Paint]


@dataclass(frozen=True)
class Patch:
    """A rectangle in space: a corner and two perpendicular unit vectors.

    Attributes:
        origin: metres, the lower left corner.
        along: direction of the width.
        up: direction of the height.
        width: metres.
        height: metres.
        material: what is painted on it.
        is_round: whether it stands for something round, which is lit from all sides.
    """

    origin: tuple[float, float, float]
    along: tuple[float, float, float]
    up: tuple[float, float, float]
    width: float
    height: float
    material: Material
    is_round: bool = False


@dataclass(frozen=True)
class Billboard:
    """An upright picture that turns towards the camera: trees, people, signs, poles.

    Attributes:
        foot: metres, the middle of the lower edge.
        width: metres.
        height: metres.
        material: what is painted on it.
    """

    foot: tuple[float, float, float]
    width: float
    height: float
    material: Material


def facing(board: Billboard, camera: Camera) -> Patch:
    """Turn a billboard towards the camera."""
    x, y, z = board.foot
    dx, dz = x - camera.position[0], z - camera.position[2]
    distance = float(np.hypot(dx, dz)) or 1.0
    along = (dz / distance, 0.0, -dx / distance)
    half = board.width / 2
    origin = (x - along[0] * half, y, z - along[2] * half)
    return Patch(origin, along, (0.0, 1.0, 0.0), board.width, board.height, board.material, True)


@dataclass
class Canvas:
    """The photo and the mask while they are drawn.

    Attributes:
        size: (height, width) in samples.
        colour: linear light, shape (height * width, 3).
        ids: class ids, shape (height * width,).
        inverse_depth: 1 / metres, 0 where nothing is drawn yet, shape (height, width).
    """

    size: tuple[int, int]
    colour: F32 = field(init=False)
    ids: U8 = field(init=False)
    inverse_depth: F32 = field(init=False)

    def __post_init__(self) -> None:
        """Start with empty buffers."""
        n_samples = self.size[0] * self.size[1]
        self.colour = np.zeros((n_samples, 3), np.float32)
        self.ids = np.zeros(n_samples, np.uint8)
        self.inverse_depth = np.zeros(self.size, np.float32)


Box = tuple[slice, slice]
Vector = tuple[float, float, float]


def draw_patches(
    canvas: Canvas, camera: Camera, weather: Weather, patches: Sequence[Patch]
) -> None:
    """Draw rectangles, the near ones first so that hidden points are not painted."""
    if not patches:
        return
    corners = _corners(patches)
    local = (corners - camera.centre) @ camera.axes.T  # (n, 4, 3): right, up, forward
    nearest = local[..., 2].min(axis=1)
    boxes = _boxes(local, camera)
    for index in np.argsort(nearest, kind="stable"):
        box = boxes[index]
        if box is not None:
            _draw_patch(canvas, camera, weather, patches[index], box)


def _corners(patches: Sequence[Patch]) -> F64:
    origin = np.array([patch.origin for patch in patches])
    along = np.array([patch.along for patch in patches])
    up = np.array([patch.up for patch in patches])
    width = np.array([patch.width for patch in patches])[:, None]
    height = np.array([patch.height for patch in patches])[:, None]
    right, top = along * width, up * height
    corners: F64 = np.stack([origin, origin + right, origin + right + top, origin + top], axis=1)
    return corners


def _boxes(local: F64, camera: Camera) -> list[Box | None]:
    """Bounding box on the canvas of each rectangle; None when it is out of sight."""
    height, width = camera.size
    depth = local[..., 2]
    safe = np.maximum(depth, NEAR)
    columns = local[..., 0] / safe * camera.focal + width / 2
    rows = height / 2 - local[..., 1] / safe * camera.focal
    low_c, high_c = columns.min(axis=1), columns.max(axis=1)
    low_r, high_r = rows.min(axis=1), rows.max(axis=1)
    behind = depth.max(axis=1) <= NEAR
    crossing = (depth.min(axis=1) < NEAR) & ~behind
    for index in np.flatnonzero(crossing):
        clipped = _clip_near(local[index])
        columns_1 = clipped[:, 0] / clipped[:, 2] * camera.focal + width / 2
        rows_1 = height / 2 - clipped[:, 1] / clipped[:, 2] * camera.focal
        low_c[index], high_c[index] = columns_1.min(), columns_1.max()
        low_r[index], high_r[index] = rows_1.min(), rows_1.max()
    c0 = np.clip(np.floor(low_c - 0.5), 0, width).astype(int)
    c1 = np.clip(np.ceil(high_c + 0.5), 0, width).astype(int)
    r0 = np.clip(np.floor(low_r - 0.5), 0, height).astype(int)
    r1 = np.clip(np.ceil(high_r + 0.5), 0, height).astype(int)
    hidden = behind | (c1 <= c0) | (r1 <= r0)
    return [
        None if hidden[i] else (slice(int(r0[i]), int(r1[i])), slice(int(c0[i]), int(c1[i])))
        for i in range(len(local))
    ]


def _clip_near(corners: F64) -> F64:
    """Cut the part of a polygon, (n, 3), that is closer than NEAR."""
    points = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if start[2] >= NEAR:
            points.append(start)
        if (start[2] >= NEAR) != (end[2] >= NEAR):
            share = (NEAR - start[2]) / (end[2] - start[2])
            points.append(start + share * (end - start))
    return np.array(points)


def _cross(a: Vector, b: Vector) -> Vector:
    """Cross product; on three numbers much faster than NumPy's."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _draw_patch(canvas: Canvas, camera: Camera, weather: Weather, patch: Patch, box: Box) -> None:
    rows, columns = box
    origin, along, up = np.array(patch.origin), np.array(patch.along), np.array(patch.up)
    normal = np.array(_cross(patch.along, patch.up))
    offset = float(normal @ (origin - camera.centre))
    if abs(offset) < 1e-4:  # seen exactly from its edge
        return
    inverse = camera.project_rays(normal / offset, rows, columns)
    seen = np.flatnonzero(inverse > canvas.inverse_depth[box])
    if not seen.size:
        return
    inverse = inverse.reshape(-1)[seen]
    depth = np.float32(1.0) / inverse
    from_origin = camera.centre - origin
    a = camera.project_rays(along, rows, columns).reshape(-1)[seen] * depth
    a += float(from_origin @ along)
    b = camera.project_rays(up, rows, columns).reshape(-1)[seen] * depth
    b += float(from_origin @ up)
    inside = (a >= 0) & (a <= patch.width) & (b >= 0) & (b <= patch.height)
    kept = np.flatnonzero(inside)
    if not kept.size:
        return
    a, b, depth, seen = a[kept], b[kept], depth[kept], seen[kept]
    pixel = float(depth[depth.size // 2]) / camera.focal
    paint = patch.material(Hit(a, b, depth, pixel, patch.width, patch.height))
    albedo, ids = paint.albedo, paint.ids
    if paint.visible is not None:
        kept = np.flatnonzero(paint.visible)
        if not kept.size:
            return
        albedo, depth, seen = albedo[kept], depth[kept], seen[kept]
        ids = ids if isinstance(ids, int) else ids[kept]
    # A plane is lit from the side that the camera sees.
    toward_us = normal if offset < 0 else -normal
    light = (weather.light_around if patch.is_round else weather.light_on)(toward_us)
    colour = weather.haze(albedo * light, depth)
    n_columns = columns.stop - columns.start
    row, column = np.divmod(seen, n_columns)
    flat = (row + rows.start) * canvas.size[1] + column + columns.start
    canvas.colour[flat] = colour
    canvas.ids[flat] = ids
    canvas.inverse_depth.reshape(-1)[flat] = np.float32(1.0) / depth
