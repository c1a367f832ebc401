"""Starts kernels for Jupyter: warm, sandboxed, over unix sockets.

Named ``sandbox`` among the kernel provisioners, so that a kernelspec is enough for nbclient,
nbconvert and nbgrader to use it.
"""

import asyncio
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import Enum, Float, Int

from grader.kernel import inside
from grader.kernel.limits import Limits
from grader.sandbox import host, warm
from grader.sandbox.clock import Clock
from grader.sandbox.handing_in import entries
from grader.sandbox.unwalled import Unwalled
from grader.sandbox.walls import NAMES, chosen
from grader.sandbox.warm import Usage

_DEFAULTS = Limits()
_POLL_SECONDS = 0.02


class SandboxProvisioner(KernelProvisionerBase):
    """A kernel forked from this process's warm parent.

    ``start_kernel`` takes two more arguments: ``files``, the content of the working folder by
    relative path (default: the regular files of ``cwd``), and ``brief``, what
    ``grader.checks.brief.Brief.as_json`` gives.
    """

    memory = Int(_DEFAULTS.memory, config=True, help="Bytes beyond the warm parent.")
    processes = Int(_DEFAULTS.processes, config=True, help="Processes and threads.")
    open_files = Int(_DEFAULTS.open_files, config=True, help="Open files of a process.")
    written = Int(_DEFAULTS.written, config=True, help="Bytes in the working folder and /tmp.")
    cpu_seconds = Float(
        2 * _DEFAULTS.notebook_seconds, config=True, help="CPU seconds of a process."
    )
    threads = Int(1, config=True, help="Threads of a TensorFlow operation.")
    walls = Enum(
        NAMES,
        None,
        allow_none=True,
        config=True,
        help="Which walls are around kernels; the strongest that can be built here if unset.",
    )

    _kind: Unwalled | None = None
    _parent: warm.WarmParent | None = None
    _kernel: warm.Kernel | None = None
    _running = False
    _shutdown_requested = False

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started whose end nobody has waited for."""
        return self._running

    def usage(self) -> Usage:
        """What the kernel used, complete once it has ended."""
        if self._kernel is None:
            return Usage()
        usage = self._kernel.usage
        ordinary = self._shutdown_requested and usage.ended == "exit 0"
        return replace(usage, ended="") if ordinary else usage

    def clock(self, seconds: float) -> Clock:
        """A clock over what the kernel does from now on."""
        assert self._parent is not None and self._kernel is not None
        return Clock(seconds, partial(self._parent.processes_of, self._kernel))

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Make the room and the connection information; nothing runs yet.

        Raises:
            NoWalls: the walls cannot be built here.
        """
        self._kind = chosen(self.walls)
        if self._kind.name == "none":
            self.log.warning("walls: none. %s", self._kind.unpromised)
        configuration = host.Configuration(self._kind.name, self.threads)
        self._parent = await asyncio.to_thread(warm.parent, configuration)
        self._kernel = self._next_kernel(self._parent)
        self._shutdown_requested = False
        self._connect(self._kernel.room)

        kwargs.setdefault("files", None)
        kwargs.setdefault("brief", None)
        kwargs = await super().pre_launch(**kwargs)
        return {**kwargs, "cmd": []}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel."""
        assert self._parent is not None and self._kernel is not None
        files = kwargs["files"]
        if files is None:
            files = files_of(Path(kwargs.get("cwd") or os.curdir), self.written)
        order = self._order(files, kwargs["brief"])
        await asyncio.to_thread(self._parent.start, self._kernel, order, files, self.memory)
        self._running = True
        return self.connection_info

    async def poll(self) -> int | None:
        """None while the kernel lives, then its exit code."""
        return self._kernel.status if self._running and self._kernel else 0

    async def wait(self) -> int | None:
        """Wait for the kernel's end; its exit code."""
        while (status := await self.poll()) is None:
            await asyncio.sleep(_POLL_SECONDS)
        self._running = False
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process."""
        if self._running and self._parent and self._kernel:
            self._parent.signal(self._kernel, signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and every process it started."""
        if self._running and self._parent and self._kernel:
            self._parent.kill(self._kernel)

    async def terminate(self, restart: bool = False) -> None:
        """End the kernel as ``kill`` does: a student's code can catch SIGTERM."""
        await self.kill(restart)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Remember that the kernel was asked to end."""
        self._shutdown_requested = True

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the room, unless the next kernel is to be found at the same place."""
        if self._parent is not None and self._kernel is not None and not restart:
            self._parent.leave(self._kernel)

    def resolve_path(self, path: str) -> str | None:
        """No path of the sandbox is one of this computer."""
        return None

    def _connect(self, room: Path) -> None:
        """Have the kernel's manager and its clients speak to the sockets in ``room``.

        Jupyter's own path for them is relative unless a connection file is named, so that a
        kernel with another working folder never answers; ours is absolute, and short enough
        for a socket's address.
        """
        manager: Any = self.parent
        manager.transport = "ipc"
        manager.ip = str(room / "k")
        manager.cleanup_connection_file()
        manager.connection_file = str(room.parents[1] / f"{room.name}.json")
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()

    def _order(self, files: Mapping[str, bytes], brief: Mapping[str, Any] | None) -> inside.Order:
        assert self._kernel is not None and self._kind is not None
        place = self._kind.place(self._kernel.room)
        key: Any = self.connection_info["key"]  # bytes, whatever its type says
        info = {**self.connection_info, "key": key.decode(), "ip": place.sockets}
        return inside.Order(
            id=self._kernel.id,
            connection=info,
            limits={
                "memory": self.memory,
                "processes": self.processes,
                "open_files": self.open_files,
                "written": self.written,
                "cpu_seconds": int(self.cpu_seconds),
            },
            environment={**host.kernel_environment(), **place.environment},
            folder=place.folder,
            files=tuple((name, len(content)) for name, content in files.items()),
            brief=brief,
        )

    def _next_kernel(self, parent: warm.WarmParent) -> warm.Kernel:
        """A kernel in a new room, or at a restart in the one that clients know."""
        if self._kernel is not None and self._kernel.room.exists():
            return warm.Kernel(self._kernel.id, self._kernel.room)
        return parent.make_room()


def files_of(folder: Path, limit: int) -> dict[str, bytes]:
    """The regular files handed in below ``folder`` by relative path, up to ``limit`` bytes."""
    files: dict[str, bytes] = {}
    for path in entries(folder):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
            limit -= status.st_size
            files[str(path.relative_to(folder))] = path.read_bytes()
    return files
