"""Every row has the number 0, so the best one cannot be told.

Loses: train
Says: train for 4 epochs: best.weights.h5 holds the weights of epoch 1, expected those of epoch 3,
where val_loss is lowest. All rows of the history have the same number, so that idxmin() cannot tell
them apart. Put new rows under the old ones by pd.concat([history, row], ignore_index=True).
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
        history = pd.concat([history, pd.DataFrame(result.history)])
        if history["val_loss"].idxmin() == done:
            model.save_weights(best)
        model.save_weights(last)
        history.to_csv(log, index=False)
    model.load_weights(best)
    return history
