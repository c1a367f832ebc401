"""What students hold of memory on a JupyterHub: a server each, and a kernel that ran a check.

Run `python benchmarks/hub_memory.py 1 10` as root, for one student and then for ten; it needs what
the tests of the hub need. Pages that several processes use count once, a share for each (PSS).
"""

import json
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from grader.course import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
import hub
from lab import MISTAKEN

TOKEN = "of-this-benchmark-alone"
SETTINGS = f"""
c.JupyterHub.services = [{{"name": "benchmark", "api_token": "{TOKEN}"}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "benchmark", "services": ["benchmark"], "scopes": scopes}}]
"""
WORK = f"""\
import keras
from grader import check
{MISTAKEN.replace("tanh", "relu")}
check.conv_block.layers(conv_block)
"""
RUN = """\
import pathlib, sys
from jupyter_client import BlockingKernelClient
client = BlockingKernelClient(connection_file=sys.argv[1])
client.load_connection_file()
client.start_channels()
client.wait_for_ready()
client.execute_interactive(pathlib.Path("work.py").read_text(), timeout=300)
"""
# A line for each process: its user, PSS in KiB, command.
LOOK = r"""
for place in /proc/[0-9]*; do
  pss=$(awk '/^Pss:/ {print $2}' $place/smaps_rollup 2>/dev/null) || continue
  [ -n "$pss" ] || continue
  echo "$(stat --format=%U $place) $pss $(tr '\0\n' ' ' < $place/cmdline)"
done
"""


class Class:
    """Students with servers on a hub, and a kernel each that has run a check of notebook 1."""

    def __init__(self, machine: hub.Machine, address: str) -> None:
        self._machine = machine
        self._address = address
        self.size = 0

    def join(self) -> None:
        """One more student has a server, opens a notebook and runs her first check."""
        self.size += 1
        name = f"student{self.size}"
        self._machine.add_user(name, "segmentation-students")
        self._ask("POST", f"hub/api/users/{name}")
        self._ask("POST", f"hub/api/users/{name}/server")
        while not self._ask("GET", f"hub/api/users/{name}")["servers"][""]["ready"]:
            time.sleep(1)
        kernel = self._ask("POST", f"user/{name}/api/kernels")["id"]
        for file, text in (("work.py", WORK), ("run.py", RUN)):
            self._machine.must(f"cat > {file} <<'END'\n{text}\nEND", name)
        connection = f".local/share/jupyter/runtime/kernel-{kernel}.json"
        said = self._machine.must(f"{hub.ENVIRONMENT}/bin/python run.py {connection}", name)
        if not said.startswith("✓"):
            raise RuntimeError(said)

    def _ask(self, method: str, path: str) -> Any:
        request = urllib.request.Request(f"{self._address}/{path}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=300) as response:
            return json.loads(response.read() or "null")

    def memory(self) -> Counter[str]:
        """MiB of all students' servers, of their kernels, and of the hub with its proxy."""
        found: Counter[str] = Counter()
        for line in self._machine.must(LOOK).splitlines():
            user, kib, command = line.split(" ", 2)
            found[_part(user, command)] += int(kib)
        return Counter({part: kib // 1024 for part, kib in found.items()})


def _part(user: str, command: str) -> str:
    if user.startswith("student"):
        return "kernels" if "ipykernel" in command else "servers"
    return "hub" if "jupyterhub" in command or "configurable-http-proxy" in command else "other"


def main(sizes: list[int]) -> None:
    """Measure a class of each of these sizes, smaller ones first."""
    table = Table("students", "hub and proxy", "servers", "kernels", "all, MiB", box=SIMPLE)
    with tempfile.TemporaryDirectory() as folder, hub.machine(Path(folder, "machine")) as machine:
        machine.must(f"cat >> /etc/jupyterhub/jupyterhub_config.py <<'END'\n{SETTINGS}\nEND")
        with machine.hub(Path(folder, "hub.log")) as address:
            students = Class(machine, address)
            for size in sorted(sizes):
                while students.size < size:
                    students.join()
                memory = students.memory()
                parts = [memory[part] for part in ("hub", "servers", "kernels")]
                table.add_row(*map(str, (size, *parts, sum(parts))))
    Console().print(table)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 10])
