"""The probes of the exercise, from its three rooms."""

from collections.abc import Mapping

from grader.checks.exercise import Probe
from grader.exercises.raw_ops.network.probe import probe_model, probe_weights
from grader.exercises.raw_ops.operations.probe import (
    probe_conv2d_down,
    probe_conv2d_up,
    probe_enlarging,
    probe_pooling,
)
from grader.exercises.raw_ops.step.probe import probe_crossentropy, probe_iou, probe_step

NOTEBOOK = "raw_ops"
PROBES: Mapping[str, Probe] = {
    "conv2d_down": probe_conv2d_down,
    "maxpool_down": probe_pooling,
    "conv2d_up": probe_conv2d_up,
    "maxpool_up": probe_enlarging,
    "make_weights": probe_weights,
    "model": probe_model,
    "binary_crossentropy": probe_crossentropy,
    "road_iou": probe_iou,
    "train_step": probe_step,
}
FUNCTIONS = {part: part for part in PROBES}
