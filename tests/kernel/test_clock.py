"""A limit counts what processes do, and not how long they wait for somebody else's processor."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from grader.kernel import processes
from grader.sandbox.clock import MOST_TIMES, Clock

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="needs Linux")

SECONDS = 0.5
BUSY = """
import os
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
print(flush=True)
while True:
    pass
"""
ASLEEP = """
import time
print(flush=True)
time.sleep(60)
"""


@contextmanager
def running(code, count=1):
    """``count`` processes that run ``code``, by their ids."""
    command = [sys.executable, "-I", "-c", code]
    with ExitStack() as ends:
        found = []
        for _ in range(count):
            process = ends.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))
            ends.callback(process.kill)
            process.stdout.readline()
            found.append(process.pid)
        yield found


def those(pids):
    return [one for one in processes.descendants(os.getpid()) if one.pid in pids]


def cpu_seconds(pids):
    return sum(one.cpu_seconds for one in those(pids))


def time_given(pids):
    """How many times its limit a clock over these processes gives."""
    clock = Clock(SECONDS, lambda: those(pids))
    began = time.monotonic()
    while clock.left() > 0:
        time.sleep(0.01)
    return (time.monotonic() - began) / SECONDS


def test_does_not_count_the_wait_for_a_processor_that_others_have():
    with running(BUSY, 8), running(BUSY) as ours:
        assert time_given(ours) > 0.9 * MOST_TIMES


def test_counts_sleep():
    with running(ASLEEP) as ours:
        assert 1 <= time_given(ours) < 2


def test_counts_the_wait_of_processes_for_each_other():
    """Whatever others do meanwhile, these have worked for about their limit when it is up."""
    with running(BUSY, 8) as ours:
        before = cpu_seconds(ours)
        time_given(ours)
        assert cpu_seconds(ours) - before < 2 * SECONDS


def test_gives_no_more_where_nothing_is_seen():
    assert 1 <= time_given([]) < 2


def test_time_that_is_up_stays_up():
    """Else what was stopped for its time would go on for what a wait gives back afterwards."""
    with running(BUSY, 8) as busy:
        seen = []
        clock = Clock(SECONDS, lambda: those(seen))
        while clock.left() > 0:
            time.sleep(0.01)
        seen += busy[:1]
        assert clock.left() <= 0
