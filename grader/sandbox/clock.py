"""How long something in a kernel may still take, on a machine that others keep busy too.

A limit is meant for a machine that does what it is asked at once. Where processes wait for a
processor that somebody else has, that time is none of theirs: a student loses no marks to a busy
machine. Linux counts for each thread how long it could have run and had no processor.
"""

import time
from collections.abc import Callable, Sequence

from grader.kernel import processes
from grader.kernel.processes import Process

MOST_TIMES = 4  # the limit, in real time, however busy the machine is
_UNLOOKED = 0.1  # of the limit goes by before the processes are looked at: most ends earlier


class Clock:
    """Counts the time that a kernel's processes worked or slept, and not what they waited.

    Their threads may wait for each other. So no more is taken off than what their CPU seconds
    leave of the time, and what is taken off ends at ``MOST_TIMES``.
    """

    def __init__(self, seconds: float, look: Callable[[], Sequence[Process]]) -> None:
        """Start it; ``look`` gives the kernel's processes as they are then."""
        self._seconds = seconds
        self._look = look
        self._began = time.monotonic()
        self._until = self._began + seconds
        self._first: _Account | None = None
        self._is_up = False

    def left(self) -> float:
        """Seconds that are left; 0 or less when the time is up, and from then on.

        What has been stopped for its time gets none back for a wait that is seen only afterwards.
        """
        now = time.monotonic()
        if self._first is None:
            if now - self._began > _UNLOOKED * self._seconds:
                self._first = _Account(now, self._look())
        elif now >= self._until and not self._is_up:
            waited = _Account(now, self._look()).waited_since(self._first)
            longest = (MOST_TIMES - 1) * self._seconds
            self._until = self._began + self._seconds + min(waited, longest)
            self._is_up = now >= self._until
        return self._until - now


class _Account:
    """What processes had used and waited at a moment."""

    def __init__(self, moment: float, found: Sequence[Process]) -> None:
        self._moment = moment
        self._cpu_seconds = sum(process.cpu_seconds for process in found)
        self._waits: dict[str, float] = {}
        for process in found:
            self._waits |= processes.waits(process.pid)

    def waited_since(self, earlier: "_Account") -> float:
        """Seconds between the two in which the machine is the cause that nothing was done."""
        waited = sum(
            seconds - earlier._waits.get(thread, 0.0) for thread, seconds in self._waits.items()
        )
        used = max(0.0, self._cpu_seconds - earlier._cpu_seconds)
        return max(0.0, min(waited, self._moment - earlier._moment - used))
