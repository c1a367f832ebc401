"""A Path takes no +.

Loses: train
Says: train for 4 epochs raised TypeError in the line `folder + "/best.weights.h5",
save_best_only=True, save_weights_only=True`: a Path and a text were put together with +, expected
/. Write folder / "best.weights.h5".
"""

import keras
import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    save = keras.callbacks.ModelCheckpoint(
        folder + "/best.weights.h5", save_best_only=True, save_weights_only=True
    )
    history = model.fit(
        train_dataset, validation_data=validation_dataset, epochs=epochs, callbacks=[save]
    )
    model.load_weights(folder + "/best.weights.h5")
    return pd.DataFrame(history.history)
