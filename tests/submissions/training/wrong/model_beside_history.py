"""The model is returned beside the history.

Loses: train
Says: train for 4 epochs: got tuple, expected a pandas DataFrame with one row per epoch. Return the
table alone: return history.
"""

from pathlib import Path

import pandas as pd

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    best = folder / "best.weights.h5"
    last = folder / "last.weights.h5"
    log = folder / "history.csv"
    if log.exists():
        history = pd.read_csv(log)
        model.load_weights(last)
    else:
        history = pd.DataFrame()
    while len(history) < epochs:
        done = len(history)
        if done > 0 and done - 1 - history["val_loss"].idxmin() >= PATIENCE:
            break
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=done,
            epochs=done + 1,
        )
        history = pd.concat([history, pd.DataFrame(result.history)], ignore_index=True)
        if history["val_loss"].idxmin() == done:
            model.save_weights(best)
        model.save_weights(last)
        history.to_csv(log, index=False)
    model.load_weights(best)
    return model, history
