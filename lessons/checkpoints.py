"""What a training keeps in its folder, so that the next call goes on where the last one ended.

Two files an epoch: ``epoch_3.weights.h5`` holds the weights and the optimizer's state,
``epoch_3.json`` the history so far and the SHA-256 of both. The record is written last: an epoch
counts once its record is there, and a kernel may be killed at any moment. The last two epochs are
kept, and in ``best.weights.h5`` the weights of the epoch with the lowest ``val_loss``.
"""

import contextlib
import hashlib
import io
import json
import math
import os
import re
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs

from data.writing import write_whole
from grader.errors import CourseError

BEST_FILE = "best.weights.h5"
KEPT_EPOCHS = 2
_COURSE = "segmentation-course"


class NotSaved(CourseError):
    """An epoch could not be written, most often because the disk is full."""


class OtherNetwork(CourseError):
    """The folder holds the training of a network or optimizer that this model is not."""


class FolderInUse(CourseError):
    """Somebody else has saved the epoch that was to be saved now."""


class UnusableHistory(CourseError):
    """The table given to ``save`` does not tell which epoch is the best."""


class CheckpointWarning(UserWarning):
    """Files of a folder are damaged or missing; the message says what happens instead."""


@dataclass(frozen=True)
class _Stamp:
    """What a whole file of weights is known by."""

    epoch: int
    size: int
    sha256: str


@dataclass(frozen=True)
class _Record:
    """All that is known after an epoch, apart from the weights themselves."""

    weights: _Stamp
    best: _Stamp
    network: dict[str, list[list[int]]]
    random_states: list[list[int]]
    history: dict[str, list[float]]

    @property
    def epoch(self) -> int:
        return self.weights.epoch


class _Damaged(Exception):
    """Why a file cannot be used; the message is a clause that begins with the file's name."""


class _WeightsFile(io.BytesIO):
    """A file of weights in memory, for ``save_weights`` and ``load_weights`` of Keras.

    Keras writes into a ``BytesIO`` as into a file, but wants to see the ending. HDF5 is kept away
    from the disk because a full one leaves its library in a state that crashes Python at the end.
    """

    def __str__(self) -> str:
        return "memory.weights.h5"


def own_folder(name: str) -> Path:
    """Where the notebooks of the present folder keep a training, as whoever runs them.

    It is not beside them, because all that lies there is handed in. Other users, and copies of the
    notebooks in other folders, have trainings of their own.

    Args:
        name: what is kept there, such as "full".

    Returns:
        A folder among the user's own files; it need not exist yet. To start afresh, delete it.
    """
    here = Path.cwd()
    digest = hashlib.sha256(os.fsencode(here)).hexdigest()[:8]
    mine = platformdirs.user_data_path(_COURSE, appauthor=False)
    return mine / f"{here.name}-{digest}" / name


def restore(model: Any, folder: str | Path) -> pd.DataFrame:
    """Put the last whole epoch of a folder into a compiled model.

    The model gets the weights, the optimizer's state and the state of its random layers. Damaged
    files are renamed and named in one ``CheckpointWarning``; the epoch before takes their place.

    Returns:
        The history: one row per epoch, index "epoch" from 1; empty when there is nothing yet.

    Raises:
        OtherNetwork: the weights in the folder do not fit the model. Nothing is changed.
    """
    folder = Path(folder)
    _build_optimizer(model)
    problems: list[str] = []
    for epoch in _epochs_in(folder):
        try:
            record = _read_record(folder, epoch)
            _require_same_network(model, record, folder)
            weights = _read_weights(_weights_path(folder, epoch), record.weights)
        except _Damaged as reason:
            problems.append(str(reason))
            problems += _set_aside(_weights_path(folder, epoch), _record_path(folder, epoch))
            continue
        _fill(model, weights, record)
        problems += _mend_best(folder, record, weights)
        _warn(problems, f"Training goes on after epoch {epoch}.")
        return _history_of(record)
    problems += _set_aside(folder / BEST_FILE)  # of a training that is not there any more
    _warn(problems, "No whole epoch was found, so training starts anew.")
    return pd.DataFrame(index=pd.RangeIndex(1, 1, name="epoch"))


