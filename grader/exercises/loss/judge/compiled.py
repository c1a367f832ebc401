"""What a compiled U-Net should do with a batch, and what is said of another one."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from grader.checks.arrays import Numbers, compare, numbers_of, plain, same, say, say_shape
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Look, Mistake
from grader.exercises.loss.judge.iou import mean_iou, mean_iou_of_classes
from grader.exercises.loss.judge.softmax import KERAS_EPSILON, pixelwise_crossentropy
from grader.exercises.loss.probe import (
    GRADIENTS,
    OPTIMIZER_SETTINGS,
    Classes,
    batch_of,
    upside_down,
)
from grader.judging.evidence import Raised
from grader.judging.mistakes import causes_of

MOST_SHOWN = 5  # metrics in a sentence
ADAM: dict[str, float | bool | None] = {  # Keras's defaults
    **dict.fromkeys(OPTIMIZER_SETTINGS),
    **{"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
    **dict.fromkeys(("amsgrad", "use_ema"), False),
}
ALWAYS_SHOWN = ("learning_rate", "beta_1", "beta_2")
USUAL_LEARNING_RATES = 0.01  # with Adam a network like this one still learns


_RIGHT_LOSS = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"


@dataclass(frozen=True)
class _Batch:
    """One of two batches: what it is called, masks and logits, what was measured, what is right."""

    words: str
    content: tuple[Classes, Numbers]
    numbers: Mapping[str, Any]
    right: Mapping[str, float]

    def is_right(self, key: str, name: str) -> bool:
        """Whether the number called ``key`` is that of ``name``."""
        return same(numbers_of(self.numbers[key]), self.right[name])


def judge_compile(case: Case, evidence: Evidence) -> Judgement:
    """The optimizer, and loss and metrics of two batches."""
    return Judgement(tuple(_compile_findings(case, evidence)), _compare_compiled(case, evidence))


def _right_numbers(y_true: Classes, logits: Numbers) -> dict[str, float]:
    return {
        "loss": float(pixelwise_crossentropy(y_true, logits).mean()),
        "accuracy": float((logits.argmax(axis=-1) == y_true).mean()),
        "mean IoU": mean_iou(y_true, logits),
    }


def _batches(case: Case, evidence: Evidence) -> list[_Batch]:
    y_true, logits = batch_of(case)
    return [
        _Batch(words, (truth, logits), evidence[name], _right_numbers(truth, logits))
        for name, words, truth in (
            ("evaluate", "a batch", y_true),
            ("second", "another batch", upside_down(y_true)),
        )
    ]


def _cause_on_both(
    mistakes: Callable[[Classes, Numbers], Iterator[Mistake]],
    batches: Sequence[_Batch],
    key: str,
    name: str,
) -> str | None:
    """The cause that alone explains the number ``key`` in place of ``name`` on both batches."""
    looks = [
        Look(numbers_of(batch.numbers[key]), batch.right[name], mistakes(*batch.content))
        for batch in batches
    ]
    return causes_of(looks)[0]


def mean_loss_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What the usual mistakes in ``loss=`` give as the loss of a batch."""
    losses = pixelwise_crossentropy(y_true, logits)
    probabilities = np.clip(logits, KERAS_EPSILON, 1 - KERAS_EPSILON)
    yield Mistake(
        "logits as probabilities",
        pixelwise_crossentropy(y_true, np.log(probabilities)).mean(),
        f"The logits were taken for probabilities. Use {_RIGHT_LOSS}.",
    )
    yield Mistake(
        "sum",
        losses.sum(),
        "The losses of the pixels were added, expected their mean. Leave reduction out: "
        "SparseCategoricalCrossentropy(from_logits=True).",
    )
    for k in range(logits.shape[-1]):
        counted = y_true != k
        for part in (losses[counted].mean(), losses[counted].sum() / losses.size):
            yield Mistake(
                f"without class {k}",
                part,
                f"The pixels of class {k} were left out, and every class counts. Leave "
                "ignore_class out: SparseCategoricalCrossentropy(from_logits=True).",
            )


