"""What training should leave behind, epoch by epoch, and what is said of anything else."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.arrays import compare, numbers_of, plain, same, say
from grader.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.training.train.probe import (
    BEST_FILE,
    COLUMNS,
    STEPS_PER_EPOCH,
    TRAIN_TARGET,
    validation_target,
)

MUST_HAVE_STOPPED = 30  # epochs; leaves room for any reasonable patience


def _case(name: str, epochs: int, best: int, interrupted: int | None = None) -> Case:
    """``best``: epoch with the lowest val_loss; ``interrupted``: epoch stopped halfway."""
    return Case(name, {"epochs": epochs, "best": best, "interrupted": interrupted})


TRAIN_CASES = (
    _case("train for 4 epochs", epochs=4, best=3),
    _case("train, interrupted in epoch 3 and called again", epochs=3, best=2, interrupted=3),
    _case("train for 40 epochs", epochs=40, best=2),
)


def draw_train_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """One run to the end and one that is interrupted, with other epochs."""
    best, done = (int(epoch) for epoch in rng.integers(2, 5, 2))
    return (
        _case(f"train for {best + 1} epochs", epochs=best + 1, best=best),
        _case(
            f"train, interrupted in epoch {done + 1} and called again",
            epochs=done + 1,
            best=done,
            interrupted=done + 1,
        ),
    )


# The probe ---------------------------------------------------------------------------------------


# The judge ---------------------------------------------------------------------------------------


def judge_train(case: Case, evidence: Evidence) -> Judgement:
    """The first thing that is wrong with the history, the steps or the weights."""
    if "validation_split" in evidence:
        return Judgement((_split_again(case),))
    finding = next(_findings(case, evidence), None)
    return Judgement((finding,) if finding else (), _compare(case, evidence))


def _findings(case: Case, evidence: Evidence) -> Iterator[Finding]:
    yield from _about_table(case, evidence["history"])
    if case.arguments["interrupted"]:
        yield from _about_resuming(case, evidence)
    yield from _about_length(case, _n_rows(evidence))
    yield from _about_validation(case, evidence["history"])
    yield from _about_best_file(case, evidence)
    yield from _about_weights(case, evidence)
    yield from _about_numbers(case, evidence["history"])


def _n_rows(evidence: Evidence) -> int:
    return len(evidence["history"]["index"])


def _finding(case: Case, attribute: str, got: Any, expected: Any, sentence: str) -> Finding:
    return Finding(
        message=f"{case.name}: {sentence}",
        case=case.name,
        attribute=attribute,
        got=got,
        expected=expected,
    )


def _split_again(case: Case) -> Finding:
    return _finding(
        case,
        "validation_data",
        "validation_split",
        "validation_dataset",
        "fit got validation_split, expected the validation dataset. Keras cannot cut a piece off a "
        "dataset, and a piece of the training frames would be of the same drives. Pass "
        "validation_data=validation_dataset.",
    )


def _about_table(case: Case, history: Evidence) -> Iterator[Finding]:
    if history["type"] != "DataFrame":
        advice = {
            "History": "Its attribute history is a dictionary: pd.DataFrame(result.history).",
            "dict": "Wrap it: pd.DataFrame(history).",
            "NoneType": "End the function with return and the table.",
        }.get(history["type"], "Build it with pd.DataFrame(result.history).")
        yield _finding(
            case,
            "type",
            history["type"],
            "DataFrame",
            f"got {history['type']}, expected a pandas DataFrame with one row an epoch. {advice}",
        )
        return
    missing = [name for name in COLUMNS if name not in history["columns"]]
    if missing and all(name.startswith("val_") for name in missing):
        yield _finding(
            case,
            "columns",
            list(history["columns"]),
            list(COLUMNS),
            "the history has no val_loss, expected it beside loss. fit saw no validation data, so "
            "nothing tells whether the network copes with new pictures. Pass "
            "validation_data=validation_dataset.",
        )
    elif missing:
        yield _finding(
            case,
            "columns",
            list(history["columns"]),
            list(COLUMNS),
            f"the history has no column {missing[0]}, expected all of Keras's history. Keep the "
            "columns as they come.",
        )


def _about_resuming(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """What a second call with the same folder must do; the visible case ends one epoch later."""
    epochs, interrupted = case.arguments["epochs"], case.arguments["interrupted"]
    todo = (epochs - interrupted + 1) * STEPS_PER_EPOCH
    n_rows, done = _n_rows(evidence), interrupted - 1
    if evidence["steps"] == epochs * STEPS_PER_EPOCH:
        yield _finding(
            case,
            "initial_epoch",
            1,
            interrupted,
            f"the second call trained from epoch 1 again, expected it to go on at epoch "
            f"{interrupted}. Nothing was read back from the folder. After each epoch save the "
            "weights and the history there, and begin by loading both.",
        )
    elif evidence["steps"] != todo:
        yield _finding(
            case,
            "initial_epoch",
            evidence["steps"] // STEPS_PER_EPOCH,
            epochs - done,
            f"the second call trained {evidence['steps'] // STEPS_PER_EPOCH} epochs, expected "
            f"{epochs - done}, since {done} of {epochs} were done. Pass initial_epoch={done}, the "
            "number of rows in the saved history.",
        )
    if n_rows == epochs - done and done:
        yield _finding(
            case,
            "epochs",
            n_rows,
            epochs,
            f"the history of the second call has {n_rows} row, expected {epochs}: the epochs "
            "before the interruption are lost. Save the history in the folder after each epoch "
            "and put the new rows under the old ones.",
        )
    values = evidence["history"]["columns"]["val_loss"]
    fresh = abs(todo - validation_target(case))
    if values and same(numbers_of(values[-1]), numbers_of(fresh)):
        yield _finding(
            case,
            "weights",
            values[-1],
            _expected_val_losses(case)[-1],
            f"epoch {interrupted} started from new weights (its val_loss is {say(values[-1])}, "
            f"expected {say(_expected_val_losses(case)[-1])}). The history was read back, the "
            "weights were not. Load the last saved weights before fit.",
        )


def _about_length(case: Case, n_rows: int) -> Iterator[Finding]:
    asked, best = case.arguments["epochs"], case.arguments["best"]
    if n_rows > asked:
        yield _finding(
            case,
            "epochs",
            n_rows,
            asked,
            f"the history has {n_rows} rows, expected {asked}: some epochs stand there twice. "
            "Append each epoch once, after its weights are saved.",
        )
    elif n_rows >= MUST_HAVE_STOPPED:
        yield _finding(
            case,
            "epochs",
            n_rows,
            None,
            f"{n_rows} epochs were trained though val_loss was best after epoch {best}, "
            "expected an early stop. Stop when val_loss has not improved for a few epochs: "
            "keras.callbacks.EarlyStopping(patience=5).",
        )
    elif n_rows < min(asked, best + 1):
        yield _finding(
            case,
            "epochs",
            n_rows,
            asked,
            f"training ended after epoch {n_rows} of {asked} while val_loss was falling, "
            "expected it to go on. Pass epochs on to fit, and let early stopping watch val_loss "
            "with a patience.",
        )


def _about_numbers(case: Case, history: Evidence) -> Iterator[Finding]:
    """Epochs may count from 0, as Keras and pandas do, or from 1; index or column, one is enough.

    The last question: a table with odd numbers can still hold the right rows.
    """
    n_rows = len(history["index"])
    accepted = [list(range(n_rows)), list(range(1, n_rows + 1))]
    if history["index"] in accepted or history["epoch"] in accepted:
        return
    numbers = history["epoch"] or history["index"]
    from_0, from_1 = (_list_numbers(numbers) for numbers in accepted)
    yield _finding(
        case,
        "epochs",
        numbers[:10],
        accepted[1][:10],
        f"the rows are numbered {_list_numbers(numbers)}, expected {from_0} or {from_1}: an epoch "
        "each, in order. Number them anew at the end: "
        "history.index = pd.RangeIndex(1, len(history) + 1, name='epoch').",
    )


def _about_validation(case: Case, history: Evidence) -> Iterator[Finding]:
    got = numbers_of(history["columns"]["val_loss"])
    expected = numbers_of(_expected_val_losses(case)[: len(got)])
    if same(got, expected):
        return
    weights = STEPS_PER_EPOCH * np.arange(1, len(got) + 1)
    if same(got, abs(weights - TRAIN_TARGET)):
        cause = (
            "That is the loss on the training images, which the network has already seen. Pass "
            "validation_data=validation_dataset."
        )
    else:
        cause = "Train on train_dataset and pass validation_data=validation_dataset."
    yield _finding(
        case,
        "val_loss",
        plain(got),
        plain(expected),
        f"val_loss is {_list(got)}, expected {_list(expected)}. {cause}",
    )


def _expected_val_losses(case: Case) -> list[float]:
    epochs = range(1, case.arguments["epochs"] + 1)
    return [abs(STEPS_PER_EPOCH * epoch - validation_target(case)) for epoch in epochs]


def _about_best_file(case: Case, evidence: Evidence) -> Iterator[Finding]:
    best, got = case.arguments["best"], evidence["best_file"]
    last = _n_rows(evidence)
    if got is None:
        where = "in the working folder" if evidence["elsewhere"] else "nowhere"
        yield _finding(
            case,
            "best.weights.h5",
            where,
            "folder / 'best.weights.h5'",
            f"the best weights are {where}, expected them in folder / '{BEST_FILE}'. Build the "
            f"path from the argument: Path(folder) / '{BEST_FILE}'.",
        )
    elif got != best * STEPS_PER_EPOCH:
        yield _finding(
            case,
            "best.weights.h5",
            got,
            best * STEPS_PER_EPOCH,
            f"{BEST_FILE} holds the weights of {_epoch_of(got)}, expected those of epoch {best}, "
            f"where val_loss is lowest. {_cause_of_wrong_best(case, got, last)}",
        )


def _cause_of_wrong_best(case: Case, got: Any, last: int) -> str:
    if got == last * STEPS_PER_EPOCH and case.arguments["interrupted"]:
        return (
            "After the restart the first epoch counts as an improvement, since nobody knows the "
            "old best value. Take it from the saved history: "
            "initial_value_threshold=history['val_loss'].min()."
        )
    if got == last * STEPS_PER_EPOCH:
        return (
            "Every epoch overwrites the file. Save only improvements of val_loss: "
            "save_best_only=True, monitor='val_loss'."
        )
    return "Save the weights when val_loss falls below all values before."


def _about_weights(case: Case, evidence: Evidence) -> Iterator[Finding]:
    best, got = case.arguments["best"], evidence["weight"]
    if got != best * STEPS_PER_EPOCH:
        yield _finding(
            case,
            "weights",
            got,
            best * STEPS_PER_EPOCH,
            f"the model comes back with the weights of {_epoch_of(got)}, expected those of epoch "
            f"{best}, the best. They lie in the folder but were not given back. End with "
            f"model.load_weights(folder / '{BEST_FILE}').",
        )


def _epoch_of(weight: Any) -> str:
    if isinstance(weight, float) and weight % STEPS_PER_EPOCH == 0:
        return f"epoch {int(weight) // STEPS_PER_EPOCH}"
    return "no epoch's end"


def _list(values: Any) -> str:
    shown = [say(value) for value in values[:6]]
    return ", ".join(shown) + (" …" if len(values) > 6 else "")


def _list_numbers(numbers: list[Any]) -> str:
    shown = [number if isinstance(number, str) else say(number) for number in numbers[:6]]
    return ", ".join(shown) + (" …" if len(numbers) > 6 else "")


def _compare(case: Case, evidence: Evidence) -> Comparison | None:
    history, best = evidence["history"], case.arguments["best"]
    values = history.get("columns", {}).get("val_loss")
    if not values:
        return None
    rows = [
        (f"val_loss after epoch {epoch}", say(got), say(expected))
        for epoch, (got, expected) in enumerate(
            zip(values, _expected_val_losses(case), strict=False), start=1
        )
    ][:6]
    file = evidence["best_file"]
    rows += [
        (f"weights in {BEST_FILE}", "none" if file is None else _epoch_of(file), f"epoch {best}"),
        ("weights of the model at the end", _epoch_of(evidence["weight"]), f"epoch {best}"),
    ]
    return compare(f"{case.name}: what the folder and the model keep", rows)
