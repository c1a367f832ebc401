"""Sun, sky colours, haze and exposure of one drive."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.streets.camera import F64
from data.streets.noise import F32

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Weather:
    """The light of one drive. Colours are linear; 1 is a sunlit white wall.

    Attributes:
        sun: unit vector towards the sun.
        sun_colour: light of the sun, black when clouds hide it.
        ambient: light of the sky.
        zenith: colour of the sky overhead.
        horizon: colour of the sky at the horizon, and of the haze.
        haze_length: metres after which 63 % of a colour is haze.
        cloud_cover: 0 clear to 1 closed.
        cloud_shade: brightness of the clouds' undersides.
        wetness: 0 dry to 1: how much the road mirrors the sky.
        exposure: factor before the film curve.
        grain: standard deviation of the sensor noise, in 8-bit steps.
    """

    sun: Colour
    sun_colour: Colour
    ambient: Colour
    zenith: Colour
    horizon: Colour
    haze_length: float
    cloud_cover: float
    cloud_shade: float
    wetness: float
    exposure: float
    grain: float

    @cached_property
    def sun_direction(self) -> F64:
        """The vector towards the sun, shape (3,)."""
        return np.array(self.sun)

    def light_on(self, normal: F64) -> F32:
        """Light that falls on a plane with this unit normal, shape (3,)."""
        direct = max(0.0, float(normal @ self.sun_direction))
        sky = 0.65 + 0.35 * float(normal[1])
        light = np.array(self.ambient) * sky + np.array(self.sun_colour) * direct
        return light.astype(np.float32)

    def light_around(self, normal: F64) -> F32:
        """Light on something round (a crown, a person) seen along this normal, shape (3,).

        Some of its surface looks at the sun whatever side we see, so it is never quite dark.
        """
        facing = 0.35 + 0.65 * max(0.0, float(normal @ self.sun_direction))
        light = 0.75 * np.array(self.ambient) + 0.85 * facing * np.array(self.sun_colour)
        return light.astype(np.float32)

    def haze(self, colour: F32, depth: F32) -> F32:
        """Mix colours, shape (n, 3), with the haze in front of them; depth in metres, (n,)."""
        clear = np.exp(depth * np.float32(-1.0 / self.haze_length))[:, None]
        horizon = np.array(self.horizon, np.float32)
        mixed: F32 = (colour - horizon) * clear + horizon
        return mixed


def _sun(azimuth: float, elevation: float) -> Colour:
    flat = np.cos(elevation)
    return (
        float(np.sin(azimuth) * flat),
        float(np.sin(elevation)),
        float(np.cos(azimuth) * flat),
    )


def _tint(rng: np.random.Generator, colour: Colour, spread: float = 0.06) -> Colour:
    r, g, b = (float(c * (1 + rng.uniform(-spread, spread))) for c in colour)
    return (r, g, b)


def draw_weather(rng: np.random.Generator) -> Weather:
    """Choose the weather of one drive."""
    makers = (_clear, _cloudy, _overcast, _low_sun, _hazy, _after_rain)
    index = int(rng.choice(len(makers), p=(0.26, 0.26, 0.14, 0.16, 0.07, 0.11)))
    return makers[index](rng)


def _anywhere(rng: np.random.Generator, lowest: float, highest: float) -> Colour:
    return _sun(rng.uniform(-np.pi, np.pi), rng.uniform(lowest, highest))


def _clear(rng: np.random.Generator) -> Weather:
    return Weather(
        sun=_anywhere(rng, 0.4, 1.0),
        sun_colour=_tint(rng, (1.66, 1.47, 1.18)),
        ambient=_tint(rng, (0.23, 0.27, 0.33)),
        zenith=_tint(rng, (0.08, 0.16, 0.30), 0.16),
        horizon=_tint(rng, (0.44, 0.52, 0.60)),
        haze_length=rng.uniform(900, 2500),
        cloud_cover=rng.uniform(0.1, 0.45),
        cloud_shade=0.62,
        wetness=0.0,
        exposure=rng.uniform(1.05, 1.6),
        grain=rng.uniform(0.5, 2.0),
    )


def _cloudy(rng: np.random.Generator) -> Weather:
    return Weather(
        sun=_anywhere(rng, 0.3, 0.9),
        sun_colour=_tint(rng, (1.3, 1.15, 0.94)),
        ambient=_tint(rng, (0.31, 0.33, 0.36)),
        zenith=_tint(rng, (0.10, 0.16, 0.23), 0.16),
        horizon=_tint(rng, (0.54, 0.56, 0.55)),
        haze_length=rng.uniform(600, 1800),
        cloud_cover=rng.uniform(0.4, 0.75),
        cloud_shade=0.56,
        wetness=0.0,
        exposure=rng.uniform(1.0, 1.5),
        grain=rng.uniform(0.5, 2.5),
    )


def _overcast(rng: np.random.Generator) -> Weather:
    grey = rng.uniform(0.28, 0.55)
    return Weather(
        sun=_anywhere(rng, 1.1, 1.3),
        sun_colour=(0.05, 0.05, 0.05),
        ambient=_tint(rng, (0.78, 0.80, 0.82)),
        zenith=(grey * 0.62, grey * 0.65, grey * 0.7),
        horizon=(grey, grey, grey * 0.99),
        haze_length=rng.uniform(250, 900),
        cloud_cover=rng.uniform(0.85, 1.0),
        cloud_shade=0.5,
        wetness=rng.uniform(0.0, 0.35),
        exposure=rng.uniform(0.9, 1.4),
        grain=rng.uniform(1.0, 4.0),
    )


def _low_sun(rng: np.random.Generator) -> Weather:
    return Weather(
        sun=_anywhere(rng, 0.14, 0.32),
        sun_colour=_tint(rng, (1.85, 1.25, 0.70)),
        ambient=_tint(rng, (0.27, 0.26, 0.30)),
        zenith=_tint(rng, (0.10, 0.13, 0.19), 0.16),
        horizon=_tint(rng, (0.66, 0.50, 0.34)),
        haze_length=rng.uniform(500, 1400),
        cloud_cover=rng.uniform(0.2, 0.7),
        cloud_shade=0.36,
        wetness=rng.uniform(0.0, 0.4),
        exposure=rng.uniform(1.1, 1.6),
        grain=rng.uniform(0.5, 3.0),
    )


def _hazy(rng: np.random.Generator) -> Weather:
    return Weather(
        sun=_anywhere(rng, 0.4, 0.9),
        sun_colour=_tint(rng, (0.45, 0.42, 0.37)),
        ambient=_tint(rng, (0.58, 0.59, 0.59)),
        zenith=_tint(rng, (0.32, 0.35, 0.38)),
        horizon=_tint(rng, (0.52, 0.53, 0.52)),
        haze_length=rng.uniform(90, 220),
        cloud_cover=0.8,
        cloud_shade=0.62,
        wetness=0.0,
        exposure=rng.uniform(1.0, 1.4),
        grain=rng.uniform(1.0, 3.0),
    )


def _after_rain(rng: np.random.Generator) -> Weather:
    return Weather(
        sun=_sun(rng.uniform(-0.9, 0.9), rng.uniform(0.18, 0.5)),
        sun_colour=_tint(rng, (1.05, 0.94, 0.76)),
        ambient=_tint(rng, (0.38, 0.41, 0.45)),
        zenith=_tint(rng, (0.11, 0.15, 0.20), 0.16),
        horizon=_tint(rng, (0.56, 0.56, 0.53)),
        haze_length=rng.uniform(400, 1000),
        cloud_cover=rng.uniform(0.5, 0.85),
        cloud_shade=0.42,
        wetness=rng.uniform(0.5, 1.0),
        exposure=rng.uniform(1.0, 1.4),
        grain=rng.uniform(1.0, 3.5),
    )
