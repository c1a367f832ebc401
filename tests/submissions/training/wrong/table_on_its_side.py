"""A row for each column.

Loses: train
Says: train for 4 epochs: the history has a row for each of Keras's columns, expected a row for
each epoch. The table lies on its side. Leave .T or orient='index' out.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    save = keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True)
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(best)
    return pd.DataFrame(history.history).T
