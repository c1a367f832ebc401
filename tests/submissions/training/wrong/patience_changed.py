"""The number of epochs to wait is another than the exercise gives.

Loses: train
Says: train for 40 epochs: training ended after epoch 12 of 40, when val_loss had had no new low for
10 epochs, expected 5, the PATIENCE of the exercise. A worse epoch is often followed by a better
one. Leave PATIENCE as it came, and stop when as many epochs went by since the lowest.
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 10


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    while len(history) < epochs and len(history) - checkpoints.best_epoch(history) < PATIENCE:
        done = len(history)
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=done,
            epochs=done + 1,
            shuffle=False,
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row])
        checkpoints.save(model, history, folder)
    model.load_weights(Path(folder) / "best.weights.h5")
    return history
