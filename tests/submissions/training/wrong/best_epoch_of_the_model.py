"""The model is passed to best_epoch as well.

Loses: train
Says: train for 4 epochs raised TypeError in the line `len(history) < epochs and len(history) -
checkpoints.best_epoch(model, history) < PATIENCE`: checkpoints.best_epoch got model, history,
expected history. Write checkpoints.best_epoch(history).
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    while (
        len(history) < epochs and len(history) - checkpoints.best_epoch(model, history) < PATIENCE
    ):
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

    model.load_weights(Path(folder) / "best.weights.h5")
    return history
