"""The trusted side of the warm parent: asks it for kernels, hears of their ends."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.kernel import inside, processes
from grader.kernel.namespaces import NOBODY
from grader.sandbox import cgroup, host
from grader.sandbox.cgroup import Cgroup
from grader.sandbox.host import Configuration

WARM_SECONDS = 180.0
READY_SECONDS = 60.0
_LAST_WORDS = 2000  # characters


class KernelNotStarted(CourseError):
    """The warm parent or a fork of it did not come up."""


@dataclass(frozen=True)
class Usage:
    """What a kernel used: CPU seconds, bytes of memory at the most, and why it ended.

    Of the warm parent's memory, which it shares, its part counts: some 60 MB.

    ``ended`` is "" while it lives and after an ordinary shutdown, else "memory", "killed",
    "exit 1", "signal 11" and the like.
    """

    cpu_seconds: float = 0.0
    peak_memory: int = 0
    ended: str = ""


@dataclass
class Kernel:
    """A kernel of the warm parent. ``status`` is None while it lives, then its exit code.

    Its room is removed when it has ended, once ``left``.
    """

    id: str
    room: Path
    status: int | None = None
    left: bool = False
    cgroup: Cgroup | None = None
    usage: Usage = field(default_factory=Usage)


def parent(configuration: Configuration) -> "WarmParent":
    """This process's connection to the warm parent for ``configuration``."""
    with _lock:
        folder = host.folder_for(configuration)  # another one when the environment names another
        found = _parents.get((os.getpid(), folder))
        if found is None or not found.alive:
            found = _parents[os.getpid(), folder] = WarmParent(folder)
        return found


_parents: dict[tuple[int, Path], "WarmParent"] = {}
_lock = threading.Lock()


