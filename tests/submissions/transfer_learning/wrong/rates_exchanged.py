"""The two learning rates are exchanged.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the first stage learns at a rate of 0.0001 and
the second at 0.001, expected 0.001 and 0.0001. The two are exchanged. Write
keras.optimizers.RMSprop(0.001) in the first compile and keras.optimizers.RMSprop(0.0001) in the
second.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.0001), loss=loss, metrics=["accuracy"])
    first = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.001), loss=loss, metrics=["accuracy"])
    second = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat([pd.DataFrame(first.history), pd.DataFrame(second.history)], ignore_index=True)
