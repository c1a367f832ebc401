"""Pairs in one JPEG: the format, the road's colour, folders, and the published archive."""

import gzip
import http.server
import io
import tarfile
import threading

import numpy as np
import pytest
from PIL import Image

from data import cityscapes_pairs as pairs
from data import streets
from data.classes import CarlaClass
from data.errors import DataError, DataWarning

STREETS = streets.examples()


def jpeg(size=(512, 256), colour=(128, 64, 128), form="JPEG"):
    """An even picture of this width and height, as bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


# The format


def test_a_picture_is_cut_in_the_middle():
    """Photo left, mask right, nothing lost."""
    picture = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3)
    photo, mask = pairs.split_picture(picture)
    assert np.array_equal(np.concatenate([photo, mask], axis=1), picture)
    assert photo.shape == mask.shape == (2, 2, 3)


@pytest.mark.parametrize("shape", [(2, 3, 3), (1, 2, 4, 3), (2, 4)])
def test_what_cannot_be_cut_is_refused(shape):
    """An odd width, a batch, and a grey picture."""
    with pytest.raises(DataError, match=r"takes \(H, W, 3\) with an even W"):
        pairs.split_picture(np.zeros(shape, np.uint8))


def test_road_is_told_by_the_channel_that_strays_most():
    """32 is the largest distance that counts; one channel beyond it is enough for a no."""
    colours = np.array([[128, 63, 126], [128, 64, 128], [160, 63, 126], [161, 63, 126]], np.uint8)
    assert pairs.road_of(colours).tolist() == [1, 1, 1, 0]


def test_darker_colours_do_not_wrap_around():
    """Differences of uint8 would: 120 - 128 is 248 there."""
    assert pairs.road_of(np.array([[120, 60, 120], [0, 0, 0]], np.uint8)).tolist() == [1, 0]


def test_no_other_class_has_a_colour_within_the_tolerance():
    """Bridge and wall come nearest."""
    road = {CarlaClass.ROAD, CarlaClass.ROAD_LINE}
    assert {CarlaClass(k) for k in np.flatnonzero(pairs.road_of(pairs.PALETTE))} == road


@pytest.mark.parametrize("quality", [75, 90])
def test_the_road_of_a_street_survives_jpeg(quality):
    """The tolerance was measured on 60 streets; the six examples are others."""
    made = pairs.of_streets(STREETS, quality)
    both = either = 0
    for index in range(len(made)):
        truth = pairs.true_road(STREETS.read(index)[1]).astype(bool)
        found = pairs.road_of(made.read(index)[1]).astype(bool)
        both += (truth & found).sum()
        either += (truth | found).sum()
    assert both / either > 0.985
    assert not pairs.road_of(made.read(0)[1], tolerance=0).any(), "exact matching finds nothing"


def test_the_true_road_is_squeezed_to_the_pairs_size():
    """Markings belong to it; a pixel comes from the middle of what it stands for."""
    ids = np.array([[CarlaClass.ROAD, CarlaClass.SKY], [CarlaClass.ROAD_LINE] * 2], np.uint8)
    road = pairs.true_road(ids)
    assert road.shape == (256, 256)
    assert road[::128, ::128].tolist() == [[1, 0], [1, 1]]
    assert road.mean() == 0.75


def test_unknown_class_ids_are_refused():
    """A mask read with its alpha channel holds 255."""
    with pytest.raises(DataError, match="paint got the class id 255; allowed are 0 to 22"):
        pairs.paint(np.array([[7, 255]], np.uint8))


# Rendered streets in this format


def test_streets_become_pairs_in_memory_and_always_the_same():
    """Nothing is written: a sandbox may only read."""
    first, again = pairs.of_streets(STREETS.take([0, 1])), pairs.of_streets(STREETS.take([0, 1]))
    assert first.sources == again.sources
    assert first.names == ("000100.jpg", "000400.jpg")
    photo, mask = first.read(0)
    assert photo.shape == mask.shape == (256, 256, 3)
    assert photo.dtype == mask.dtype == np.uint8


def test_exported_streets_are_read_back_as_they_are_in_memory(tmp_path):
    """The embedded default goes through the same door as the real files."""
    written = pairs.export(STREETS, tmp_path / "train")
    assert written.problems == ()
    assert written.names == pairs.of_streets(STREETS).names
    assert np.array_equal(written.read_whole(3), pairs.of_streets(STREETS).read_whole(3))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "train").write_text("no folder")
    with pytest.raises(DataError, match="choose a folder that you may write to"):
        pairs.export(STREETS.take([0]), tmp_path / "train")


# Folders


def fill(folder, **files):
    """Write files, name without the ending, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / f"{name.lstrip('_')}.jpg").write_bytes(content)
    return folder


