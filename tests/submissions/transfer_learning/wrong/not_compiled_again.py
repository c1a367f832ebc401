"""Thawed without compiling again.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the encoder is thawed, but its weights did not
change, expected them to. Keras looks at trainable when a model is compiled. Call model.compile
again after the change.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    model.compile(keras.optimizers.RMSprop(1e-3), loss, metrics=["accuracy"])

    def fit(learning_rate, epochs):
        history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
        return pd.DataFrame(history.history)

    backbone.trainable = False
    first = fit(1e-3, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    second = fit(1e-4, tuned_epochs)
    return pd.concat([first, second], ignore_index=True)
