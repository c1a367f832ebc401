"""A Jupyter kernel that starts warm, in a fork of TensorFlow, and behind walls."""
