"""What a student's code cannot do in a kernel, tried from inside."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from jupyter_core.utils import ensure_event_loop

import grader
from grader.sandbox import host, warm

pytestmark = pytest.mark.slow

COURSE = Path(grader.__file__).parents[1]
MIB = 2**20

# A checkout below /tmp is seen there, read-only; nothing else is.
SHOWN_AGAIN = [COURSE.parts[2]] if COURSE.is_relative_to("/tmp") else []


def processes_of(parent):
    """The host's processes below the warm parent."""
    return psutil.Process(parent.pid).children(recursive=True)


def test_reaches_no_network(kernel):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        got = kernel.run(f"""
import socket
for address in (("127.0.0.1", {port}), ("192.0.2.1", 80)):
    try:
        socket.create_connection(address, timeout=5)
        print("reached")
    except OSError as error:
        print(error.errno)
""")
    assert got.text == "101\n101"


def test_reaches_no_abstract_socket_of_the_host(kernel):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0course-test")
        server.listen()
        got = kernel.run("""
import socket
with socket.socket(socket.AF_UNIX) as client:
    client.connect("\\0course-test")
""")
    assert got.error == "ConnectionRefusedError"


@pytest.mark.parametrize(
    "path",
    [
        COURSE / "solutions",
        COURSE / "gradebook.db",
        COURSE / "pyproject.toml",
        COURSE / "tests",
        COURSE / "grader" / "sandbox" / "provisioner.py",
        COURSE / "grader" / "exercises" / "conv_block" / "judge.py",
        COURSE / "grader" / "judging",
        COURSE / "grader" / "authoring" / "tables",
        Path("/etc/passwd"),
        Path("/etc/shadow"),
        Path("/var"),
        Path("/sys"),
        Path("/root/.bashrc"),
        Path(__file__),
    ],
)
def test_does_not_see(kernel, path):
    assert kernel.run(f"import os; print(os.path.lexists({str(path)!r}))").text == "False"


def test_home_and_tmp_are_its_own(kernel, tmp_path):
    (tmp_path / "secret").write_text("42")
    got = kernel.run("import os; print(os.path.expanduser('~'), os.listdir('/tmp'))")
    assert got.text == f"/home/student {SHOWN_AGAIN}"


def test_environment_has_nothing_of_the_graders(start_kernel, monkeypatch):
    monkeypatch.setenv("FAKE_SECRET", "hunter2")
    got = start_kernel().run("""
import os
from pathlib import Path
everything = [*map(repr, os.environ.items())]
for path in Path("/proc").glob("[0-9]*/environ"):
    try:
        everything.append(path.read_text())
    except OSError:
        pass
print("hunter2" in "".join(everything), "TF_CPP_MIN_LOG_LEVEL" in "".join(everything))
""")
    assert got.text == "False True"


def test_proc_shows_only_its_own_processes(kernel):
    got = kernel.run("""
import os
print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()) == [1, os.getpid()])
""")
    assert got.text == "True"


def test_cannot_look_into_process_1(kernel):
    assert kernel.run("open('/proc/1/mem', 'rb')").error == "PermissionError"


def test_inherits_no_descriptor_to_the_outside(kernel):
    got = kernel.run("""
import os
kinds = set()
for number in os.listdir("/proc/self/fd"):
    try:
        kinds.add(os.readlink("/proc/self/fd/" + number).split(":")[0])
    except OSError:
        pass
print(sorted(kinds - {"pipe", "socket", "anon_inode", "/dev/null"}))
import socket, struct
foreign = []
for number in map(int, os.listdir("/proc/self/fd")):
    try:
        one = socket.socket(fileno=os.dup(number))
    except OSError:
        continue
    with one:
        if one.family == socket.AF_UNIX and not one.getsockname():
            pid, *_ = struct.unpack("3i", one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
            foreign += [pid] if pid != os.getpid() else []
print(foreign)
""")
    assert got.text == "[]\n[]"


def test_has_no_capability_and_gains_none(kernel):
    got = kernel.run("""
from pathlib import Path
lines = set()
for status in Path("/proc/self/task").glob("*/status"):
    lines |= {line for line in status.read_text().splitlines() if line.startswith(("Cap", "NoNew"))}
print(sorted(line.split()[1].strip("0") for line in lines))
""")
    assert got.text == "['', '', '', '', '', '1']"


