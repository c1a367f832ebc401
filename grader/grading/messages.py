"""Messages from a kernel nobody trusts, looked at before anything parses them.

Python needs a hundred times the memory for a million empty objects that their text needs, and a
schema takes seconds for as many keys. So a message is weighed as bytes first.
"""

import re
from collections.abc import Sequence
from typing import Any

import zmq

MOST_PARTS = 32  # identities, a delimiter, a signature, four dictionaries, and buffers
MOST_OBJECTS = 100_000  # objects and lists; a check's record has 16,000 at the most
MOST_ITEMS = 1_000_000  # in all of them together
MOST_MIME_TYPES = 50  # of one output


def receive(socket: zmq.Socket[bytes], longest: int) -> tuple[list[bytes], int]:
    """The parts of the next message, and the bytes it has; no parts where they are too many.

    A part is let go as soon as the message turns out to be longer than ``longest`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    more = True
    while more:
        frame = socket.recv(copy=False)
        more = frame.more
        size += len(frame)
        if size <= longest and len(parts) < MOST_PARTS:
            parts.append(frame.bytes)
        else:
            parts = []
            longest = 0
    return parts, size


def drop(socket: zmq.Socket[bytes]) -> None:
    """Read what waits and let it go, so that it does not fill this process's memory."""
    while socket.poll(0):
        receive(socket, 0)


def is_light(parts: Sequence[bytes]) -> bool:
    """Whether parsing these parts takes no more memory and time than any honest message does."""
    return _has_few_pieces(parts) or _has_few_pieces([_TEXT.sub(b"", part) for part in parts])


_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')  # a string: brackets in it make no object


def _has_few_pieces(parts: Sequence[bytes]) -> bool:
    objects = sum(part.count(b"{") + part.count(b"[") for part in parts)
    items = sum(part.count(b",") + part.count(b":") for part in parts)
    return objects <= MOST_OBJECTS and items <= MOST_ITEMS


def has_few_keys(content: Any) -> bool:
    """Whether a message's content can be held to the notebook format in no time."""
    if not isinstance(content, dict):
        return False
    bundles = (content, content.get("data"), content.get("metadata"))
    return all(len(one) <= MOST_MIME_TYPES for one in bundles if isinstance(one, dict))
