"""Folders of pairs: what is read, what is refused, how it is split."""

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from data.errors import DataError, DataWarning
from data.pairs import Pairs, drives_of, folds_of, open_pairs, split_by_drive


def ids_of(*values: int) -> np.ndarray:
    """A mask of 8 x 12 pixels that holds these ids in turn."""
    return np.resize(np.array(values, np.uint8), (8, 12))


def reasons(pairs: Pairs) -> list[str]:
    """The problems as lines."""
    return [str(problem) for problem in pairs.problems]


@pytest.fixture
def folder(tmp_path, write_pair):
    """Two good pairs."""
    write_pair(tmp_path, "000001.png", ids_of(7, 13))
    write_pair(tmp_path, "000002.png", ids_of(7, 22))
    return tmp_path


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_class_ids_come_from_the_red_channel(tmp_path, mode, write_pair):
    """The maximum over RGBA would be 255 everywhere."""
    write_pair(tmp_path, "000001.png", ids_of(7, 13, 22), mode=mode)
    image, mask = open_pairs(tmp_path).read(0)
    assert image.shape == (8, 12, 3)
    assert np.uint8 == image.dtype
    np.testing.assert_array_equal(ids_of(7, 13, 22), mask)


def test_pairs_are_sorted_by_frame_number(tmp_path, write_pair):
    """Frame 10 follows frame 9 also when names are not padded."""
    for number in (10, 9, 100):
        write_pair(tmp_path, f"F-{number}.png", ids_of(7))
    assert [file.stem for file in open_pairs(tmp_path).images] == ["F-9", "F-10", "F-100"]


def test_image_without_mask_is_skipped_and_named(folder):
    """One lost file must not cost the whole set, nor go unnoticed."""
    (folder / "CameraMask" / "000002.png").unlink()
    with pytest.warns(DataWarning, match=r"000002\.png: has no mask"):
        pairs = open_pairs(folder)
    assert len(pairs) == 1
    assert reasons(pairs) == ["CameraRGB/000002.png: has no mask CameraMask/000002.png"]


def test_mask_without_image_is_skipped_and_named(folder):
    """A lonely mask points at a copy that stopped half-way."""
    (folder / "CameraRGB" / "000002.png").unlink()
    with pytest.warns(DataWarning, match="has no image"):
        pairs = open_pairs(folder)
    assert reasons(pairs) == ["CameraMask/000002.png: has no image CameraRGB/000002.png"]


@pytest.mark.parametrize("inner", ["CameraRGB", "CameraMask"])
def test_truncated_png_is_skipped_and_named(folder, inner):
    """The published set holds one image that is cut off."""
    file = folder / inner / "000002.png"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.warns(DataWarning, match=f"{inner}/000002.png: is damaged"):
        pairs = open_pairs(folder)
    assert len(pairs) == 1


def test_changed_byte_in_an_image_is_found_without_decoding(folder):
    """A PNG carries checksums; they must be looked at."""
    file = folder / "CameraRGB" / "000002.png"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.warns(DataWarning, match="is damaged"):
        assert len(open_pairs(folder)) == 1


def test_id_above_22_is_skipped_and_named(folder, write_pair):
    """A coloured mask taken for class ids would train on nonsense."""
    write_pair(folder, "000002.png", ids_of(7, 128))
    with pytest.warns(DataWarning, match="class id 128 in its red channel; allowed are 0 to 22"):
        assert len(open_pairs(folder)) == 1


def test_sizes_that_differ_are_skipped_and_named(folder, write_pair):
    """Resizing the images only is a common slip."""
    write_pair(folder, "000002.png", ids_of(7), image_size=(16, 12))
    with pytest.warns(DataWarning, match="is 12 x 8 pixels, its image is 12 x 16"):
        assert len(open_pairs(folder)) == 1


def test_many_problems_are_one_warning(tmp_path, write_pair):
    """A wall of warnings hides the first one."""
    write_pair(tmp_path, "000001.png", ids_of(7))
    for number in range(2, 11):
        write_pair(tmp_path, f"{number:06d}.png", ids_of(99))
    with pytest.warns(DataWarning, match="Skipped 9 .*") as caught:
        pairs = open_pairs(tmp_path)
    assert len(caught) == 1
    assert "and 4 more, see .problems" in str(caught[0].message)
    assert len(pairs.problems) == 9


def test_folder_without_any_good_pair_is_an_error(tmp_path, write_pair):
    """There is nothing to go on with, so a warning is not enough."""
    write_pair(tmp_path, "000001.png", ids_of(99))
    with pytest.raises(DataError, match=r"no usable pair\. First problem: .*class id 99"):
        open_pairs(tmp_path)


