"""The accuracy is that of two classes.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): the accuracy of a small batch of four pixels is
0.3333, expected 0.75, since three of them are right. So much gives a binary accuracy, which asks of
each logit whether it is above 0.5. Write metrics=["accuracy"] in both calls of compile: Keras then
takes the one for class ids.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    model.compile(
        optimizer=keras.optimizers.RMSprop(0.001),
        loss=loss,
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy")],
    )
    first = model.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    backbone.trainable = True
    for layer in backbone.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(
        optimizer=keras.optimizers.RMSprop(0.0001),
        loss=loss,
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy")],
    )
    second = model.fit(train_dataset, validation_data=validation_dataset, epochs=tuned_epochs)
    return pd.concat([pd.DataFrame(first.history), pd.DataFrame(second.history)], ignore_index=True)
