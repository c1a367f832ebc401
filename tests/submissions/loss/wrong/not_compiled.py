"""The optimizer is made and the model never compiled.

Loses: compile_unet
Says: compile_unet(model) with 3 classes left the model uncompiled, expected a compiled one.
Call model.compile(optimizer=…, loss=…, metrics=…), then return the model.
"""

import keras


def compile_unet(model):
    model.optimizer = keras.optimizers.Adam()
    return model
