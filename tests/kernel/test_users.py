"""What a student's code cannot do behind walls of users, tried from inside and as Docker has it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.kernel import users as inner
from grader.sandbox import host, tree, walls, warm

MIB = 2**20
Kernel = Any  # of conftest.py
StartKernel = Callable[..., Kernel]
reason = walls.KINDS["users"].why_not()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(reason is not None, reason=str(reason))]

# The capabilities of a container of Docker's, which has neither CAP_SYS_ADMIN nor CAP_SYS_PTRACE.
DOCKERS = (
    *("chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid"),
    *("setfcap", "setpcap", "net_bind_service", "sys_chroot", "kill", "audit_write"),
)


@pytest.fixture(scope="module", autouse=True)
def _own_warm_parent() -> Iterator[None]:
    configuration = host.Configuration("users")
    with pytest.MonkeyPatch.context() as patch, closing(host.Host(configuration)) as own:
        patch.setenv(configuration.variable, str(own.folder))
        yield


@pytest.fixture
def start(start_kernel: StartKernel) -> StartKernel:
    def start(**traits: Any) -> Kernel:
        return start_kernel(walls="users", **traits)

    return start


@pytest.fixture
def kernel(start: StartKernel) -> Kernel:
    return start()


def processes_of(user: int) -> list[psutil.Process]:
    """Those that run or could; whoever has ended is for init to take leave of."""
    return [
        one
        for one in psutil.process_iter(["uids", "status"])
        if one.info["uids"].real == user and one.info["status"] != psutil.STATUS_ZOMBIE
    ]


def files_of(user: int) -> list[Path]:
    """All but the sockets, which clients may still look for."""
    found = [path for path in tree.STORE.rglob("*") if path.lstat().st_uid == user]
    return [path for path in found if not path.is_socket()]


def user_of(kernel: Kernel) -> int:
    return int(kernel.run("import os; print(*set(os.getresuid() + os.getresgid()))").text)


def test_each_kernel_is_another_user(start: StartKernel) -> None:
    one, two = (user_of(start()) for _ in range(2))
    assert one != two
    assert {one, two} <= set(range(inner.FIRST, inner.LAST))


def test_two_kernels_read_and_list_nothing_of_each_other(start: StartKernel) -> None:
    one, two = start(), start()
    folder = one.run("import os; open('mine', 'w').write('x'); print(os.getcwd())").text
    one.run("os.chmod('.', 0o777); os.chmod('..', 0o777); open('/tmp/mine', 'w').write('x')")
    got = two.run(f"""
import os
for look in (
    lambda: os.listdir("{folder}"),
    lambda: open("{folder}/mine").read(),
    lambda: os.listdir("/tmp"),
    lambda: os.listdir("/dev/shm"),
    lambda: open("/tmp/mine").read(),
    lambda: os.unlink("/tmp/mine"),
):
    try:
        print("BREACH", look())
    except PermissionError:
        pass
""")
    assert (got.text, got.error) == ("", "")


def test_sees_no_process_and_no_user(kernel: Kernel) -> None:
    got = kernel.run("""
import os
print([name for name in os.listdir("/proc") if name.isdigit()], os.path.exists("/etc/passwd"))
""")
    assert got.text == "[] False"


def test_makes_no_socket_but_connected_pairs(kernel: Kernel) -> None:
    got = kernel.run("""
import socket, array
kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET)
made = []
for name in ("INET", "INET6", "UNIX", "NETLINK", "PACKET", "VSOCK"):
    family = getattr(socket, f"AF_{name}")
    for kind in kinds:
        for make in (socket.socket, socket.socketpair):
            try:
                made.append((make(family, kind), make.__name__, family, kind)[1:])
            except OSError:
                pass
print(made == [("socketpair", socket.AF_UNIX, socket.SOCK_STREAM)])
one, two = socket.socketpair()
one.send(b"x")
print(two.recv(1))
try:
    socket.send_fds(one, [b"x"], [0])
except OSError as error:
    print(error.strerror)
""")
    assert got.text == "True\nb'x'\nFunction not implemented"


def test_what_threads_do_is_no_exception(kernel: Kernel) -> None:
    """Those of the kernel are there before its sockets are cut off."""
    got = kernel.run("""
import socket, asyncio
from ipykernel.kernelapp import IPKernelApp
loop = IPKernelApp.instance().control_thread.io_loop.asyncio_loop
async def make():
    try:
        return socket.socket()
    except OSError as error:
        return error.strerror
print(asyncio.run_coroutine_threadsafe(make(), loop).result(10))
""")
    assert got.text == "Function not implemented"


def test_an_event_loop_and_a_pool_of_processes_work(kernel: Kernel) -> None:
    got = kernel.run("""
import asyncio, multiprocessing
loop = asyncio.new_event_loop()
loop.close()
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(abs, [-1, -2]))
""")
    assert (got.text, got.message) == ("[1, 2]", "")


def test_files_beyond_the_limit_end_the_kernel(start: StartKernel) -> None:
    usage = start(written=20 * MIB).ends("""
import time
for number in range(100):
    open(f"file_{number}", "wb").write(bytes(2**20))
    time.sleep(0.01)
time.sleep(60)
""")
    assert usage.ended == "disk"


HIDDEN = {
    "removed and open": """
import os
kept = []
for number in range(100):
    kept.append(open("file", "wb"))
    kept[-1].write(bytes(2**20))
    kept[-1].flush()
    os.unlink("file")
""",
    "removed and mapped": """
import mmap, os
kept = []
for number in range(100):
    with open("file", "wb+") as file:
        file.write(bytes(2**20))
        file.flush()
        kept.append(mmap.mmap(file.fileno(), 2**20))
    os.unlink("file")
