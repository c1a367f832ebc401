"""Collects the things of a world while it is made, in coordinates along its road."""

from dataclasses import dataclass, field

import numpy as np

from data.classes import CarlaClass
from data.streets import materials as m
from data.streets import sprites as s
from data.streets.draw import Billboard, Material, Patch
from data.streets.ground import Curve
from data.streets.plan import Plan
from data.streets.shadow import Caster
from data.streets.vehicles import Car

UP = (0.0, 1.0, 0.0)
FAR = 230.0  # metres; farther things are left to the silhouettes on the horizon


@dataclass(frozen=True)
class Walker:
    """Somebody on foot.

    Attributes:
        u: metres from the middle of the road.
        z: metres, in the first frame.
        speed: metres a frame along z.
        height: metres.
        steps: two pictures that take turns.
    """

    u: float
    z: float
    speed: float
    height: float
    steps: tuple[s.Sprite, s.Sprite]


@dataclass
class Site:
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

    def edge(self, sign: int) -> float:
        """Edge of the road on the left (sign -1) or on the right (sign 1), metres."""
        return self.plan.right if sign > 0 else self.plan.left

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
                self.plane(u, z, z + piece, low, height, material)
                self.casters.append(Caster((u, z), (u, z + piece), low, height))
            z += piece

    def plane(
        self, u: float, z0: float, z1: float, low: float, high: float, material: Material
    ) -> None:
        """Put one upright rectangle along the road, from z0 to z1."""
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

    def post(
        self,
        u: float,
        z: float,
        height: float,
        width: float = 0.14,
        class_id: CarlaClass = CarlaClass.POLE,
        tone: float = 0.2,
    ) -> None:
        """Put a round post of a grey tone."""
        self.board(u, z, width, height, m.RoundPost((tone, tone, tone), class_id))

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
