"""In which numbers a network computes fastest on this computer."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
# Instructions that multiply bfloat16 numbers: AVX-512 and AMX on x86, one name on arm64.
_INSTRUCTIONS = {"avx512_bf16", "amx_bf16", "bf16"}


def fastest_policy() -> str:
    """The Keras dtype policy to train with: for ``dtype_policy``.

    Returns:
        "mixed_bfloat16" where the processor multiplies bfloat16 numbers in hardware. There a step
        takes about half the time; weights stay float32. "float32" everywhere else: without such
        instructions bfloat16 is imitated and many times slower.
    """
    return "mixed_bfloat16" if _INSTRUCTIONS & processor_flags() else "float32"


@contextlib.contextmanager
def dtype_policy(name: str) -> Iterator[None]:
    """Layers made in the block compute by this Keras policy, such as "mixed_bfloat16".

    Afterwards new layers are made as before, also when the block was interrupted.
    """
    import keras

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def processor_flags() -> set[str]:
    """Names of the processor's instruction sets; empty where the system does not list them."""
    try:
        lines = _CPUINFO.read_text().splitlines()
    except OSError:
        return set()
    listed = (line.partition(":")[2].split() for line in lines if line.lower().startswith(_NAMES))
    return set(next(listed, []))


_NAMES = ("flags", "features")  # x86 and arm64
