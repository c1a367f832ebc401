"""The latest weights are not kept.

Loses: train
Says: train, interrupted in epoch 4 and called again: epoch 4 started from the best weights, those
of epoch 2 (its val_loss is 1.5, expected 3.5). Going on means from the latest, those of epoch 3.
Save them in a file of their own after each epoch, and load that one before fit.
"""

from pathlib import Path

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, log = folder / "best.weights.h5", folder / "h.csv"
    rows = pd.read_csv(log).to_dict("records") if log.exists() else []
    if rows:
        model.load_weights(best)
    for epoch in range(len(rows), epochs):
        if rows and len(rows) - np.argmin([r["val_loss"] for r in rows]) > 5:
            break
        h = model.fit(
            train_dataset, validation_data=validation_dataset, epochs=1, verbose=0
        ).history
        rows.append({k: v[0] for k, v in h.items()})
        if rows[-1]["val_loss"] == min(r["val_loss"] for r in rows):
            model.save_weights(best)
        pd.DataFrame(rows).to_csv(log, index=False)
    model.load_weights(best)
    return pd.DataFrame(rows)
