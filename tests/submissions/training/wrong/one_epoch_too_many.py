"""range(epochs + 1).

Loses: train
Says: train for 4 epochs: 5 epochs were trained, expected 4. Go on while len(history) < epochs:
range(epochs) has as many numbers as that.
"""

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    lowest, rows = np.inf, []
    for epoch in range(epochs + 1):
        h = model.fit(
            train_dataset, validation_data=validation_dataset, initial_epoch=epoch, epochs=epoch + 1
        ).history
        rows.append({k: v[0] for k, v in h.items()})
        if h["val_loss"][0] < lowest:
            lowest = h["val_loss"][0]
            model.save_weights(folder / "best.weights.h5")
    model.load_weights(folder / "best.weights.h5")
    return pd.DataFrame(rows)
