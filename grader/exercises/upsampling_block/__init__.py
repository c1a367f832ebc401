"""upsampling_block: transposed convolution, concatenation with the skip, two convolutions.

``probe`` writes down the layers; ``judge`` holds the specification, the cases and the sentences.
"""
