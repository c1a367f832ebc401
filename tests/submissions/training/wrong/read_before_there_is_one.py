"""The first call wants to read what no call has written.

Loses: train
Says: train for 4 epochs raised FileNotFoundError in the line `model.load_weights(folder /
"last.weights.h5")`: the file to read is not there, expected an existing one. Either nobody has
written it yet, as at a first call, or its path is another than you think. Where it need not be
there ask before: if Path(path).exists():. Else print the path that is opened.
"""

import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    model.load_weights(folder / "last.weights.h5")
    history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
    return pd.DataFrame(history.history)
