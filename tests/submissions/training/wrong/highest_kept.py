"""mode='max' keeps the worst weights.

Loses: train
Says: train for 4 epochs: best.weights.h5 holds the weights of epoch 1, expected those of epoch 3,
where val_loss is lowest. Of all epochs that is the one with the highest. Save when val_loss falls
below all values before: monitor='val_loss', mode='min'.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    save = keras.callbacks.ModelCheckpoint(
        best, monitor="val_loss", mode="max", save_best_only=True, save_weights_only=True
    )
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
