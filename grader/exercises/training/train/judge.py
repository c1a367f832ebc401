"""What training should leave behind, epoch by epoch, and what is said of anything else."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.checks.arrays import NO_RETURN, Numbers, compare, numbers_of, plain, same, say
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement
from grader.exercises.training.train.probe import (
    BEST_FILE,
    COLUMNS,
    STEPS_PER_EPOCH,
    TRAIN_TARGET,
    validation_target,
)
from grader.judging.evidence import Raised

PATIENCE = 5  # as the exercise has it


def _case(
    name: str,
    epochs: int,
    best: int,
    interrupted: int | None = None,
    again: bool = False,
    lowest_loss: int | None = None,
) -> Case:
    """``best``: epoch with the lowest val_loss; ``interrupted``: epoch stopped halfway.

    ``again``: called once more when all epochs are done; ``lowest_loss``: the epoch after which
    the loss falls no further, None where it always does.
    """
    arguments = {"epochs": epochs, "best": best, "interrupted": interrupted, "again": again}
    return Case(name, arguments | {"lowest_loss": lowest_loss})


TRAIN_CASES = (
    _case("train for 4 epochs", epochs=4, best=3),
    # The latest weights are not the best ones here: training goes on from the latest.
    _case("train, interrupted in epoch 4 and called again", epochs=4, best=2, interrupted=4),
    _case("train for 40 epochs", epochs=40, best=2, lowest_loss=13),
    _case("train for 2 epochs, called again when both are done", epochs=2, best=2, again=True),
)


def draw_train_cases(rng: np.random.Generator) -> tuple[Case, ...]:
    """One run with other epochs, interrupted in the last one: the first call is like any other."""
    done = int(rng.integers(2, 5))
    return (
        _case(
            f"train, interrupted in epoch {done + 1} and called again",
            epochs=done + 1,
            best=done - int(rng.integers(2)),
            interrupted=done + 1,
        ),
    )


def judge_train(case: Case, evidence: Evidence) -> Judgement:
    """The first thing that is wrong with the history, the steps or the weights."""
    if "validation_split" in evidence:
        return Judgement((_split_again(case),))
    finding = next(_findings(case, evidence), None)
    if finding and evidence["compiled_again"]:
        finding = _compiled_again(case)
    return Judgement((finding,) if finding else (), _compare(case, evidence))


def _findings(case: Case, evidence: Evidence) -> Iterator[Finding]:
    yield from _about_table(case, evidence["history"], evidence["steps"] // STEPS_PER_EPOCH)
    if case.arguments["interrupted"]:
        yield from _about_resuming(case, evidence)
    else:
        yield from _about_steps(case, evidence)
    yield from _about_length(case, _n_rows(evidence))
    yield from _about_validation(case, evidence["history"])
    yield from _about_best_file(case, evidence)
    yield from _about_weights(case, evidence)
    yield from _about_numbers(case, evidence["history"])
    if case.arguments["again"]:
        yield from _about_another_call(case, evidence["again"])


def _n_rows(evidence: Evidence) -> int:
    return len(evidence["history"]["index"])


def _compiled_again(case: Case) -> Finding:
    return case.remark(
        ("compile", "compiled again", "as it comes"),
        "the function compiles the model anew, expected it to train with the optimizer and the "
        "loss that it comes with: a new optimizer knows nothing of the epochs before. Leave "
        "model.compile out of train.",
    )


def _split_again(case: Case) -> Finding:
    return case.remark(
        ("validation_data", "validation_split", "validation_dataset"),
        "fit got validation_split, expected the validation dataset. Keras cannot cut a piece off a "
        "dataset, and a piece of the training frames would be of the same drives. Pass "
        "validation_data=validation_dataset.",
    )


def _about_table(case: Case, history: Evidence, n_epochs: int) -> Iterator[Finding]:
    if history["type"] != "DataFrame":
        advice = {
            "History": "Its attribute history is a dictionary: pd.DataFrame(result.history).",
            "dict": "Wrap it: pd.DataFrame(history).",
            "NoneType": f"{NO_RETURN}. End it with return and the table.",
            "tuple": "Return the table alone: return history.",
            "list": "Make one table of the rows: pd.concat(rows, ignore_index=True).",
        }.get(history["type"], "Build it with pd.DataFrame(result.history).")
        if history["type"] == "History" and 0 < history["rows"] < n_epochs:
            advice = (
                f"It knows of the last fit alone, {history['rows']} of {n_epochs} epochs. Return "
                "the table in which you collect the rows, such as history."
            )
        got = "the model" if history["type"] == "OneWeight" else history["type"]
        yield case.remark(
            ("type", history["type"], "DataFrame"),
            f"got {got}, expected a pandas DataFrame with one row per epoch. {advice}",
        )
        return
    missing = [name for name in COLUMNS if name not in history["columns"]]
    if missing:
        is_on_its_side = set(COLUMNS) <= set(map(str, history["index"]))
        got = history["index"][:10] if is_on_its_side else list(history["columns"])
        yield case.remark(
            ("columns", got, list(COLUMNS)), _say_missing_columns(missing, is_on_its_side)
        )


def _say_missing_columns(missing: Sequence[str], is_on_its_side: bool) -> str:
    if is_on_its_side:
        return (
            "the history has a row for each of Keras's columns, expected a row for each epoch. The "
            "table lies on its side. Leave .T or orient='index' out."
        )
    if all(name.startswith("val_") for name in missing):
        return (
            "the history has no val_loss, expected it beside loss. fit saw no validation data, so "
            "nothing tells whether the network copes with new pictures. Pass "
            "validation_data=validation_dataset."
        )
    return (
        f"the history has no column {missing[0]}, expected all of Keras's history. Keep the "
        "columns as they come."
    )


def _about_resuming(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """What a second call with the same folder must do; the visible case ends one epoch later."""
    epochs, interrupted = case.arguments["epochs"], case.arguments["interrupted"]
    todo = (epochs - interrupted + 1) * STEPS_PER_EPOCH
    n_rows, done, best = _n_rows(evidence), interrupted - 1, case.arguments["best"]
    if evidence["steps"] == 0 and n_rows == done and best < done:
        yield case.remark(
            ("patience", done - best, PATIENCE),
            f"the second call trained no further, expected epoch {interrupted}. val_loss had had "
            f"no new low for {done - best} epoch, and PATIENCE is {PATIENCE}: stop only after that "
            "many.",
        )
    if n_rows == epochs + done:
        yield case.remark(
            ("epochs", epochs, epochs - done),
            f"the second call trained {epochs} epochs, expected {epochs - done}: epochs counts "
            f"all, and {done} of {epochs} were done. Train epochs - len(history) more.",
        )
    if evidence["steps"] == epochs * STEPS_PER_EPOCH:
        yield case.remark(
            ("initial_epoch", 1, interrupted),
            f"the second call trained from epoch 1 again, expected it to go on at epoch "
            f"{interrupted}. {_what_was_read_back(case, evidence)}",
        )
    elif evidence["steps"] != todo:
        yield case.remark(
            ("initial_epoch", evidence["steps"] // STEPS_PER_EPOCH, epochs - done),
            f"the second call trained {evidence['steps'] // STEPS_PER_EPOCH} epochs, expected "
            f"{epochs - done}, since {done} of {epochs} were done. Pass initial_epoch={done}, the "
            "number of rows in the saved history.",
        )
    if n_rows == epochs - done and done:
        yield case.remark(
            ("epochs", n_rows, epochs),
            f"the history of the second call has {n_rows} row, expected {epochs}: the epochs "
            "before the interruption are lost. Save the history in the folder after each epoch "
            "and put the new rows under the old ones.",
        )
    values, wanted = evidence["history"]["columns"]["val_loss"], _expected_val_losses(case)[-1]
    fresh = abs(todo - validation_target(case))
    if values and same(numbers_of(values[-1]), numbers_of(fresh)):
        yield case.remark(
            ("weights", values[-1], wanted),
            f"epoch {interrupted} started from new weights (its val_loss is {say(values[-1])}, "
            f"expected {say(wanted)}). The history was read back, the weights were not. Load the "
            "last saved weights before fit.",
        )

    from_best = abs(best * STEPS_PER_EPOCH + todo - validation_target(case))
    if best < done and values and same(numbers_of(values[-1]), numbers_of(from_best)):
        yield case.remark(
            ("weights", values[-1], wanted),
            f"epoch {interrupted} started from the best weights, those of epoch {best} (its "
            f"val_loss is {say(values[-1])}, expected {say(wanted)}). "
            f"Going on means from the latest, those of epoch {done}. Save them in a file of their "
            "own after each epoch, and load that one before fit.",
        )


def _what_was_read_back(case: Case, evidence: Evidence) -> str:
    """Of a call that trains all epochs anew: where its first epoch began tells what it had read."""
    first = numbers_of(evidence["history"]["columns"]["val_loss"][:1])
    if same(first, numbers_of(_expected_val_losses(case)[:1])):
        return (
            "Nothing was read back from the folder. After each epoch save the weights and the "
            "history there, and begin by loading both."
        )
    return (
        "The weights were read back, the history was not, and it tells how many epochs are done. "
        "Save it after each epoch, begin by loading it, and pass fit initial_epoch=len(history)."
    )


def _about_steps(case: Case, evidence: Evidence) -> Iterator[Finding]:
    """Whether a row of the history stands for an epoch: all steps over the training dataset."""
    asked, n_rows, steps = case.arguments["epochs"], _n_rows(evidence), evidence["steps"]
    if steps == n_rows * STEPS_PER_EPOCH or not n_rows:
        return
    n_epochs = say(steps / STEPS_PER_EPOCH)
    if n_rows < asked and steps == asked * STEPS_PER_EPOCH:
        fact = f"{n_epochs} epochs were trained and the history has {n_rows}, expected a row for "
        cause = (
            "each. That is what the last fit returned. Collect the row of every fit and put them "
            "under each other: pd.concat(rows, ignore_index=True)."
        )
    elif steps == n_rows and _are_exchanged(evidence["history"]):
        fact = "fit learns from validation_dataset and is judged by train_dataset, "
        cause = (
            "expected the other way round. Write fit(train_dataset, "
            "validation_data=validation_dataset, …)."
        )
    elif steps == n_rows:
        fact = "an epoch had 1 step, expected 2, which is the whole of train_dataset. "
        cause = "Leave steps_per_epoch out of fit, and give it train_dataset as it comes."
    else:
        fact = (
            f"{n_epochs} epochs were trained in all for a history of {n_rows}, expected as many. "
        )
        cause = (
            "Where fit is called in a loop, epochs is the number of the last epoch, not how many: "
            "pass initial_epoch=done beside epochs=done + 1."
        )
    yield case.remark(("steps", steps, n_rows * STEPS_PER_EPOCH), fact + cause)


def _are_exchanged(history: Evidence) -> bool:
    """Whether the values are those of the training images after one step an epoch."""
    got = numbers_of(history["columns"]["val_loss"])
    return same(got, TRAIN_TARGET - np.arange(1, len(got) + 1))


def _about_another_call(case: Case, again: Evidence) -> Iterator[Finding]:
    fact = "the second call "
    expected = case.arguments["epochs"]
    if "error" in again:
        error = Raised.from_json(again["error"])
        yield case.remark(
            ("again", error.type, expected),
            f"{fact}raised {error.type}{error.where}, expected the same history. There is no new "
            "row then: read the history back first, and return it when no epoch is missing.",
        )
    elif again["steps"]:
        n_more = again["steps"] // STEPS_PER_EPOCH
        yield case.remark(
            ("again", n_more, 0),
            f"{fact}trained {n_more} epoch{'' if n_more == 1 else 's'}, expected none. Read the "
            "history back and ask before fit: while len(history) < epochs.",
        )
    elif again["rows"] != expected:
        yield case.remark(
            ("again", again["rows"], expected),
            f"{fact}returned a history of {again['rows']} rows, expected all {expected}. Return "
            "the history that was read back when no epoch is missing.",
        )


def _about_length(case: Case, n_rows: int) -> Iterator[Finding]:
    asked, best = case.arguments["epochs"], case.arguments["best"]
    if n_rows > asked and not case.arguments["interrupted"]:
        yield case.remark(
            ("epochs", n_rows, asked),
            f"{n_rows} epochs were trained, expected {asked}. {_cause_of_more(n_rows - asked)}",
        )
    elif n_rows > asked:
        yield case.remark(
            ("epochs", n_rows, asked),
            f"the history has {n_rows} rows, expected {asked}: some epochs stand there twice. "
            "Append each epoch once, after its weights are saved.",
        )
    elif n_rows < min(asked, best + 1):
        yield case.remark(
            ("epochs", n_rows, asked),
            f"training ended after epoch {n_rows} of {asked} while val_loss was falling, "
            f"expected it to go on. {_cause_of_early_end(n_rows)}",
        )
    elif n_rows == asked > best + PATIENCE:
        yield case.remark(
            ("epochs", n_rows, best + PATIENCE),
            f"{n_rows} epochs were trained though val_loss was best after epoch {best}, "
            "expected an early stop. Where fit is called once, pass it "
            "keras.callbacks.EarlyStopping(patience=PATIENCE). In a loop it forgets from fit to "
            "fit; write there: if len(history) - checkpoints.best_epoch(history) >= PATIENCE: "
            "break.",
        )
    elif n_rows != min(asked, best + PATIENCE):
        waited = n_rows - best
        yield case.remark(
            ("patience", waited, PATIENCE),
            f"training ended after epoch {n_rows} of {asked}, when val_loss had had no new low for "
            f"{waited} epoch{'' if waited == 1 else 's'}, expected {PATIENCE}, the PATIENCE of "
            f"the exercise. {_cause_of_patience(case, n_rows)}",
        )


def _cause_of_patience(case: Case, n_rows: int) -> str:
    waited, lowest_loss = n_rows - case.arguments["best"], case.arguments["lowest_loss"]
    if lowest_loss and n_rows - lowest_loss in (PATIENCE, PATIENCE + 1):
        return (
            f"It was loss that had its lowest value after epoch {lowest_loss}, and loss is of the "
            "images that the network learns from. Watch val_loss in its place."
        )
    if waited == PATIENCE + 1:
        return (
            "That is one epoch too many, as of > or <= where it should be >= or <. Go on while "
            "the epochs since the lowest are < PATIENCE."
        )
    if waited == PATIENCE - 1:
        return (
            "That is one epoch too few. Go on while the epochs since the lowest are < PATIENCE, "
            "and count them from the one behind it."
        )
    return (
        "A worse epoch is often followed by a better one. Leave PATIENCE as it came, and stop when "
        "as many epochs went by since the lowest."
    )


def _cause_of_more(n_more: int) -> str:
    if n_more == 1:
        return "Go on while len(history) < epochs: range(epochs) has as many numbers as that."
    return (
        "Where fit is called once, pass it epochs=epochs, the argument. Where it is called in a "
        "loop, pass initial_epoch=done and epochs=done + 1, where done = len(history)."
    )


def _cause_of_early_end(n_rows: int) -> str:
    if n_rows == 1:
        return (
            "Either return stands inside the loop, or fit was not told how many epochs. Move "
            "return to the left, behind the loop; without a loop pass epochs=epochs to fit."
        )
    return "Pass epochs on to fit, and let early stopping watch val_loss with a patience."


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
    yield case.remark(
        ("epochs", numbers[:10], accepted[1][:10]),
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
    yield case.remark(
        ("val_loss", plain(got), plain(expected)),
        f"val_loss is {_list_numbers(got)}, expected {_list_numbers(expected)}. {cause}",
    )


def _expected_val_losses(case: Case) -> list[float]:
    epochs = range(1, case.arguments["epochs"] + 1)
    return [abs(STEPS_PER_EPOCH * epoch - validation_target(case)) for epoch in epochs]


def _about_best_file(case: Case, evidence: Evidence) -> Iterator[Finding]:
    best, got = case.arguments["best"], evidence["best_file"]
    last = _n_rows(evidence)
    is_alike = len(set(map(str, evidence["history"]["index"]))) == 1 < last
    if got is None:
        where, step = _where_instead(evidence)
        yield case.remark(
            ("best.weights.h5", where, "folder / 'best.weights.h5'"),
            f"the best weights are {where}, expected them in folder / '{BEST_FILE}'. {step}",
        )
    elif got == "unreadable":
        yield case.remark(
            ("best.weights.h5", got, best * STEPS_PER_EPOCH),
            f"{BEST_FILE} cannot be read as this model's weights, expected those of epoch {best}, "
            "where val_loss is lowest. model.save writes a whole model, which is another kind of "
            "file. Write it by model.save_weights(path).",
        )
    elif got != best * STEPS_PER_EPOCH:
        yield case.remark(
            ("best.weights.h5", got, best * STEPS_PER_EPOCH),
            f"{BEST_FILE} holds the weights of {_epoch_of(got)}, expected those of epoch {best}, "
            f"where val_loss is lowest. "
            f"{_overwritten(evidence, best) or _cause_of_wrong_best(case, got, last, is_alike)}",
        )


def _overwritten(evidence: Evidence, best: int) -> str | None:
    if evidence["overwritten"] != best * STEPS_PER_EPOCH:
        return None
    return (
        "The callback of fit had kept those there, and a save_weights behind fit wrote over them. "
        "Leave that line out; to give the best ones back write "
        f"model.load_weights(Path(folder) / '{BEST_FILE}')."
    )


def _where_instead(evidence: Evidence) -> tuple[str, str]:
    """Where weights were written, if anywhere, and the next step."""
    if evidence["elsewhere"]:
        step = f"Build the path from the argument: Path(folder) / '{BEST_FILE}'."
        return "in the working folder", step
    if evidence["other_files"]:
        names = " and ".join(evidence["other_files"])
        return (
            f"nowhere under their name; the folder holds {names}",
            f"Write those with the lowest val_loss into Path(folder) / '{BEST_FILE}'.",
        )
    return (
        "nowhere",
        "No weights were written. Give fit the callback keras.callbacks.ModelCheckpoint("
        f"Path(folder) / '{BEST_FILE}', save_best_only=True, save_weights_only=True).",
    )


def _cause_of_wrong_best(case: Case, got: Any, last: int, is_alike: bool) -> str:
    if got == last * STEPS_PER_EPOCH and case.arguments["interrupted"]:
        return (
            "After the restart the first epoch counts as an improvement, since nobody knows the "
            "old best value. Take it from the saved history: "
            "initial_value_threshold=history['val_loss'].min()."
        )
    if got == last * STEPS_PER_EPOCH:
        return (
            "It was written after the last epoch, though val_loss was not lower there. Write it at "
            "a new low only: by checkpoints.save after each single epoch, or by ModelCheckpoint "
            "with save_best_only=True and monitor='val_loss'."
        )
    if got == STEPS_PER_EPOCH and is_alike:
        return (
            "All rows of the history have the same number, so that idxmin() cannot tell them "
            "apart. Put new rows under the old ones by pd.concat([history, row], "
            "ignore_index=True)."
        )
    if got == STEPS_PER_EPOCH:
        return (
            "Of all epochs that is the one with the highest. Save when val_loss falls below all "
            "values before: monitor='val_loss', mode='min'."
        )
    return "Save the weights when val_loss falls below all values before."


def _about_weights(case: Case, evidence: Evidence) -> Iterator[Finding]:
    best, got = case.arguments["best"], evidence["weight"]
    if got != best * STEPS_PER_EPOCH:
        yield case.remark(
            ("weights", got, best * STEPS_PER_EPOCH),
            f"the model comes back with the weights of {_epoch_of(got)}, expected those of epoch "
            f"{best}, the best. They lie in the folder but were not given back. End with "
            f"model.load_weights(folder / '{BEST_FILE}').",
        )


def _epoch_of(weight: Any) -> str:
    if isinstance(weight, float) and weight % STEPS_PER_EPOCH == 0:
        return f"epoch {int(weight) // STEPS_PER_EPOCH}"
    return "no epoch's end"


def _list_numbers(numbers: Sequence[Any] | Numbers) -> str:
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
