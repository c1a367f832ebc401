"""original_unet: the U-Net of 2015, without padding: its sizes, its blocks, the whole network.

``probe`` writes down numbers, errors and layers; ``judge`` holds what they should be.
"""
