"""The function brings its own optimizer.

Loses: train
Says: train for 4 epochs: the function compiles the model anew, expected it to train with the
optimizer and the loss that it comes with: a new optimizer knows nothing of the epochs before. Leave
model.compile out of train.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    model.compile(optimizer="adam", loss="mae", metrics=["mse"])
    best = Path(folder) / "best.weights.h5"
    save = keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True)
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
