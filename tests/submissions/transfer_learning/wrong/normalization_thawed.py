"""The BatchNormalization layers learn too.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the encoder's BatchNormalization layers took on
new means, expected those of ImageNet to stay. A few small batches say less than a million
pictures. After backbone.trainable = True set trainable = False for each BatchNormalization in
backbone.layers.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    def fit(learning_rate, epochs):
        model.compile(keras.optimizers.RMSprop(learning_rate), loss, metrics=["accuracy"])
        history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
        return pd.DataFrame(history.history)

    backbone.trainable = False
    first = fit(1e-3, frozen_epochs)
    backbone.trainable = True
    second = fit(1e-4, tuned_epochs)
    return pd.concat([first, second], ignore_index=True)
