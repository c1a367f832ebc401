"""Keras's dictionaries in place of a table.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the function returned list, expected a pandas
DataFrame. Make one of the .history of each fit and put both under each other with pd.concat.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def fit(learning_rate, epochs):
        model.compile(keras.optimizers.RMSprop(learning_rate), loss, metrics=["accuracy"])
        history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
        return history.history

    backbone.trainable = False
    first = fit(1e-3, frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    second = fit(1e-4, tuned_epochs)
    return [first, second]
