"""The cache of rendered streets: made once, checked, fixed, shared."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data import location, streets
from data.errors import DataError, DataWarning
from data.pairs import open_pairs
from data.streets import dataset

SIZE = (48, 64)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A cache with two small drives, made by two worker processes; tests copy from it."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA_DIR", str(folder))
        streets.load(25, SIZE)
    return folder


@pytest.fixture
def cache(made, tmp_path, monkeypatch):
    """A copy of that cache which a test may damage."""
    for file in made.rglob("*"):
        if file.is_file():
            copy = tmp_path / file.relative_to(made)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    return tmp_path


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def forbid_rendering(*_):
    raise AssertionError("a frame was rendered although it is cached")


def test_load_gives_as_many_pairs_as_asked(cache):
    """25 frames are one drive of 20 and five frames of the next."""
    pairs = streets.load(25, SIZE)
    assert len(pairs) == 25
    assert list(pairs.drives) == ["drive 000"] * 20 + ["drive 001"] * 5
    image, mask = pairs.read(24)
    assert (image.shape, mask.shape) == ((48, 64, 3), (48, 64))


def test_files_are_in_the_published_format(cache):
    """RGBA, alpha 255, class id in red, green and blue 0: as the real masks are."""
    pairs = streets.load(25, SIZE)
    photo = np.asarray(Image.open(pairs.images[3]))
    mask = np.asarray(Image.open(pairs.masks[3]))
    assert (photo.shape, mask.shape) == ((48, 64, 4), (48, 64, 4))
    assert {255} == set(np.unique(photo[..., 3])) | set(np.unique(mask[..., 3]))
    assert {0} == set(np.unique(mask[..., 1:3]))
    assert pairs.images[3].name == pairs.masks[3].name


def test_reading_the_folder_finds_the_same_drives(cache):
    """Rendered and real folders go through one reader; gaps in the names separate drives."""
    pairs = streets.load(25, SIZE)
    opened = open_pairs(pairs.images[0].parent.parent)
    assert len(opened) == 40
    assert list(opened.drives) == ["000000"] * 20 + ["000100"] * 20


def test_a_set_is_complete_when_no_file_is_missing(cache):
    """`grader doctor` says so without opening a picture."""
    pairs = streets.load(25, SIZE)
    complete = streets.is_complete(25, SIZE)
    pairs.images[4].unlink()
    assert (complete, streets.is_complete(25, SIZE)) == (True, False)


def test_a_complete_cache_is_not_rendered_again(cache, monkeypatch):
    """A notebook that restarts must not wait."""
    monkeypatch.setattr(dataset, "_make", forbid_rendering)
    assert len(streets.load(40, SIZE)) == 40


def test_bytes_are_the_same_for_one_process_and_for_two(cache, made, tmp_path, monkeypatch):
    """Nobody's data may depend on the number of processors."""
    alone = tmp_path / "alone"
    monkeypatch.setenv("COURSE_DATA_DIR", str(alone))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    streets.load(25, SIZE)
    assert bytes_of(made) == bytes_of(alone)


def test_missing_and_cut_files_are_named_and_made_again(cache, made):
    """A disk that filled up leaves such files; the rest stays."""
    pairs = streets.load(25, SIZE)
    pairs.images[4].unlink()
    pairs.masks[21].write_bytes(b"short")
    with pytest.warns(DataWarning, match=r"(?s)again:.*000004\.png: is missing") as caught:
        streets.load(25, SIZE)
    assert "CameraMask/000101.png: is 5 bytes long" in str(caught[0].message)
    assert bytes_of(made) == bytes_of(cache)


def test_verify_finds_a_changed_byte_and_repair_mends_it(cache, made):
    """A file of the right length may still be wrong; only the checksum tells."""
    assert streets.verify(25, SIZE) == ()
    file = streets.load(25, SIZE).images[7]
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    problems = streets.verify(25, SIZE)
    assert [str(problem) for problem in problems] == [
        "CameraRGB/000007.png: has another checksum than when it was made"
    ]
    assert problems == streets.repair(25, SIZE)
    assert streets.verify(25, SIZE) == ()
    assert bytes_of(made) == bytes_of(cache)


