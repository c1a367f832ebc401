"""The last two lines stand inside the loop.

Loses: train
Says: train for 4 epochs: training ended after epoch 1 of 4 while val_loss was falling, expected it
to go on. Either return stands inside the loop, or fit was not told how many epochs. Move return to
the left, behind the loop; without a loop pass epochs=epochs to fit.
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
        model.load_weights(Path(folder) / "best.weights.h5")
        return history
