"""A Jupyter kernel that starts warm, in a fork of TensorFlow, and behind walls.

``provisioner`` starts kernels for Jupyter, ``walls`` builds the outer wall around the warm
parent in ``zygote``, and ``inside`` turns a fork of it into one notebook's kernel.
"""

from pathlib import Path

JUPYTER_PATH = Path(__file__).parent / "share" / "jupyter"
KERNEL_NAME = "sandboxed-python3"
