"""All epochs are trained, however long val_loss has been rising.

Loses: train
Says: train for 40 epochs: 40 epochs were trained though val_loss was best after epoch 2, expected
an early stop. Where fit is called once, pass it keras.callbacks.EarlyStopping(patience=PATIENCE).
In a loop it forgets from fit to fit; write there: if len(history) - checkpoints.best_epoch(history)
>= PATIENCE: break.
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
    model.load_weights(best)
    return history
