"""conv_block: two convolutions, optional dropout, optional pooling, and two outputs.

``probe`` writes down the layers; ``judge`` holds the specification, the cases and the sentences.
"""
