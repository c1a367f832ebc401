"""The best weights lie in a file of another name.

Loses: train
Says: train for 4 epochs: the best weights are nowhere under their name; the folder holds
best_model.weights.h5, expected them in folder / 'best.weights.h5'. Write those with the lowest
val_loss into Path(folder) / 'best.weights.h5'.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best_model.weights.h5"
    save = keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True)
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
