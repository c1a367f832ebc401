"""The system calls that the walls are made of, which Python's own modules lack."""

import contextlib
import ctypes
import errno
import functools
import os
import platform
import signal
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

CLONE_FILES = 0x00000400
CLONE_THREAD = 0x00010000
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4

_CAPABILITY_VERSION_3 = 0x20080522
_MNT_DETACH = 2
_KEYCTL_JOIN_SESSION_KEYRING = 1

# What no notebook needs: memory that no process's account shows, keyrings, interfaces of the
# kernel with a long history of holes, and sessions: each has a share of the processors of its own,
# as much as all other notebooks have together. Numbers from <asm/unistd.h>.
_FORBIDDEN = {
    "x86_64": {
        "memfd_create": 319,
        "memfd_secret": 447,
        "shmget": 29,
        "semget": 64,
        "msgget": 68,
        "setsid": 112,
        "add_key": 248,
        "request_key": 249,
        "keyctl": 250,
        "bpf": 321,
        "perf_event_open": 298,
        "userfaultfd": 323,
        "io_uring_setup": 425,
    },
    "aarch64": {
        "memfd_create": 279,
        "memfd_secret": 447,
        "shmget": 194,
        "semget": 190,
        "msgget": 186,
        "setsid": 157,
        "add_key": 217,
        "request_key": 218,
        "keyctl": 219,
        "bpf": 280,
        "perf_event_open": 241,
        "userfaultfd": 282,
        "io_uring_setup": 425,
    },
}
_CALLS = {
    "x86_64": {
        "socket": 41,
        "sendmsg": 46,
        "socketpair": 53,
        "prctl": 157,
        "clone": 56,
        "clone3": 435,
        "unshare": 272,
        "sendmmsg": 307,
        "seccomp": 317,
    },
    "aarch64": {
        "socket": 198,
        "sendmsg": 211,
        "socketpair": 199,
        "prctl": 167,
        "clone": 220,
        "clone3": 435,
        "unshare": 97,
        "sendmmsg": 269,
        "seccomp": 277,
    },
}
_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000  # numbers from here on are x86-64's second set of the same calls

# Instructions of filters: each is (one of these, steps if true, steps if false, value).
_LOAD, _EQUAL, _AT_LEAST, _ANY, _AND = 0x20, 0x15, 0x35, 0x45, 0x54
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24  # where they lie
_ALLOW, _FAIL = (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050000 | errno.ENOSYS)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Move this process (for ``CLONE_NEWPID``: its children) into new namespaces."""
    _checked(_libc().unshare(flags), "unshare")


def mount(source: str, target: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount ``source`` at ``target``; see ``mount(2)``."""
    given = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags))
    _checked(_libc().mount(*given, options.encode()), f"mount {target}")


def unmount(target: str) -> None:
    """Take the mount at ``target`` away."""
    _checked(_libc().umount2(target.encode(), _MNT_DETACH), f"unmount {target}")


def set_host_name(name: str) -> None:
    """Name this machine, in a UTS namespace of one's own."""
    _checked(_libc().sethostname(name.encode(), len(name)), "sethostname")


def set_name(name: str) -> None:
    """Be called ``name`` (15 bytes at the most) in every list of processes."""
    _checked(_libc().prctl(_PR_SET_NAME, name.encode(), 0, 0, 0), "prctl NAME")


def be_ended_first() -> None:
    """Have this process, and those that it starts, ended before others where memory is short."""
    Path("/proc/self/oom_score_adj").write_text("900")


def die_with_parent() -> None:
    """Have this process killed when its parent ends."""
    _checked(_libc().prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0), "prctl PDEATHSIG")


