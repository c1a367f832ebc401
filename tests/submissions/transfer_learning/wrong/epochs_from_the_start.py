"""initial_epoch without the sum of the epochs.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): 3 epochs ran with the encoder thawed, expected
1. With initial_epoch, epochs counts from the very start. Pass epochs=frozen_epochs + tuned_epochs
beside it, or epochs=tuned_epochs alone.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def fit(learning_rate, epochs, start=0):
        model.compile(keras.optimizers.RMSprop(learning_rate), loss, metrics=["accuracy"])
        history = model.fit(
            train_dataset, validation_data=validation_dataset, initial_epoch=start, epochs=epochs
        )
        return pd.DataFrame(history.history)

    backbone.trainable = False
    first = fit(1e-3, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    second = fit(1e-4, frozen_epochs + tuned_epochs)
    return pd.concat([first, second], ignore_index=True)
