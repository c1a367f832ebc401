"""Each turn of the loop trains all epochs.

Loses: train
Says: train for 4 epochs: 8 epochs were trained, expected 4. Where fit is called once, pass it
epochs=epochs, the argument. Where it is called in a loop, pass initial_epoch=done and epochs=done +
1, where done = len(history).
"""

from pathlib import Path

import pandas as pd

from lessons import checkpoints

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = checkpoints.restore(model, folder)
    for epoch in range(len(history), epochs):
        result = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
        history = pd.concat([history, pd.DataFrame(result.history)])
        checkpoints.save(model, history, folder)
        if len(history) - checkpoints.best_epoch(history) >= PATIENCE:
            break
    model.load_weights(Path(folder) / "best.weights.h5")
    return history
