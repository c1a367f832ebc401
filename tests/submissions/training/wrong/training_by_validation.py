"""fit learns from the validation images.

Loses: train
Says: train for 4 epochs: fit learns from validation_dataset and is judged by train_dataset,
expected the other way round. Write fit(train_dataset, validation_data=validation_dataset, …).
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = Path(folder) / "best.weights.h5"
    save = keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True)
    history = model.fit(
        validation_dataset, validation_data=train_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(best)
    return pd.DataFrame(history.history)
