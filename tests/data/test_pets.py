"""Pets: both ways of writing the classes down, folders, the download and the drawn stand-in."""

import hashlib
import http.server
import io
import os
import re
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data import pets
from data.download import Source, unpack_tar
from data.errors import DataError
from data.pets import files, published
from data.pets.files import SPECIES, TRIMAPS, coding_of

REAL = Path(os.environ.get("COURSE_DATA_DIR", "")) / "pets"
needs_pets = pytest.mark.skipif(
    not (os.environ.get("COURSE_DATA_DIR") and (REAL / "images").is_dir()),
    reason="no pets in COURSE_DATA_DIR/pets",
)

TRIMAP = np.array([[1, 1, 3], [2, 3, 2]], np.uint8)
CLASSES = [[0, 0, 2], [1, 2, 1]]


def write_mask(file: Path, values: np.ndarray) -> Path:
    """A mask as its publishers write it: one channel, with a palette."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(values)
    picture.putpalette([number for value in range(256) for number in (value, 0, 255 - value)])
    picture.save(file)
    return file


def write_folder(folder: Path, names: list[str], masks: str = "annotations/trimaps") -> None:
    """Pictures of two by three pixels with masks."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for name in names:
        Image.new("RGB", (3, 2), (200, 30, 40)).save(folder / "images" / f"{name}.jpg")
        write_mask(folder / masks / f"{name}.png", TRIMAP)


NAMES = [f"Abyssinian_{number}" for number in range(8)]


def test_trimaps_are_recognised_and_shifted(tmp_path):
    """1 pet, 2 background, 3 border become 0, 1, 2."""
    file = write_mask(tmp_path / "mask.png", TRIMAP)
    assert coding_of([file]) is TRIMAPS
    assert TRIMAPS.decode(files.read_values(file), file).tolist() == CLASSES


def test_the_coding_with_two_species_is_recognised_and_made_one_pet(tmp_path):
    """0 background, 1 cat, 2 dog, 255 border: cats and dogs are both pets."""
    file = write_mask(tmp_path / "mask.png", np.array([[1, 2, 255], [0, 255, 0]], np.uint8))
    assert coding_of([file]) is SPECIES
    assert SPECIES.decode(files.read_values(file), file).tolist() == CLASSES


def test_a_mask_that_fits_both_codings_does_not_decide(tmp_path):
    """1 and 2 are pet and background, or cat and dog; the next mask tells."""
    open_question = write_mask(tmp_path / "a.png", np.array([[1, 2]], np.uint8))
    decisive = write_mask(tmp_path / "b.png", np.array([[1, 3]], np.uint8))
    assert coding_of([open_question, decisive]) is TRIMAPS
    with pytest.raises(DataError, match="hold the values 1 and 2 alone, which fit both trimaps"):
        coding_of([open_question])


@pytest.mark.parametrize("values", [[0, 3], [1, 4], [1, 2, 128]])
def test_other_values_are_refused_with_what_is_allowed(tmp_path, values):
    """A mask that somebody has resized holds numbers between the classes."""
    file = write_mask(tmp_path / "mask.png", np.array([values], np.uint8))
    found = ", ".join(map(str, values))
    with pytest.raises(DataError, match=f"holds the values {found}; allowed are trimaps: 1 pet"):
        coding_of([file])


def test_a_value_of_the_other_coding_is_refused_when_read(tmp_path):
    """The coding is known from other masks; a stray one must not become a class."""
    file = write_mask(tmp_path / "mask.png", np.array([[1, 255]], np.uint8))
    with pytest.raises(DataError, match="holds the values 255; allowed are trimaps"):
        TRIMAPS.decode(files.read_values(file), file)


def test_a_mask_in_colours_is_refused(tmp_path):
    """Some programs save the palette's colours and lose the numbers."""
    Image.new("RGB", (3, 2)).save(tmp_path / "mask.png")
    with pytest.raises(DataError, match="has the mode RGB, expected one channel"):
        files.read_values(tmp_path / "mask.png")


def test_the_publishers_lists_decide_what_is_for_the_test(tmp_path):
    """The second column and what follows are breeds; lines with # are comments."""
    write_folder(tmp_path, NAMES)
    (tmp_path / "annotations" / "trainval.txt").write_text(
        "#Image CLASS-ID SPECIES BREED ID\nAbyssinian_5 1 1 1\nAbyssinian_0 1 1 1\n"
    )
    (tmp_path / "annotations" / "test.txt").write_text("Abyssinian_2 1 1 1\n")
    train, test = files.open_folder(tmp_path)
    assert [file.stem for file in train.images] == ["Abyssinian_5", "Abyssinian_0"]
    assert [file.stem for file in test.masks] == ["Abyssinian_2"]
    assert "split as published; trimaps" in train.origin


