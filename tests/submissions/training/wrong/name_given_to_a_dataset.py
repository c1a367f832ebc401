"""train is the dataset, since that line ran.

Loses: train
Says: train for 4 epochs raised TypeError: what was checked is an object of type _RangeDataset,
expected the function of the exercise: a later line gives its name to something else, as in train =
…. Choose another name there, and run the cell of the function again.
"""

import tensorflow as tf

train = tf.data.Dataset.range(3)
