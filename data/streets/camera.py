"""A pinhole camera. The world has x to the right, y up and z forward, in metres."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.streets.noise import F32

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """Where the camera is, how it looks, and how large its picture is.

    Attributes:
        position: metres, (x, y, z).
        yaw: radians to the right of forward.
        pitch: radians above the horizon.
        roll: radians, clockwise.
        field_of_view: horizontal, radians.
        size: (height, width) in pixels.
    """

    position: tuple[float, float, float]
    yaw: float
    pitch: float
    roll: float
    field_of_view: float
    size: tuple[int, int]

    @cached_property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(self.size[1] / 2 / np.tan(self.field_of_view / 2))

    @cached_property
    def centre(self) -> F64:
        """The position as an array, shape (3,)."""
        return np.array(self.position)

    @cached_property
    def axes(self) -> F64:
        """Unit vectors right, up and forward of the camera in the world, shape (3, 3)."""
        cy, sy = np.cos(self.yaw), np.sin(self.yaw)
        cp, sp = np.cos(self.pitch), np.sin(self.pitch)
        cr, sr = np.cos(self.roll), np.sin(self.roll)
        forward = np.array([sy * cp, sp, cy * cp])
        level_right = np.array([cy, 0.0, -sy])
        level_up = np.cross(forward, level_right)
        right = cr * level_right - sr * level_up
        up = sr * level_right + cr * level_up
        return np.stack([right, up, forward])

    @cached_property
    def x(self) -> F32:
        """Horizontal slope of the ray through each column's centre, shape (width,)."""
        height_width = self.size
        return ((np.arange(height_width[1]) + 0.5 - height_width[1] / 2) / self.focal).astype(
            np.float32
        )

    @cached_property
    def y(self) -> F32:
        """Vertical slope of the ray through each row's centre, positive upwards, (height,)."""
        height = self.size[0]
        return ((height / 2 - np.arange(height) - 0.5) / self.focal).astype(np.float32)

    def project_rays(self, vector: F64, rows: slice, columns: slice) -> F32:
        """Dot product of a vector with the ray of every pixel in a box, shape (rows, columns).

        A ray has length 1 along the camera's forward axis, so its parameter is the depth. That
        makes the product linear in the row and in the column: one sum instead of a matrix.
        """
        right, up, forward = (float(value) for value in self.axes @ vector)
        return (self.y[rows] * up + forward)[:, None] + (self.x[columns] * right)[None, :]
