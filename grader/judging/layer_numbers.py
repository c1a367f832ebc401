"""A forward pass in NumPy through an expected graph; float64, channels last."""

import numpy as np

from grader.checks.arrays import Numbers, numbers_of
from grader.checks.exercise import Case, Evidence, Finding
from grader.checks.layer_numbers import SHOWN, chosen_input, chosen_weights
from grader.graph.table import Graph, Row
from grader.judging.evidence import Raised
from grader.judging.pictures import convolve, convolve_transposed

TOLERANCE = 1e-3  # of the largest logit; float32 through some thirty layers


def expected_logits(graph: Graph, seed: int) -> Numbers:
    """What ``probe.logits_of`` records of a network with this graph."""
    rng = np.random.default_rng(seed)
    computed: list[Numbers] = []
    for row in graph.rows:
        inputs = [computed[source] for source in row.inputs]
        computed.append(_forward(row, inputs, rng, seed))
    (output,) = graph.outputs
    assert output is not None
    logits: Numbers = computed[output][SHOWN]
    return logits


def findings_about_numbers(case: Case, evidence: Evidence, expected: Graph) -> list[Finding]:
    """Layers that are right by name and attributes must also compute what these layers compute."""
    logits = evidence["logits"]
    if isinstance(logits, dict):
        message = Raised.from_json(logits["error"]).sentence("the model, given an image,")
        return [Finding(message=f"{case.name}: {message}", case=case.name, attribute="error")]
    if agree(numbers_of(logits), expected_logits(expected, case.arguments["weights_seed"])):
        return []
    message = (
        f"{case.name}: every layer is the right one by its name and arguments, but with weights "
        "of the check's own the network gives other numbers, expected the logits of these layers. "
        "Look for an activation or a layer of your own that computes something else."
    )
    return [Finding(message=message, case=case.name, attribute="logits")]


def agree(got: Numbers, expected: Numbers) -> bool:
    """Whether logits are the same up to what float32 arithmetic can promise."""
    largest = np.abs(expected).max()
    return got.shape == expected.shape and bool(
        np.all(np.abs(got - expected) < TOLERANCE * largest)
    )


def _forward(row: Row, inputs: list[Numbers], rng: np.random.Generator, seed: int) -> Numbers:
    if row.kind == "InputLayer":
        return chosen_input(seed, [size for size in row.shape[1:] if size is not None])
    if row.kind == "Conv2D":
        kernel, bias = _weights(row, inputs[0], rng)
        return _activated(row, convolve(inputs[0], kernel, row.attributes["padding"]) + bias)
    if row.kind == "Conv2DTranspose":
        kernel, bias = _weights(row, inputs[0], rng)
        return _activated(row, convolve_transposed(inputs[0], kernel, strides=2) + bias)
    if row.kind == "MaxPooling2D":
        _, height, width, channels = inputs[0].shape
        blocks = inputs[0].reshape(1, height // 2, 2, width // 2, 2, channels)
        pooled: Numbers = blocks.max(axis=(2, 4))
        return pooled
    if row.kind == "Cropping2D":
        _, height, width, _ = inputs[0].shape
        (top, bottom), (left, right) = row.attributes["cropping"]
        return inputs[0][:, top : height - bottom, left : width - right]
    if row.kind == "Concatenate":
        return np.concatenate(inputs, axis=-1)
    return inputs[0]  # Dropout does nothing outside training


def _weights(row: Row, inputs: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers]:
    filters, channels = row.attributes["filters"], inputs.shape[-1]
    ends = (channels, filters) if row.kind == "Conv2D" else (filters, channels)
    kernel = chosen_weights(rng, (*row.attributes["kernel_size"], *ends))
    return kernel, chosen_weights(rng, (filters,))


def _activated(row: Row, values: Numbers) -> Numbers:
    return np.maximum(values, 0) if row.attributes["activation"] == "relu" else values
