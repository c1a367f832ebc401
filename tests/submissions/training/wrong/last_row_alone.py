"""Each fit returns a history; only the last is kept.

Loses: train
Says: train for 4 epochs: 4 epochs were trained and the history has 1, expected a row for each.
That is what the last fit returned. Collect the row of every fit and put them under each other:
pd.concat(rows, ignore_index=True).
"""

from pathlib import Path

import numpy as np
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best, lowest = Path(folder) / "best.weights.h5", np.inf
    for epoch in range(epochs):
        history = model.fit(train_dataset, validation_data=validation_dataset, epochs=1)
        if history.history["val_loss"][0] < lowest:
            lowest = history.history["val_loss"][0]
            model.save_weights(best)
    model.load_weights(best)
    return pd.DataFrame(history.history)
