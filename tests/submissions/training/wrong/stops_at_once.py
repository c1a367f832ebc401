"""Early stopping watches the wrong way.

Loses: train
Says: train for 4 epochs: training ended after epoch 2 of 4 while val_loss was falling, expected it
to go on. Pass epochs on to fit, and let early stopping watch val_loss with a patience.
"""

from pathlib import Path

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "log.csv"
    history = pd.read_csv(log, index_col="epoch") if log.exists() else pd.DataFrame()
    if len(history):
        model.load_weights(last)
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
        if epoch - history["val_loss"].idxmax() >= 1:
            break
    model.load_weights(best)
    return history
