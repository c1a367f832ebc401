"""The trusted side of the warm parent: starts it, asks it for kernels, hears of their ends."""

import atexit
import contextlib
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.kernel import cgroup, inside, processes, scratch, walls
from grader.kernel.cgroup import Cgroup
from grader.kernel.zygote import NOBODY

WARM_SECONDS = 180.0
READY_SECONDS = 60.0
IDLE_SECONDS = 15 * 60.0
_LONGEST_FOLDER = 68  # with 35 more, a socket's address has the 103 that every system allows
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


@dataclass(frozen=True)
class Configuration:
    """What one warm parent serves: with or without walls, and how many threads TensorFlow has."""

    walled: bool = True
    threads: int = 1


@dataclass
class Kernel:
    """A kernel of the warm parent. ``status`` is None while it lives, then its exit code."""

    id: str
    room: Path
    status: int | None = None
    cgroup: Cgroup | None = None
    usage: Usage = field(default_factory=Usage)


def parent(configuration: Configuration) -> "WarmParent":
    """This process's warm parent for ``configuration``, started when there is none."""
    key = (os.getpid(), configuration)
    with _lock:
        found = _parents.get(key)
        if found is None or not found.alive:
            found = _parents[key] = WarmParent(configuration)
        return found


_parents: dict[tuple[int, Configuration], "WarmParent"] = {}
_lock = threading.Lock()


@atexit.register
def _close_all() -> None:
    for (pid, _), warm in list(_parents.items()):
        if pid == os.getpid():
            warm.close()


class WarmParent:
    """A running warm parent."""

    def __init__(self, configuration: Configuration) -> None:
        """Start it, and wait until TensorFlow is imported.

        Raises:
            KernelNotStarted: it ended before, with what it wrote last.
        """
        self._configuration = configuration
        self._base = scratch.make(_short_folder())
        self._base.chmod(0o711)
        self._rooms = self._base / "rooms"
        self._rooms.mkdir(mode=0o711)
        self._kernels: dict[str, Kernel] = {}
        self._lock = threading.Lock()
        self._warm = threading.Event()
        self._ended = threading.Event()
        self._last_used = time.monotonic()
        self._control, theirs = socket.socketpair()
        # The system ends the child with the *thread* that started it, so one thread starts it
        # and stays.
        self._thread = threading.Thread(target=self._attend, args=(theirs,), daemon=True)
        self._thread.start()
        self._warm.wait(WARM_SECONDS)
        if not self.alive or not self._warm.is_set():
            self.close()
            raise KernelNotStarted(
                "The warm parent of the kernels did not start. It wrote last: "
                f"{self._last_words!r}. Try `grader doctor`."
            )

    @property
    def alive(self) -> bool:
        """Whether it still serves."""
        return not self._ended.is_set()

    @property
    def pid(self) -> int:
        """The process that was started: bubblewrap, or Python when there are no walls."""
        return self._process.pid

    def make_room(self) -> Kernel:
        """A new kernel: its identifier and its folder for sockets. ``start`` brings it to life."""
        id_ = secrets.token_hex(4)
        room = self._rooms / id_
        room.mkdir(mode=0o700)
        if os.getuid() == 0 and self._configuration.walled:
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
            request = {"fork": kernel.id, "memory": memory, "grouped": group is not None}
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

    def close(self) -> None:
        """End the warm parent and all its kernels, and remove what it left on the disk."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)  # Python may end behind this, and would end the thread half-way

    def _send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        line = json.dumps(message).encode() + b"\n"
        with self._lock, contextlib.suppress(OSError):
            self._last_used = time.monotonic()
            socket.send_fds(self._control, [line], descriptors)

    def _attend(self, theirs: socket.socket) -> None:
        """The thread of the warm parent: start it, hear it until it ends, clean up."""
        try:
            with theirs, open(self._base / "log", "wb") as log:
                self._process = subprocess.Popen(
                    self._command(theirs.fileno()),
                    env=self._environment() | self._outside_walls(),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                )
            self._listen()
            self._process.kill()
            self._process.wait()
        finally:
            self._last_words = _end_of(self._base / "log")
            for kernel in self._kernels.values():
                _end(kernel, -9, Usage(ended="killed"))
            self._ended.set()
            self._warm.set()
            self._control.close()
            scratch.remove(self._base)

    def _listen(self) -> None:
        received = b""
        while True:
            ready, _, _ = select.select([self._control], [], [], 10)
            if not ready:
                if not self._kernels and time.monotonic() - self._last_used > IDLE_SECONDS:
                    return
                continue
            try:
                data = self._control.recv(65536)
            except OSError:
                return
            if not data:
                return
            *lines, received = (received + data).split(b"\n")
            for line in lines:
                self._hear(json.loads(line))

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

    def _command(self, control: int) -> list[str]:
        walled = self._configuration.walled
        arguments = ["-m", "grader.kernel.zygote", str(control), "walled" if walled else "open"]
        if not walled:
            return [sys.executable, "-I", *arguments]
        outside = walls.Outside(package=_copy_of_package(self._base), rooms=self._rooms)
        return walls.command(outside, arguments, self._environment())

    def _outside_walls(self) -> dict[str, str]:
        """What bubblewrap needs, or a warm parent without walls, which writes into its folder."""
        own = dict.fromkeys(("HOME", "TMPDIR"), str(self._base))
        return {"PATH": os.environ.get("PATH", os.defpath)} | own

    def _environment(self) -> dict[str, str]:
        threads = str(self._configuration.threads)
        names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
        return kernel_environment() | dict.fromkeys((*names, "OPENBLAS_NUM_THREADS"), threads)


def _end(kernel: Kernel, status: int, usage: Usage) -> None:
    """Note how a kernel ended, and take its cgroup away."""
    if kernel.cgroup is not None:
        if kernel.cgroup.was_full:
            usage = replace(usage, ended="memory")
        kernel.cgroup.remove()
    kernel.usage, kernel.status = usage, status


def kernel_environment() -> dict[str, str]:
    """The environment of every kernel: nothing of this process's own."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": inside.HOME,
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "NBGRADER_EXECUTION": "autograde",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    }


def _short_folder() -> Path:
    """A folder for temporary files whose name leaves room within a socket's address."""
    folder = tempfile.gettempdir()
    return Path(folder if len(folder) <= _LONGEST_FOLDER else "/tmp")


def _copy_of_package(base: Path) -> Path:
    """A copy of ``grader`` without its trusted half."""
    from grader.kernel import contents

    contents.copy_for_sandbox(base)
    return base / "grader"


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
