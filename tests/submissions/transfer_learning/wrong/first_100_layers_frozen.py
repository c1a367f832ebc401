"""As a tutorial thaws the upper layers alone.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): backbone was thawed, but its convolutions are
still frozen, one by one, expected all layers but BatchNormalization to learn in the second stage.
Leave out what sets trainable = False for others, such as a loop over backbone.layers[:100].
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(keras.optimizers.RMSprop(1e-3), loss, metrics=["accuracy"])
    a = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    fine_tune_at = 100
    for layer in backbone.layers[:fine_tune_at]:
        layer.trainable = False
    model.compile(keras.optimizers.RMSprop(1e-4), loss, metrics=["accuracy"])
    b = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat([pd.DataFrame(a.history), pd.DataFrame(b.history)])
