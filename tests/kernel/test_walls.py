"""What the outer wall shows, and what is said where it cannot be built."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import data
import grader
import lessons
from grader.errors import CourseError
from grader.kernel import inside
from grader.sandbox import contents, walls
from grader.sandbox.provisioner import SandboxProvisioner, files_of

REFUSED = SimpleNamespace(returncode=1, stdout="", stderr="bwrap: No permissions\n")


@pytest.fixture(autouse=True)
def forget():
    """Each test finds out anew."""
    walls.why_not.cache_clear()
    yield
    walls.why_not.cache_clear()


@pytest.fixture
def line(tmp_path):
    """The command line for a program, as one text of words with spaces between."""
    outside = walls.Outside({tmp_path / "grader": contents.PACKAGE}, rooms=tmp_path / "rooms")
    return " ".join(walls.command(outside, ["-m", "program"], {"LANG": "C.UTF-8"}))


def pretend(monkeypatch, tmp_path, name, value):
    """The kernel setting ``name`` is ``value``, and bubblewrap is refused."""
    setting = tmp_path / name.replace(".", "/")
    setting.parent.mkdir()
    setting.write_text(f"{value}\n")
    monkeypatch.setattr(walls, "_SYSCTL", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: REFUSED)


@pytest.mark.parametrize(
    "wall",
    ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--new-session"],
)
def test_outer_wall_has(line, wall):
    assert wall in line


def test_environment_is_cleared_and_then_set(line):
    assert "--clearenv --setenv LANG C.UTF-8 --" in line


def test_python_runs_isolated_and_last(line):
    assert line.endswith(f"-- {sys.executable} -I -m program")


def test_copy_of_the_package_lies_where_the_package_is(line, tmp_path):
    package = Path(grader.__file__).parent
    assert f"--ro-bind {tmp_path / 'grader'} {package} " in line
    assert f"--ro-bind {package} " not in line


@pytest.mark.parametrize("package", [data, lessons])
def test_what_holds_no_answer_is_shown_whole_and_read_only(line, package):
    package = Path(package.__file__).parent
    assert f"--ro-bind {package} {package} " in line


def test_downloaded_data_is_read_only(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    outside = walls.Outside({tmp_path / "grader": contents.PACKAGE}, rooms=tmp_path / "rooms")
    assert f"--ro-bind {tmp_path} {tmp_path} " in " ".join(walls.command(outside, [], {}))


def test_only_the_rooms_can_be_written_to(line, tmp_path):
    words = line.split()
    writable = [words[at + 1] for at, word in enumerate(words) if word == "--bind"]
    assert writable == [str(tmp_path / "rooms")]
    assert line.index("--remount-ro / ") > line.index("--bind ")


def test_neither_home_nor_the_course_is_shown(line):
    words = line.split()
    shown = [words[at + 1] for at, word in enumerate(words) if word == "--ro-bind"]
    course = Path(grader.__file__).parents[1]
    assert not {"/", "/home", "/root", os.path.expanduser("~"), str(course)} & set(shown)


def test_other_systems_are_told_to_use_the_container(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    got = walls.why_not()
    assert got == (
        "the walls need Linux, this is darwin: use the course's container image (docs/instructors)"
    )


def test_missing_bubblewrap_is_named_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert walls.why_not() == "bubblewrap is missing: apt-get install bubblewrap"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user.max_user_namespaces", "0", "10000"),
    ],
)
def test_setting_that_forbids_namespaces_is_named(monkeypatch, tmp_path, name, value, remedy):
    monkeypatch.setattr(walls.shutil, "which", lambda _: "/usr/bin/bwrap")
    pretend(monkeypatch, tmp_path, name, value)
    assert walls.why_not() == (
        f"user namespaces are switched off ({name} = {value}): sudo sysctl {name}={remedy}, "
        "or use the course's container image (docs/instructors)"
    )


def test_other_refusals_are_quoted(monkeypatch, tmp_path):
    monkeypatch.setattr(walls.shutil, "which", lambda _: "/usr/bin/bwrap")
    pretend(monkeypatch, tmp_path, "kernel.something", "1")
    assert walls.why_not() == (
        "bubblewrap failed (bwrap: No permissions): use the course's container image "
        "(docs/instructors)"
    )


def test_answer_is_found_out_once(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    first = walls.why_not()
    monkeypatch.setattr(sys, "platform", "win32")
    assert walls.why_not() is first


def test_without_walls_no_kernel_starts(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(walls.NoWalls) as raised:
        SandboxProvisioner()._check_walls()
    assert str(raised.value) == (
        "Notebooks of others cannot be run safely here: bubblewrap is missing: apt-get install "
        "bubblewrap. To grade only people you trust, pass --unsafe-no-sandbox."
    )


def test_files_of_a_folder_leave_out_links_and_what_is_too_much(tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "big.bin").write_bytes(bytes(100))
    (tmp_path / "deeper" / "b.txt").write_bytes(b"two")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    got = files_of(tmp_path, limit=10)
    assert got == {"a.txt": b"one", "deeper/b.txt": b"two"}


def test_files_of_a_folder_leave_out_what_is_not_handed_in(tmp_path):
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "epoch_1.weights.h5").write_bytes(b"x")
    (tmp_path / "unet.weights.h5").write_bytes(b"x")
    assert files_of(tmp_path, limit=10) == {"unet.weights.h5": b"x"}


@pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b"])
def test_files_stay_in_the_working_folder(tmp_path, path):
    with pytest.raises(CourseError, match="must stay in the working folder"):
        inside.checked_path(path)