@pytest.mark.parametrize(
    "path",
    [
        *("/usr/x", "/etc/x", "/x", "/dev/x", "/run/kernel/x", "/rooms/x", sys.prefix + "/x"),
        "/proc/self/oom_score_adj",  # else the system would end the one who grades first
    ],
)
def test_cannot_write_to(kernel, path):
    assert kernel.run(f"open({path!r}, 'w')").error in ("OSError", "PermissionError")


def test_cannot_undo_a_mount(kernel):
    got = kernel.run("""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print([libc.umount2(path, 2) for path in (b"/rooms", b"/proc", b"/run/kernel")])
print(libc.unshare(0x10000000), libc.mount(b"", b"/run/kernel", b"", 32 | 4096, None))
""")
    assert got.text == "[-1, -1, -1]\n-1 -1"


def test_cannot_remove_its_sockets(kernel):
    got = kernel.run("import os; os.unlink('/run/kernel/k-1')")
    assert got.error == "OSError"


def test_two_kernels_do_not_see_each_other(start_kernel):
    one, two = start_kernel(), start_kernel()
    one.run("open('/tmp/mine', 'w').write('x'); open('/dev/shm/mine', 'w').write('x')")
    got = two.run("""
import os
print(os.listdir("/tmp"), os.listdir("/dev/shm"), os.listdir("/rooms"), os.listdir("."))
print(sum(name.isdigit() for name in os.listdir("/proc")))
""")
    assert got.text == f"{SHOWN_AGAIN} [] [] []\n2"


def test_a_later_kernel_finds_nothing_of_an_earlier_one_in_its_memory(start_kernel):
    secret = "".join(chr(ord(letter) + 1) for letter in "FDSSDHEQNLXRTALHRRHNM")
    one = start_kernel(files={"answer.txt": secret.encode()}, brief=None)
    one.run("open('answer.txt').read()")
    got = start_kernel().run("""
wanted = "".join(chr(ord(letter) + 1) for letter in "FDSSDHEQNLXRTALHRRHNM").encode()
found = 0
for line in open("/proc/self/maps").read().splitlines():
    start, end = (int(part, 16) for part in line.split()[0].split("-"))
    if line.split()[1].startswith("rw"):
        with open("/proc/self/mem", "rb") as memory:
            memory.seek(start)
            try:
                found += memory.read(end - start).count(wanted + b"!")
            except (OSError, OverflowError, ValueError):
                pass
print(found)
""")
    assert got.text == "0"


def test_disk_is_limited(start_kernel):
    kernel = start_kernel(written=4 * MIB)
    got = kernel.run("""
for n, folder in enumerate(("/tmp", ".", "/dev/shm")):
    with open(f"{folder}/big", "wb") as file:
        for _ in range(3):
            file.write(bytes(2**20))
""")
    assert (got.error, got.message) == ("OSError", "[Errno 28] No space left on device")
    assert kernel.run("print('alive')").text == "alive"


def test_one_object_beyond_the_memory_is_an_error_in_its_cell(start_kernel):
    kernel = start_kernel(memory=300 * MIB)
    assert kernel.run("b = bytearray(1200 * 2**20)").error == "MemoryError"
    assert kernel.run("print('alive')").text == "alive"


def test_processes_together_beyond_the_memory_end_the_kernel(start_kernel):
    kernel = start_kernel(memory=300 * MIB)
    usage = kernel.ends("""
import os, time
for _ in range(4):
    if os.fork() == 0:
        b = bytearray(150 * 2**20)
        for place in range(0, len(b), 4096):
            b[place] = 1
        time.sleep(60)
time.sleep(60)
""")
    assert usage.ended == "memory"
    assert usage.peak_memory > 300 * MIB


def test_memory_shared_between_processes_counts_too(start_kernel):
    kernel = start_kernel(memory=300 * MIB)
    usage = kernel.ends("""
import mmap, os, time
for _ in range(8):
    shared = mmap.mmap(-1, 100 * 2**20)
    for place in range(0, len(shared), 4096):
        shared[place] = 1
    if os.fork():
        time.sleep(60)
time.sleep(60)
""")
    assert usage.ended == "memory"


