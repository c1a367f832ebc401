"""Exercise 4: a loss for every pixel, mean IoU, and a compiled U-Net.

Masks are (batch, height, width, 1) class ids of type uint8, as the PNG files give them; logits are
(batch, height, width, n_classes) float32. ``probe`` records what the student's functions make of
them; ``judge`` computes every number itself in float64.
"""
