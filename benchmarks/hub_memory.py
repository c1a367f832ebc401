"""What the server of a student on a JupyterHub holds of memory, with a kernel that has checked.

Run `python benchmarks/hub_memory.py 10` as root for ten students; it needs what the tests of the hub
need. Pages that several processes share are shared out among them (PSS).
"""

import json
import sys
import tempfile
import urllib.request
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.course import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
import hub
from lab import MISTAKEN

MIB = 1024**2
TOKEN = "of the benchmark alone"
SETTINGS = f"""
c.JupyterHub.services = [{{"name": "benchmark", "api_token": "{TOKEN}"}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "benchmark", "services": ["benchmark"], "scopes": scopes}}]
"""
WORK = f"""\
import keras
from grader import check
{MISTAKEN.replace("tanh", "relu")}
check.conv_block(conv_block)
"""


class Class:
    """Students with servers on a hub, and a kernel each that has checked notebook 1."""

    def __init__(self, machine: hub.Machine, address: str) -> None:
        self._machine = machine
        self._address = address
        self._names: list[str] = []

    def join(self, name: str) -> None:
        """One more student logs in, opens a notebook and runs her first check."""
        self._machine.add_user(name, "segmentation-students")
        self._names.append(name)
        self._ask(f"hub/api/users/{name}")
        self._ask(f"hub/api/users/{name}/server")
        while not self._ask(f"hub/api/users/{name}")["server"]:
            time.sleep(1)
        kernel = self._ask(f"user/{name}/api/kernels", {"name": "python3"})["id"]
        connection = f"~/.local/share/jupyter/runtime/kernel-{kernel}.json"
        self._machine.must(f"cat > work.py <<'END'\n{WORK}\nEND", name)
        run = f"{hub.ENVIRONMENT}/bin/jupyter run --existing {connection} work.py"
        said = self._machine.must(run, name)
        assert "8 of 8 points" in said, said

    def _ask(self, path: str, body: dict[str, str] | None = None) -> Any:
        return None


def main(students: int) -> None:
    """Measure with each number of students up to the last."""
