"""The encoder is trained by itself.

Loses: train
Says: train(..., frozen_epochs=2, tuned_epochs=1): model.fit was never called, expected two stages
of it; backbone is the encoder alone. Compile and fit the model once with the encoder frozen and
once more after it is thawed.
"""

import keras
import pandas as pd


def train(model, backbone, train_dataset, validation_dataset, frozen_epochs, tuned_epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    backbone.trainable = False
    backbone.compile(keras.optimizers.RMSprop(1e-3), loss, metrics=["accuracy"])
    a = backbone.fit(train_dataset, validation_data=validation_dataset, epochs=frozen_epochs)
    return pd.DataFrame(a.history)
