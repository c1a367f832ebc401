"""Street pairs as the Cityscapes pair set publishes them: photo and colour mask in one JPEG.

A file is 512 pixels wide and 256 high; the left half is the photo, the right half the mask, painted
in Cityscapes' class colours. JPEG blurs these colours, so the class of a pixel is read with a
tolerance. The tolerance was measured by `benchmarks/road_colour.py`; the table is in
`docs/raw_ops.md`.

The set belongs to its publishers and is under Cityscapes' terms, so the course ships none of it:
`of_streets` and `export` give rendered streets in the same format, `load` opens the real files,
and `fetch` downloads them from an address that you give.
"""

import io
import tarfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
from PIL import Image

from data.classes import N_CLASSES, CarlaClass
from data.download import Source, download
from data.errors import DataError, DataWarning
from data.location import data_directory
from data.pairs import U8, Pairs, Problem
from data.writing import write_whole

SIDE = 256  # pixels: height and width of the photo, and of the mask beside it
ROAD = (128, 63, 126)  # what Cityscapes' road, (128, 64, 128), is in the published JPEGs
TOLERANCE = 32  # largest difference of any channel from ROAD; measured, see the top
QUALITY = 90  # of the JPEGs that `of_streets` and `export` make

LICENCE = (
    "the Cityscapes terms of use (cityscapes-dataset.com/license): non-commercial purposes such as "
    "research and teaching, no passing on"
)
_LARGEST_FILE = 10_000_000  # bytes of one unpacked pair; the published ones have some 30,000
_END_OF_JPEG = b"\xff\xd9"

# Cityscapes paints lane markings as road, and what it has no name for black.
_CITYSCAPES_COLOURS: dict[CarlaClass, tuple[int, int, int]] = {
    CarlaClass.BUILDING: (70, 70, 70),
    CarlaClass.FENCE: (190, 153, 153),
    CarlaClass.PEDESTRIAN: (220, 20, 60),
    CarlaClass.POLE: (153, 153, 153),
    CarlaClass.ROAD_LINE: (128, 64, 128),
    CarlaClass.ROAD: (128, 64, 128),
    CarlaClass.SIDEWALK: (244, 35, 232),
    CarlaClass.VEGETATION: (107, 142, 35),
    CarlaClass.VEHICLE: (0, 0, 142),
    CarlaClass.WALL: (102, 102, 156),
    CarlaClass.TRAFFIC_SIGN: (220, 220, 0),
    CarlaClass.SKY: (70, 130, 180),
    CarlaClass.GROUND: (81, 0, 81),
    CarlaClass.BRIDGE: (150, 100, 100),
    CarlaClass.RAIL_TRACK: (230, 150, 140),
    CarlaClass.GUARD_RAIL: (180, 165, 180),
    CarlaClass.TRAFFIC_LIGHT: (250, 170, 30),
    CarlaClass.DYNAMIC: (111, 74, 0),
    CarlaClass.TERRAIN: (152, 251, 152),
}
PALETTE: npt.NDArray[np.uint8] = np.array(
    [_CITYSCAPES_COLOURS.get(member, (0, 0, 0)) for member in CarlaClass], np.uint8
)
PALETTE.setflags(write=False)


@dataclass(frozen=True)
class JpegPairs:
    """Pictures that hold a photo and its colour mask side by side.

    Attributes:
        names: one for each picture, as its file is called.
        sources: the files, or their bytes where a picture was never written.
        problems: files that were skipped.
        origin: one line that says what the pairs are.
    """

    names: tuple[str, ...]
    sources: tuple[Path | bytes, ...]
    problems: tuple[Problem, ...] = ()
    origin: str = ""

    def __len__(self) -> int:
        """Number of pairs."""
        return len(self.names)

    def read_whole(self, index: int) -> U8:
        """The picture as it is in its file, uint8 (256, 512, 3).

        Raises:
            DataError: it is missing, damaged or of another size.
            IndexError: there is no such pair.
        """
        return _decode(self.sources[index], self.names[index])

    def read(self, index: int) -> tuple[U8, U8]:
        """Photo and colour mask of one pair, each uint8 (256, 256, 3); raises as `read_whole`."""
        return split_picture(self.read_whole(index))

    def take(self, indices: Sequence[int]) -> "JpegPairs":
        """The pairs at these indices, in this order."""
        return JpegPairs(
            tuple(self.names[i] for i in indices),
            tuple(self.sources[i] for i in indices),
            self.problems,
            self.origin,
        )


# The format --------------------------------------------------------------------------------------


