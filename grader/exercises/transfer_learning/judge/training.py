"""Two stages of a training as they should be, and what is said of other ones."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from grader.checks.arrays import compare, is_array, numbers_of, same, say
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.loss.judge.softmax import pixelwise_crossentropy
from grader.exercises.transfer_learning.probe import COLUMNS, LOSS_BATCH, MAX_STAGES

LARGEST_SHARE = 0.2  # of the first rate, for the second stage
RATES = {"first": 1e-3, "second": 1e-4}


def _case(frozen: int, tuned: int) -> Case:
    return Case(
        f"train(..., frozen_epochs={frozen}, tuned_epochs={tuned})",
        {"frozen_epochs": frozen, "tuned_epochs": tuned},
    )


CASES = (_case(2, 1),)


def draw_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """Another number of epochs in each stage."""
    frozen, tuned = (int(number) for number in rng.integers(1, 4, 2))
    return (_case(frozen, tuned + (frozen == tuned)),)


def judge_train(case: Case, evidence: Evidence) -> Judgement:
    """What each stage changed and how; then the history of both."""
    stages = evidence["stages"]
    if not stages:
        return Judgement((_never_fitted(case),))
    findings = [*_about_setting(case, stages)]
    findings = findings or [*_about_stages(case, stages)]
    if not any(finding.attribute == "compile" for finding in findings):
        findings += _about_history(case, evidence["history"])
        findings = findings or [*_about_accuracy(case, stages)]
    return Judgement(tuple(findings[:3]), _compare(case, stages))


def _never_fitted(case: Case) -> Finding:
    return case.remark(
        ("fit", 0, 2),
        "model.fit was never called, expected two stages of it; backbone is the encoder alone. "
        "Compile and fit the model once with the encoder frozen and once more after it is thawed.",
    )


# Optimiser and loss -------------------------------------------------------------------------------


def _about_setting(case: Case, stages: Sequence[Evidence]) -> Iterator[Finding]:
    wrong = [stage["optimizer"] for stage in stages if stage["optimizer"] != "RMSprop"]
    if wrong:
        yield case.remark(
            ("optimizer", wrong[0], "RMSprop"),
            f"the optimizer is {wrong[0]}, expected RMSprop in both stages. Pass "
            "optimizer=keras.optimizers.RMSprop(...).",
        )
    expected = _expected_loss()
    for stage in stages:
        loss = stage["loss"]
        if not is_array(loss) or not same(numbers_of(loss["values"]), expected):
            got = say(loss["values"]) if is_array(loss) else str(loss["type"])
            yield case.remark(
                ("loss", got, say(expected)),
                f"the loss of a small batch is {got}, expected {say(expected)}. The network gives "
                "logits and the masks hold class ids. Use "
                "keras.losses.SparseCategoricalCrossentropy(from_logits=True) in both stages.",
            )
            return


def _expected_loss() -> float:
    ids, logits = map(np.array, LOSS_BATCH)
    return float(pixelwise_crossentropy(ids[..., 0], logits).mean())


# The stages ---------------------------------------------------------------------------------------


def _about_stages(case: Case, stages: Sequence[Evidence]) -> Iterator[Finding]:
    fault = _fault_of_stages(case, stages)
    yield from _about_epochs(case, stages) if fault is None else (fault,)


def _fault_of_stages(case: Case, stages: Sequence[Evidence]) -> Finding | None:
    first = stages[0]
    if first["moved"]["convolution"]:
        return case.remark(
            ("trainable", "thawed first", "frozen first"),
            "the encoder learned in the first stage, expected it frozen there. The decoder is "
            "still random, and its large steps spoil what the encoder knows. Leave "
            "backbone.trainable at False until the first fit is done.",
        )
    if not first["moved"]["decoder"]:
        return case.remark(
            ("trainable", "all frozen", "encoder frozen"),
            "nothing learned in the first stage, expected the decoder to. model.trainable = False "
            "freezes it too. Write backbone.trainable = False.",
        )
    tuned = [stage for stage in stages if stage["trainable"]["convolution"]]
    if not tuned and any(stage["backbone"] for stage in stages):
        return case.remark(
            ("trainable", "layers frozen", "thawed"),
            "backbone was thawed, but its convolutions are still frozen, one by one, expected all "
            "layers but BatchNormalization to learn in the second stage. Leave out what sets "
            "trainable = False for others, such as a loop over backbone.layers[:100].",
        )
    if not tuned:
        return case.remark(
            ("trainable", "frozen", "thawed"),
            "the encoder was never thawed, expected it to learn in the second stage. Set "
            "backbone.trainable = True after the first fit, and compile again.",
        )
    return _fault_of_tuning(case, first, tuned)


def _fault_of_tuning(case: Case, first: Evidence, tuned: Sequence[Evidence]) -> Finding | None:
    if any(stage["optimizer_again"] and not stage["moved"]["convolution"] for stage in tuned):
        return case.remark(
            ("compile", "the first optimizer again", "a new one"),
            "the second stage was compiled with the optimizer of the first, expected a new one: an "
            "optimizer knows only the weights that were trainable when it was first used. Write "
            "keras.optimizers.RMSprop(0.0001) in the second compile.",
        )
    if not any(stage["epochs"] for stage in tuned) and len(tuned) == 1 and tuned[0]["fitted"]:
        return next(_about_epochs(case, [first, *tuned]), None)
    if not all(stage["moved"]["convolution"] for stage in tuned):
        return case.remark(
            ("compile", "old", "new"),
            "the encoder is thawed, but its weights did not change, expected them to. Keras "
            "looks at trainable when a model is compiled. Call model.compile again after the "
            "change.",
        )
    if any(stage["moved"]["statistics"] for stage in tuned):
        return case.remark(
            ("BatchNormalization", "thawed", "frozen"),
            "the encoder's BatchNormalization layers took on new means, expected those of "
            "ImageNet to stay. A few small batches say less than a million pictures. After "
            "backbone.trainable = True set trainable = False for each BatchNormalization in "
            "backbone.layers.",
        )
    first_rate = float(first["learning_rate"])
    rate = max(float(stage["learning_rate"]) for stage in tuned)
    if math.isclose(first_rate, RATES["second"], rel_tol=1e-3) and rate > 5 * first_rate:
        return case.remark(
            ("learning_rate", [first_rate, rate], [RATES["first"], RATES["second"]]),
            f"the first stage learns at a rate of {say(first_rate)} and the second at {say(rate)}, "
            f"expected {say(RATES['first'])} and {say(RATES['second'])}. The two are exchanged. "
            f"Write keras.optimizers.RMSprop({say(RATES['first'])}) in the first compile and "
            f"keras.optimizers.RMSprop({say(RATES['second'])}) in the second.",
        )
    if rate > LARGEST_SHARE * first_rate:
        return case.remark(
            ("learning_rate", rate, LARGEST_SHARE * first_rate),
            f"the second stage learns at a rate of {say(rate)}, expected {say(RATES['second'])}. "
            "Large steps undo what was learned before. Write keras.optimizers.RMSprop("
            f"{say(RATES['second'])}) in the second compile.",
        )
    for word, got in (("first", first_rate), ("second", rate)):
        if not math.isclose(got, RATES[word], rel_tol=1e-3):
            return case.remark(
                ("learning_rate", got, RATES[word]),
                f"the {word} stage learns at a rate of {say(got)}, expected {say(RATES[word])}. "
                f"Write keras.optimizers.RMSprop({say(RATES[word])}) in the {word} stage.",
            )
    return None


def _about_epochs(case: Case, stages: Sequence[Evidence]) -> Iterator[Finding]:
    thawed = [bool(stage["trainable"]["convolution"]) for stage in stages]
    for is_tuned, word in ((False, "frozen"), (True, "tuned")):
        got = sum(
            int(stage["epochs"]) for stage, on in zip(stages, thawed, strict=True) if on == is_tuned
        )
        expected = case.arguments[f"{word}_epochs"]
        if got != expected and len(stages) < MAX_STAGES:
            yield case.remark(
                ("epochs", got, expected),
                f"{got} epoch{'' if got == 1 else 's'} ran with the encoder "
                f"{'thawed' if is_tuned else 'frozen'}, expected {expected}. "
                f"{_why_epochs(is_tuned)}",
            )


def _why_epochs(is_tuned: bool) -> str:
    if is_tuned:
        return (
            "With initial_epoch, epochs counts from the very start. Pass "
            "epochs=frozen_epochs + tuned_epochs beside it, or epochs=tuned_epochs alone."
        )
    return "Pass epochs=frozen_epochs to the first fit."


# The history --------------------------------------------------------------------------------------


def _about_history(case: Case, history: Evidence) -> Iterator[Finding]:
    total = case.arguments["frozen_epochs"] + case.arguments["tuned_epochs"]
    if history["type"] != "DataFrame":
        got = "None" if history["type"] == "NoneType" else history["type"]
        yield case.remark(
            ("history", got, "DataFrame"),
            f"the function returned {got}, expected a pandas DataFrame. Make one of the .history "
            "of each fit and put both under each other with pd.concat.",
        )
        return
    missing = [name for name in COLUMNS if name not in history["columns"]]
    if history["side_by_side"]:
        yield case.remark(
            ("rows", "side by side", total),
            "the histories of the two stages stand side by side, expected the second under the "
            "first. Leave axis=1 out of pd.concat.",
        )
    elif missing:
        yield case.remark(
            ("columns", list(history["columns"]), list(COLUMNS)),
            f"the history has no {missing[0]} in every row, expected it beside the others. Pass "
            "validation_data=validation_dataset to both fits.",
        )
    elif not history["accuracy"]:
        yield case.remark(
            ("metrics", "none", "accuracy"),
            "the history has no accuracy in every row, expected it beside the loss. Pass "
            'metrics=["accuracy"] to both calls of compile.',
        )
    elif history["rows"] != total:
        yield case.remark(
            ("rows", history["rows"], total),
            f"the history holds {history['rows']} of {total} epochs, expected one row for each "
            "epoch of both stages. Put the second history under the first with pd.concat.",
        )


ACCURACY = 0.75  # of the small batch
_OTHER_ACCURACIES = {
    0.25: (
        "So much gives a categorical accuracy, which wants one-hot masks and sees class 0 in each."
    ),
    0.333: "So much gives a binary accuracy, which asks of each logit whether it is above 0.5.",
    0.0: "So much gives keras.metrics.Accuracy, which compares the logits themselves with the ids.",
}


def _about_accuracy(case: Case, stages: Sequence[Evidence]) -> Iterator[Finding]:
    for stage in stages:
        got = stage.get("accuracy")
        if got is None or math.isclose(float(got), ACCURACY, abs_tol=1e-3):
            continue
        cause = _OTHER_ACCURACIES.get(round(float(got), 3))
        yield case.remark(
            ("metrics", got, ACCURACY),
            f"the accuracy of a small batch of four pixels is {say(got)}, expected "
            f"{say(ACCURACY)}, since three of them are right. {f'{cause} ' if cause else ''}Write "
            'metrics=["accuracy"] in both calls of compile: Keras then takes the one for class '
            "ids.",
        )
        return


def _compare(case: Case, stages: Sequence[Evidence]) -> Comparison | None:
    rows = []
    for number, (stage, learns) in enumerate(zip(stages, (False, True), strict=False), start=1):
        name = f"stage {number}"
        words = {True: "learns", False: "frozen"}
        rows += [
            (f"{name}: optimizer", str(stage["optimizer"]), "RMSprop"),
            (f"{name}: encoder", words[bool(stage["moved"]["convolution"])], words[learns]),
        ]
    return compare(f"{case.name}: what each stage does", rows)
