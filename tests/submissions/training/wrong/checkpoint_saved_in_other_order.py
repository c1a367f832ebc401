"""Folder and history are exchanged in checkpoints.save.

Loses: train
Says: train for 4 epochs raised TypeError in the line `checkpoints.save(model, folder, history)`:
checkpoints.save got model, folder, history, expected model, history, folder, in this order. The
history is the table of all epochs so far. Write checkpoints.save(model, history, folder).
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    while len(history) < epochs and len(history) - checkpoints.best_epoch(history) < PATIENCE:
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=len(history),
            epochs=len(history) + 1,
        )
        history = pd.concat([history, pd.DataFrame(result.history)], ignore_index=True)
        checkpoints.save(model, folder, history)
    model.load_weights(Path(folder) / "best.weights.h5")
    return history
