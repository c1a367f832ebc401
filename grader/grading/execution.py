"""Run a notebook cell by cell in a kernel nobody trusts, and bring back what it wrote.

Whatever the kernel does, this comes to an end within ``Limits.notebook_seconds`` and a few
seconds, on a busy machine within some times as much (``grader.sandbox.clock``): a cell that takes
too long is interrupted, a kernel that does not obey is killed, output beyond its limit is dropped.
Cells that ran keep their outputs.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import nbformat
import psutil
import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from traitlets.config import Config

from grader.checks.brief import Brief
from grader.grading import messages
from grader.grading.options import Options
from grader.grading.results import IncidentKind
from grader.grading.storable import storable
from grader.kernel.limits import MIB
from grader.notebook.render import EVIDENCE_MIME
from grader.sandbox import JUPYTER_PATH, KERNEL_NAME
from grader.sandbox.clock import Clock

START_SECONDS = 60.0
GRACE_SECONDS = 3.0  # from the interrupt to the kill
FLOOD = 8  # a cell that writes this many times its limit is stopped
_LONGEST_MESSAGE = 4  # times what a cell may show
_POLL_SECONDS = 0.05  # between two looks at the clock and at this process's memory
_MOST_GROWTH = 300 * MIB  # of this process, while one notebook runs
_FILLED = f"was stopped: its messages took {_MOST_GROWTH / MIB:g} MB of the grader's own memory"
_TOO_MANY = "wrote an output of more pieces than anything that can be shown has"
_SHOWN_TYPES = ("stream", "display_data", "execute_result", "error")


class KernelDidNotStart(RuntimeError):
    """The sandboxed kernel gave no answer; this is the engine's fault, not the student's."""


@dataclass(frozen=True)
class Stop:
    """A limit that was hit at a cell. ``sentence`` completes "cell 7 …"."""

    cell: int
    kind: IncidentKind
    sentence: str
    fatal: bool


@dataclass
class Execution:
    """A notebook that was run: its cells with outputs, and what stopped it on the way.

    ``ran`` holds the positions of the cells that were started, ``replaced`` those of cells that
    wrote what cannot be stored; ``left`` is what was left of the notebook's time.
    """

    notebook: NotebookNode
    ran: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    stops: list[Stop] = field(default_factory=list)
    seconds: float = 0.0
    left: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: int = 0

    @property
    def end(self) -> Stop | None:
        """What ended the run before the last cell, if anything did."""
        return next((stop for stop in self.stops if stop.fatal), None)


def execute(
    notebook: NotebookNode,
    cells: Set[int],
    files: Mapping[str, bytes],
    brief: Brief,
    options: Options,
) -> Execution:
    """Run the code cells at the positions ``cells``; ``files`` lie in the working folder.

    Raises:
        NoWalls: the sandbox cannot be built on this machine.
        KernelDidNotStart: no answer from the kernel within a minute.
    """
    execution = Execution(notebook)
    began = time.monotonic()
    specs = KernelSpecManager(kernel_dirs=[str(JUPYTER_PATH / "kernels")])
    manager = KernelManager(
        kernel_name=KERNEL_NAME,
        kernel_spec_manager=specs,
        config=_config(options),
        context=zmq.Context(),
    )
    manager.start_kernel(files=dict(files), brief=brief.as_json())
    try:
        client = _connect(manager)
        try:
            session = _Session(manager, client, options)
            for number in sorted(cells):
                execution.ran.add(number)
                stop = session.run(notebook.cells[number], number)
                execution.stops += [stop] if stop is not None else []
                if stop is not None and stop.fatal:
                    break
            execution.replaced = session.replaced
            execution.left = session.left()
        finally:
            client.stop_channels()
    finally:
        provisioner: Any = manager.provisioner
        manager.shutdown_kernel(now=True)
        manager.context.destroy(linger=0)
        usage = provisioner.usage()
        execution.cpu_seconds, execution.peak_memory = usage.cpu_seconds, usage.peak_memory
        execution.seconds = time.monotonic() - began
    return execution


def _config(options: Options) -> Config:
    limits = options.limits
    return Config(
        SandboxProvisioner={
            "memory": limits.memory,
            "processes": limits.processes,
            "open_files": limits.open_files,
            "written": limits.written,
            "walls": options.walls,
        }
    )


def _connect(manager: KernelManager) -> BlockingKernelClient:
    """A client whose channels are heard: the kernel answered, and its broadcast came through."""
    client: BlockingKernelClient = manager.client()
    client.start_channels(stdin=False, hb=False, control=False)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and manager.is_alive():
        asked = client.kernel_info()
        wait_until = time.monotonic() + 2.0
        while time.monotonic() < wait_until:
            if not client.iopub_channel.socket.poll(100):
                if not manager.is_alive():
                    break
                continue
            message = client.iopub_channel.get_msg(timeout=0)
            if _answers(message, asked) and _is_idle(message):
                return client
    client.stop_channels()
    raise KernelDidNotStart(f"The kernel gave no answer within {START_SECONDS:.0f} s.")


class _Session:
    """One notebook's conversation with its kernel."""

    def __init__(
        self, manager: KernelManager, client: BlockingKernelClient, options: Options
    ) -> None:
        provisioner: Any = manager.provisioner
        self._manager = manager
        self._client = client
        self._limits = options.limits
        self.replaced: set[int] = set()
        self._resident_before = _resident()
        self._provisioner = provisioner
        self._clock: Clock = provisioner.clock(options.limits.notebook_seconds)

    def left(self) -> float:
        """Seconds that the notebook still has; 0 or less when its time is up."""
        return self._clock.left()

    def run(self, cell: NotebookNode, number: int) -> Stop | None:
        """Run one cell and put its outputs into it; the limit it hit, if it hit one."""
        asked = self._client.execute(cell.source, allow_stdin=False, stop_on_error=False)
        outputs = _Outputs(self._limits.output)
        stop = self._listen(asked, number, outputs)
        cell.outputs = outputs.collected()
        cell.execution_count = number + 1
        if outputs.replaced:
            self.replaced.add(number)
        if stop is None and outputs.dropped:
            limit = f"{self._limits.output / MIB:g} MB"
            return Stop(number, "output", f"wrote more than {limit}; the rest is cut", fatal=False)
        if stop is None and outputs.refused:
            return Stop(number, "output", f"{_TOO_MANY}, which was left out", fatal=False)
        return stop

    def _listen(self, asked: str, number: int, outputs: "_Outputs") -> Stop | None:
        clock = self._provisioner.clock(self._limits.cell_seconds)
        for message in self._messages(asked, lambda: min(clock.left(), self.left()), outputs):
            if message is None:
                return self._death(number)
            if _is_idle(message):
                return None
            outputs.take(message)
        if self._is_filled:
            return Stop(number, "output", _FILLED, fatal=True)
        if outputs.is_flood:
            return self._stop(asked, number, "output", outputs, self._too_much())
        return self._stop(asked, number, "time", outputs, self._too_long())

    @property
    def _is_filled(self) -> bool:
        """Whether this process has grown by far more than a notebook's messages need.

        A message is queued whole before its first part can be read, however many parts it has.
        """
        return _resident() > self._resident_before + _MOST_GROWTH

    def _messages(
        self, asked: str, left: Callable[[], float], outputs: "_Outputs"
    ) -> Iterator[dict[str, Any] | None]:
        """What the cell broadcasts while seconds are ``left``; None once the kernel is dead."""
        socket = self._client.iopub_channel.socket
        while (seconds := left()) > 0 and not outputs.is_flood and not self._is_filled:
            messages.drop(self._client.shell_channel.socket)
            if socket.poll(1000 * min(seconds, _POLL_SECONDS)):
                message = self._receive(socket, outputs)
                if message is not None and _answers(message, asked):
                    yield message
            elif not self._manager.is_alive():
                yield None
                return

    def _receive(self, socket: Any, outputs: "_Outputs") -> dict[str, Any] | None:
        """One message with its size; None for one that is not signed or cannot be read."""
        parts, size = messages.receive(socket, _LONGEST_MESSAGE * self._limits.output)
        outputs.written += size
        if not parts:
            outputs.dropped = True
            return None
        if not messages.is_light(parts):
            outputs.refused = True
            return None
        try:
            _, parts_of_message = self._client.session.feed_identities(parts)
            message: dict[str, Any] = self._client.session.deserialize(parts_of_message)
        except Exception:  # whatever bytes a student's process sends
            return None
        message["size"] = size
        return message

    def _stop(
        self, asked: str, number: int, kind: IncidentKind, outputs: "_Outputs", sentence: str
    ) -> Stop:
        """Interrupt the cell; kill the kernel when it does not obey, or has no time left.

        The cell may have ended by itself a moment ago. So the kernel is asked by a message, whose
        answer tells that the interrupt is over: a signal would reach it at any time later, and
        stop the next cell.
        """
        uncounted = _Outputs(sys.maxsize)  # what the cell had written before it could obey
        until = time.monotonic() + GRACE_SECONDS
        with self._manager.connect_control() as control:
            self._client.session.send(control, "interrupt_request", content={})
            for message in self._messages(asked, lambda: until - time.monotonic(), uncounted):
                if message is None:
                    return Stop(number, kind, sentence, fatal=True)
                if _is_idle(message):
                    obeyed = control.poll(int(1000 * max(0.0, until - time.monotonic())))
                    return Stop(number, kind, sentence, fatal=not obeyed or self.left() <= 0)
                outputs.take(message)
        return Stop(number, kind, sentence, fatal=True)

    def _too_long(self) -> str:
        if self.left() <= 0:
            seconds = self._limits.notebook_seconds
            return f"was stopped: the notebook had run for {seconds:g} s"
        return f"was stopped after {self._limits.cell_seconds:g} s"

    def _too_much(self) -> str:
        return f"was stopped after it wrote {FLOOD * self._limits.output / MIB:g} MB"

    def _death(self, number: int) -> Stop:
        ended = self._provisioner.usage().ended
        if ended == "memory":
            limit = f"{self._limits.memory / MIB:g} MB"
            return Stop(number, "memory", f"was stopped: it used more than {limit}", fatal=True)
        if ended == "disk":
            limit = f"{self._limits.written / MIB:g} MB"
            return Stop(number, "disk", f"was stopped: it wrote more than {limit}", fatal=True)
        return Stop(number, "died", f"ended the kernel ({ended or 'unknown cause'})", fatal=True)


