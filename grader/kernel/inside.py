"""From a fork of the warm parent to a notebook's kernel behind the inner walls.

The kernel goes behind the wall of its kind (``grader.kernel.walls``), gives up every privilege,
opens its sockets, and lets its guardian (``grader.kernel.guardian``) close their folder before the
first cell can run.
"""

import contextlib
import json
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NoReturn, cast

from grader import errands
from grader.checks import brief
from grader.errors import CourseError
from grader.kernel.walls import Open

_NICE = 5  # whoever watches and ends a kernel goes before it
_CPU_GRACE = 5  # seconds between the signal that tells why and the one that cannot be caught
_SOCKET_SECONDS = 5.0

# What a kernel imports while it starts; a test compares this with what it really imports.
MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.iostream",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.debugger_backport",
    "IPython.core.historyapp",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "encodings.ascii",
    "encodings.latin_1",
    "tornado.platform.asyncio",
    "tornado.queues",
)


@dataclass(frozen=True)
class Order:
    """What one kernel is told: all of it comes through its own channel.

    ``connection`` is Jupyter's connection information, ``files`` are paths below the working
    folder with their sizes, in the order in which their bytes follow. An ``errand`` names a task
    of ``grader.errands``, which is done with the first file in place of a kernel.
    """

    id: str
    connection: Mapping[str, Any]
    limits: Mapping[str, int]
    environment: Mapping[str, str]
    folder: str
    files: tuple[tuple[str, int], ...]
    brief: Mapping[str, Any] | None
    errand: str | None = None

    @classmethod
    def read(cls, channel: BinaryIO) -> "Order":
        """The order at the beginning of ``channel``; the files' bytes are left there."""
        data = json.loads(channel.readline())
        return cls(**{**data, "files": tuple((path, size) for path, size in data["files"])})


def load_fonts() -> None:
    """Read what matplotlib knows about fonts, once for all kernels."""
    from matplotlib import font_manager

    font_manager.findfont("DejaVu Sans")


def run(channel: int, guardian: socket.socket, wall: Open) -> NoReturn:
    """Be the kernel that the order on ``channel`` describes, and never return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    inherited = _present_data()  # behind a wall there may be no /proc
    with socket.socket(fileno=channel) as connection:
        with connection.makefile("rb") as stream:
            order = Order.read(stream)
            wall.enter(order.id, order.limits["written"])
            _write_files(order, stream)
        _limit(order.limits, inherited)
        _forget_the_parent(order)
        wall.give_up()
        if order.brief is not None:
            brief.give(brief.Brief.from_json(order.brief))
        app = None if order.errand else _open_kernel(order)
        wall.cut_off()
        guardian.send(b"1")
        guardian.recv(1)
        guardian.close()
        connection.sendall(b'{"ready": true}\n')
        if app is None:
            _do_errand(order, connection)
            os._exit(0)
    app.start()
    app.close()
    os._exit(0)


def _do_errand(order: Order, connection: socket.socket) -> None:
    """Answer with a line of JSON and, when that says ``answer``, so many bytes."""
    task = errands.task(str(order.errand))
    ((payload, _),) = order.files
    try:
        answer = task(Path(payload).read_bytes())
    except errands.Unusable as reason:
        connection.sendall(json.dumps({"refused": str(reason)}).encode() + b"\n")
    except MemoryError:
        connection.sendall(b'{"failed": "memory"}\n')
    else:
        connection.sendall(json.dumps({"answer": len(answer)}).encode() + b"\n")
        connection.sendall(answer)


def _write_files(order: Order, stream: BinaryIO) -> None:
    os.makedirs(order.folder, exist_ok=True)
    os.chdir(order.folder)
    for name, size in order.files:
        path = checked_path(name)
        os.makedirs(path.parent, exist_ok=True)
        Path(path).write_bytes(stream.read(size))


def checked_path(name: str) -> PurePosixPath:
    """The path ``name``, which must lead nowhere but into the working folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise CourseError(
            f"A file's path must stay in the working folder, got {name!r}. "
            "Give it relative to that folder, without '..'."
        )
    return path


def _limit(limits: Mapping[str, int], inherited: int) -> None:
    """Set the limits that the system itself keeps; ``inherited`` bytes of data do not count."""
    os.nice(_NICE)
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_FSIZE, limits["written"])
    _set_limit(resource.RLIMIT_NOFILE, limits["open_files"])
    _set_limit(resource.RLIMIT_NPROC, limits["processes"])
    _set_limit(resource.RLIMIT_CPU, limits["cpu_seconds"], more=_CPU_GRACE)
    # Reserved memory counts here, used or not: TensorFlow reserves thrice what it uses. What is
    # really used is the guardian's to watch.
    _set_limit(resource.RLIMIT_DATA, inherited + 3 * limits["memory"])
    if hasattr(resource, "RLIMIT_MSGQUEUE"):
        _set_limit(resource.RLIMIT_MSGQUEUE, 0)


def _set_limit(kind: int, value: int, more: int = 0) -> None:
    """Set a limit to ``value``, which the process itself may raise by ``more``."""
    _, hard = resource.getrlimit(kind)
    most = value + more if hard == resource.RLIM_INFINITY else min(value + more, hard)
    resource.setrlimit(kind, (min(value, most), most))


def _present_data() -> int:
    """Bytes of data that this process has inherited."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _forget_the_parent(order: Order) -> None:
    """The environment, arguments and random numbers of a process of its own."""
    import numpy as np

    os.environ.clear()
    os.environ.update(order.environment)
    sys.argv[:] = ["kernel"]
    tempfile.tempdir = None  # what Python remembers of the environment
    sys.path.append(order.folder)  # at the end: a student's keras.py replaces nothing
    random.seed()
    np.random.seed()


def _open_kernel(order: Order) -> Any:
    """An IPython kernel whose sockets are open, before its first message."""
    app = _kernel_app(order)
    app.initialize([])
    last = f"{order.connection['ip']}-{order.connection['hb_port']}"
    until = time.monotonic() + _SOCKET_SECONDS
    while not os.path.exists(last):  # the heartbeat's thread opens its own
        if time.monotonic() > until:
            raise TimeoutError(f"the kernel opened no socket {last} in {_SOCKET_SECONDS} s")
        time.sleep(0.001)
    return app


def _kernel_app(order: Order) -> Any:
    from ipykernel.kernelapp import IPKernelApp
    from jupyter_client.connect import KernelConnectionInfo
    from traitlets.config import Config

    class KernelApp(IPKernelApp):
        """IPython's, told where its sockets are instead of reading it from a file."""

        def init_connection_file(self) -> None:
            self.load_connection_info(cast(KernelConnectionInfo, order.connection))

        def write_connection_file(self, **_: Any) -> None:
            pass

        def init_crash_handler(self) -> None:
            pass

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShellApp.ignore_cwd = True
    config.IPKernelApp.auto_create = True
    return KernelApp.instance(config=config)
