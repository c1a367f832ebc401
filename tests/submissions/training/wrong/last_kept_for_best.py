"""Every epoch overwrites the best weights.

Loses: train
Says: train for 4 epochs: best.weights.h5 holds the weights of epoch 4, expected those of epoch 3,
where val_loss is lowest. It was written after the last epoch, though val_loss was not lower there.
Write it at a new low only: by checkpoints.save after each single epoch, or by ModelCheckpoint with
save_best_only=True and monitor='val_loss'.
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
        model.save_weights(best)
        model.save_weights(last)
        history.to_csv(log)
        if epoch - history["val_loss"].idxmin() >= 5:
            break
    model.load_weights(best)
    return history
