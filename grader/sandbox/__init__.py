"""The host's side of the walls: what builds them, starts kernels behind them and ends those.

``provisioner`` starts kernels for Jupyter, ``host`` keeps the warm parent that they are forks of,
``walls`` builds the wall around it, and ``contents`` says what of the course is shown inside.
"""

from pathlib import Path

JUPYTER_PATH = Path(__file__).parent / "share" / "jupyter"
KERNEL_NAME = "sandboxed-python3"
