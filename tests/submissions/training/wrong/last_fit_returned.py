"""Train returns what the last fit gave, in place of its table.

Loses: train
Says: train for 4 epochs: got History, expected a pandas DataFrame with one row per epoch. It knows
of the last fit alone, 1 of 4 epochs. Return the table in which you collect the rows, such as
history.
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
            shuffle=False,
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row])
        checkpoints.save(model, history, folder)
    model.load_weights(Path(folder) / "best.weights.h5")
    return result
