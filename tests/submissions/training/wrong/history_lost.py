"""The rows before the interruption are not kept.

Loses: train
Says: train, interrupted in epoch 4 and called again: the history of the second call has 1 row,
expected 4: the epochs before the interruption are lost. Save the history in the folder after each
epoch and put the new rows under the old ones.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best = folder / "best.weights.h5"
    callbacks = [
        keras.callbacks.BackupAndRestore(str(folder / "backup")),
        keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=5),
    ]
    result = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.load_weights(best)
    history = pd.DataFrame(result.history)
    history.index = pd.RangeIndex(1, len(history) + 1, name="epoch")
    return history
