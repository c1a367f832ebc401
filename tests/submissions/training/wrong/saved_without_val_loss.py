"""Nothing is validated, and checkpoints.save asks for val_loss.

Loses: train
Says: train for 4 epochs raised UnusableHistory in the line `checkpoints.save(model, history,
folder)`: checkpoints.save got a history without val_loss, expected it beside loss: the best epoch
is known by it. Pass validation_data=validation_dataset to fit.
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
            initial_epoch=done,
            epochs=done + 1,
            shuffle=False,  # the dataset shuffles by itself; Keras would warn
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row])
        checkpoints.save(model, history, folder)

    model.load_weights(Path(folder) / "best.weights.h5")
    return history
