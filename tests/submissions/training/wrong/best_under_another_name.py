"""The name of the file in short.

Loses: train
Says: train for 4 epochs raised FileNotFoundError in the line `model.load_weights(Path(folder) /
"best.h5")`: the file to read is not there, expected an existing one. It is called best.weights.h5.
Write that in place of best.h5.
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
        history = pd.concat([history, row])
        checkpoints.save(model, history, folder)

    model.load_weights(Path(folder) / "best.h5")
    return history
