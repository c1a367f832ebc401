"""Drawings of what a training is made of: weights of classes, and the learning rate."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.classes import CLASS_NAMES
from lessons.figures import show, style

Array = NDArray[Any]


def draw_weights(masks: Array, weights: Array) -> None:
    """Each class's share of the pixels, and of the loss once its weight is multiplied in.

    Args:
        masks: class ids of the training data, any shape.
        weights: shape (n_classes,).
    """
    shares = np.bincount(masks.ravel(), minlength=len(weights)) / masks.size
    present = np.flatnonzero(shares)
    present = present[np.argsort(-shares[present])]
    influence = weights * shares / (weights @ shares)
    figure, (ax,) = style.subplots(height=0.26 * len(present) + 1.1)
    places = np.arange(len(present))
    for offset, values, number, label in (
        (-0.2, shares, 0, "share of the pixels"),
        (0.2, influence, 1, "share of the loss with weights"),
    ):
        ax.barh(
            places + offset,
            100 * values[present],
            0.4,
            **style.bars(number),
            label=label,
        )
    ax.set_xscale("log")
    ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
    ax.set_xlabel("% (each mark ten times as much)")
    style.class_axis(ax, [f"{CLASS_NAMES[k]}  {style.percent(shares[k])}" for k in present])
    ax.margins(y=0.01)
    ax.legend(loc="lower right")
    first, last = int(present[0]), int(present[-1])
    show(
        figure,
        f"Share of the pixels and of the weighted loss for {len(present)} classes. "
        f"{CLASS_NAMES[first].capitalize()} falls from {shares[first]:.0%} to "
        f"{influence[first]:.0%}; {CLASS_NAMES[last]} grows {weights[last] / weights[first]:.0f} "
        f"times as against {CLASS_NAMES[first]}.",
    )


def draw_learning_rate(schedule: Callable[[int], Any], n_steps: int) -> None:
    """The learning rate over the steps of a training.

    Args:
        schedule: gives the rate at a step.
        n_steps: steps of the whole training.
    """
    steps = np.linspace(0, n_steps, 61).astype(int)
    rates = np.array([float(schedule(int(step))) for step in steps])
    figure, (ax,) = style.subplots(height=2.2)
    ax.plot(steps, rates, color=style.SERIES[0])
    ax.set_xlabel("step")
    ax.set_ylabel("learning rate")
    ax.set_ylim(bottom=0)
    half = int(steps[np.argmax(rates <= rates[0] / 2)])
    show(
        figure,
        f"The learning rate falls from {rates[0]:g} at the start to {rates[-1]:.1g} at step "
        f"{n_steps}, along a cosine; half of it is left at step {half}.",
    )
