"""One fit for all epochs, kept once behind it.

Loses: train
Says: train for 4 epochs: best.weights.h5 holds the weights of epoch 4, expected those of epoch 3,
where val_loss is lowest. It was written after the last epoch, though val_loss was not lower there.
Write it at a new low only: by checkpoints.save after each single epoch, or by ModelCheckpoint with
save_best_only=True and monitor='val_loss'.
"""

from pathlib import Path

import keras
import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    best = keras.callbacks.ModelCheckpoint(
        str(Path(folder) / "best.weights.h5"),
        monitor="val_loss",
        save_best_only=True,
        save_weights_only=True,
    )
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=PATIENCE)
    result = model.fit(
        train_dataset,
        validation_data=validation_dataset,
        initial_epoch=len(history),
        epochs=epochs,
        callbacks=[best, stop],
    )
    history = pd.concat([history, pd.DataFrame(result.history)])
    checkpoints.save(model, history, folder)
    model.load_weights(Path(folder) / "best.weights.h5")
    return history
