"""steps_per_epoch=1.

Loses: train
Says: train for 4 epochs: an epoch had 1 step, expected 2, which is the whole of train_dataset.
Leave steps_per_epoch out of fit, and give it train_dataset as it comes.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    save = keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True)
    history = model.fit(
        train_dataset,
        validation_data=validation_dataset,
        epochs=epochs,
        steps_per_epoch=1,
        callbacks=[save],
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
