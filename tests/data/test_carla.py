"""Real recordings, and small files in their formats."""

import http.server
import os
import shutil
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest

from data import carla
from data.errors import DataError, DataWarning

REAL = Path(os.environ.get("COURSE_DATA_DIR", "")) / "carla"
needs_recording = pytest.mark.skipif(
    not (os.environ.get("COURSE_DATA_DIR") and (REAL / "CameraRGB").is_dir()),
    reason="no recording in COURSE_DATA_DIR/carla",
)


@pytest.fixture
def write_recording(write_pair):
    """A function that writes masks with ids from 0 up to the largest one."""

    def write(folder, size, largest, names, masks="CameraMask"):
        for name in names:
            ids = np.resize(np.arange(largest + 1, dtype=np.uint8), size)
            write_pair(folder, name, ids, mask_folder=masks)

    return write


def test_assignment_format_is_recognised(tmp_path, write_recording):
    """640 x 480 with 23 ids: the course's main recording."""
    write_recording(tmp_path, (480, 640), 22, ["000026.png", "000027.png", "000100.png"])
    pairs = carla.load(tmp_path)
    assert pairs.origin == "U-Net assignment (CARLA 0.9.10), 640 x 480, ids 0 to 22"
    assert pairs.drives == ("000026", "000026", "000100")


@pytest.mark.parametrize("masks", ["CameraSeg", "CameraMask"])
def test_lyft_format_is_recognised(tmp_path, masks, write_recording):
    """800 x 600 with 13 ids, where 0 means none; its masks lie in CameraSeg."""
    write_recording(tmp_path, (600, 800), 12, ["02_00_000.png", "02_00_001.png"], masks)
    pairs = carla.load(tmp_path)
    assert pairs.origin == "Lyft challenge (CARLA 0.8), 800 x 600, ids 0 to 12, 0 = none and sky"
    assert len(pairs) == 2


def test_other_recordings_are_not_given_a_name(tmp_path, write_recording):
    """800 x 600 with id 22 is not the Lyft set; the text must not claim so."""
    write_recording(tmp_path, (600, 800), 22, ["1.png"])
    assert carla.load(tmp_path).origin == "unknown CARLA recording, 800 x 600, ids up to 22"


def test_default_folder_is_in_the_data_directory(tmp_path, monkeypatch, write_recording):
    """One variable moves all data."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    write_recording(tmp_path / "carla", (480, 640), 22, ["1.png"])
    assert len(carla.load()) == 1


@pytest.fixture
def archive_url(tmp_path, write_recording):
    """A zip archive with a recording one folder down, behind a local server."""
    write_recording(tmp_path / "inner" / "dataA", (600, 800), 12, ["F-1.png"], "CameraSeg")
    served = tmp_path / "served"
    served.mkdir()
    with zipfile.ZipFile(served / "set.zip", "w") as archive:
        for file in (tmp_path / "inner").rglob("*.png"):
            archive.write(file, file.relative_to(tmp_path / "inner"))
    (served / "page.zip").write_text("<html>please log in</html>")
    with zipfile.ZipFile(served / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(served))

        def log_message(self, *args):
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_fetch_downloads_unpacks_and_opens(archive_url, tmp_path):
    """One call from an address to pairs; the archive does not stay."""
    pairs = carla.fetch(f"{archive_url}/set.zip", folder=tmp_path / "out")
    assert pairs.origin.startswith("Lyft challenge")
    assert not (tmp_path / "out" / "recording.zip").exists()


def test_fetch_names_a_page_that_is_not_an_archive(archive_url, tmp_path):
    """Sites that want a login answer with a page instead of the file."""
    with pytest.raises(DataError, match=r"is not a zip file\. The address may lead to a web page"):
        carla.fetch(f"{archive_url}/page.zip", folder=tmp_path / "out")


def test_fetch_names_an_archive_without_recording(archive_url, tmp_path):
    """A wrong archive must not look like success."""
    with pytest.raises(DataError, match="holds no folder CameraRGB"):
        carla.fetch(f"{archive_url}/empty.zip", folder=tmp_path / "out")


@needs_recording
def test_real_recording_is_read():
    """The code must hold against the published files, not only against our own."""
    pairs = carla.load(REAL)
    assert pairs.origin.startswith("U-Net assignment (CARLA 0.9.10), 640 x 480")
    assert 1 < len(set(pairs.drives)) < len(pairs)
    image, mask = pairs.read(0)
    assert (image.shape, mask.shape) == ((480, 640, 3), (480, 640))
    assert mask.min() >= 1
    assert mask.max() <= 22


@needs_recording
def test_real_damaged_image_is_skipped(tmp_path, write_recording):
    """One published image is cut off; it must be named, not crash the first epoch."""
    broken = REAL / "broken" / "CameraRGB_035085.png"
    if not broken.exists():
        pytest.skip("the damaged image is not in COURSE_DATA_DIR/carla/broken")
    write_recording(tmp_path, (480, 640), 22, ["035085.png", "035086.png"])
    shutil.copy(broken, tmp_path / "CameraRGB" / "035085.png")
    with pytest.warns(DataWarning, match=r"CameraRGB/035085\.png: is damaged"):
        pairs = carla.load(tmp_path)
    assert [file.stem for file in pairs.images] == ["035086"]
