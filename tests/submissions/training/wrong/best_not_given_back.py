"""The model keeps the weights of its last epoch.

Loses: train
Says: train for 4 epochs: the model comes back with the weights of epoch 4, expected those of
epoch 3, the best. They lie in the folder but were not given back. End with
model.load_weights(folder / 'best.weights.h5').
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
        if epoch - history["val_loss"].idxmin() >= 5:
            break
    return history
