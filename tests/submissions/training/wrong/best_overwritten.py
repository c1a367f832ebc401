"""ModelCheckpoint keeps the best weights, and the last ones are written over them.

Loses: train
Says: train for 4 epochs: best.weights.h5 holds the weights of epoch 4, expected those of epoch 3,
where val_loss is lowest. The callback of fit had kept those there, and a save_weights behind fit
wrote over them. Leave that line out; to give the best ones back write
model.load_weights(Path(folder) / 'best.weights.h5').
"""

import os

import keras
import pandas as pd

PATIENCE = 5


def train(model, train_dataset, validation_dataset, epochs, folder):
    path = os.path.join(folder, "best.weights.h5")
    callbacks = [
        keras.callbacks.ModelCheckpoint(path, save_best_only=True, save_weights_only=True),
        keras.callbacks.EarlyStopping(patience=PATIENCE),
    ]
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=callbacks
    )
    model.save_weights(path)
    return pd.DataFrame(history.history)
