"""The rows are numbered from 0.

Loses: train
Says: train for 4 epochs: the rows are numbered from 0 to 3, expected epochs from 1 to 4. Keras
and pandas count from 0. Give the table an index named epoch: history.index = pd.RangeIndex(1,
len(history) + 1, name='epoch').
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, log = folder / "best.weights.h5", folder / "log.csv"
    callbacks = [
        keras.callbacks.BackupAndRestore(str(folder / "backup")),
        keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=5),
        keras.callbacks.CSVLogger(log, append=True),
    ]
    result = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.load_weights(best)
    return pd.read_csv(log, index_col="epoch")
