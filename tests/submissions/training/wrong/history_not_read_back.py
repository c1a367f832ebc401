"""The weights are read back, and how many epochs are done is not known.

Loses: train
Says: train, interrupted in epoch 4 and called again: the second call trained from epoch 1 again,
expected it to go on at epoch 4. The weights were read back, the history was not, and it tells how
many epochs are done. Save it after each epoch, begin by loading it, and pass fit
initial_epoch=len(history).
"""

from pathlib import Path

import keras
import pandas as pd

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    if best.exists():
        model.load_weights(best)
    callbacks = [
        keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
    ]
    result = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    return pd.DataFrame(result.history)
