"""Weights files, whole and hostile, through the function that reads them."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from typing import Any

import h5py
import numpy as np
import pytest

from grader.errands import Unusable, hdf5

Fill = Callable[[Any], None]


def file_of(fill: Fill) -> bytes:
    """An HDF5 file with what ``fill`` writes into it."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)
    return buffer.getvalue()


def header_and_numbers(answer: bytes) -> tuple[Any, list[float]]:
    line, _, numbers = answer.partition(b"\n")
    return json.loads(line)["arrays"], np.frombuffer(numbers, "<f4").tolist()


def test_arrays_come_with_their_paths_and_shapes() -> None:
    def fill(file: Any) -> None:
        file["layers/conv2d/vars/0"] = np.array([[1, 2, 3]], np.float32)
        file["layers/conv2d/vars/1"] = np.array([4], np.float64)

    expected = [["layers/conv2d/vars/0", [1, 3]], ["layers/conv2d/vars/1", [1]]]
    assert header_and_numbers(hdf5.read_weights(file_of(fill))) == (expected, [1, 2, 3, 4])


def test_states_of_random_generators_are_left_out() -> None:
    def fill(file: Any) -> None:
        file["layers/dropout/seed_generator/vars/0"] = np.array([1, 2], np.uint32)

    assert header_and_numbers(hdf5.read_weights(file_of(fill))) == ([], [])


def test_packed_arrays_are_read() -> None:
    def fill(file: Any) -> None:
        numbers = np.arange(4, dtype=np.float32)
        file.create_dataset("a", data=numbers, compression="gzip", shuffle=True, fletcher32=True)

    assert header_and_numbers(hdf5.read_weights(file_of(fill))) == ([["a", [4]]], [0, 1, 2, 3])


def bomb(file: Any) -> None:
    """A gigabyte of zeros in a megabyte, in pieces of 16 MB."""
    shape, piece = (2**28,), (2**22,)
    array = file.create_dataset("a", shape, "f4", chunks=piece, compression="gzip")
    array[:] = 0


def bomb_of_many(file: Any) -> None:
    for number in range(60):
        file.create_dataset(f"a{number}", (2**20,), "f4", fillvalue=1)


def bomb_in_one_piece(file: Any) -> None:
    file.create_dataset("a", (1,), "f4", chunks=(2**29,), maxshape=(None,), compression="gzip")


def external_link(file: Any) -> None:
    file["a"] = h5py.ExternalLink("/etc/passwd", "/")


def soft_link(file: Any) -> None:
    file["a"] = np.ones(3, np.float32)
    file["b"] = h5py.SoftLink("/a")


def external_storage(file: Any) -> None:
    file.create_dataset("a", (4,), "f4", external=[("/etc/passwd", 0, 16)])


def virtual_array(file: Any) -> None:
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "a", shape=(4,))
    file.create_virtual_dataset("a", layout)


def texts(file: Any) -> None:
    file.create_dataset("a", data=["text"], dtype=h5py.string_dtype())


def lists(file: Any) -> None:
    file.create_dataset("a", (2,), dtype=h5py.vlen_dtype(np.float32))


def references(file: Any) -> None:
    file.create_dataset("a", data=[file.ref], dtype=h5py.ref_dtype)


def records(file: Any) -> None:
    file["a"] = np.zeros(2, [("x", "f4"), ("y", "f4")])


def named_type(file: Any) -> None:
    file["a"] = np.dtype("f4")


def other_filter(file: Any) -> None:
    file.create_dataset("a", data=np.ones(4, np.float32), compression="lzf")


def not_a_number(file: Any) -> None:
    file["layers/conv2d/vars/0"] = np.array([1, np.nan], np.float32)


def too_large_for_float32(file: Any) -> None:
    file["a"] = np.array([1e300])


def circle(file: Any) -> None:
    file.create_group("a")["b"] = file["/"]


def deep(file: Any) -> None:
    file["/".join("a" * 40)] = np.ones(1, np.float32)


def many_ways(file: Any) -> None:
    """Thirty groups, each twice in the one before: a billion paths."""
    group = file
    for _ in range(25):
        inner = group.create_group("a")
        group["b"] = inner
        group = inner


def odd_name(file: Any) -> None:
    file["a\n"] = np.ones(1, np.float32)


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        (bomb_of_many, "unpacks to 251,658,240 bytes, at most 209,715,200 are allowed"),
        (bomb_in_one_piece, "has an array in pieces of 2,147,483,648 bytes (a)"),
        (external_link, "has a link in place of an array (a)"),
        (soft_link, "has a link in place of an array (b)"),
        (external_storage, "has an array that lies in another file (a)"),
        (virtual_array, "has an array that lies in another file (a)"),
        (texts, "has an array of type object, expected numbers (a)"),
        (lists, "has an array of type object, expected numbers (a)"),
        (references, "has an array of type object, expected numbers (a)"),
        (records, "has an array of type [('x', '<f4'), ('y', '<f4')], expected numbers (a)"),
        (named_type, "holds something else than arrays (a)"),
        (other_filter, "has an array packed in an unusual way (a)"),
        (not_a_number, "holds numbers that are not finite (layers/conv2d/vars/0)"),
        (too_large_for_float32, "holds numbers that are not finite (a)"),
        (circle, "has groups in more than 30 levels"),
        (deep, "has groups in more than 30 levels"),
        (many_ways, "has more than 10,000 groups and arrays"),
        (odd_name, "has a name that Keras would not give"),
    ],
)
def test_what_keras_does_not_write_is_refused(fill: Fill, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        hdf5.read_weights(file_of(fill))
    assert str(refusal.value) == reason


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    content = file_of(bomb)
    assert len(content) < 2**21
    with pytest.raises(Unusable, match=r"^unpacks to 1,073,741,824 bytes"):
        hdf5.read_weights(content)


@pytest.mark.slow
def test_a_hundred_thousand_groups_are_refused_unread() -> None:
    def fill(file: Any) -> None:
        for number in range(100_000):
            file.create_group(f"{number}")

    with pytest.raises(Unusable, match=r"^has more than 10,000 groups and arrays"):
        hdf5.read_weights(file_of(fill))


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("model.weights.h5", file_of(soft_link))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"These are my weights.", pickle.dumps([1.0]), archive()],
    ids=["empty", "text", "pickle", "archive"],
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unusable, match=r"^is not an HDF5 file$"):
        hdf5.read_weights(content)


@pytest.mark.parametrize("kept", [8, 100, 1000, -1])
def test_a_truncated_file_is_refused(kept: int) -> None:
    content = file_of(lambda file: file.create_dataset("a", data=np.ones(1000, np.float32)))
    with pytest.raises(Unusable, match=r"^is damaged"):
        hdf5.read_weights(content[:kept])