HIDDEN_MEMORY = {
    "socket buffers": """
import os, socket, time
def fill():
    pairs = []
    while True:
        try:
            pairs.append(socket.socketpair())
        except OSError:
            time.sleep(60)
        for end in pairs[-1]:
            end.setblocking(False)
            try:
                while True:
                    end.send(b"x" * 65536)
            except BlockingIOError:
                pass
for _ in range(40):
    if not os.fork():
        fill()
time.sleep(60)
""",
    "page tables": """
import mmap, time
flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # MAP_NORESERVE
size = 512 * 2**30
empty = mmap.mmap(-1, size, flags, mmap.PROT_READ)
for place in range(0, size, 2 * 2**20):
    empty[place]
time.sleep(60)
""",
    "shared pages given back": """
import mmap, time
pieces = []
while True:
    piece = mmap.mmap(-1, 50 * 2**20)
    for place in range(0, len(piece), 4096):
        piece[place] = 1
    piece.madvise(mmap.MADV_DONTNEED)
    pieces.append(piece)
""",
    "threads without their first": """
import ctypes, os, threading, time
def fill():
    hoard = []
    while True:
        hoard.append(b"x" * 10 * 2**20)
        time.sleep(0.01)
if not os.fork():
    threading.Thread(target=fill).start()
    ctypes.CDLL(None).syscall(60, 0)  # exit of this thread alone
time.sleep(60)
""",
    "forks with many mappings": """
import mmap, os, time
maps = [mmap.mmap(-1, 4096, mmap.MAP_PRIVATE) for _ in range(20_000)]
for one in maps[::2]:
    one.close()
for _ in range(60):
    if not os.fork():
        hoard = []
        while True:
            hoard.append(b"x" * 2**20)
            time.sleep(0.02)
time.sleep(60)
""",
}


@pytest.mark.parametrize("code", HIDDEN_MEMORY.values(), ids=HIDDEN_MEMORY)
def test_memory_that_hides_counts_too(start_kernel, code):
    """What the whole machine lost says it, so other work there can only add: the least of three."""
    assert any(_lost_memory(start_kernel, code) < 1500 * MIB for _ in range(3))


def _lost_memory(start_kernel, code: str) -> int:
    """Most bytes that the machine had less while this code ran until it was stopped."""
    kernel = start_kernel(memory=300 * MIB)
    before = psutil.virtual_memory().available
    least = [before]
    watching = threading.Event()

    def watch():
        while not watching.wait(0.05):
            least.append(psutil.virtual_memory().available)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        usage = kernel.ends(code)
    finally:
        watching.set()
        thread.join()
    assert usage.ended == "memory"
    return before - min(least)


def test_a_notebook_that_takes_more_than_its_share_of_the_processors_stands_still_meanwhile(
    start_kernel,
):
    """80 busy loops on whatever number of processors; they would like sessions of their own."""
    greedy = start_kernel()
    greedy.client.execute("""
import os, time
for _ in range(80):
    if not os.fork():
        try:
            os.setsid()
        except OSError:
            pass
        while True:
            pass
time.sleep(60)
""")
    time.sleep(15)  # its credit of CPU seconds is used up
    honest, began = start_kernel(), time.monotonic()
    honest.run("sum(range(20_000_000))")
    taken = time.monotonic() - began
    asyncio.run(greedy.provisioner.kill())
    greedy.wait_for_end()
    greedy.manager.shutdown_kernel(now=True)
    assert taken < 10
    assert greedy.provisioner.usage().cpu_seconds < 5 + 1.3 * (15 + taken + 2)


def test_a_fork_bomb_ends_with_its_kernel(start_kernel):
    parent = warm.parent(host.Configuration("namespaces"))
    before = len(processes_of(parent))
    kernel = start_kernel(processes=64)
    kernel.client.execute("""
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
""")
    time.sleep(3)
    during = len(processes_of(parent))
    asyncio.run(kernel.provisioner.kill())
    kernel.wait_for_end()
    kernel.manager.shutdown_kernel(now=True)
    assert 30 < during - before <= 64  # threads count as well
    assert kernel.provisioner.usage().ended == "killed"
    assert not kernel.provisioner._kernel.room.exists()
    assert len(processes_of(parent)) == before


