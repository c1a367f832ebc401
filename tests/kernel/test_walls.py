"""What the outer walls show, which kind is taken, and what is said where it cannot be built."""

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
from grader.kernel import inside, linux
from grader.sandbox import host, namespaces, tree, users, walls
from grader.sandbox.provisioner import files_of

REFUSED = SimpleNamespace(returncode=1, stdout="", stderr="bwrap: No permissions\n")


@pytest.fixture(autouse=True)
def forget():
    """Each test finds out anew."""
    namespaces.why_not.cache_clear()
    users.why_not.cache_clear()
    yield
    namespaces.why_not.cache_clear()
    users.why_not.cache_clear()


def command(folder):
    """The command line of bubblewrap for a program, as one text of words with spaces between."""
    environment = {"LANG": "C.UTF-8"}
    return " ".join(namespaces.Namespaces().command(folder, ["-m", "program"], environment))


@pytest.fixture
def line(tmp_path):
    return command(tmp_path)


def pretend(monkeypatch, tmp_path, name, value):
    """The kernel setting ``name`` is ``value``, and bubblewrap is refused."""
    setting = tmp_path / name.replace(".", "/")
    setting.parent.mkdir()
    setting.write_text(f"{value}\n")
    monkeypatch.setattr(namespaces, "_SYSCTL", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: REFUSED)


@pytest.mark.parametrize(
    "wall",
    ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--new-session"],
)
def test_outer_wall_has(line, wall):
    assert wall in line


def test_environment_is_cleared_and_then_set(line):
    assert "--clearenv --setenv LANG C.UTF-8 --setenv HOME /home/student --" in line


def test_python_runs_isolated_and_last(line):
    assert line.endswith(f"-- {sys.executable} -I -m program namespaces")


def test_copy_of_the_package_lies_where_the_package_is(line, tmp_path):
    package = Path(grader.__file__).parent
    assert f"--ro-bind {tmp_path / 'code' / 'grader'} {package} " in line
    assert f"--ro-bind {package} " not in line


@pytest.mark.parametrize("package", [data, lessons])
def test_what_holds_no_answer_is_shown_whole_and_read_only(line, package):
    package = Path(package.__file__).parent
    assert f"--ro-bind {package} {package} " in line


def test_downloaded_data_is_read_only(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert f"--ro-bind {tmp_path} {tmp_path} " in command(tmp_path)


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
    got = namespaces.why_not()
    assert got == (
        "the walls need Linux, this is darwin: run the course's container image as "
        "docs/instructors says"
    )


def test_missing_bubblewrap_is_named_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert namespaces.why_not() == "bubblewrap is missing: apt-get install bubblewrap"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("kernel.unprivileged_userns_clone", "0", "1"),
        ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
        ("user.max_user_namespaces", "0", "10000"),
    ],
)
def test_setting_that_forbids_namespaces_is_named(monkeypatch, tmp_path, name, value, remedy):
    monkeypatch.setattr(namespaces.shutil, "which", lambda _: "/usr/bin/bwrap")
    pretend(monkeypatch, tmp_path, name, value)
    assert namespaces.why_not() == (
        f"user namespaces are switched off ({name} = {value}): sudo sysctl {name}={remedy}, "
        "or run the course's container image as docs/instructors says"
    )


def test_other_refusals_are_quoted(monkeypatch, tmp_path):
    monkeypatch.setattr(namespaces.shutil, "which", lambda _: "/usr/bin/bwrap")
    pretend(monkeypatch, tmp_path, "kernel.something", "1")
    assert namespaces.why_not() == (
        "bubblewrap failed (bwrap: No permissions): run the course's container image "
        "as docs/instructors says"
    )


