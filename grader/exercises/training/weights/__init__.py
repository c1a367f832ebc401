"""What the network of a file of weights reaches on rendered streets."""