def test_files_come_in_the_order_of_their_numbers(tmp_path):
    """10 is after 9, as in the published set."""
    folder = fill(tmp_path, _9=jpeg(), _10=jpeg(), _1=jpeg())
    assert pairs.load(folder).names == ("1.jpg", "9.jpg", "10.jpg")


def test_default_folder_is_in_the_data_directory(tmp_path, monkeypatch):
    """One variable moves all data."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    fill(tmp_path / "cityscapes" / "train", _1=jpeg())
    assert len(pairs.load()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (jpeg((256, 256)), "is 256 x 256 pixels, expected 512 x 256: photo left, mask right"),
        (jpeg()[:-100], "is cut off: the end of the JPEG is missing"),
        (jpeg(form="PNG"), "is no JPEG, or a damaged one"),
        (b"<html>please log in</html>", "is no JPEG, or a damaged one"),
        (b"", "is no JPEG, or a damaged one"),
    ],
)
def test_a_bad_file_is_skipped_and_named(tmp_path, content, said):
    """The good ones can be used."""
    folder = fill(tmp_path, _1=jpeg(), _2=content)
    with pytest.warns(DataWarning, match=r"Skipped 1 in .*\n  .*2\.jpg"):
        found = pairs.load(folder)
    assert found.names == ("1.jpg",)
    assert [problem.reason for problem in found.problems] == [said]


def test_a_folder_of_bad_files_is_refused(tmp_path):
    """The first problem tells what to look for."""
    folder = fill(tmp_path, _1=jpeg((512, 512)))
    with pytest.raises(DataError, match=r"no usable pair.*512 x 512 pixels, expected 512 x 256"):
        pairs.load(folder)


def test_the_folder_above_names_those_below(tmp_path):
    """A frequent slip: the archive has train and val."""
    fill(tmp_path / "train", _1=jpeg())
    fill(tmp_path / "val", _1=jpeg())
    with pytest.raises(DataError, match=r"Give one of its folders: train, val\."):
        pairs.load(tmp_path)


def test_empty_and_absent_folders_are_told_apart(tmp_path):
    """Each has its own next step."""
    with pytest.raises(DataError, match=r"holds no \*\.jpg file\. Copy or download"):
        pairs.load(tmp_path)
    with pytest.raises(DataError, match="There is no folder"):
        pairs.load(tmp_path / "absent")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", r"1\.jpg cannot be read as a JPEG"),
        (jpeg((100, 50)), r"1\.jpg is 100 x 50 pixels, expected 512 x 256"),
        (None, r"1\.jpg does not exist\. Load the pairs again\."),
    ],
)
def test_a_file_that_changed_since_it_was_opened_is_named(tmp_path, content, said):
    """Pixels are read when they are asked for."""
    found = pairs.load(fill(tmp_path, _1=jpeg()))
    (tmp_path / "1.jpg").unlink()
    if content is not None:
        fill(tmp_path, _1=content)
    with pytest.raises(DataError, match=said):
        found.read(0)


def test_pairs_can_be_chosen(tmp_path):
    """For a quick look at every tenth."""
    made = pairs.of_streets(STREETS).take([4, 1])
    assert made.names == ("001000.jpg", "000400.jpg")
    assert len(made) == 2


# The published archive


def tar_of(files):
    """A gzipped tar of names and contents; a content of None makes a link."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/hostname"
            member.size = len(content or b"")
            archive.addfile(member, io.BytesIO(content or b""))
    return buffer.getvalue()


