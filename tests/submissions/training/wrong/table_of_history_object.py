"""pd.DataFrame of what fit returns.

Loses: train
Says: train for 4 epochs raised ValueError in the line `return pd.DataFrame(history)`:
pd.DataFrame got history itself, expected a dictionary of its columns. What fit returns has it as
an attribute. Write pd.DataFrame(history.history).
"""

from pathlib import Path

import pandas as pd


def train(model, train_dataset, validation_dataset, epochs, folder):
    history = model.fit(train_dataset, validation_data=validation_dataset, epochs=epochs)
    model.save_weights(Path(folder) / "best.weights.h5")
    return pd.DataFrame(history)