def test_answer_is_found_out_once(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    first = namespaces.why_not()
    monkeypatch.setattr(sys, "platform", "win32")
    assert namespaces.why_not() is first


ABLE = {"namespaces": None, "users": None}
NEITHER = {"namespaces": "bubblewrap is missing: get it", "users": "you are not root: be it"}


def only(monkeypatch, reasons):
    """Kinds of walls can be built but for these reasons."""
    for name, reason in {**ABLE, **reasons}.items():
        monkeypatch.setattr(type(walls.KINDS[name]), "why_not", lambda _, reason=reason: reason)


@pytest.mark.parametrize(
    ("reasons", "taken"),
    [({}, "namespaces"), ({"namespaces": "no: x"}, "users"), ({"users": "no: x"}, "namespaces")],
)
def test_unless_asked_for_one_kind_the_strongest_is_taken(monkeypatch, reasons, taken):
    only(monkeypatch, reasons)
    assert walls.chosen(None).name == taken
    assert host.Configuration().walls == taken


@pytest.mark.parametrize("asked", walls.NAMES)
def test_the_kind_that_is_asked_for_is_taken(monkeypatch, asked):
    only(monkeypatch, {})
    assert walls.chosen(asked).name == asked


def test_without_walls_nothing_is_graded_unless_that_is_asked_for(monkeypatch):
    only(monkeypatch, NEITHER)
    with pytest.raises(walls.NoWalls) as raised:
        walls.chosen(None)
    assert str(raised.value) == (
        "Notebooks of others cannot be run safely here. Walls of namespaces: bubblewrap is "
        "missing: get it. Walls of users: you are not root: be it. To grade only people you trust, "
        "pass --walls none."
    )
    assert walls.chosen("none").name == "none"


@pytest.mark.parametrize(
    ("asked", "reasons", "rest"),
    [
        ("namespaces", {"namespaces": "no bubblewrap: get it"}, "users"),
        ("users", {"users": "no root: be it"}, "namespaces"),
        ("users", NEITHER, "none"),
    ],
)
def test_nothing_weaker_is_taken_than_was_asked_for(monkeypatch, asked, reasons, rest):
    only(monkeypatch, reasons)
    with pytest.raises(walls.NoWalls) as raised:
        walls.chosen(asked)
    assert str(raised.value) == (
        f"Walls of the kind {asked} were asked for and cannot be built here: {reasons[asked]}. "
        f"This computer can build: {rest}."
    )


def status(tmp_path, capabilities):
    (tmp_path / "status").write_text(f"Name:\tpython\nCapEff:\t{capabilities:016x}\n")
    return tmp_path / "status"


DOCKERS = 0xA80425FB  # what a container of Docker's has unless told otherwise


@pytest.fixture
def in_a_container(monkeypatch, tmp_path):
    """Root in a container, as far as the files in /proc say."""
    (tmp_path / "uid_map").write_text("         0          0 4294967295\n")
    monkeypatch.setattr(users, "_STATUS", status(tmp_path, DOCKERS))
    monkeypatch.setattr(users, "_USERS", tmp_path / "uid_map")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(linux, "can_forbid_system_calls", lambda: True)
    monkeypatch.setattr(tree, "why_not", lambda: None)


@pytest.mark.usefixtures("in_a_container")
def test_walls_of_users_take_no_more_than_docker_gives():
    assert users.why_not() is None


@pytest.mark.usefixtures("in_a_container")
def test_walls_of_users_name_the_capabilities_that_are_missing(monkeypatch, tmp_path):
    without = DOCKERS & ~(1 << 18) & ~(1 << 27)
    monkeypatch.setattr(users, "_STATUS", status(tmp_path, without))
    assert users.why_not() == (
        "root lacks CAP_SYS_CHROOT, CAP_MKNOD: give the container its usual capabilities"
    )


@pytest.mark.usefixtures("in_a_container")
def test_walls_of_users_need_root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert users.why_not() == "they are made by root, and this is user 1000: run it as root"


@pytest.mark.usefixtures("in_a_container")
def test_walls_of_users_need_users(tmp_path):
    (tmp_path / "uid_map").write_text("         0       1000          1\n")
    assert users.why_not() == (
        "there are no users 60706 to 61183 here: map them into the container"
    )


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A tree of nothing but what a test shows; only root can make one."""
    if os.getuid() != 0:
        pytest.skip("root makes the tree")
    monkeypatch.setattr(tree, "STORE", tmp_path / "store")
    monkeypatch.setattr(tree, "_system", lambda: iter(()))
    monkeypatch.setattr(tree, "_python", lambda: iter(()))
    shown = tmp_path / "shown"
    (shown / "deeper").mkdir(parents=True)
    (shown / "a.py").write_text("1")
    (shown / "deeper" / "b.py").write_text("2")
    return shown


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_tree_links_to_what_is_shown_at_its_place(small, tmp_path):
    made = tree.make({small: Path("/place/inside")})
    assert below(made / "place") == ["inside/a.py", "inside/deeper/b.py"]
    assert (made / "place/inside/a.py").samefile(small / "a.py")


def test_tree_is_brought_up_to_date(small):
    first = tree.make({small: Path("/place")})
    (small / "a.py").write_text("another")
    (small / "new.py").write_text("3")
    (small / "deeper" / "b.py").unlink()
    (small / "deeper").rmdir()
    assert tree.make({small: Path("/place")}) == first
    assert below(first / "place") == ["a.py", "new.py"]
    assert (first / "place/a.py").read_text() == "another"


def test_tree_shows_a_copy_in_the_place_of_what_it_stands_for(small, tmp_path):
    stripped = tmp_path / "stripped"
    stripped.mkdir()
    (stripped / "c.py").write_text("3")
    made = tree.make({small: Path("/place"), stripped: Path("/place/deeper")})
    assert below(made / "place") == ["a.py", "deeper/c.py"]


def test_tree_has_nothing_that_others_may_write_and_no_program_that_gives_rights(small):
    (small / "a.py").chmod(0o666)
    (small / "deeper" / "b.py").chmod(0o4755)
    made = tree.make({small: Path("/place")})
    modes = [(made / "place" / name).stat().st_mode & 0o7777 for name in ("a.py", "deeper/b.py")]
    assert modes == [0o644, 0o755]
    assert (small / "a.py").stat().st_mode & 0o777 == 0o666


def test_tree_follows_no_link(small):
    (small / "link").symlink_to("/etc/passwd")
    made = tree.make({small: Path("/place")})
    assert (made / "place/link").readlink() == Path("/etc/passwd")
    assert not (made / "etc").exists()


def test_in_the_trees_open_folders_nobody_can_list_what_others_have(small):
    made = tree.make({})
    assert [(made / name).stat().st_mode & 0o7777 for name in ("tmp", "dev/shm")] == [0o1733] * 2
    assert tree.STORE.stat().st_mode & 0o7777 == 0o700


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
