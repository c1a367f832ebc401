"""What a kernel sends is weighed before it is parsed."""

import json
from collections.abc import Iterator

import pytest
import zmq

from grader.grading import messages
from grader.grading.execution import _Outputs

Pair = tuple[zmq.Socket[bytes], zmq.Socket[bytes]]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two sockets that are connected with each other."""
    context = zmq.Context()
    here, there = context.socket(zmq.PAIR), context.socket(zmq.PAIR)
    here.bind("inproc://kernel")
    there.connect("inproc://kernel")
    yield here, there
    context.destroy(linger=0)


def test_a_message_comes_with_its_parts_and_its_size(pair: Pair) -> None:
    pair[1].send_multipart([b"one", b"", b"three"])
    assert messages.receive(pair[0], longest=100) == ([b"one", b"", b"three"], 8)


@pytest.mark.parametrize(
    "parts",
    [[b"x" * 101], [b"x" * 60] * 2, [b"x" * 60] * 3 + [b""] * 3, [b""] * 33],
    ids=["one long", "two", "more", "many"],
)
def test_of_a_message_too_long_or_with_too_many_parts_nothing_is_kept(
    pair: Pair, parts: list[bytes]
) -> None:
    pair[1].send_multipart(parts)
    pair[1].send_multipart([b"next"])
    assert messages.receive(pair[0], longest=100) == ([], sum(map(len, parts)))
    assert messages.receive(pair[0], longest=100) == ([b"next"], 4)


def test_what_waits_is_dropped(pair: Pair) -> None:
    for _ in range(5):
        pair[1].send_multipart([b"reply", b"x"])
    messages.drop(pair[0])
    assert pair[0].poll(0) == 0


@pytest.mark.parametrize(
    ("content", "light"),
    [
        (json.dumps({"values": list(range(1000)), "rows": [{}] * 1000}).encode(), True),
        (json.dumps({"text": '\\"[{,:' * (messages.MOST_ITEMS + 1)}).encode(), True),
        (b"[" * (messages.MOST_OBJECTS + 1), False),
        (b"{}" * (messages.MOST_OBJECTS + 1), False),
        (b"," * (messages.MOST_ITEMS + 1), False),
    ],
    ids=["a record", "a text", "lists", "objects", "items"],
)
def test_what_takes_long_to_parse_is_known_by_its_signs(content: bytes, light: bool) -> None:
    assert messages.is_light([b"<IDS|MSG>", content]) == light


@pytest.mark.parametrize("place", ["data", "metadata", "content"])
def test_an_output_of_hundreds_of_kinds_is_dropped(place: str) -> None:
    many = {f"text/x{number}": "" for number in range(messages.MOST_MIME_TYPES + 1)}
    content = {"data": {}, "metadata": {}} | ({place: many} if place != "content" else many)
    outputs = _Outputs(1000)
    outputs.take({"msg_type": "display_data", "content": content, "size": 1})
    assert (outputs.collected(), outputs.refused) == ([], True)
