"""Six rendered pairs that are committed with the course, for a first look and for tests."""

from pathlib import Path

from data.pairs import IMAGE_FOLDER, MASK_FOLDER, Pairs, drives_of

FOLDER = Path(__file__).parent.parent / "samples" / "streets"


def examples() -> Pairs:
    """Open the committed pairs: six drives, one frame each, 256 x 192 pixels.

    Returns:
        The pairs; nothing is rendered and nothing is downloaded.
    """
    names = sorted(file.name for file in (FOLDER / IMAGE_FOLDER).glob("*.png"))
    return Pairs(
        tuple(FOLDER / IMAGE_FOLDER / name for name in names),
        tuple(FOLDER / MASK_FOLDER / name for name in names),
        drives_of(names),
        origin="six rendered streets that come with the course",
    )
