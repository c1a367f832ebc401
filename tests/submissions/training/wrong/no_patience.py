"""The first worse epoch ends the training.

Loses: train
Says: train for 40 epochs: training ended after epoch 3 of 40, when val_loss had had no new low for
1 epoch, expected 5, the PATIENCE of the exercise. A worse epoch is often followed by a better one.
Leave PATIENCE as it came, and stop when as many epochs went by since the lowest.
"""

from pathlib import Path

import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "h.csv"
    table = pd.read_csv(log) if log.exists() else pd.DataFrame()
    if len(table):
        model.load_weights(last)
    while len(table) < epochs:
        h = model.fit(
            train_dataset, validation_data=validation_dataset, epochs=1, verbose=0
        ).history
        table = pd.concat([table, pd.DataFrame(h)], ignore_index=True)
        model.save_weights(last)
        table.to_csv(log, index=False)
        if h["val_loss"][0] > table["val_loss"].min():
            break
        model.save_weights(best)
    model.load_weights(best)
    return table
