"""Without initial_epoch the second fit runs two epochs, and its table has one number.

Loses: train
Says: train for 4 epochs raised ValueError in the line `row = pd.DataFrame(result.history,
index=pd.Index([done + 1], name="epoch"))`: the columns have 2 rows and the index 1, expected as
many. fit gave a row for each of 2 epochs. To run one epoch after those that are done, pass it
initial_epoch=done beside epochs=done + 1.
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
            epochs=done + 1,
            shuffle=False,  # the dataset shuffles by itself; Keras would warn
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row])
        checkpoints.save(model, history, folder)

    model.load_weights(Path(folder) / "best.weights.h5")
    return history