class WarmParent:
    """A connection to a running warm parent; kernels end with the connection they came by."""

    def __init__(self, folder: Path) -> None:
        """Connect through the door in ``folder``, and wait until TensorFlow is imported.

        Raises:
            KernelNotStarted: it ended before, with what it wrote last.
        """
        self.rooms = folder / host.ROOMS
        self._kernels: dict[str, Kernel] = {}
        self._lock = threading.Lock()
        self._warm = threading.Event()
        self._ended = threading.Event()
        self._control = socket.socket(socket.AF_UNIX)
        self._control.connect(str(folder / host.DOOR))
        self.pid: int = _first_line(self._control).get("pid", 0)  # bubblewrap's, or Python's
        threading.Thread(target=self._attend, daemon=True).start()
        self._warm.wait(WARM_SECONDS)
        if not self.alive or not self._warm.is_set():
            self.close()
            raise KernelNotStarted(
                "The warm parent of the kernels did not start. It wrote last: "
                f"{_end_of(folder / host.LOG)!r}. Try `grader doctor`."
            )

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return not self._ended.is_set()

    def make_room(self) -> Kernel:
        """A new kernel: its identifier and its folder for sockets. ``start`` brings it to life."""
        id_ = secrets.token_hex(4)
        room = self.rooms / id_
        room.mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(room, NOBODY, NOBODY)
        return Kernel(id_, room)

    def start(
        self, kernel: Kernel, order: inside.Order, files: Mapping[str, bytes], memory: int
    ) -> None:
        """Fork a kernel; returns when its sockets are open and no cell has run.

        Raises:
            KernelNotStarted: it did not get that far, with the traceback of where it stopped.
        """
        self.fork(kernel, order, files, memory).close()

    def fork(
        self, kernel: Kernel, order: inside.Order, files: Mapping[str, bytes], memory: int
    ) -> socket.socket:
        """Fork a process for an order; the socket on which it speaks once it is ready.

        Raises:
            KernelNotStarted: as for ``start``.
        """
        # In a cgroup the files count as memory: its folders lie there.
        kernel.cgroup = cgroup.make(f"notebook-{kernel.id}", memory + order.limits["written"])
        entrance = kernel.cgroup.entrance() if kernel.cgroup else nullcontext()
        ours, theirs = socket.socketpair()
        with theirs, entrance as group:
            self._kernels[kernel.id] = kernel
            passed = [theirs.fileno(), *([] if group is None else [group])]
            request = {
                "fork": kernel.id,
                "memory": memory,
                "written": order.limits["written"],
                "grouped": group is not None,
            }
            self._send(request, passed)
        ours.settimeout(READY_SECONDS)
        with contextlib.suppress(OSError):  # when it has ended, its answer says more
            ours.sendall(json.dumps(vars(order)).encode() + b"\n")
            for name, _ in order.files:
                ours.sendall(files[name])
        answer = _first_line(ours)
        if "ready" not in answer:
            ours.close()
            self.kill(kernel)
            raise KernelNotStarted(
                f"A kernel did not start: {answer.get('error', 'it ended at once')}"
            )
        return ours

    def processes_of(self, kernel: Kernel) -> list[processes.Process]:
        """The kernel's processes now, as /proc shows them out here."""
        for process in processes.descendants(self.pid):
            if process.name == kernel.id:  # of all with this name the guardian stands highest
                return processes.descendants(process.pid)
        return []

    def signal(self, kernel: Kernel, number: int) -> None:
        """Pass a signal on to the kernel's process."""
        self._send({"signal": int(number), "id": kernel.id})

    def kill(self, kernel: Kernel) -> None:
        """End every process of the kernel."""
        self.signal(kernel, signal.SIGTERM)

    def leave(self, kernel: Kernel) -> None:
        """Remove the kernel's room: what can be now, and what it still holds when it has ended."""
        kernel.left = True
        _remove_room(kernel)

    def close(self) -> None:
        """End the connection, and with it all kernels that came by it."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        line = json.dumps(message).encode() + b"\n"
        with self._lock, contextlib.suppress(OSError):
            socket.send_fds(self._control, [line], descriptors)

    def _attend(self) -> None:
        """The thread of the connection: hear the warm parent until one of both has enough."""
        received = b""
        try:
            while data := self._receive():
                *lines, received = (received + data).split(b"\n")
                for line in lines:
                    self._hear(json.loads(line))
        finally:
            for kernel in self._kernels.values():
                _end(kernel, -9, Usage(ended="killed"))
            self._ended.set()
            self._warm.set()
            self._control.close()

    def _receive(self) -> bytes:
        with contextlib.suppress(OSError):
            return self._control.recv(65536)
        return b""

    def _hear(self, message: dict[str, Any]) -> None:
        if "warm" in message:
            self._warm.set()
        elif "ended" in message:
            kernel = self._kernels.pop(message["ended"])
            usage = Usage(
                cpu_seconds=message.get("cpu_seconds", 0.0),
                peak_memory=message.get("peak_memory", 0),
                ended=message.get("reason") or _in_words(message["status"]),
            )
            _end(kernel, message["status"], usage)


def _end(kernel: Kernel, status: int, usage: Usage) -> None:
    """Note how a kernel ended, and take its cgroup away."""
    if kernel.cgroup is not None:
        if kernel.cgroup.was_full:
            usage = replace(usage, ended="memory")
        kernel.cgroup.remove()
    kernel.usage, kernel.status = usage, status
    if kernel.left:
        _remove_room(kernel)


def _remove_room(kernel: Kernel) -> None:
    with contextlib.suppress(RecursionError):  # its guardian removes what is so deep
        shutil.rmtree(kernel.room, ignore_errors=True)


def _first_line(channel: socket.socket) -> dict[str, Any]:
    """The first line that comes, and no byte of what comes after it."""
    try:
        with channel.makefile("rb", buffering=0) as stream:
            answer: dict[str, Any] = json.loads(stream.readline() or b"{}")
    except OSError as error:
        return {"error": str(error)}
    return answer


def _end_of(log: Path) -> str:
    try:
        return log.read_text(errors="replace")[-_LAST_WORDS:].strip()
    except OSError:
        return ""


def _in_words(status: int) -> str:
    if status < 0 or status > 128:
        return f"signal {-status if status < 0 else status - 128}"
    return f"exit {status}"
