"""A machine with a hub for the tests: this one, with all changes kept apart and thrown away.

Its processes have namespaces of their own for mounts and process ids. What they write, new users
for one, lies in an overlay in memory and goes with the last of them.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from lab import free_port

from grader.course import ROOT

ENVIRONMENT = Path("/opt/segmentation")
CHECKOUT = Path("/root/teacher/course")  # in the machine: the checkout that root installs from
PASSWORD = "correct horse"
_UNIT = "/etc/systemd/system/jupyterhub.service"
_NEEDED = (
    "setpriv",
    "unshare",
    "nsenter",
    "runuser",
    "useradd",
    "chpasswd",
    "configurable-http-proxy",
)
_NAMESPACES = (
    "setpriv",
    "--pdeathsig=KILL",
    "unshare",
    "--mount",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
)

# Arguments: an empty folder; the environment of the tests, its Python and this checkout.
_BUILD = rf"""
set -euo pipefail
room=$1 environment=$2 python=$3 course=$4
mkdir -p "$room"
mount -t tmpfs -o mode=755 tmpfs "$room"
overlay() {{  # LOWER PLACE: shows a folder at a place, and keeps what is written there in the room
  mkdir -p "$2"
  local layers
  layers=$(mktemp -d -p "$room")
  mkdir "$layers/upper" "$layers/work"
  mount -t overlay -o "lowerdir=$1,upperdir=$layers/upper,workdir=$layers/work" overlay "$2"
}}
machine=$room/machine
overlay / "$machine"
for name in dev sys; do mount --rbind "/$name" "$machine/$name"; done
mount -t proc proc "$machine/proc"
mount -t tmpfs -o mode=1777 tmpfs "$machine/tmp"

# The packages are those of the tests, at the place where the installation has them.
overlay "$environment" "$machine{ENVIRONMENT}"
sed -i "1s|^#!$environment/|#!{ENVIRONMENT}/|" \
  $(grep -lI "^#!$environment/" "$machine{ENVIRONMENT}"/bin/*)
while [ "$python" != / ]; do chmod a+x "$machine$python"; python=$(dirname "$python"); done

# The checkout is root's alone, and not where it is for the tests.
mkdir -m 700 -p "$machine{CHECKOUT.parent}"
overlay "$course" "$machine{CHECKOUT}"
[ ! -d "$machine$course" ] || mount -t tmpfs -o mode=700 tmpfs "$machine$course"

mkdir "$machine/old"
cd "$machine"
pivot_root . old
umount --lazy /old
echo ready
sleep infinity & wait
"""


def why_not() -> str | None:
    """What a hub lacks here; None where one can run."""
    if sys.platform != "linux":
        return "needs Linux"
    if os.getuid() != 0:
        return "needs root, who starts each user's server"
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if not (Path(sys.prefix) / "bin" / "jupyterhub").exists():
        missing.append("jupyterhub")
    if missing:
        return f"{', '.join(missing)} not installed"
    tried = subprocess.run([*_NAMESPACES, "true"], check=False, capture_output=True)
    return "needs the right to make mount namespaces" if tried.returncode else None


class Machine:
    """A machine with users of its own."""

    def __init__(self, first: int) -> None:
        self._enter = ["nsenter", f"--target={first}", "--mount", "--pid", "--"]

    def run(self, command: str, user: str = "root") -> subprocess.CompletedProcess[str]:
        """Run a shell's command as if this user had logged in."""
        return subprocess.run(
            [*self._enter, "runuser", "--login", user, "--command", command],
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
        )

    def must(self, command: str, user: str = "root") -> str:
        """What a command that has to succeed writes."""
        run = self.run(command, user)
        if run.returncode:
            raise RuntimeError(f"{user}: {command}\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")
        return run.stdout

    def add_user(self, name: str, group: str) -> None:
        """Add a user as the guide does, with ``PASSWORD``."""
        self.must(
            f"useradd --create-home --key HOME_MODE=0700 --shell /bin/bash --groups {group} {name}"
        )
        self.must(f"echo '{name}:{PASSWORD}' | chpasswd")

    @contextmanager
    def hub(self, log: Path) -> Iterator[str]:
        """The hub as its unit of systemd starts it, but at free ports; its address."""
        unit = self.must(f"cat {_UNIT}")
        (start,) = re.findall("^ExecStart=(.*)", unit, re.MULTILINE)
        (path,) = re.findall("^Environment=(PATH=.*)", unit, re.MULTILINE)
        (folder,) = re.findall("^WorkingDirectory=(.*)", unit, re.MULTILINE)
        self.must(f"mkdir --mode=700 {folder}")
        address = f"http://127.0.0.1:{free_port()}"
        command = [
            *start.split(),
            f"--JupyterHub.bind_url={address}",
            f"--JupyterHub.hub_port={free_port()}",
            f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}",
        ]
        with log.open("w") as out:
            hub = subprocess.Popen(
                [*self._enter, "env", "--ignore-environment", f"--chdir={folder}", path, *command],
                stdout=out,
                stderr=out,
            )
            try:
                _wait_for(f"{address}/hub/login", hub, log)
                yield address
            finally:
                hub.kill()
                hub.wait()


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """A machine on which the course is installed; ``folder`` is an empty one for it."""
    arguments = (folder, sys.prefix, sys.base_prefix, ROOT)
    process = subprocess.Popen(
        [*_NAMESPACES, "bash", "-c", _BUILD, "bash", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("The machine was not built; the reason stands above.")
        (first,) = psutil.Process(process.pid).children()
        made = Machine(first.pid)
        # Short: 60 pictures for notebook 5 in place of 1,060, which take a minute.
        made.must(f"COURSE_SHORT=1 {CHECKOUT}/deploy/jupyterhub/install")
        yield made
    finally:
        process.kill()  # and with it every process of the machine
        process.communicate()


def _wait_for(url: str, hub: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if hub.poll() is not None:
            raise RuntimeError(f"The hub ended with {hub.returncode}: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)
