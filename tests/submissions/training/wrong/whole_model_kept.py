"""ModelCheckpoint writes whole models by itself.

Loses: train
Says: train for 4 epochs raised ValueError in the line `model.load_weights(best)`: a file was read
as weights that holds something else, expected the weights of this model. model.save and a
ModelCheckpoint without save_weights_only=True write whole models. Write model.save_weights(path),
or pass save_weights_only=True.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    callbacks = [keras.callbacks.ModelCheckpoint(best, monitor="val_loss", save_best_only=True)]
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
