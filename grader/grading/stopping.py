"""Ctrl-C as a wish that is granted between two steps, so that no step is left half done."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def stop_between_steps(*signals: int) -> Iterator[Callable[[], None]]:
    """Turn Ctrl-C, and these signals, into a wish; the function it gives grants it.

    That function raises ``KeyboardInterrupt``. A second Ctrl-C acts at once.
    """
    wishes: list[int] = []

    def stop_if_asked() -> None:
        if wishes:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield stop_if_asked  # only the main thread is told of signals
        return

    def remember(number: int, _: FrameType | None) -> None:
        wishes.append(number)
        signal.signal(number, before[number])

    before = {number: signal.getsignal(number) for number in (int(signal.SIGINT), *signals)}
    for number in before:
        signal.signal(number, remember)
    try:
        yield stop_if_asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
