"""How far JPEG moves the road's colour in a mask, and how much of that a tolerance may forgive.

Run `python benchmarks/road_colour.py`. Rendered streets are painted in Cityscapes' colours, put
through JPEG at several qualities, and read back with several tolerances. The true mask is known,
so both kinds of mistakes can be counted.
"""

import io

import numpy as np
from PIL import Image

from data import streets
from data.cityscapes_pairs import (
    PALETTE,
    ROAD,
    SIDE,
    TOLERANCE,
    encode,
    paint,
    road_of,
    split_picture,
    true_road,
)
from data.classes import CarlaClass
from data.pairs import U8, Pairs

N_IMAGES = 60
QUALITIES = (50, 60, 75, 85, 90, 95)
TOLERANCES = (0, 2, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48)
ROAD_CLASSES = (CarlaClass.ROAD, CarlaClass.ROAD_LINE)


def decode(content: bytes) -> U8:
    """The pixels of a JPEG, uint8 (H, W, 3)."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def flat_road(quality: int) -> tuple[int, ...]:
    """The colour that an even sheet of Cityscapes' road has after JPEG."""
    ids = np.full((SIDE, SIDE), CarlaClass.ROAD, np.uint8)
    _, mask = split_picture(decode(encode(paint(ids), ids, quality)))
    return tuple(int(part) for part in mask[SIDE // 2, SIDE // 2])


def distances(mask: U8) -> U8:
    """Largest difference of a channel from the published road colour, (H, W)."""
    return np.abs(mask.astype(int) - ROAD).max(axis=-1).astype(np.uint8)


def measure(pairs: Pairs, quality: int) -> None:
    """Print one quality's rows: bytes, distances of road pixels, IoU by tolerance."""
    truths, masks, n_bytes = [], [], 0
    for index in range(len(pairs)):
        photo, ids = pairs.read(index)
        content = encode(photo, ids, quality)
        n_bytes += len(content)
        masks.append(split_picture(decode(content))[1])
        truths.append(true_road(ids))
    truth, mask = np.stack(truths).astype(bool), np.stack(masks)
    stray = np.percentile(distances(mask)[truth], [50, 90, 99, 99.9])
    found = {tolerance: road_of(mask, tolerance).astype(bool) for tolerance in TOLERANCES}
    ious = [(truth & road).sum() / (truth | road).sum() for road in found.values()]
    print(
        f"| {quality} | {n_bytes / len(pairs) / 1000:.1f} | {flat_road(quality)} | "
        + " | ".join(f"{share:.0f}" for share in stray)
        + " | "
        + " | ".join(f"{iou:.4f}" for iou in ious)
        + " |"
    )
    missed, added = ((truth & ~found[TOLERANCE]).mean(), (~truth & found[TOLERANCE]).mean())
    print(f"    at {TOLERANCE}: {missed:.4%} of all pixels missed, {added:.4%} added")


def main() -> None:
    """Print the table of docs/raw_ops.md, and which other colours come nearest."""
    others = {
        member.label: int(np.abs(PALETTE[member].astype(int) - ROAD).max())
        for member in CarlaClass
        if member not in ROAD_CLASSES
    }
    for name, distance in sorted(others.items(), key=lambda item: item[1])[:4]:
        print(f"{name}: {distance} away from road")
    print("quality | kB | flat road | 50 % | 90 % | 99 % | 99.9 %", *TOLERANCES, sep=" | ")
    pairs = streets.load(N_IMAGES)
    for quality in QUALITIES:
        measure(pairs, quality)


if __name__ == "__main__":
    main()
