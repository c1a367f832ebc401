"""Every call trains at least one epoch.

Loses: train
Says: train for 2 epochs, called again when both are done: the second call trained 1 epoch, expected
none. Read the history back and ask before fit: while len(history) < epochs.
"""

from pathlib import Path

import pandas as pd

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    """Train epoch by epoch; the folder keeps what a later call needs to go on.

    Returns the history: one row per epoch, its index named "epoch" and starting at 1.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    best, last = folder / "best.weights.h5", folder / "last.weights.h5"
    history_file = folder / "history.csv"

    history = pd.DataFrame()
    if history_file.exists():
        history = pd.read_csv(history_file, index_col="epoch")
        # Adam remembers past gradients; load_weights restores them only into a built optimizer.
        model.optimizer.build(model.trainable_variables)
        model.load_weights(last)

    def is_stuck():
        return len(history) > 0 and len(history) - history["val_loss"].idxmin() >= PATIENCE

    while True:
        done = len(history)
        result = model.fit(
            train_dataset,
            validation_data=validation_dataset,
            initial_epoch=done,
            epochs=done + 1,
            shuffle=False,  # the dataset shuffles by itself; Keras would warn
        )
        row = pd.DataFrame(result.history, index=pd.Index([done + 1], name="epoch"))
        history = pd.concat([history, row]).rename_axis("epoch")

        if history["val_loss"].idxmin() == done + 1:
            model.save_weights(best)
        # The history comes last: an epoch counts once its weights are safe. A rename is never
        # half done, so a kernel killed while saving leaves the old file.
        model.save_weights(folder / "new.weights.h5")
        (folder / "new.weights.h5").replace(last)
        history.to_csv(history_file)
        if len(history) >= epochs or is_stuck():
            break

    model.load_weights(best)
    return history
