"""The second call begins with epoch 1 again.

Loses: train
Says: train, interrupted in epoch 4 and called again: the second call trained from epoch 1 again,
expected it to go on at epoch 4. Nothing was read back from the folder. After each epoch save the
weights and the history there, and begin by loading both.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "log.csv"
    history = pd.DataFrame()
    for epoch in range(len(history) + 1, epochs + 1):
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=epoch - 1,
            epochs=epoch,
            verbose=0,
        )
        row = pd.DataFrame(result.history, index=[epoch])
        history = pd.concat([history, row]).rename_axis("epoch")
        if history["val_loss"].idxmin() == epoch:
            model.save_weights(best)
        model.save_weights(last)
        history.to_csv(log)
        if epoch - history["val_loss"].idxmin() >= 5:
            break
    model.load_weights(best)
    return history