@pytest.fixture
def serve():
    """A function that puts bytes behind an address on this computer; `server.asked` has ranges."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            wanted = self.headers.get("Range")
            self.server.asked.append(wanted)
            start = int(wanted[len("bytes=") : -1]) if wanted else 0
            self.send_response(206 if wanted else 200)
            body = self.server.content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: self.server.cut_after])

        def log_message(self, *args):
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.cut_after = [], None
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()

        def put(content):
            server.content = content
            return f"http://127.0.0.1:{server.server_port}/cityscapes.tar.gz", server

        yield put
        server.shutdown()
        thread.join()


GOOD = {"cityscapes/train/1.jpg": jpeg(), "cityscapes/val/1.jpg": jpeg()}


def test_fetch_shows_the_licence_downloads_unpacks_and_opens(serve, tmp_path, capsys):
    """One call from an address to pairs; the archive does not stay."""
    url, _ = serve(tar_of(GOOD | {"cityscapes/README": b"hello"}))
    found = pairs.fetch(url, folder=tmp_path / "out")
    assert found.names == ("1.jpg",)
    assert len(pairs.load(tmp_path / "out" / "val")) == 1
    written = sorted(file.name for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert written == ["1.jpg", "1.jpg"]
    assert "licence: the Cityscapes terms of use" in capsys.readouterr().out


def test_fetch_goes_on_where_it_was_cut(serve, tmp_path):
    """A hundred megabytes are not asked for twice."""
    url, server = serve(tar_of(GOOD))
    server.cut_after = 200
    with pytest.raises(DataError, match="The connection was cut while Cityscapes pairs"):
        pairs.fetch(url, folder=tmp_path)
    server.cut_after = None
    assert len(pairs.fetch(url, folder=tmp_path)) == 1
    assert server.asked == [None, "bytes=200-"]


def test_a_wrong_checksum_is_refused(serve, tmp_path):
    """Its publisher states none; who knows it can ask for it."""
    url, _ = serve(tar_of(GOOD))
    with pytest.raises(DataError, match="has the checksum"):
        pairs.fetch(url, sha256="0" * 64, folder=tmp_path)


@pytest.mark.parametrize(
    "name",
    ["../train/1.jpg", "/train/1.jpg", "a/../../train/1.jpg", "train/..\\1.jpg", "1.jpg"],
)
def test_an_archive_that_leads_elsewhere_is_refused_whole(serve, tmp_path, name):
    """Not even its good files are unpacked."""
    url, _ = serve(tar_of(GOOD | {name: jpeg()}))
    with pytest.raises(DataError, match="expected names like cityscapes/train/1"):
        pairs.fetch(url, folder=tmp_path / "out")
    assert [file.name for file in tmp_path.rglob("*.jpg")] == []


def test_links_in_an_archive_are_left_out(serve, tmp_path):
    """A link could point at any file of this computer."""
    url, _ = serve(tar_of(GOOD | {"cityscapes/train/2.jpg": None}))
    assert pairs.fetch(url, folder=tmp_path).names == ("1.jpg",)


def test_a_pair_that_would_fill_the_disk_is_refused(serve, tmp_path, monkeypatch):
    """Zeros compress a thousandfold."""
    monkeypatch.setattr(pairs, "_LARGEST_FILE", 5000)
    url, _ = serve(tar_of(GOOD | {"cityscapes/train/2.jpg": bytes(5001)}))
    with pytest.raises(DataError, match="of 5,001 bytes, expected at most 5,000"):
        pairs.fetch(url, folder=tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>please log in</html>", "is not a whole gzipped tar file"),
        (gzip.compress(b"no tar"), "is not a whole gzipped tar file"),
        (tar_of(GOOD)[:-40], "is not a whole gzipped tar file"),
        (tar_of({"readme.txt": b"x"}), r"holds no train/\*\.jpg"),
    ],
    ids=["page", "gzip of something", "cut off", "another archive"],
)
def test_what_is_no_archive_of_pairs_is_named(serve, tmp_path, content, said):
    """Sites that want a login answer with a page."""
    url, _ = serve(content)
    with pytest.raises(DataError, match=said):
        pairs.fetch(url, folder=tmp_path)
