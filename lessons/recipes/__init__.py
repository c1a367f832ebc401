"""What a training is made of beside the network: arithmetic, batches, loss, learning rate.

Each module holds one choice and says what it buys. What was measured stands in docs/training.md.
"""
