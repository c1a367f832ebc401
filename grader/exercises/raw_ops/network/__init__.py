"""The weights of the network and the network itself: make_weights, model."""