def save(model: Any, history: pd.DataFrame, folder: str | Path) -> None:
    """Keep the model as it is after the last epoch of ``history``.

    Args:
        model: the compiled model that was trained.
        history: one row per epoch, in order, with a column ``val_loss``.
        folder: where to; it is made when it is not there.

    Raises:
        NotSaved: the files could not be written. Those of earlier epochs are whole.
        FolderInUse: the folder has this epoch already, or a later one.
        UnusableHistory: ``history`` is empty or has no ``val_loss``.
    """
    folder, epoch = Path(folder), len(history)
    if not epoch or "val_loss" not in history:
        raise UnusableHistory(
            f"The history has {epoch} rows and the columns {list(history.columns)}, expected a row "
            "for each epoch done and a column val_loss. Pass validation_data to fit, and call save "
            "after each epoch with all rows so far."
        )
    _require_free(folder, epoch)
    _build_optimizer(model)
    weights = _WeightsFile()
    model.save_weights(weights)
    with weights.getbuffer() as content:
        stamp = _Stamp(epoch, len(content), hashlib.sha256(content).hexdigest())
        best = _best_before(folder, epoch)
        is_best = best is None or _loss(history, epoch) < _loss(history, best.epoch)
        record = _Record(
            weights=stamp,
            best=stamp if best is None or is_best else best,
            network=_network_of(model),
            random_states=[variable.numpy().tolist() for variable in _random_variables(model)],
            history={str(name): history[name].tolist() for name in history},
        )
        _write(_weights_path(folder, epoch), content)
        _write_record(folder, record)
        _remove_old(folder)
        if is_best:
            _write(folder / BEST_FILE, content)


def best_epoch(history: pd.DataFrame) -> int:
    """The epoch with the lowest ``val_loss``, the first of equals; 0 for an empty history.

    A loss that is not a number counts as infinitely high.
    """
    return min(range(1, len(history) + 1), key=lambda epoch: _loss(history, epoch), default=0)


def _loss(history: pd.DataFrame, epoch: int) -> float:
    loss = float(history["val_loss"].iloc[epoch - 1])
    return math.inf if math.isnan(loss) else loss


# The model ---------------------------------------------------------------------------------------


def _build_optimizer(model: Any) -> None:
    """Make the optimizer's variables: Keras keeps and restores a state only when they are there."""
    with model.distribute_strategy.scope():
        model.optimizer.build(model.trainable_variables)


def _fill(model: Any, weights: bytes, record: _Record) -> None:
    model.load_weights(_WeightsFile(weights))
    for variable, state in zip(_random_variables(model), record.random_states, strict=True):
        variable.assign(state)


def _random_variables(model: Any) -> list[Any]:
    """The states of dropout and other random layers, which files of weights leave out."""
    weights = {id(variable) for variable in model.weights}
    return [variable for variable in model.variables if id(variable) not in weights]


def _network_of(model: Any) -> dict[str, list[list[int]]]:
    """The shapes of everything that a file of weights holds."""
    groups = {
        "weights": model.weights,
        "optimizer": model.optimizer.variables,
        "random states": _random_variables(model),
    }
    return {
        name: [list(variable.shape) for variable in variables] for name, variables in groups.items()
    }


def _require_same_network(model: Any, record: _Record, folder: Path) -> None:
    for name, here in _network_of(model).items():
        there = record.network[name]
        if len(there) != len(here):
            difference = f"it has {len(there)} arrays of {name}, this model has {len(here)}"
        elif there != here:
            number = next(i for i in range(len(here)) if there[i] != here[i])
            difference = (
                f"array {number + 1} of its {name} has shape {tuple(there[number])}, this model's "
                f"has {tuple(here[number])}"
            )
        else:
            continue
        raise OtherNetwork(
            f"The folder {folder} holds a training of another network: {difference}. Nothing was "
            "changed. Name another folder, or build and compile the network as it was."
        )


# The files ---------------------------------------------------------------------------------------


def _weights_path(folder: Path, epoch: int) -> Path:
    return folder / f"epoch_{epoch}.weights.h5"


def _record_path(folder: Path, epoch: int) -> Path:
    return folder / f"epoch_{epoch}.json"


def _epochs_in(folder: Path) -> list[int]:
    """The epochs that have a record, the latest first."""
    matches = (re.fullmatch(r"epoch_(\d+)\.json", path.name) for path in folder.glob("*.json"))
    return sorted((int(match[1]) for match in matches if match), reverse=True)


def _require_free(folder: Path, epoch: int) -> None:
    last = max(_epochs_in(folder), default=0)
    if last >= epoch:
        raise FolderInUse(
            f"Epoch {epoch} was to be saved in {folder}, but epoch {last} is there already. "
            "Another kernel trains into the same folder, or restore was not called before the "
            "training. Stop one of the two or name another folder, then run the cell again."
        )


def _best_before(folder: Path, epoch: int) -> _Stamp | None:
    with contextlib.suppress(_Damaged):
        return _read_record(folder, epoch - 1).best
    return None


