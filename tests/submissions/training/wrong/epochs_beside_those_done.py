"""A second call trains as many epochs again.

Loses: train
Says: train, interrupted in epoch 4 and called again: the second call trained 4 epochs, expected
1: epochs counts all, and 3 of 4 were done. Train epochs - len(history) more.
"""

from pathlib import Path

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "h.csv"
    rows = pd.read_csv(log).to_dict("records") if log.exists() else []
    if rows:
        model.load_weights(last)
    for epoch in range(epochs):
        h = model.fit(
            train_dataset, validation_data=validation_dataset, epochs=1, verbose=0
        ).history
        rows.append({k: v[0] for k, v in h.items()})
        model.save_weights(last)
        if rows[-1]["val_loss"] == min(r["val_loss"] for r in rows):
            model.save_weights(best)
        pd.DataFrame(rows).to_csv(log, index=False)
        if len(rows) - np.argmin([r["val_loss"] for r in rows]) > 5:
            break
    model.load_weights(best)
    return pd.DataFrame(rows)
