"""The history is read back, the weights are not.

Loses: train
Says: train, interrupted in epoch 4 and called again: epoch 4 started from new weights (its val_loss
is 2.5, expected 3.5). The history was read back, the weights were not. Load the last saved weights
before fit.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "log.csv"
    history = pd.read_csv(log, index_col="epoch") if log.exists() else pd.DataFrame()
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