def become_subreaper() -> None:
    """Be the parent of descendants whose own parent has ended."""
    _checked(_libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl CHILD_SUBREAPER")


def set_dumpable(dumpable: bool) -> None:
    """Whether processes of the same user may look into this one."""
    _checked(_libc().prctl(_PR_SET_DUMPABLE, int(dumpable), 0, 0, 0), "prctl DUMPABLE")


def drop_capabilities() -> None:
    """Give up every capability for good: bounding, ambient, permitted; no new privileges.

    Counts for this thread and those it starts, so call it before there are others.
    """
    libc = _libc()
    for capability in range(64):
        if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # beyond the last capability this kernel knows
    _checked(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "prctl AMBIENT")
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _checked(libc.capset(header, none), "capset")
    _checked(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl NO_NEW_PRIVS")


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


def forbid_system_calls() -> None:
    """Have the calls in ``_FORBIDDEN`` fail as unknown, in this thread and those it starts.

    Needs ``drop_capabilities`` before. Does nothing on other processors than those listed.
    """
    if _machine() in _FORBIDDEN:
        rules = [rule for n in _FORBIDDEN[_machine()].values() for rule in _forbid(n)]
        _checked(_libc().prctl(_PR_SET_SECCOMP, 2, _program(rules)), "prctl SECCOMP")


def forbid_sockets() -> None:
    """Have the calls fail by which this process, in any of its threads, could make a socket.

    It keeps those that are open, and may make connected pairs, as event loops do. Whatever is open
    stays in a process's account: none can be sent, no thread has files of its own, and no process
    forbids that its account is looked at. Needs ``forbid_system_calls`` before.
    """
    number = _CALLS[_machine()]
    always = ("socket", "sendmsg", "sendmmsg", "unshare", "clone3")  # C libraries know clone, too
    rules = [
        *(rule for name in always for rule in _forbid(number[name])),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 7, number["socketpair"]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 1, 0, socket.AF_UNIX),
        _FAIL,
        (_LOAD, 0, 0, _SECOND_ARGUMENT),
        (_AND, 0, 0, 0xF),  # the others are flags
        (_EQUAL, 1, 0, socket.SOCK_STREAM),
        _FAIL,
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 4, number["clone"]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY, 0, 2, CLONE_THREAD),
        (_ANY, 1, 0, CLONE_FILES),
        _FAIL,
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 3, number["prctl"]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _PR_SET_DUMPABLE),
        _FAIL,
    ]
    # A mode, a filter, in all threads.
    _checked(_libc().syscall(number["seccomp"], 1, 1, _program(rules)), "seccomp")


def can_forbid_system_calls() -> bool:
    """Whether this processor's calls are known here, and this system has filters for them."""
    if _machine() not in _CALLS:
        return False
    _libc().prctl(_PR_SET_SECCOMP, 2, None)
    return ctypes.get_errno() == errno.EFAULT


def _machine() -> str:
    return platform.machine()


def _forbid(number: int) -> list[tuple[int, int, int, int]]:
    return [(_EQUAL, 0, 1, number), _FAIL]


def _program(rules: Sequence[tuple[int, int, int, int]]) -> Any:
    """A BPF program over ``struct seccomp_data``, see ``seccomp(2)``: each rule may refuse."""
    whole = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT_ARCHITECTURE[_machine()]),
        _FAIL,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        _FAIL,
        *rules,
        _ALLOW,
    ]
    instructions = (_Instruction * len(whole))(*(_Instruction(*one) for one in whole))
    return ctypes.byref(_Program(len(whole), instructions))


def leave_keyring() -> None:
    """Join a new session keyring, which no other process shares."""
    if _machine() in _FORBIDDEN:
        number = _FORBIDDEN[_machine()]["keyctl"]
        _libc().syscall(number, _KEYCTL_JOIN_SESSION_KEYRING, None)


def drop_root(user: int) -> None:
    """Become the ordinary user and group ``user`` for good, still able to make namespaces."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    set_dumpable(True)  # else its files in /proc belong to root


@contextlib.contextmanager
def looking_as(user: int) -> Iterator[None]:
    """Read files as ``user`` would, also those of its processes in /proc."""
    _set_file_user(user)
    try:
        yield
    finally:
        _set_file_user(0)
        die_with_parent()  # which a change of users undoes


def _set_file_user(user: int) -> None:
    for call in (_libc().setfsgid, _libc().setfsuid):
        call(user)
        if call(-1) != user:  # its only sign of an error
            raise OSError(errno.EPERM, f"cannot read files as user {user}")


def uncover_proc() -> None:
    """Take away what bubblewrap lays over /proc when root runs it.

    A process in a namespace of its own may mount a fresh /proc only where all of it is visible.
    """
    for name in ("sys", "sysrq-trigger", "irq", "bus"):
        with contextlib.suppress(OSError):
            unmount(f"/proc/{name}")
