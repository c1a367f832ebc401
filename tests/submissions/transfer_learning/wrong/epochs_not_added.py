"""initial_epoch without a larger epochs: the second fit does nothing.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): 0 epochs ran with the encoder thawed, expected 1.
With initial_epoch, epochs counts from the very start. Pass epochs=frozen_epochs + tuned_epochs
beside it, or epochs=tuned_epochs alone.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.001), loss=loss, metrics=["accuracy"])
    first = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(optimizer=keras.optimizers.RMSprop(0.0001), loss=loss, metrics=["accuracy"])
    second = model.fit(
        train_dataset,
        validation_data=validation_dataset,
        initial_epoch=frozen_epochs,
        epochs=tuned_epochs,
    )
    return pd.concat([pd.DataFrame(first.history), pd.DataFrame(second.history)], ignore_index=True)
