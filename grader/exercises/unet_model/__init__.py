"""unet_model: the blocks put together to a U.

``probe`` writes down the layers; ``judge`` holds the specification, the cases and the sentences.
"""
