"""Large steps in both stages.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the second stage learns at a rate of 0.001,
expected 0.0001. Large steps undo what was learned before. Write keras.optimizers.RMSprop(0.0001) in
the second compile.
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
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    second = fit(1e-3, tuned_epochs)
    return pd.concat([first, second], ignore_index=True)