def mean_iou_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What ``MeanIoU`` and its like give where their arguments do not fit the masks."""
    n_classes, predicted = logits.shape[-1], logits.argmax(axis=-1)
    yield Mistake(
        "masks as one-hot",
        mean_iou(np.zeros_like(y_true), logits),
        f"The masks were taken for one-hot, which made every pixel class 0. {_IN_ITS_PLACE}",
    )
    for k in range(n_classes):
        counted = y_true != k
        yield Mistake(
            f"without class {k}",
            mean_iou_of_classes(y_true[counted], predicted[counted], n_classes),
            f"The pixels of class {k} were left out, and every class counts. Leave ignore_class "
            "out.",
        )
        yield Mistake(
            f"class {k} alone",
            mean_iou_of_classes(y_true == k, predicted == k, 2, chosen=1),
            f"That is the IoU of class {k} alone. {_IN_ITS_PLACE}",
        )
        known = (y_true < k) & (predicted < k)
        yield Mistake(
            "fewer classes",
            mean_iou_of_classes(y_true[known], predicted[known], n_classes) if known.any() else 0,
            "Its number of classes is smaller than that of the model, so that pixels of the others "
            "were left out. Write num_classes=model.output_shape[-1].",
        )


def accuracy_mistakes(y_true: Classes, logits: Numbers) -> Iterator[Mistake]:
    """What other accuracies of Keras give."""
    step = "Write 'accuracy' in its place."
    yield Mistake(
        "categorical",
        (logits.argmax(axis=-1) == 0).mean(),
        f"That accuracy takes the masks for one-hot, and ours hold class ids. {step}",
    )
    yield Mistake(
        "binary",
        ((logits > 0.5) == y_true[..., np.newaxis]).mean(),
        f"That is the accuracy of yes-or-no answers, above 0.5 or not. {step}",
    )
    yield Mistake(
        "ids and logits",
        (logits == y_true[..., np.newaxis]).mean(),
        f"That accuracy compares the class ids with the logits themselves. {step}",
    )
    above = (logits > np.take_along_axis(logits, y_true[..., np.newaxis], axis=-1)).sum(axis=-1)
    for k in range(2, 6):
        yield Mistake(
            f"highest {k}",
            (above < k).mean(),
            f"It calls a pixel right when the true class is among the {k} highest logits. {step}",
        )


_RIGHT_MEAN_IOU = "keras.metrics.MeanIoU(num_classes=model.output_shape[-1], sparse_y_pred=False)"
_IN_ITS_PLACE = f"Write {_RIGHT_MEAN_IOU} in its place."


def _compile_findings(case: Case, evidence: Evidence) -> Iterator[Finding]:
    if evidence["other_model"]:
        yield case.finding(
            ("type", evidence["returned"], "the model"),
            f"gave another model, of class {evidence['returned']}, expected the one that it was "
            "given. Whoever called the function goes on with that. Call compile on the argument, "
            "model.compile(…), and return model.",
        )
        return
    if not evidence["compiled"]:
        yield case.finding(
            ("compiled", False, True),
            "left the model uncompiled, expected a compiled one. Call model.compile(optimizer=…, "
            "loss=…, metrics=…), then return the model.",
        )
        return
    if evidence["returned"] == "NoneType":
        yield case.finding(
            ("type", "NoneType", "model"),
            "gave None, expected the model. The model is compiled, but model.compile itself "
            "returns nothing. Put return model on a line of its own at the end.",
        )
    elif evidence["returned"] != "the model":
        yield case.finding(
            ("type", evidence["returned"], "model"),
            f"gave {evidence['returned']}, expected the model. End the function with return model.",
        )
    if not evidence["gives_logits"]:
        yield case.finding(
            ("output", False, True),
            "gave a model with other outputs than before, expected the same logits: the loss and "
            "the mask are made of them. Leave the layers as they are, and tell the loss about "
            f"logits: {_RIGHT_LOSS}.",
        )
    yield from _settings_findings(case, evidence)
    if "evaluate_error" in evidence:
        raised = Raised.from_json(evidence["evaluate_error"])
        message = raised.sentence(f"{case.name} compiled the model, but evaluating a batch")
        yield Finding(message, case.name, attribute="evaluate", got=raised.type, expected="numbers")
    else:
        batches = _batches(case, evidence)
        yield from _loss_findings(case, evidence, batches)
        yield from _metric_findings(case, batches)


def _settings_findings(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """The exercise asks for Adam with its defaults: by what it does, whatever its class."""
    name, settings = evidence["optimizer"], evidence["settings"]
    changed = _changed_settings(settings) if name == "Adam" else []
    for setting in changed:
        got, wanted = (_say_setting(one[setting]) for one in (settings, ADAM))
        yield case.finding(
            (setting, settings[setting], ADAM[setting]),
            f"gave Adam {setting}={got}, expected {wanted}, the default. "
            f"{_cause_of_setting(setting, settings[setting])}",
        )
    if changed or (name == "Adam" and not case.arguments["thoroughly"]):
        return
    moves = evidence["moves"]
    moves_as_adam = moves is not None and np.allclose(
        numbers_of(moves["ways"]), _ways_of_adam(), rtol=3e-5, atol=1e-12
    )
    if not moves_as_adam:
        yield case.finding(
            ("optimizer", name, "Adam"),
            f"uses the optimizer {name}, expected Adam{' as Keras has it' * (name == 'Adam')}. "
            "Pass optimizer=keras.optimizers.Adam() or optimizer='adam'.",
        )
    elif not math.isclose(
        float(moves["late_rate"]), float(ADAM["learning_rate"] or 0), rel_tol=1e-4
    ):
        yield case.finding(
            ("learning_rate", moves["late_rate"], ADAM["learning_rate"]),
            f"gave Adam a learning_rate that is {say(moves['late_rate'])} after a million steps, "
            f"expected {_say_setting(ADAM['learning_rate'])} for ever, the default. Leave "
            "learning_rate out: keras.optimizers.Adam().",
        )


def _changed_settings(settings: Mapping[str, Any]) -> list[str]:
    """The settings that are not Adam's defaults, in the order of ``ADAM``."""
    return [
        name
        for name, wanted in ADAM.items()
        if name in settings and _say_setting(settings[name]) != _say_setting(wanted)
    ]


