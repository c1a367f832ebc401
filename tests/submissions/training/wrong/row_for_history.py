"""The new row is kept without those before it.

Loses: train
Says: train for 4 epochs raised FolderInUse in the line `checkpoints.save(model, history, folder)`:
checkpoints.save got a history no longer than the one in the folder, expected one row more. Begin
train with history = checkpoints.restore(model, folder), put the row of each new epoch under it, and
save once for each epoch.
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    while len(history) < epochs and len(history) - checkpoints.best_epoch(history) < PATIENCE:
        done = len(history)
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=done,
            epochs=done + 1,
            shuffle=False,  # the dataset shuffles by itself; Keras would warn
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = row
        checkpoints.save(model, history, folder)

    model.load_weights(Path(folder) / "best.weights.h5")
    return history
