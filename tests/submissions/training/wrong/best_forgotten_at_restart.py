"""The callback forgets the best value of the first call.

Loses: train
Says: train, interrupted in epoch 4 and called again: best.weights.h5 holds the weights of epoch 4,
expected those of epoch 2, where val_loss is lowest. After the restart the first epoch counts as an
improvement, since nobody knows the old best value. Take it from the saved history:
initial_value_threshold=history['val_loss'].min().
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
    history = pd.read_csv(log, index_col="epoch")
    history.index += 1
    return history