def test_missing_folder_names_the_next_step(tmp_path):
    """The usual mistake is the parent folder."""
    with pytest.raises(DataError, match=r"There is no folder .*streets\.load\(\)"):
        open_pairs(tmp_path / "absent")
    (tmp_path / "inner").mkdir()
    with pytest.raises(DataError, match=r"has no folder CameraRGB \(folders found: inner\)"):
        open_pairs(tmp_path)


def test_empty_folder_is_an_error(tmp_path):
    """An archive that was not unpacked leaves empty folders."""
    (tmp_path / "CameraRGB").mkdir()
    (tmp_path / "CameraMask").mkdir()
    with pytest.raises(DataError, match=r"CameraRGB holds no \*\.png file"):
        open_pairs(tmp_path)


def test_read_names_a_file_that_vanished(folder):
    """Files may be deleted while a notebook is open."""
    pairs = open_pairs(folder)
    shutil.rmtree(folder / "CameraRGB")
    with pytest.raises(DataError, match=r"000001\.png does not exist"):
        pairs.read(0)


def test_pairs_refuse_lists_of_different_length():
    """A shifted list would pair images with the wrong masks."""
    with pytest.raises(DataError, match="2 images, 1 masks and 2 drives"):
        Pairs((Path("a"), Path("b")), (Path("a"),), ("x", "x"))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["000001.png", "000031.png", "000062.png"], ["000001", "000001", "000062"]),
        (["A-1.png", "A-2.png", "B-3.png"], ["A-1", "A-1", "B-3"]),
        (["street.png"], ["street"]),
        ([], []),
    ],
)
def test_a_gap_of_more_than_30_frames_starts_a_scene(names, expected):
    """30 apart still looks alike, 31 does not."""
    assert expected == list(drives_of(names))


def make(*counts: int) -> Pairs:
    """Drives "a", "b", ... with these numbers of frames."""
    drives = tuple(chr(97 + d) for d, count in enumerate(counts) for _ in range(count))
    files = tuple(Path(f"{i}.png") for i in range(len(drives)))
    return Pairs(files, files, drives)


def test_no_drive_is_in_two_parts():
    """Neighbouring frames look alike: a drive in two parts is a leak."""
    split = split_by_drive(make(*[20] * 10))
    parts = [set(part.drives) for part in split]
    assert set() == parts[0] & parts[1] | parts[0] & parts[2] | parts[1] & parts[2]
    assert [len(part) for part in split] == [160, 20, 20]


def test_parts_are_as_large_as_asked():
    """Half and two quarters of twelve drives are six, three and three."""
    split = split_by_drive(make(*[20] * 12), (0.5, 0.25, 0.25))
    assert [len(part) for part in split] == [120, 60, 60]


def test_every_frame_is_in_one_part():
    """A frame that is lost or doubled changes the metric."""
    pairs = make(5, 1, 9, 3, 7, 2)
    split = split_by_drive(pairs, (0.5, 0.25, 0.25))
    files = [file for part in split for file in part.images]
    assert Counter(pairs.images) == Counter(files)


def test_each_part_gets_a_drive_even_when_few():
    """Three drives are enough for three parts."""
    assert [len(part) for part in split_by_drive(make(20, 20, 20))] == [20, 20, 20]


def test_split_depends_on_the_seed_only():
    """A notebook and its checks must see the same split."""
    pairs = make(*[20] * 12)
    assert split_by_drive(pairs, seed=3) == split_by_drive(pairs, seed=3)
    tests = {split_by_drive(pairs, seed=seed).test.drives[0] for seed in range(8)}
    assert len(tests) > 1


def test_a_share_of_zero_gives_an_empty_part():
    """Some notebooks need no test part."""
    split = split_by_drive(make(20, 20), (0.5, 0.5, 0.0))
    assert [len(part) for part in split] == [20, 20, 0]


def test_too_few_drives_is_an_error():
    """An empty validation part would fail much later, and cryptically."""
    with pytest.raises(DataError, match=r"2 drive\(s\) for 3 parts"):
        split_by_drive(make(20, 20))


@pytest.mark.parametrize("fractions", [(0.8, 0.1, 0.2), (1.2, -0.1, -0.1), (0.8, 0.2)])
def test_fractions_must_sum_to_one(fractions):
    """0.8, 0.1, 0.2 is a typing error, not a wish."""
    with pytest.raises(DataError, match="three numbers of 0 or more that sum to 1"):
        split_by_drive(make(20, 20, 20), fractions)


def test_folds_keep_drives_whole_and_have_about_as_many_frames() -> None:
    drives = ["a"] * 5 + ["b"] * 2 + ["c"] * 4 + ["d"]
    assert folds_of(drives, 3).tolist() == [0] * 5 + [2] * 2 + [1] * 4 + [2]


def test_a_fold_for_each_drive_is_that_drive() -> None:
    assert folds_of(["a", "b", "a"], 2).tolist() == [0, 1, 0]
