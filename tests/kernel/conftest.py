"""Kernels to talk to. They share one warm parent, as those of a grading run do."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest
from jupyter_client.manager import KernelManager
from traitlets.config import Config

from grader.sandbox import JUPYTER_PATH, host, walls, warm
from grader.sandbox.warm import Usage

SECONDS = 60


@dataclass(frozen=True)
class Ran:
    """What came of a cell: what it printed, and the name and text of its error."""

    text: str
    error: str = ""
    message: str = ""


class Kernel:
    """A running kernel and a client of it."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=SECONDS)

    @property
    def provisioner(self) -> Any:
        """What started it."""
        return self.manager.provisioner

    def run(self, code: str, timeout: float = SECONDS) -> Ran:
        """Run a cell; raises ``TimeoutError`` or ``RuntimeError`` when no answer comes."""
        texts: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])

        reply = self.client.execute_interactive(code, output_hook=hear, timeout=timeout)
        content = reply["content"]
        return Ran("".join(texts).strip(), content.get("ename", ""), content.get("evalue", ""))

    def ends(self, code: str) -> Usage:
        """Run a cell that ends the kernel; what it had used then."""
        self.client.execute(code)
        self.wait_for_end()
        return self.provisioner.usage()

    def wait_for_end(self) -> None:
        """Wait until it has ended; fails when it does not."""
        until = time.monotonic() + SECONDS
        while self.manager.is_alive():
            assert time.monotonic() < until, "the kernel still lives"
            time.sleep(0.05)

    def close(self) -> None:
        """End it."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session")
def jupyter_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(JUPYTER_PATH))
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_warm_parent() -> Iterator[None]:
    """Here processes are counted and the warm parent is killed: nobody else may need it."""
    configuration = host.Configuration("namespaces")
    with pytest.MonkeyPatch.context() as patch, closing(host.Host(configuration)) as own:
        patch.setenv(configuration.variable, str(own.folder))
        yield


StartKernel = Callable[..., Kernel]


@pytest.fixture
def start_kernel(jupyter_path: None) -> Iterator[StartKernel]:
    """Start a kernel: traits of the provisioner as keywords, ``files`` and ``brief`` too.

    The test is skipped where these walls cannot be built.
    """
    started: list[Kernel] = []

    def start(files: Any = (), brief: Any = None, **traits: Any) -> Kernel:
        traits = {"walls": "namespaces", **traits}
        if reason := walls.KINDS[traits["walls"]].why_not():
            pytest.skip(reason)
        config = Config({"SandboxProvisioner": traits})
        manager = KernelManager(kernel_name="sandboxed-python3", config=config)
        manager.start_kernel(files=dict(files), brief=brief)
        started.append(Kernel(manager))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@pytest.fixture
def kernel(start_kernel: StartKernel) -> Kernel:
    return start_kernel()


@pytest.fixture
def warm_parent(jupyter_path: None) -> warm.WarmParent:
    assert os.environ["JUPYTER_PATH"]
    if reason := walls.KINDS["namespaces"].why_not():
        pytest.skip(reason)
    return warm.parent(host.Configuration("namespaces"))