""",
    "in a closed folder": """
import os
os.mkdir("deep")
os.chdir("deep")
os.chmod(".", 0o300)
for number in range(100):
    open(f"file_{number}", "wb").write(bytes(2**20))
os.chmod(".", 0)
""",
    "open to all": """
for number in range(50):
    for folder in ("/tmp", "/dev/shm"):
        open(f"{folder}/file_{number}", "wb").write(bytes(2**20))
""",
    "deeper than a path": """
import os
for number in range(3000):
    os.mkdir("x")
    os.chdir("x")
""",
    "many and empty": """
import os
for number in range(12_000):
    os.mknod(f"file_{number}")
""",
}


@pytest.mark.parametrize("code", HIDDEN.values(), ids=HIDDEN)
def test_files_that_hide_count_too_and_are_removed(start: StartKernel, code: str) -> None:
    kernel = start(written=20 * MIB)
    user = user_of(kernel)
    assert kernel.ends(f"{code}\nimport time\ntime.sleep(60)").ended == "disk"
    assert files_of(user) == []


def test_a_file_of_the_largest_size_is_not_too_much(start: StartKernel) -> None:
    kernel = start(written=20 * MIB)
    got = kernel.run("open('file', 'wb').write(bytes(21 * 2**20))")
    time.sleep(1)
    assert (got.error, kernel.run("print('alive')").text) == ("OSError", "alive")


def test_ended_kernel_leaves_no_process_and_no_file(kernel: Kernel) -> None:
    user = user_of(kernel)
    got = kernel.run("""
import os, subprocess, time
open("/tmp/mine", "w").write("x")
open("/dev/shm/mine", "w").write("x")
for _ in range(3):
    subprocess.Popen(["sleep", "1000"])
    if not os.fork():
        os.setpgid(0, 0)
        time.sleep(1000)
""")
    assert (got.error, got.message) == ("", "")
    assert len(processes_of(user)) == 7
    kernel.manager.shutdown_kernel(now=True)
    assert (processes_of(user), files_of(user)) == ([], [])


def test_what_a_killed_guardian_left_over_ends_before_the_next_kernel_starts(
    start: StartKernel,
) -> None:
    kernel = start()
    user = user_of(kernel)
    kernel.run("import os\nif not os.fork():\n  while True: pass")
    parent = warm.parent(host.Configuration("users"))
    named = [one for one in psutil.Process(parent.pid).children() if one.uids().real == 0]
    guardian = next(one for one in named if one.name() == kernel.provisioner._kernel.id)
    guardian.kill()
    kernel.wait_for_end()
    start()
    assert processes_of(user) == []


def test_a_guardian_that_is_told_to_end_while_it_forks_ends() -> None:
    """SIGTERM comes when Python holds the lock that the pools of threads want around a fork."""
    code = """
import os, signal, sys
os.register_at_fork(before=lambda: signal.raise_signal(signal.SIGTERM))
import concurrent.futures.thread
from grader.kernel import users
def end(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    users._signal_all(users.FIRST, signal.SIGCONT)
    os._exit(7)
signal.signal(signal.SIGTERM, end)
users._signal_all(users.FIRST, signal.SIGCONT)
"""
    ended = subprocess.run([sys.executable, "-c", code], timeout=30, check=False)
    assert ended.returncode == 7


def test_no_kernel_can_signal_a_guardian_while_it_holds_another(start: StartKernel) -> None:
    """Its child takes on other users for that; busy loops make it do so again and again."""
    busy, other = start(), start()
    user = user_of(busy)
    busy.client.execute("""
import os
guardian = os.getppid()
for _ in range(20):
    if not os.fork():
        while True:
            try:
                os.kill(guardian, 9)
            except OSError:
                pass
while True:
    pass
""")
    time.sleep(12)
    assert len(processes_of(user)) > 1  # on a busy machine not all are there yet
    assert busy.manager.is_alive()
    assert other.run("print('alive')").text == "alive"


def test_it_works_with_what_docker_gives_a_container(jupyter_path: None, tmp_path: Path) -> None:
    """Without CAP_SYS_ADMIN bubblewrap fails, and without CAP_SYS_PTRACE root does not see all."""
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is missing: apt-get install util-linux")
    code = """
from jupyter_client.manager import KernelManager
from traitlets.config import Config
from grader.sandbox import walls
print(walls.strongest().name)
config = Config(SandboxProvisioner={"memory": 300 * 2**20})
def run(code):
    manager = KernelManager(kernel_name="sandboxed-python3", config=config)
    manager.start_kernel(files={})
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    try:
        reply = client.execute_interactive(code, timeout=20)
        print(reply["content"]["status"], reply["content"].get("ename"))
    except (RuntimeError, TimeoutError):  # it has ended
        pass
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    print(manager.provisioner.usage().ended)
run("import keras; x = keras.layers.Dense(1)(keras.Input((2,)))")
run('''
import os, time
for _ in range(8):
    if not os.fork():
        time.sleep(60)
time.sleep(3)
''')
run('''
import os, time
for _ in range(3):
    if not os.fork():
        hoard = bytearray(b"x") * 150 * 2**20
        time.sleep(60)
time.sleep(60)
''')
"""
    capabilities = ",".join(["-all", *(f"+{name}" for name in DOCKERS)])
    names = [name for name in os.environ if name.startswith("GRADER_WARM_PARENT")]
    got = subprocess.run(
        [
            *("setpriv", "--bounding-set", capabilities, "--inh-caps", "-all"),
            *("env", *(f"--unset={name}" for name in names), sys.executable, "-c", code),
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert got.stdout.split("\n")[:-1] == [
        *("users", "ok None", "killed", "ok None", "killed", "memory"),
    ], got.stderr
