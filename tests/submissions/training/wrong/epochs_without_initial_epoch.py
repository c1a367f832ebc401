"""Fit number n trains n epochs.

Loses: train
Says: train for 4 epochs: 10 epochs were trained in all for a history of 4, expected as many.
Where fit is called in a loop, epochs is the number of the last epoch, not how many: pass
initial_epoch=done beside epochs=done + 1.
"""

from pathlib import Path

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best, lowest, rows = Path(folder) / "best.weights.h5", np.inf, []
    for epoch in range(epochs):
        h = model.fit(train_dataset, validation_data=validation_dataset, epochs=epoch + 1).history
        rows.append({k: v[-1] for k, v in h.items()})
        if h["val_loss"][-1] < lowest:
            lowest = h["val_loss"][-1]
            model.save_weights(best)
    model.load_weights(best)
    return pd.DataFrame(rows)