def split_picture(picture: U8) -> tuple[U8, U8]:
    """Cut a picture, (H, 2·W, 3), into its photo and its mask, each (H, W, 3).

    Raises:
        DataError: the width is odd, or it is no picture with three channels.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.shape[1] % 2:
        raise DataError(
            f"split_picture got an array of shape {picture.shape}; it takes (H, W, 3) with an even "
            "W, the photo left and the mask right. Pass one picture, without a batch axis."
        )
    middle = picture.shape[1] // 2
    return picture[:, :middle], picture[:, middle:]


def road_of(colours: U8, tolerance: int = TOLERANCE) -> U8:
    """Where a colour mask shows road: 1 there and 0 elsewhere.

    Args:
        colours: shape (…, 3), uint8.
        tolerance: how far each channel may be from `ROAD`.

    Returns:
        uint8, shape (…).
    """
    distance = np.abs(colours.astype(np.int16) - np.array(ROAD, np.int16)).max(axis=-1)
    road: U8 = (distance <= tolerance).astype(np.uint8)
    return road


def paint(ids: U8) -> U8:
    """A mask of the course's class ids, (H, W), in Cityscapes' colours, (H, W, 3).

    Raises:
        DataError: an id is not one of the course's.
    """
    if ids.size and int(ids.max()) >= N_CLASSES:
        raise DataError(
            f"paint got the class id {ids.max()}; allowed are 0 to {N_CLASSES - 1}. Pass a mask as "
            "Pairs.read gives it."
        )
    painted: U8 = PALETTE[ids]
    return painted


def encode(photo: U8, ids: U8, quality: int = QUALITY) -> bytes:
    """Photo, (H, W, 3), and class ids, (H, W), as one JPEG of 512 × 256 pixels.

    Both are squeezed to a square, as the published pairs are: the photo by averaging, the mask by
    nearest neighbour.
    """
    picture = Image.new("RGB", (2 * SIDE, SIDE))
    picture.paste(Image.fromarray(photo).resize((SIDE, SIDE), Image.Resampling.BOX), (0, 0))
    picture.paste(Image.fromarray(paint(_squeezed(ids))), (SIDE, 0))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def true_road(ids: U8) -> U8:
    """Where class ids, (H, W), mean road: what `road_of` should find, uint8 (256, 256)."""
    return np.isin(_squeezed(ids), [CarlaClass.ROAD, CarlaClass.ROAD_LINE]).astype(np.uint8)


def _squeezed(ids: U8) -> U8:
    square = Image.fromarray(ids).resize((SIDE, SIDE), Image.Resampling.NEAREST)
    return np.asarray(square)


def _decode(source: Path | bytes, name: str) -> U8:
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as picture:
            problem = _wrong_size(picture)
            if problem is None:
                return np.asarray(picture.convert("RGB"))
    except FileNotFoundError:
        raise DataError(f"{source!s} does not exist. Load the pairs again.") from None
    except (OSError, SyntaxError, ValueError) as error:
        raise DataError(
            f"{name} cannot be read as a JPEG ({error}). Replace it or delete it."
        ) from None
    raise DataError(f"{name} {problem}. Replace it or delete it.")


def _wrong_size(picture: Image.Image) -> str | None:
    if picture.size == (2 * SIDE, SIDE):
        return None
    width, height = picture.size
    return f"is {width} x {height} pixels, expected {2 * SIDE} x {SIDE}: photo left, mask right"


# Rendered streets in this format -----------------------------------------------------------------


def of_streets(pairs: Pairs, quality: int = QUALITY) -> JpegPairs:
    """Rendered streets as pairs in the published format, in memory; nothing is written.

    The same streets give the same bytes. Another version of Pillow may round differently.
    """
    return JpegPairs(
        tuple(file.with_suffix(".jpg").name for file in pairs.images),
        tuple(encode(*pairs.read(index), quality) for index in range(len(pairs))),
        origin=f"{pairs.origin or 'pairs'}, as {2 * SIDE} x {SIDE} JPEG of quality {quality}",
    )


def export(pairs: Pairs, folder: Path | str, quality: int = QUALITY) -> JpegPairs:
    """Write rendered streets as files in the published format, and open them.

    Args:
        pairs: what to write; for the published layout call it once with the training part and a
            folder `train`, and once with the validation part and a folder `val`.
        folder: where to; it is made when it is not there.
        quality: of the JPEGs, 1 to 95.

    Returns:
        The pairs, as `load` gives them.

    Raises:
        DataError: the folder cannot be written.
    """
    made = of_streets(pairs, quality)
    _write_all(
        (Path(folder) / name, content)
        for name, content in zip(made.names, made.sources, strict=True)
        if isinstance(content, bytes)
    )
    return load(folder)


def _write_all(files: Iterator[tuple[Path, bytes]]) -> None:
    for file, content in files:
        try:
            write_whole(file, content)
        except OSError as error:
            raise DataError(
                f"Cannot write {file} ({error.strerror}). Free some space or choose a folder that "
                "you may write to, then call again."
            ) from None


# Files -------------------------------------------------------------------------------------------


def load(folder: Path | str | None = None) -> JpegPairs:
    """Open a folder of pairs and check every file.

    A file that is no JPEG of 512 × 256 pixels, or is cut off, is reported in `problems` and by one
    DataWarning, and skipped.

    Args:
        folder: holds the `*.jpg`. None means `cityscapes/train` inside the data directory
            (COURSE_DATA_DIR, or `data/cache`).

    Returns:
        The good pairs in the order of their numbers.

    Raises:
        DataError: there is no such folder, or no good pair in it.
    """
    folder = data_directory() / "cityscapes" / "train" if folder is None else Path(folder)
    problems: list[Problem] = []
    good: list[Path] = []
    for file in _jpegs(folder):
        reason = _fault_of(file)
        if reason is None:
            good.append(file)
        else:
            problems.append(Problem(file, reason))
    if not good:
        raise DataError(
            f"{folder} holds no usable pair. First problem: {problems[0]}. Expected are JPEG files "
            f"of {2 * SIDE} x {SIDE} pixels. Copy or download the data again."
        )
    if problems:
        shown = "".join(f"\n  {problem}" for problem in problems[:5])
        more = f"\n  and {len(problems) - 5} more, see .problems" if len(problems) > 5 else ""
        warnings.warn(
            f"Skipped {len(problems)} in {folder}:{shown}{more}", DataWarning, stacklevel=2
        )
    return JpegPairs(
        tuple(file.name for file in good), tuple(good), tuple(problems), f"pairs from {folder}"
    )


def _jpegs(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise DataError(
            f"There is no folder {folder}. Give a folder that holds the *.jpg of the pair set, or "
            "use of_streets(streets.load(200)) for rendered streets in the same format."
        )
    files = sorted(folder.glob("*.jpg"), key=lambda file: (len(file.stem), file.stem))
    if not files:
        inner = sorted({file.parent.relative_to(folder) for file in folder.glob("*/*.jpg")})
        advice = (
            f"Give one of its folders: {', '.join(map(str, inner))}."
            if inner
            else "Copy or download the data again."
        )
        raise DataError(f"{folder} holds no *.jpg file. {advice}")
    return files


def _fault_of(file: Path) -> str | None:
    """What is wrong with a file, by its header and its last bytes: much faster than decoding."""
    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            wrong = _wrong_size(picture)
        with file.open("rb") as content:
            content.seek(-len(_END_OF_JPEG), io.SEEK_END)
            cut_off = content.read() != _END_OF_JPEG
    except (OSError, SyntaxError, ValueError):
        return "is no JPEG, or a damaged one"
    return wrong or ("is cut off: the end of the JPEG is missing" if cut_off else None)


# The published archive ---------------------------------------------------------------------------


def fetch(
    url: str,
    sha256: str | None = None,
    size: int | None = None,
    folder: Path | str | None = None,
) -> JpegPairs:
    """Download the published archive, a gzipped tar of `train/*.jpg` and `val/*.jpg`, and open it.

    Name, size and licence are shown before the bytes come. A broken download goes on where it
    stopped. Of the archive only the JPEGs are taken, into `folder/train` and `folder/val`.

    Args:
        url: address of the archive; `data/README.md` says where it was published.
        sha256: its checksum, if you know it. Its publisher states none, so without one nothing
            proves that the bytes are theirs.
        size: its bytes, if you know them.
        folder: where to unpack; None means `cityscapes` inside the data directory.

    Returns:
        The training pairs, as from `load`; open the others with `load` and their folder.

    Raises:
        DataError: the download failed, or the archive is none of this kind.
    """
    folder = data_directory() / "cityscapes" if folder is None else Path(folder)
    source = Source("Cityscapes pairs", url, LICENCE, size, sha256)
    archive = download(source, folder / "pairs.tar.gz")
    try:
        _unpack(archive, folder)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DataError(
            f"{archive} is not a whole gzipped tar file ({error}). The address may lead to a web "
            "page: open it in a browser and copy the address of the file itself. Delete the file, "
            "then call again."
        ) from None
    archive.unlink()
    return load(folder / "train")


def _unpack(archive: Path, folder: Path) -> None:
    """Write the JPEGs of an archive to `folder/<their folder>/<their name>` and nothing else.

    Names are looked at before anything is written; links, devices and other files are left out.
    """
    with tarfile.open(archive, "r:gz") as files:
        members = [(m, _place_of(m)) for m in files.getmembers() if _is_jpeg(m)]
        if not any(place.parent.name == "train" for _, place in members):
            raise DataError(
                f"{archive} holds no train/*.jpg, expected the pairs in folders train and val. "
                "Check the address."
            )
        _write_all((folder / place, _content(files, member)) for member, place in members)


def _is_jpeg(member: tarfile.TarInfo) -> bool:
    return member.isreg() and member.name.endswith(".jpg")


def _place_of(member: tarfile.TarInfo) -> PurePosixPath:
    """The last folder and the name of a member; an archive that leads elsewhere is refused."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or "\\" in member.name or len(path.parts) < 2:
        raise DataError(
            f"The archive holds {member.name!r}, expected names like cityscapes/train/1.jpg. "
            "Nothing was unpacked. Do not trust the address it came from."
        )
    if member.size > _LARGEST_FILE:
        raise DataError(
            f"The archive holds {member.name!r} of {member.size:,} bytes, expected at most "
            f"{_LARGEST_FILE:,}. Nothing was unpacked. Check the address."
        )
    return PurePosixPath(path.parent.name, path.name)


def _content(files: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = files.extractfile(member)
    assert content is not None  # a regular file has one
    return content.read()
