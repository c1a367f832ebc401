"""The probes of exercise 5, from its four rooms."""

from collections.abc import Mapping

from grader.checks.exercise import Probe
from grader.exercises.training.dataset.probe import probe_dataset
from grader.exercises.training.files.probe import probe_file, probe_mask, probe_resize
from grader.exercises.training.train.probe import probe_train
from grader.exercises.training.weights.probe import probe_weights

NOTEBOOK = "5_training"
PROBES: Mapping[str, Probe] = {
    "process_path": probe_file,
    "preprocess": probe_resize,
    "make_dataset": probe_dataset,
    "train": probe_train,
    "create_mask": probe_mask,
    "weights": probe_weights,
}
# Each part is one function; the last one is a file.
FUNCTIONS = {**{part: part for part in PROBES}, "weights": "unet.weights.h5"}
