"""The 23 classes of CARLA (version 0.9.10 and later), their names and colours."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt


class CarlaClass(IntEnum):
    """The id that a mask holds in its red channel, one for each class."""

    UNLABELED = 0
    BUILDING = 1
    FENCE = 2
    OTHER = 3
    PEDESTRIAN = 4
    POLE = 5
    ROAD_LINE = 6
    ROAD = 7
    SIDEWALK = 8
    VEGETATION = 9
    VEHICLE = 10
    WALL = 11
    TRAFFIC_SIGN = 12
    SKY = 13
    GROUND = 14
    BRIDGE = 15
    RAIL_TRACK = 16
    GUARD_RAIL = 17
    TRAFFIC_LIGHT = 18
    STATIC = 19
    DYNAMIC = 20
    WATER = 21
    TERRAIN = 22

    @property
    def label(self) -> str:
        """The name as a reader writes it, for example "road line"."""
        return self.name.lower().replace("_", " ")


N_CLASSES = len(CarlaClass)

CLASS_NAMES: tuple[str, ...] = tuple(member.label for member in CarlaClass)

# The frequent classes differ in lightness as well as in hue (after Okabe and Ito), so that they
# stay apart for colour-blind readers and in a grey print. Rare classes take what is left.
_COLOURS: dict[CarlaClass, tuple[int, int, int]] = {
    CarlaClass.UNLABELED: (0, 0, 0),
    CarlaClass.BUILDING: (213, 94, 0),
    CarlaClass.FENCE: (178, 130, 90),
    CarlaClass.OTHER: (70, 50, 80),
    CarlaClass.PEDESTRIAN: (220, 20, 60),
    CarlaClass.POLE: (40, 40, 40),
    CarlaClass.ROAD_LINE: (255, 255, 255),
    CarlaClass.ROAD: (88, 88, 104),
    CarlaClass.SIDEWALK: (230, 159, 0),
    CarlaClass.VEGETATION: (0, 104, 72),
    CarlaClass.VEHICLE: (0, 42, 140),
    CarlaClass.WALL: (204, 121, 167),
    CarlaClass.TRAFFIC_SIGN: (255, 220, 0),
    CarlaClass.SKY: (160, 210, 245),
    CarlaClass.GROUND: (120, 85, 50),
    CarlaClass.BRIDGE: (130, 60, 110),
    CarlaClass.RAIL_TRACK: (105, 20, 20),
    CarlaClass.GUARD_RAIL: (240, 200, 225),
    CarlaClass.TRAFFIC_LIGHT: (255, 120, 60),
    CarlaClass.STATIC: (95, 200, 190),
    CarlaClass.DYNAMIC: (190, 60, 230),
    CarlaClass.WATER: (0, 114, 178),
    CarlaClass.TERRAIN: (170, 200, 90),
}

COLOURS: npt.NDArray[np.uint8] = np.array([_COLOURS[member] for member in CarlaClass], np.uint8)
COLOURS.setflags(write=False)


def colorize(mask: npt.NDArray[np.integer]) -> npt.NDArray[np.uint8]:
    """Paint a mask of class ids in the classes' colours.

    Args:
        mask: ids from 0 to 22, shape (H, W) or (H, W, 1).

    Returns:
        The picture, uint8, shape (H, W, 3).

    Raises:
        ValueError: the shape or an id is not one of those above.
    """
    ids = np.asarray(mask)
    if ids.ndim == 3 and ids.shape[2] == 1:
        ids = ids[..., 0]
    if ids.ndim != 2:
        raise ValueError(
            f"colorize got a mask of shape {ids.shape}; it takes (H, W) or (H, W, 1). "
            "Pass one mask at a time, without the batch axis."
        )
    if ids.size and not 0 <= int(ids.min()) <= int(ids.max()) < N_CLASSES:
        raise ValueError(
            f"colorize got ids from {ids.min()} to {ids.max()}; allowed are 0 to {N_CLASSES - 1}. "
            "Read the red channel only: the alpha channel is 255 everywhere."
        )
    return COLOURS[ids]