@pytest.mark.parametrize("masks", files.MASK_FOLDERS)
def test_without_lists_every_fourth_picture_is_held_out(tmp_path, masks):
    """The same pictures each time, so that nobody learns from what judges."""
    write_folder(tmp_path, NAMES, masks)
    train, test = files.open_folder(tmp_path)
    assert [file.stem for file in test.images] == ["Abyssinian_3", "Abyssinian_7"]
    assert len(train) == 6
    image, mask = test.read(0)
    assert (image.shape, image.dtype, mask.tolist()) == ((2, 3, 3), np.uint8, CLASSES)


def test_files_that_a_mac_left_are_no_masks(tmp_path):
    """The publishers' archive holds a "._" file beside every mask."""
    write_folder(tmp_path, NAMES)
    (tmp_path / "annotations" / "trimaps" / "._Abyssinian_0.png").write_bytes(b"Mac OS X")
    assert sum(map(len, files.open_folder(tmp_path))) == len(NAMES)


def test_a_picture_of_another_size_than_its_mask_is_refused(tmp_path):
    """Otherwise the first batch fails, with a message about shapes."""
    write_folder(tmp_path, NAMES)
    Image.new("RGB", (5, 5)).save(tmp_path / "images" / "Abyssinian_0.jpg")
    train, _ = files.open_folder(tmp_path)
    with pytest.raises(DataError, match=r"Abyssinian_0\.jpg has 5 × 5 pixels and its mask 2 × 3"):
        train.read(0)


def test_a_jpeg_that_is_a_gif_inside_is_read(tmp_path):
    """Some published files are."""
    write_folder(tmp_path, NAMES)
    with (tmp_path / "images" / "Abyssinian_0.jpg").open("wb") as file:
        Image.new("P", (3, 2)).save(file, "GIF")
    train, _ = files.open_folder(tmp_path)
    assert train.read(0)[0].shape == (2, 3, 3)


def test_a_damaged_picture_is_named(tmp_path):
    """Not a traceback of Pillow's."""
    write_folder(tmp_path, NAMES)
    (tmp_path / "images" / "Abyssinian_0.jpg").write_bytes(b"cut")
    train, _ = files.open_folder(tmp_path)
    with pytest.raises(DataError, match=r"Abyssinian_0\.jpg is damaged or no picture"):
        train.read(0)


def test_an_empty_folder_says_what_belongs_there(tmp_path):
    """And how to get it."""
    with pytest.raises(DataError, match=r"holds 0 pictures with a mask, .* call pets\.fetch"):
        pets.load(tmp_path)


def test_the_default_folder_is_in_the_data_directory(tmp_path, monkeypatch):
    """One variable moves all data."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert not pets.is_there()
    write_folder(tmp_path / "pets", NAMES)
    assert pets.is_there()
    assert len(pets.load().train) == 6


# The archives ------------------------------------------------------------------------------------


def tar_of(members: dict[str, bytes]) -> bytes:
    """A compressed tar file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def tar_with(member: tarfile.TarInfo) -> bytes:
    """A tar file with one odd member."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(member)
    return buffer.getvalue()


def odd_member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """A member with an ordinary or another type."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