def _read_record(folder: Path, epoch: int) -> _Record:
    path = _record_path(folder, epoch)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        fields = content["record"]
        if content["sha256"] != _digest_of(fields):
            raise _Damaged(f"{path.name} is damaged: its SHA-256 is not the recorded one")
        return _Record(
            **{**fields, "weights": _Stamp(**fields["weights"]), "best": _Stamp(**fields["best"])}
        )
    except OSError as error:
        raise _Damaged(f"{path.name} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise _Damaged(f"{path.name} is damaged: it is not a record of an epoch") from None


def _write_record(folder: Path, record: _Record) -> None:
    fields = asdict(record)
    text = json.dumps({"sha256": _digest_of(fields), "record": fields}, indent=1)
    _write(_record_path(folder, record.epoch), text.encode())


def _digest_of(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _read_weights(path: Path, stamp: _Stamp) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _Damaged(f"{path.name} is missing") from None
    except OSError as error:
        raise _Damaged(f"{path.name} cannot be read: {error.strerror}") from None
    if len(content) != stamp.size:
        raise _Damaged(f"{path.name} is damaged: it has {len(content)} of {stamp.size} bytes")
    if hashlib.sha256(content).hexdigest() != stamp.sha256:
        raise _Damaged(f"{path.name} is damaged: its SHA-256 is not the recorded one")
    return content


def _write(path: Path, content: bytes | memoryview) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise _not_saved(path, error, memoryview(content).nbytes) from None


def _not_saved(path: Path, error: OSError, needed: int) -> NotSaved:
    try:
        free = _size(shutil.disk_usage(path.parent).free)
    except OSError:
        free = "an unknown size"
    return NotSaved(
        f"{path.name} could not be written to {path.parent}: {error.strerror}. It needs "
        f"{_size(needed)}, and {free} is free there. The files of earlier epochs are whole. Make "
        "room or choose a folder on another disk, then run the cell again: it goes on after the "
        "last whole epoch."
    )


def _size(n_bytes: int) -> str:
    return f"{n_bytes:,} bytes" if n_bytes < 1_000_000 else f"{n_bytes / 1_000_000:,.1f} MB"


def _remove_old(folder: Path) -> None:
    """Keep the last epochs, and nothing that a killed kernel wrote by half."""
    old = [
        file
        for epoch in _epochs_in(folder)[KEPT_EPOCHS:]
        for file in (_record_path(folder, epoch), _weights_path(folder, epoch))
    ]
    for path in [*old, *folder.glob("*.part")]:
        with contextlib.suppress(OSError):  # it is tried again after the next epoch
            path.unlink()


# What is damaged ---------------------------------------------------------------------------------


def _mend_best(folder: Path, record: _Record, weights: bytes) -> Iterator[str]:
    """Write the best weights anew when their file is not what the record says; tell what was done.

    A kernel that was killed between the record and the best weights leaves the same picture.
    """
    path = folder / BEST_FILE
    try:
        _read_weights(path, record.best)
    except _Damaged as reason:
        yield str(reason)
        yield from _set_aside(path)
        stamp, content = _best_kept(folder, record, weights)
        _write(path, content)
        if stamp != record.best:
            _write_record(folder, replace(record, best=stamp))
        yield f"It now holds the weights of epoch {stamp.epoch}"


def _best_kept(folder: Path, record: _Record, weights: bytes) -> tuple[_Stamp, bytes]:
    """The better of the epochs that are still there."""
    kept = [(record.weights, weights)]
    with contextlib.suppress(_Damaged):
        before = _read_record(folder, record.epoch - 1).weights
        kept.append((before, _read_weights(_weights_path(folder, before.epoch), before)))
    history = _history_of(record)
    return min(kept, key=lambda epoch: (_loss(history, epoch[0].epoch), epoch[0].epoch))


def _set_aside(*paths: Path) -> Iterator[str]:
    """Rename the files that are there, so that nothing is lost; tell their new names."""
    for path in filter(Path.exists, paths):
        number = 1
        while (aside := path.with_name(f"{path.name}.aside-{number}")).exists():
            number += 1
        path.replace(aside)
        yield f"{path.name} is kept as {aside.name}"


def _warn(problems: list[str], consequence: str) -> None:
    if problems:
        text = ". ".join([*problems, consequence])
        warnings.warn(text, CheckpointWarning, stacklevel=3)


def _history_of(record: _Record) -> pd.DataFrame:
    return pd.DataFrame(record.history, index=pd.RangeIndex(1, record.epoch + 1, name="epoch"))
