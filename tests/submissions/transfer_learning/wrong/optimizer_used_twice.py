"""The second stage is compiled with the first one's optimizer.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the second stage was compiled with the
optimizer of the first, expected a new one: an optimizer knows only the weights that were
trainable when it was first used. Write keras.optimizers.RMSprop(0.0001) in the second compile.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    optimizer = keras.optimizers.RMSprop(1e-3)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(optimizer, loss, metrics=["accuracy"])
    a = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    optimizer.learning_rate = 1e-4
    model.compile(optimizer, loss, metrics=["accuracy"])
    b = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat([pd.DataFrame(a.history), pd.DataFrame(b.history)])