def test_a_fork_bomb_delays_no_other_kernel(start_kernel):
    bomb = start_kernel(processes=64)
    bomb.client.execute("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass")
    time.sleep(1)
    assert start_kernel().run("print('here')").text == "here"
    bomb.manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    "call",
    [
        "memfd_create(b'x', 0)",
        "shmget(0, 4096, 0o1777)",
        "semget(0, 32000, 0o1777)",
        "msgget(0, 0o1777)",
        "setsid()",
    ],
)
def test_cannot_hold_memory_that_no_process_shows_nor_a_share_of_the_processors(kernel, call):
    got = kernel.run(f"""
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(libc.{call}, os.strerror(ctypes.get_errno()))
""")
    assert got.text == "-1 Function not implemented"


def test_open_files_are_limited(start_kernel):
    kernel = start_kernel(open_files=128)
    got = kernel.run("files = [open('/dev/null') for _ in range(200)]")
    assert (got.error, got.message) == ("OSError", "[Errno 24] Too many open files: '/dev/null'")


@pytest.mark.parametrize(
    ("code", "ended"),
    [
        ("import os; os._exit(3)", "exit 3"),
        ("import os; os._exit(0)", "exit 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal 9"),
        ("import ctypes; ctypes.string_at(0)", "signal 11"),
        ("import os; os.abort()", "signal 6"),
    ],
)
def test_why_a_kernel_ended_is_told(kernel, code, ended):
    assert kernel.ends(code).ended == ended


def test_cpu_seconds_are_a_last_limit(start_kernel):
    kernel = start_kernel(cpu_seconds=2)
    assert kernel.ends("while True: pass").ended == "signal 24"


def test_its_signals_reach_nobody_else(start_kernel):
    kernel, other = start_kernel(), start_kernel()
    kernel.run("import os, signal; os.kill(1, signal.SIGKILL); os.kill(-1, signal.SIGKILL)")
    assert kernel.run("print('alive')").text == "alive"
    assert other.run("print('alive')").text == "alive"


def test_killed_kernel_leaves_no_process_and_no_room(kernel):
    parent = warm.parent(host.Configuration("namespaces"))
    kernel.run("import subprocess; subprocess.Popen(['sleep', '1000'], start_new_session=True)")
    room = kernel.provisioner._kernel.room
    assert room.exists()
    kernel.manager.shutdown_kernel(now=True)
    time.sleep(0.5)
    assert not any("sleep" in one.name() for one in processes_of(parent))
    assert not room.exists()


def test_warm_parent_ends_with_the_process_that_started_it(jupyter_path, tmp_path):
    code = """
import os, signal
from grader.sandbox import host, warm
del os.environ[host.Configuration("namespaces").variable]
parent = warm.parent(host.Configuration("namespaces"))
print(parent.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180)
    pid = int(got.stdout.split()[-1])
    time.sleep(1)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_starts_for_an_ordinary_user_as_well(jupyter_path, tmp_path):
    """The tests run as root in containers; root drops to nobody, an ordinary user does not."""
    if os.getuid() != 0:
        pytest.skip("the tests run as an ordinary user already")
    if not shutil.which("setpriv"):
        pytest.skip("setpriv is missing: apt-get install util-linux")
    code = """
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="sandboxed-python3", startup_timeout=120)
reply = client.execute_interactive("assert __import__('os').getuid() == 1000", timeout=60)
print(__import__("os").getuid(), reply["content"]["status"])
client.stop_channels()
manager.shutdown_kernel(now=True)
"""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    python = sys.base_prefix
    # A Python below root's home is out of an ordinary user's reach: show that folder alone.
    shown = ["--tmpfs", "/root"]
    for folder in (*reversed(Path(python).parents[:-2]), Path(python)):
        shown += ["--dir", str(folder)] if folder.is_relative_to("/root") else []
    got = subprocess.run(
        [
            *("bwrap", "--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev"),
            *("--bind", "/proc", "/proc", "--bind", "/tmp", "/tmp"),
            *(shown if Path(python).is_relative_to("/root") else []),
            *("--ro-bind", python, python, "--chdir", str(home), "--"),
            *("setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"),
            *("env", f"HOME={home}", "TMPDIR=/tmp", sys.executable, "-c", code),
        ],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert got.stdout.strip() == "12345 ok", got.stderr


def test_several_kernels_work_at_once(start_kernel):
    kernels = [start_kernel() for _ in range(4)]
    got = {}

    def run(number):
        got[number] = kernels[number].run(f"x = {number}; print(x)").text
        ensure_event_loop().close()  # Jupyter made one for this thread and leaves it open

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: str(number) for number in range(4)}
