"""A plain table of one call, numbered from 0 as pandas does; a second call knows nothing of it.

Loses: train
Says: train, interrupted in epoch 4 and called again: the second call trained from epoch 1 again,
expected it to go on at epoch 4. Nothing was read back from the folder. After each epoch save the
weights and the history there, and begin by loading both.
"""

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    best = f"{folder}/best.weights.h5"
    callbacks = [
        keras.callbacks.ModelCheckpoint(best, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
    ]
    result = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.load_weights(best)
    return pd.DataFrame(result.history)
