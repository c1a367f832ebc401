"""The warm parent: what notebooks import is imported once, every notebook's kernel is a fork of it.

It runs behind the outer wall (``grader.sandbox.walls``), runs no student code and no TensorFlow
operation, and unpickles nothing. Its control socket brings the sockets of those who may ask
for kernels, a descriptor with each byte. Each of them brings requests, one JSON object per line:

- ``{"fork": id, "memory": bytes, "written": bytes, "grouped": bool}`` with a descriptor beside it:
  fork a kernel, which reads what it needs from that descriptor (see ``grader.kernel.inside``). So
  nothing about a submission ever lies in this process's memory, where the next fork would find it.
  A second descriptor, of a ``grouped`` kernel, leads into its cgroup.
- ``{"signal": number, "id": id}``: send a signal to the kernel's guardian, which passes it on;
  SIGTERM ends every process of the kernel.

Each is told ``{"warm": true}`` once, and for each of its kernels at the end ``{"ended": id,
"status"}`` with what the guardian told. A kernel ends with the connection by which it was asked
for, and all of them when the control socket closes or nobody has wanted anything for long.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader import courses
from grader.kernel import guardian, inside, linux, processes
from grader.kernel.namespaces import Namespaces
from grader.kernel.users import Users
from grader.kernel.walls import Allowance, Open

WALLS: dict[str, Callable[..., Open]] = {
    "namespaces": Namespaces,
    "users": Users,
    "none": Open,
}
IDLE_SECONDS = 15 * 60.0
_LONGEST_REQUEST = 65536
_MOST_DESCRIPTORS = 16

# What every notebook with checks imports, whatever its course.
LIBRARIES = (
    "numpy",
    "grader.notebook.check",
    "grader.checks.probing",
    "grader.notebook.carrying",
    "grader.notebook.render",
)


@dataclass(frozen=True)
class _Kernel:
    """A kernel that was forked: its guardian, and the pipe on which that reports."""

    id: str
    pid: int
    report: int


def main() -> None:
    """Import, then serve the control socket: its descriptor is the first argument.

    The others are the kind of walls and what that has to know.
    """
    control, kind, *places = sys.argv[1:]
    wall = WALLS[kind](*places)
    wall.settle()
    if sys.platform == "linux":
        linux.die_with_parent()
    _import_libraries()
    _Zygote(socket.socket(fileno=int(control)), wall).serve()


def _import_libraries() -> None:
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # 0.3 s for what nobody uses here
    for name in (*courses.current().imports, *LIBRARIES, *inside.MODULES):
        importlib.import_module(name)
    inside.load_fonts()
    gc.collect()
    gc.freeze()  # a collection in a fork would otherwise copy every page


class _Zygote:
    """The loop: who comes in is heard until nobody is left to hear."""

    def __init__(self, control: socket.socket, wall: Open) -> None:
        self._control = control
        self._wall = wall
        self._clients: list[_Client] = []
        self._gone: list[_Client] = []  # whose kernels are ending

    def serve(self) -> None:
        """Serve until the control socket closes or nothing happens; then end every kernel."""
        ends = processes.ChildEnds()
        used = time.monotonic()
        while time.monotonic() < used + IDLE_SECONDS:
            channels = {client.channel.fileno(): client for client in self._clients}
            ready = ends.wait(IDLE_SECONDS, self._control.fileno(), *channels)
            for client in (*self._clients, *self._gone):
                client.reap()
            if ready or any(client.kernels for client in self._clients):
                used = time.monotonic()
            if self._control.fileno() in ready and not self._let_in():
                break
            for descriptor in channels.keys() & ready:
                if not channels[descriptor].receive():
                    self._let_out(channels[descriptor])
        for client in list(self._clients):
            self._let_out(client)
        for client in self._gone:
            client.wait()

    def _let_in(self) -> bool:
        """Hear somebody new; False when the other side has closed."""
        data, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        for descriptor in descriptors:
            self._clients.append(_Client(socket.socket(fileno=descriptor), self._wall))
        return bool(data)

    def _let_out(self, client: "_Client") -> None:
        client.leave()
        self._clients.remove(client)
        self._gone = [other for other in (*self._gone, client) if other.kernels]


class _Client:
    """Somebody who asks for kernels: requests in, forks and signals out, and word of each end."""

    def __init__(self, channel: socket.socket, wall: Open) -> None:
        self.channel = channel
        self.kernels: dict[str, _Kernel] = {}
        self._wall = wall
        self._received = b""
        self._descriptors: list[int] = []
        self._report({"warm": True})

    def leave(self) -> None:
        """End every kernel and the connection; their ends are reaped later."""
        for kernel in self.kernels.values():
            self._signal(kernel, signal.SIGTERM)
        self.channel.close()

    def wait(self) -> None:
        """Wait for the ends of its kernels."""
        for kernel in self.kernels.values():
            os.waitpid(kernel.pid, 0)

    def receive(self) -> bool:
        """Handle what has come; False when the other side has closed."""
        try:
            data, descriptors, _, _ = socket.recv_fds(
                self.channel, _LONGEST_REQUEST, _MOST_DESCRIPTORS
            )
        except ConnectionError:
            return False
        self._descriptors += descriptors
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            self._handle(json.loads(line))
        return bool(data)

    def reap(self) -> None:
        """Tell of the kernels that have ended."""
        for kernel in list(self.kernels.values()):
            pid, status = os.waitpid(kernel.pid, os.WNOHANG)
            if pid:
                del self.kernels[kernel.id]
                with open(kernel.report, "rb") as report:
                    told = json.loads(report.readline() or b"{}")
                self._report_end(kernel.id, os.waitstatus_to_exitcode(status), told)

    def _handle(self, request: dict[str, Any]) -> None:
        if "fork" in request:
            allowed = Allowance(request["memory"], request["written"])
            self._fork(request["fork"], allowed, request["grouped"])
        elif request["id"] in self.kernels:
            self._signal(self.kernels[request["id"]], request["signal"])

    def _fork(self, id_: str, allowed: Allowance, grouped: bool) -> None:
        channel = self._descriptors.pop(0)
        group = self._descriptors.pop(0) if grouped else None
        reads, writes = os.pipe()
        try:
            pid = os.fork()
        except OSError as error:  # no memory or no process left: only this kernel's loss
            self._report_end(id_, 1, {"reason": str(error)})
        else:
            if pid == 0:
                signal.set_wakeup_fd(-1)
                if sys.platform == "linux":
                    linux.set_name(id_)  # by which it is found from outside
                guardian.guard(id_, channel, writes, allowed, self._wall, group)
            self.kernels[id_] = _Kernel(id_, pid, os.dup(reads))
        for descriptor in (channel, reads, writes, *([] if group is None else [group])):
            os.close(descriptor)

    def _signal(self, kernel: _Kernel, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(kernel.pid, number)

    def _report_end(self, id_: str, status: int, told: dict[str, Any]) -> None:
        self._report({"ended": id_, "status": status, **told})

    def _report(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # it is gone
            self.channel.sendall(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    main()
