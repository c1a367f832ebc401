"""Variant: a U-Net on top of MobileNetV2, for pets with three classes.

``probe`` records what the student's encoder computes, the layers of the decoder, prepared examples
and both stages of a training; ``judge`` has a module for each of these.
"""
