"""model.save writes no file of weights.

Loses: train
Says: train for 4 epochs: best.weights.h5 cannot be read as this model's weights, expected those
of epoch 3, where val_loss is lowest. model.save writes a whole model, which is another kind of
file. Write it by model.save_weights(path).
"""

from pathlib import Path

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best, lowest, rows = Path(folder) / "best.weights.h5", np.inf, []
    for epoch in range(epochs):
        h = model.fit(
            train_dataset, validation_data=validation_dataset, initial_epoch=epoch, epochs=epoch + 1
        ).history
        rows.append({k: v[0] for k, v in h.items()})
        if h["val_loss"][0] < lowest:
            lowest = h["val_loss"][0]
            model.save(best)
    return pd.DataFrame(rows)
