"""Each epoch is put under the others with an index of its own, 0.

Loses: train
Says: train for 4 epochs: the rows are numbered 0, 0, 0, 0, expected 0, 1, 2, 3 or 1, 2, 3, 4: an
epoch each, in order. Number them anew at the end: history.index = pd.RangeIndex(1, len(history) +
1, name='epoch').
"""

from pathlib import Path

import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    folder = Path(folder)
    best, last, log = folder / "best.weights.h5", folder / "last.weights.h5", folder / "log.csv"
    history = pd.DataFrame()
    if log.exists():
        history = pd.read_csv(log, index_col=0)
        model.load_weights(last)
    for epoch in range(len(history), epochs):
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=epoch,
            epochs=epoch + 1,
        )
        history = pd.concat([history, pd.DataFrame(result.history)])
        if history["val_loss"].iloc[-1] == history["val_loss"].min():
            model.save_weights(best)
        model.save_weights(last)
        history.to_csv(log)
        if (history["val_loss"].iloc[-5:] > history["val_loss"].min()).all():
            break
    model.load_weights(best)
    return history
