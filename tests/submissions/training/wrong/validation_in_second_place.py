"""The second thing that fit takes is the truth.

Loses: train
Says: train for 4 epochs raised ValueError in the line `history = model.fit(train_dataset,
validation_dataset, epochs=epochs)`: fit got validation_dataset in its second place, where the
true masks stand; a dataset holds them already. Give it its name: fit(train_dataset,
validation_data=validation_dataset).
"""

import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = model.fit(train_dataset, validation_dataset, epochs=epochs)
    return pd.DataFrame(history.history)
