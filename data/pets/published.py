"""The publishers' two archives: download them, unpack them, nothing else."""

from collections.abc import Sequence
from pathlib import Path

from data.download import Source, download, unpack_tar

LICENCE = "CC BY-SA 4.0 (Parkhi, Vedaldi, Zisserman and Jawahar, Cats and Dogs, 2012)"
_ADDRESS = "https://www.robots.ox.ac.uk/~vgg/data/pets/data"

SOURCES = (
    Source(
        "Oxford-IIIT Pets, pictures",
        f"{_ADDRESS}/images.tar.gz",
        LICENCE,
        size=791_918_971,
        md5="5c4f3ee8e5d25df40f4fd59a7f44e54c",
    ),
    Source(
        "Oxford-IIIT Pets, masks and lists",
        f"{_ADDRESS}/annotations.tar.gz",
        LICENCE,
        size=19_173_078,
        md5="95a8c909bbe2e81eed6a22bccdf3f68f",
    ),
)


def fetch_archives(folder: Path, sources: Sequence[Source] = SOURCES) -> None:
    """Download and unpack the archives into a folder; raises DataError.

    A broken download goes on where it stopped. An archive is deleted once it is unpacked.
    """
    for source in sources:
        archive = download(source, folder / source.url.rsplit("/", 1)[-1])
        unpack_tar(archive, folder)
        archive.unlink()
