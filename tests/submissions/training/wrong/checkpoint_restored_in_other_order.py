"""Model and folder are exchanged in checkpoints.restore.

Loses: train
Says: train for 4 epochs raised TypeError in the line `history = checkpoints.restore(folder,
model)`: checkpoints.restore got folder, model, expected model, folder, in this order. Write
checkpoints.restore(model, folder).
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(folder, model)
    while len(history) < epochs and len(history) - checkpoints.best_epoch(history) < PATIENCE:
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=len(history),
            epochs=len(history) + 1,
        )
        history = pd.concat([history, pd.DataFrame(result.history)], ignore_index=True)
        checkpoints.save(model, history, folder)
    model.load_weights(Path(folder) / "best.weights.h5")
    return history
