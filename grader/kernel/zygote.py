"""The warm parent: TensorFlow is imported once, every notebook's kernel is a fork of it.

It runs behind the outer wall (``grader.kernel.walls``), runs no student code and no TensorFlow
operation, and unpickles nothing. Its control socket brings requests, one JSON object a line:

- ``{"fork": id, "memory": bytes}`` with a descriptor beside it: fork a kernel, which reads what
  it needs from that descriptor (see ``grader.kernel.inside``). So nothing about a submission
  ever lies in this process's memory, where the next fork would find it.
- ``{"signal": number, "id": id}``: pass a signal on to the kernel.
- ``{"kill": id}``: end every process of the kernel.

It reports ``{"warm": true}`` once, and for each kernel at its end
``{"ended": id, "status", "cpu_seconds", "peak_memory", "reason"}``. When the control socket
closes, it ends and every kernel with it.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from typing import Any

from grader.kernel import inside, linux, processes

NOBODY = 65534
WATCH_SECONDS = 0.2
_LONGEST_REQUEST = 65536
_MOST_DESCRIPTORS = 16

# What a notebook of the course imports.
_LIBRARIES = (
    "tensorflow",
    "keras",
    "numpy",
    "pandas",
    "PIL.Image",
    "imageio.v3",
    "h5py",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib_inline.backend_inline",
    "grader.check",
    "grader.probing",
    "grader.carrying",
    "grader.render",
    "data",
)


@dataclass
class _Kernel:
    """A kernel that was forked: the process that stands for it, and what it has used so far."""

    id: str
    pid: int
    memory: int
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    reason: str = ""


def main() -> None:
    """Import, then serve the control socket, whose descriptor is the only argument."""
    walled = sys.argv[2] == "walled"
    control = socket.socket(fileno=int(sys.argv[1]))
    if sys.platform == "linux":
        linux.die_with_parent()
        if os.getuid() == 0 and walled:
            linux.uncover_proc()
            linux.drop_root(NOBODY)
            linux.die_with_parent()
    _import_libraries()
    _report(control, {"warm": True})
    _Zygote(control, walled).serve()


def _import_libraries() -> None:
    for name in (*_LIBRARIES, *inside.MODULES):
        importlib.import_module(name)
    inside.load_fonts()
    gc.collect()
    gc.freeze()  # a collection in a fork would otherwise copy every page


def _report(control: socket.socket, message: dict[str, Any]) -> None:
    control.sendall(json.dumps(message).encode() + b"\n")


class _Zygote:
    """The loop: requests in, ends out, a look at the kernels' memory now and then."""

    def __init__(self, control: socket.socket, walled: bool) -> None:
        self._control = control
        self._walled = walled
        self._kernels: dict[int, _Kernel] = {}
        self._received = b""
        self._descriptors: list[int] = []
        self._inherited = processes.own_memory()
        self._holding = 2 if walled else 0  # guardian and process 1

    def serve(self) -> None:
        """Serve until the control socket closes; then end every kernel."""
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        while True:
            timeout = WATCH_SECONDS if self._kernels else None
            ready, _, _ = select.select([self._control.fileno(), woken], [], [], timeout)
            if woken in ready:
                os.read(woken, 4096)
            self._watch()
            self._reap()
            if self._control.fileno() in ready and not self._receive():
                break
        for kernel in self._kernels.values():
            processes.kill_tree(kernel.pid)

    def _receive(self) -> bool:
        """Handle what has come; False when the other side has closed."""
        data, descriptors, _, _ = socket.recv_fds(
            self._control, _LONGEST_REQUEST, _MOST_DESCRIPTORS
        )
        self._descriptors += descriptors
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._handle(json.loads(line))
        return bool(data)

    def _handle(self, request: dict[str, Any]) -> None:
        if "fork" in request:
            self._fork(request["fork"], request["memory"])
        elif "signal" in request:
            self._signal(request["id"], request["signal"])
        elif "kill" in request:
            self._kill(request["kill"], "killed")

    def _fork(self, id_: str, memory: int) -> None:
        channel = self._descriptors.pop(0)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            inside.become_kernel(channel, self._walled)
        os.close(channel)
        self._kernels[pid] = _Kernel(id_, pid, memory)

    def _signal(self, id_: str, number: int) -> None:
        for kernel in self._kernels.values():
            if kernel.id == id_:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(kernel.pid, number)

    def _kill(self, id_: str, reason: str) -> None:
        for kernel in self._kernels.values():
            if kernel.id == id_:
                self._measure(kernel)
                kernel.reason = kernel.reason or reason
                processes.kill_tree(kernel.pid)

    def _watch(self) -> None:
        for kernel in list(self._kernels.values()):
            if self._measure(kernel) > kernel.memory:
                self._kill(kernel.id, "memory")

    def _measure(self, kernel: _Kernel) -> int:
        used = processes.usage(kernel.pid, self._inherited, self._holding)
        kernel.cpu_seconds = max(kernel.cpu_seconds, used.cpu_seconds)
        kernel.peak_memory = max(kernel.peak_memory, used.memory)
        return used.memory

    def _reap(self) -> None:
        while self._kernels:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            kernel = self._kernels.pop(pid, None)
            if kernel is not None:
                code = os.waitstatus_to_exitcode(status)
                cpu_seconds = max(kernel.cpu_seconds, used.ru_utime + used.ru_stime)
                _report(
                    self._control,
                    {
                        "ended": kernel.id,
                        "status": code,
                        "cpu_seconds": cpu_seconds,
                        "peak_memory": kernel.peak_memory,
                        "reason": kernel.reason,
                    },
                )


if __name__ == "__main__":
    assert threading.active_count() == 1
    main()
