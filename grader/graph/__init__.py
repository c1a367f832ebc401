"""A Keras model as a table: which layers, of which shapes, fed by which others."""