def test_a_record_of_another_renderer_is_not_trusted(cache, made):
    """A cache from an older version must not mix with new pictures."""
    record = next(cache.rglob("records/000000.json"))
    content = json.loads(record.read_text())
    content["parameters"]["renderer"] = -1
    record.write_text(json.dumps(content))
    streets.load(20, SIZE)
    assert bytes_of(made) == bytes_of(cache)


def test_an_interrupted_run_resumes(cache, made, monkeypatch):
    """A drive without a record is made again, the others are kept."""
    next(cache.rglob("records/000001.json")).unlink()
    made_drives = []
    make_drive = dataset.make_drive

    def watch(recipe, drive, frames):
        made_drives.append(drive)
        return make_drive(recipe, drive, frames)

    monkeypatch.setattr(dataset, "make_drive", watch)
    streets.load(25, SIZE)
    assert made_drives == [1]
    assert bytes_of(made) == bytes_of(cache)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_images": 0}, "n_images=0; it must be 1 or more"),
        ({"size": (16, 64)}, r"size=\(16, 64\); it takes \(height, width\) from 32 to 4096"),
        ({"seed": -1}, "seed=-1; it must be 0 or more"),
    ],
)
def test_arguments_out_of_range_are_named(arguments, message):
    """Width and height are easily swapped; the message says the order."""
    with pytest.raises(DataError, match=message):
        streets.load(**arguments)


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    """The way out is another folder; the message names the variable."""

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(dataset, "replacing", fail)
    with pytest.raises(DataError, match=r"No space left on device.*set COURSE_DATA_DIR"):
        streets.load(20, SIZE)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path, monkeypatch):
    """The same sentence as for a folder that cannot be written."""
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("COURSE_DATA_DIR", str(file))
    with pytest.raises(DataError, match=r"Cannot write to .*file.*set COURSE_DATA_DIR to a folder"):
        streets.load(20, SIZE)


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor: no worker processes are started")
def test_a_script_without_main_guard_gets_an_explanation(tmp_path):
    """Worker processes import the script again; without the guard it would start itself."""
    script = tmp_path / "script.py"
    script.write_text("from data import streets\nstreets.load(40, (48, 64))\n")
    environment = os.environ | {
        "COURSE_DATA_DIR": str(tmp_path / "cache"),
        "PYTHONPATH": str(Path(location.__file__).parent.parent),
    }
    run = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.returncode != 0
    assert "DataError: The worker processes stopped. In a script, put the code" in run.stderr


def test_examples_are_six_small_committed_pairs():
    """The first look needs no rendering and no network."""
    pairs = streets.examples()
    assert (len(pairs), len(set(pairs.drives))) == (6, 6)
    assert sum(file.stat().st_size for file in (*pairs.images, *pairs.masks)) < 1_000_000
    ids = set().union(*(np.unique(pairs.read(i)[1]).tolist() for i in range(6)))
    assert {1, 7, 8, 9, 10, 13, 22} <= ids


def test_examples_are_what_the_renderer_draws(tmp_path):
    """Committed pictures that the code no longer draws would be a hand-made twin.

    Other processors may round a few samples differently, so a tiny share may differ. When the
    renderer was meant to change: raise RENDERER_VERSION, run data.streets.make_samples.
    """
    from data.streets.make_samples import make_samples

    make_samples(tmp_path)
    drawn, committed = open_pairs(tmp_path), streets.examples()
    assert [file.name for file in committed.images] == [file.name for file in drawn.images]
    for index in range(len(drawn)):
        (photo, ids), (old_photo, old_ids) = drawn.read(index), committed.read(index)
        assert (ids == old_ids).mean() > 0.999
        assert np.abs(photo.astype(int) - old_photo).mean() < 0.1
