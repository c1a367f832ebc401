"""Starts the warm parent, and opens it to the processes that want kernels of it.

A machine needs one warm parent: it has TensorFlow in memory once, and each kernel is a fork of it.
Its host is one process, which every other process of the same user can ask through a socket, the
*door*. The warm parent starts with the first who comes in, and again when it has ended.
"""

import atexit
import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import courses
from grader.sandbox import scratch
from grader.sandbox.unwalled import ROOMS as ROOMS
from grader.sandbox.unwalled import Name
from grader.sandbox.walls import KINDS, NoWalls, strongest

DOOR, LOG = "door", "log"  # in the host's folder
_END_SECONDS = 5.0
_LONGEST_FOLDER = 68  # with 35 more, a socket's address has the 103 that every system allows


@dataclass(frozen=True)
class Configuration:
    """What one warm parent serves: its walls, and how many threads TensorFlow has.

    By default the walls are the strongest that can be built here, and there must be some.
    """

    walls: Name = field(default_factory=lambda: strongest().name)
    threads: int = 1

    @property
    def variable(self) -> str:
        """The environment's variable that names the folder of a host for this configuration."""
        return f"GRADER_WARM_PARENT_{self.walls.upper()}_{self.threads}"


@contextlib.contextmanager
def shared(configuration: Configuration) -> Iterator[dict[str, str]]:
    """A warm parent that starts now; what processes need in their environment to find it."""
    with contextlib.ExitStack() as stack:
        folder = _named(configuration)
        if folder is None:
            folder = stack.enter_context(contextlib.closing(Host(configuration))).folder
        with socket.socket(socket.AF_UNIX) as knock:
            knock.connect(str(folder / DOOR))
        yield {configuration.variable: str(folder)}


def dask_setup(nanny: Any) -> None:
    """Called by ``dask worker --preload-nanny grader.sandbox.host``: its workers share one."""
    with contextlib.suppress(NoWalls):  # its workers say so when they are to grade
        configuration = Configuration()
        nanny.env = {**nanny.env, configuration.variable: str(folder_for(configuration))}


def folder_for(configuration: Configuration) -> Path:
    """The folder of the host that the environment names, else of this process's own."""
    key = os.getpid(), configuration
    named = _named(configuration)
    if named is None and key not in _own:
        _own[key] = Host(configuration)
    return named or _own[key].folder


def _named(configuration: Configuration) -> Path | None:
    """The folder that the environment names, if this user may go in there."""
    folder = Path(os.environ.get(configuration.variable, ""))
    return folder if os.access(folder / DOOR, os.W_OK) else None


_own: dict[tuple[int, Configuration], "Host"] = {}


@atexit.register
def _close_all() -> None:
    for (pid, _), host in _own.items():
        if pid == os.getpid():
            host.close()


class Host:
    """Keeps a warm parent and its door, until it is closed or this process ends."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self.folder = scratch.make(_short_folder())
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self.folder / DOOR))
        (self.folder / DOOR).chmod(0o600)
        self.folder.chmod(0o711)  # kernels of other users find their rooms
        self._door.listen()
        self._close, self._closed = socket.socketpair()
        # The system ends the child with the *thread* that started it, so one thread starts it
        # and stays.
        self._thread = threading.Thread(target=self._attend, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the warm parent and all its kernels, and remove what it left on the disk."""
        self._close.close()
        self._thread.join(10)  # Python may end behind this, and would end the thread half-way

    def _attend(self) -> None:
        """Let in who comes; start the warm parent for the first, and anew when it has ended."""
        process: _Process | None = None
        try:
            while True:
                heard = [self._door, self._closed, *([process.control] if process else [])]
                ready, _, _ = select.select(heard, [], [])
                if self._closed in ready:
                    return
                if process is not None and process.control in ready:
                    process.end()
                    process = None
                if self._door in ready:
                    process = process or _Process.started(self._configuration, self.folder)
                    process.let_in(self._door)
        finally:
            if process is not None:
                process.end()
            self._door.close()
            self._closed.close()
            KINDS[self._configuration.walls].remove_rooms(self.folder)
            scratch.remove(self.folder)


@dataclass(frozen=True)
class _Process:
    """A warm parent, and the socket by which it is told of who comes in."""

    process: subprocess.Popen[bytes]
    control: socket.socket

    @classmethod
    def started(cls, configuration: Configuration, folder: Path) -> "_Process":
        ours, theirs = socket.socketpair()
        with theirs, open(folder / LOG, "wb") as log:
            process = subprocess.Popen(
                _command(configuration, folder, theirs.fileno()),
                env=_environment(configuration) | _outside_walls(folder),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        return cls(process, ours)

    def let_in(self, door: socket.socket) -> None:
        """Hand over who knocks: the next to hear of it is the warm parent."""
        client, _ = door.accept()
        with client, contextlib.suppress(OSError):  # it is gone, or the warm parent is
            client.sendall(json.dumps({"pid": self.process.pid}).encode() + b"\n")
            socket.send_fds(self.control, [b"\n"], [client.fileno()])

    def end(self) -> None:
        """Let it end its kernels and itself, so that what they used is accounted for."""
        self.control.close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def kernel_environment() -> dict[str, str]:
    """The environment of every kernel, but for its place: nothing of this process's own."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "NBGRADER_EXECUTION": "autograde",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    }


def _environment(configuration: Configuration) -> dict[str, str]:
    names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    threads = dict.fromkeys((*names, "OPENBLAS_NUM_THREADS"), str(configuration.threads))
    return kernel_environment() | threads | courses.environment()


def _outside_walls(folder: Path) -> dict[str, str]:
    """What bubblewrap needs, or a warm parent without walls, which writes into its folder."""
    own = dict.fromkeys(("HOME", "TMPDIR"), str(folder))
    return {"PATH": os.environ.get("PATH", os.defpath)} | own


def _command(configuration: Configuration, folder: Path, control: int) -> list[str]:
    arguments = ["-m", "grader.kernel.zygote", str(control)]
    kind = KINDS[configuration.walls]
    return kind.command(folder, arguments, _environment(configuration))


def _short_folder() -> Path:
    """A folder for temporary files whose name leaves room within a socket's address."""
    folder = tempfile.gettempdir()
    return Path(folder if len(folder) <= _LONGEST_FOLDER else "/tmp")