def _say_setting(value: float | bool | None) -> str:
    return str(value) if value is None or isinstance(value, bool) else say(value)


def _ways_of_adam() -> Numbers:
    """How far Adam with its defaults takes the check's weights, after each step."""
    rate, beta_1, beta_2, epsilon = 0.001, 0.9, 0.999, 1e-7
    mean = square = way = np.zeros(len(GRADIENTS[0]))
    ways = []
    for step, gradient in enumerate(np.array(GRADIENTS), start=1):
        mean = beta_1 * mean + (1 - beta_1) * gradient
        square = beta_2 * square + (1 - beta_2) * gradient**2
        corrected = rate * math.sqrt(1 - beta_2**step) / (1 - beta_1**step)
        way = way - corrected * mean / (np.sqrt(square) + epsilon)
        ways.append(way)
    return np.array(ways)


def _cause_of_setting(name: str, got: Any) -> str:
    jumps = name == "learning_rate" and float(got) > USUAL_LEARNING_RATES
    advice = "Steps that large jump over what they look for. " if jumps else ""
    return f"{advice}Leave {name} out: keras.optimizers.Adam()."


def _loss_findings(case: Case, evidence: Evidence, batches: Sequence[_Batch]) -> Iterator[Finding]:
    """A number is right when it is so on both batches: on one it may be so by chance."""
    wrong = next((batch for batch in batches if not batch.is_right("loss", "loss")), None)
    if wrong:
        got, right = wrong.numbers["loss"], wrong.right["loss"]
        yield case.finding(
            ("loss", got, plain(right)),
            f"gave a loss of {say(got)} on {wrong.words} of logits, expected {say(right)}. "
            f"{_cause_of_loss(evidence['loss'], batches)}",
        )
    elif evidence["loss_shape"]:
        yield case.finding(
            ("loss shape", evidence["loss_shape"], []),
            f"gave a loss of the shape {say_shape(evidence['loss_shape'])} for a batch, expected "
            "one number: training would follow the sum over all pixels. Leave reduction out: "
            f"{_RIGHT_LOSS}.",
        )