@pytest.mark.parametrize(
    "member",
    [
        odd_member("../outside.txt"),
        odd_member("/outside.txt"),
        odd_member("inner/../../outside.txt"),
        odd_member("link", tarfile.SYMTYPE, "/etc/passwd"),
        odd_member("link", tarfile.LNKTYPE, "images/a.jpg"),
        odd_member("pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda member: member.name,
)
def test_links_and_paths_that_lead_outside_are_refused(tmp_path, member):
    """An archive comes from elsewhere; it must not write where it likes."""
    (tmp_path / "set.tar").write_bytes(tar_with(member))
    folder = tmp_path / "inside" / "folder"
    with pytest.raises(DataError, match=f"holds {member.name!r}, expected ordinary files"):
        unpack_tar(tmp_path / "set.tar", folder)
    assert [path.name for path in tmp_path.iterdir()] == ["set.tar"]


@pytest.mark.parametrize(
    "content", [b"<html>", tar_of({"a": bytes(9999)})[:-60]], ids=["a page", "cut off"]
)
def test_what_is_no_whole_archive_is_named(tmp_path, content):
    """A login page, or an archive that was cut off."""
    (tmp_path / "set.tar.gz").write_bytes(content)
    with pytest.raises(DataError, match="is not a whole tar file"):
        unpack_tar(tmp_path / "set.tar.gz", tmp_path / "out")


@pytest.fixture
def archives(tmp_path):
    """The two archives with small content, behind a local server."""
    write_folder(tmp_path / "made", NAMES)
    served = {}
    for name in ("images", "annotations"):
        made = sorted((tmp_path / "made" / name).rglob("*.*"))
        members = {str(path.relative_to(tmp_path / "made")): path.read_bytes() for path in made}
        served[f"/{name}.tar.gz"] = tar_of(members)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            """Send an archive."""
            self.send_response(200)
            self.send_header("Content-Length", str(len(served[self.path])))
            self.end_headers()
            self.wfile.write(served[self.path])

        def log_message(self, *args):
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield tuple(
            Source(path, address + path, "CC BY-SA 4.0", len(content), None, md5_of(content))
            for path, content in served.items()
        )
        server.shutdown()
        thread.join()


def md5_of(content: bytes) -> str:
    """The checksum that these publishers state."""
    return hashlib.md5(content).hexdigest()


def test_the_archives_are_fetched_checked_and_unpacked(archives, tmp_path, monkeypatch, capsys):
    """One call from nothing to pictures; the archives do not stay."""
    monkeypatch.setattr(published.fetch_archives, "__defaults__", (archives,))
    train, test = pets.fetch(tmp_path / "out")
    assert (len(train), len(test)) == (6, 2)
    assert not list((tmp_path / "out").glob("*.gz"))
    said = capsys.readouterr().out
    assert f"MD5 {archives[0].md5}\nlicence: CC BY-SA 4.0" in said


def test_a_wrong_md5_is_refused(archives, tmp_path):
    """The publishers state no newer checksum."""
    wrong = Source("pictures", archives[0].url, "CC BY-SA 4.0", md5="0" * 32)
    with pytest.raises(DataError, match=f"has the checksum {archives[0].md5}, expected is 000"):
        published.fetch_archives(tmp_path / "out", (wrong,))


def test_the_published_archives_are_stated_in_full():
    """Size, checksum and licence are known before the first byte comes."""
    stated = [(source.url.rsplit("/", 1)[-1], source.size) for source in published.SOURCES]
    assert stated == [("images.tar.gz", 791_918_971), ("annotations.tar.gz", 19_173_078)]
    for source in published.SOURCES:
        assert re.fullmatch("[0-9a-f]{32}", source.md5)
        assert source.licence.startswith("CC BY-SA 4.0")


# Drawn -------------------------------------------------------------------------------------------


def test_drawn_pets_are_the_same_each_time():
    """A number in a text stays true."""
    first, second = (pets.drawn(3, 2, (48, 64)).test.read(1) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert (first[0].shape, first[1].shape) == ((48, 64, 3), (48, 64))


def test_drawn_pets_for_the_test_are_others():
    """Nobody is judged by what was learned from."""
    train, test = pets.drawn(3, 2, (48, 48))
    learned = [train.read(index)[0] for index in range(3)]
    assert not any((test.read(index)[0] == image).all() for index in range(2) for image in learned)


def test_another_seed_draws_others():
    """The seed reaches the drawing."""
    one, other = (pets.drawn(1, 1, (48, 48), seed).train.read(0)[0] for seed in (0, 1))
    assert not (one == other).all()


def test_drawn_pets_have_about_the_shares_of_real_ones():
    """26 real masks have 26 % pet, 61 % background and 13 % border; the border has their width."""
    _, masks = pets.arrays(pets.drawn(40, 1, (64, 64)).train, (64, 64))
    shares = np.bincount(masks.ravel(), minlength=3) / masks.size
    assert shares == pytest.approx([0.25, 0.63, 0.12], abs=0.06)


def test_a_border_lies_between_pet_and_background():
    """Pet and background never touch, as in the trimaps."""
    _, mask = pets.drawn(1, 1, (96, 96)).train.read(0)
    for first, second in ((mask[1:], mask[:-1]), (mask[:, 1:], mask[:, :-1])):
        assert not ((first == pets.PET) & (second == pets.BACKGROUND)).any()
        assert not ((first == pets.BACKGROUND) & (second == pets.PET)).any()


@pytest.mark.parametrize("arguments", [(0, 1), (1, 0), (1, 1, (16, 64))])
def test_impossible_drawings_are_refused(arguments):
    """The message says what is possible."""
    with pytest.raises(DataError, match="it takes 1 picture or more for each part and sides of 32"):
        pets.drawn(*arguments)


def test_arrays_invent_no_class():
    """Masks are resized to the nearest pixel."""
    images, masks = pets.arrays(pets.drawn(2, 1, (64, 64)).train, (33, 47))
    assert (images.shape, masks.shape) == ((2, 33, 47, 3), (2, 33, 47, 1))
    assert set(np.unique(masks)) == {0, 1, 2}


def test_some_of_many_pictures_are_spread_evenly():
    """The published pictures are sorted by breed; the first hundred would be one."""
    few, _ = pets.arrays(pets.drawn(6, 1, (32, 32)).train, (32, 32), at_most=3)
    every, _ = pets.arrays(pets.drawn(6, 1, (32, 32)).train, (32, 32))
    assert (few == every[::2]).all()


@needs_pets
def test_real_pets_are_read():
    """The code must hold against published files, not only against our own."""
    train, test = pets.load(REAL)
    assert len(train) > len(test) > 0
    image, mask = train.read(0)
    assert image.shape[:2] == mask.shape
    assert set(np.unique(mask)) <= {pets.PET, pets.BACKGROUND, pets.BORDER}
    assert (mask == pets.BORDER).any()
