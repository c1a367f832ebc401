"""pd.concat with axis=1.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the histories of the two stages stand side by
side, expected the second under the first. Leave axis=1 out of pd.concat.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(keras.optimizers.RMSprop(1e-3), loss, metrics=["accuracy"])
    a = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(keras.optimizers.RMSprop(1e-4), loss, metrics=["accuracy"])
    b = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat([pd.DataFrame(a.history), pd.DataFrame(b.history)], axis=1)