def _metric_findings(case: Case, batches: Sequence[_Batch]) -> Iterator[Finding]:
    metrics = [key for key in batches[0].numbers if key != "loss"]
    by_name = {
        name: [key for key in metrics if all(batch.is_right(key, name) for batch in batches)]
        for name in _METRICS
    }
    used = [keys[0] for keys in by_name.values() if keys]
    for name in (name for name, keys in by_name.items() if not keys):
        others = [key for key in metrics if key not in chain(*by_name.values())]
        causes = (_cause_on_both(_METRIC_MISTAKES[name], batches, key, name) for key in others)
        cause = next(filter(None, causes), _METRICS[name])
        is_by_chance = any(batches[0].is_right(key, name) for key in metrics)
        shown = batches[is_by_chance]
        yield case.finding(
            (name, {key: shown.numbers[key] for key in metrics}, plain(shown.right[name])),
            f"gave {_say_metrics(shown.numbers, metrics)} on {shown.words}, expected one of "
            f"{say(shown.right[name])}, the {name}. {cause}",
        )
    extra = [key for key in metrics if key not in used]
    if extra and len(used) == len(_METRICS):
        yield case.finding(
            ("metrics", metrics, list(_METRICS)),
            f"gave {_say_metrics(batches[0].numbers, metrics)} on a batch, expected accuracy and "
            f"mean IoU alone. Take {', '.join(extra[:MOST_SHOWN])} out of the list of metrics.",
        )


_METRICS = {
    "accuracy": "Add 'accuracy' to the list of metrics.",
    "mean IoU": f"Add {_RIGHT_MEAN_IOU} to the list of metrics.",
}
_METRIC_MISTAKES = {"accuracy": accuracy_mistakes, "mean IoU": mean_iou_mistakes}


def _say_metrics(numbers: Mapping[str, Any], metrics: Sequence[str]) -> str:
    if not metrics:
        return "no metrics"
    shown = [
        f"{key} = {'several numbers' if isinstance(numbers[key], list) else say(numbers[key])}"
        for key in metrics[:MOST_SHOWN]
    ]
    return f"the metrics {', '.join(shown)}{' …' if len(metrics) > MOST_SHOWN else ''}"


def _cause_of_loss(loss: str, batches: Sequence[_Batch]) -> str:
    """What the loss is, where it is not Keras's own; else the one mistake that explains it."""
    use = f"Use {_RIGHT_LOSS}"
    if "sparse_categorical_crossentropy" not in loss:
        return f"The loss is {loss}. {use}."
    cause = _cause_on_both(mean_loss_mistakes, batches, "loss", "loss")
    return cause or f"{use}, with nothing else in its brackets."


def _compare_compiled(case: Case, evidence: Evidence) -> Comparison | None:
    if evidence["other_model"] or not evidence["compiled"]:
        return None
    settings = evidence["settings"]
    rows = [("optimizer", evidence["optimizer"], "Adam")]
    if evidence["optimizer"] == "Adam":
        named = dict.fromkeys([*ALWAYS_SHOWN, *_changed_settings(settings)])
        shown = [name for name in named if name in settings]
        rows += [(name, _say_setting(settings[name]), _say_setting(ADAM[name])) for name in shown]
    if "evaluate" in evidence:
        numbers, expected = dict(evidence["evaluate"]), _right_numbers(*batch_of(case))
        rows.append(("loss of a batch", say(numbers.pop("loss")), say(expected["loss"])))
        values = {say(value) for value in numbers.values() if not isinstance(value, list)}
        for name in ("accuracy", "mean IoU"):
            wanted = say(expected[name])
            rows.append((f"{name} of a batch", wanted if wanted in values else "missing", wanted))
    return compare(f"{case.name}: how it learns", rows)
