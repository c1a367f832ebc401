"""The figure of notebook 0: a photo beside what became of it."""

from lessons.figures import show, style
from lessons.figures.style import Array


def beside(photo: Array, negative: Array) -> None:
    """A photo and its negative, brightnesses (H, W) from 0 (black) to 1 (white)."""
    figure, axes = style.subplots(1, 2, height=3.2)
    for ax, pixels, title in zip(
        axes, (photo, negative), ("The photo", "Your negative"), strict=True
    ):
        style.picture(ax, pixels, title, cmap="gray", vmin=0, vmax=1)
    show(
        figure,
        f"A street in grey, with a mean brightness of {photo.mean():.2f}, and beside it its "
        f"negative, with {negative.mean():.2f}.",
    )
