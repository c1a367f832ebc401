"""Keras's History object in place of a table.

Loses: train
Says: train for 4 epochs: got History, expected a pandas DataFrame with one row per epoch. Its
attribute history is a dictionary: pd.DataFrame(result.history).
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    callbacks = [
        keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=5),
        keras.callbacks.BackupAndRestore(Path(folder) / "backup"),
    ]
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.load_weights(best)
    return history
