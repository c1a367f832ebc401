"""Tileable noise: the grain of asphalt, the shape of clouds, the stains on a wall."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

SIZE = 512
_MASK = SIZE - 1
# Added before the cast to integers, which rounds towards zero: keeps coordinates positive.
_SHIFT = 1 << 14


@lru_cache(maxsize=16)
def fractal(seed: int, slope: float) -> F32:
    """Make a texture whose spectrum falls as frequency to the power -slope.

    Args:
        seed: which texture.
        slope: 0 is white noise, 1 is rough, 2 is smooth like clouds.

    Returns:
        Mean 0, standard deviation 1, shape (SIZE, SIZE); the opposite edges fit each other.
    """
    rng = np.random.default_rng([seed, round(slope * 100)])
    spectrum = np.fft.rfft2(rng.standard_normal((SIZE, SIZE)))
    fy = np.fft.fftfreq(SIZE)[:, None] * SIZE
    fx = np.fft.rfftfreq(SIZE)[None, :] * SIZE
    radius = np.hypot(fy, fx)
    radius[0, 0] = 1.0
    spectrum *= radius**-slope
    spectrum[0, 0] = 0.0
    texture = np.fft.irfft2(spectrum, s=(SIZE, SIZE))
    texture /= texture.std()
    return np.ascontiguousarray(texture, dtype=np.float32)


def sample(texture: F32, x: F32, y: F32) -> F32:
    """Look a texture up at the nearest texel; x and y are in texels and wrap around."""
    ix = (x + np.float32(_SHIFT)).astype(np.int32) & _MASK
    iy = (y + np.float32(_SHIFT)).astype(np.int32) & _MASK
    iy *= SIZE
    iy += ix
    return texture.reshape(-1).take(iy)


def smoothstep(low: float, high: float, x: F32) -> F32:
    """Rise from 0 at `low` to 1 at `high`, flat at both ends."""
    t = np.clip((x - low) * (1.0 / (high - low)), 0.0, 1.0)
    eased: F32 = t * t * (3.0 - 2.0 * t)
    return eased
