"""Everything learns from the start.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the encoder learned in the first stage,
expected it frozen there. The decoder is still random, and its large steps spoil what the encoder
knows. Leave backbone.trainable at False until the first fit is done.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def fit(learning_rate, epochs):
        model.compile(keras.optimizers.RMSprop(learning_rate), loss, metrics=["accuracy"])
        history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
        return pd.DataFrame(history.history)

    backbone.trainable = True
    first = fit(1e-3, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    second = fit(1e-4, tuned_epochs)
    return pd.concat([first, second], ignore_index=True)