class _Outputs:
    """A cell's outputs within a limit in bytes; evidence has a limit of the same size.

    ``written`` counts every byte that came while the cell ran, also those of threads that an
    earlier cell left behind.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._shown = self._evidence = 0
        self._list: list[NotebookNode] = []
        self.written = 0
        self.dropped = self.refused = self.replaced = False

    @property
    def is_flood(self) -> bool:
        """Whether far more was written than anybody can read."""
        return self.written > FLOOD * self._limit

    def take(self, message: dict[str, Any]) -> None:
        """Keep what a message shows, as long as there is room."""
        if message["msg_type"] == "clear_output":
            self._list = [output for output in self._list if is_evidence(output)]
        if message["msg_type"] not in _SHOWN_TYPES:
            return
        if not messages.has_few_keys(message["content"]):
            self.refused = True
            return
        try:
            content, replaced = storable(message["content"])
            output = nbformat.v4.output_from_msg({**message, "content": content})
            nbformat.validate(output, ref="output", version=4)
        except Exception:  # signed, but not in the protocol's form
            return
        self.replaced |= replaced
        _join_lines(output)
        if is_evidence(output):
            self._evidence += message["size"]
            self._keep(output, self._evidence)
        else:
            self._shown += message["size"]
            self._keep(output, self._shown)

    def _keep(self, output: NotebookNode, used: int) -> None:
        if used <= self._limit:
            self._list.append(output)
        else:
            self.dropped = True

    def collected(self) -> list[NotebookNode]:
        """The outputs, with neighbouring pieces of one stream joined."""
        joined: list[NotebookNode] = []
        for stream, group in groupby(self._list, key=_stream_name):
            pieces = list(group)
            if stream:
                text = "".join(piece.text for piece in pieces)
                joined.append(nbformat.v4.new_output("stream", name=stream, text=text))
            else:
                joined += pieces
        return joined


def _resident() -> int:
    """Bytes that this process has in memory."""
    return int(psutil.Process().memory_info().rss)


def _join_lines(output: NotebookNode) -> None:
    """Join texts that came as lists of lines, which the notebook format allows."""
    if output.output_type == "stream":
        output.text = "".join(output.text)
    for kind, content in output.get("data", {}).items():
        if kind != EVIDENCE_MIME and isinstance(content, list):
            output.data[kind] = "".join(map(str, content))


def _stream_name(output: NotebookNode) -> str:
    return str(output.name) if output.output_type == "stream" else ""


def is_evidence(output: NotebookNode) -> bool:
    """Whether an output is the record of a check."""
    return output.output_type == "display_data" and EVIDENCE_MIME in output.data


def _answers(message: Mapping[str, Any], asked: str) -> bool:
    parent = message.get("parent_header")
    return isinstance(parent, dict) and parent.get("msg_id") == asked


def _is_idle(message: Mapping[str, Any]) -> bool:
    content = message.get("content")
    return (
        message.get("msg_type") == "status"
        and isinstance(content, dict)
        and content.get("execution_state") == "idle"
    )
