"""Gradescope's container, made here: `make container`, as root on Debian, in ten minutes.

Its root file system is Debian's smallest, its capabilities are Docker's, with which it makes no
namespaces, and its memory is what Gradescope gives by default. ``setup.sh`` and ``run_autograder``
run as uploaded; what is Gradescope's own is unpacking the files.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.commands.gradescope import bundle
from grader.course import ROOT
from grader.kernel.limits import MIB

pytestmark = pytest.mark.skipif(
    "COURSE_CONTAINER" not in os.environ, reason="`make container` builds Gradescope's container"
)
PROGRAMS = ("mmdebstrap", "runc")
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
CAPABILITIES = [  # Docker's; among them neither CAP_SYS_ADMIN nor CAP_SYS_PTRACE
    f"CAP_{name}"
    for name in (
        *("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID"),
        *("SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE"),
    )
]
DEFAULT, TOO_SMALL = 768, 512  # MB of memory; Gradescope gives the first
FILES = ("1_conv_block", "2_upsampling_block")

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Result:
    """``results.json``, and what only instructors see."""

    results: Any
    printed: str

    @property
    def points(self) -> dict[str, float]:
        """Points of each notebook that has any test."""
        found: dict[str, float] = {}
        for test in self.results["tests"]:
            name = test["name"].partition(":")[0]
            found[name] = found.get(name, 0) + test["score"]
        return found

    def said(self, name: str) -> str:
        """What is said of the test whose name contains ``name``."""
        (test,) = (test for test in self.results["tests"] if name in test["name"])
        return str(test["output"])


@dataclass(frozen=True)
class Container:
    """A tree with what was set up, of which each submission gets a run."""

    tree: Path

    def run(self, *command: str, memory: int = DEFAULT) -> str:
        """What a command prints there, run as Docker would."""
        folder = self.tree.parent / "bundle"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        subprocess.run(["runc", "spec"], cwd=folder, check=True)
        spec = json.loads((folder / "config.json").read_text())
        spec["root"] = {"path": str(self.tree), "readonly": False}
        spec["process"] |= {
            "terminal": False,
            "args": list(command),
            "cwd": "/autograder",
            "env": ["HOME=/root", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "PIP_CERT=/ca.crt"],
            "capabilities": dict.fromkeys(("bounding", "effective", "permitted"), CAPABILITIES),
            "noNewPrivileges": False,
            "rlimits": [],
        }
        namespaces = spec["linux"]["namespaces"]
        spec["linux"]["namespaces"] = [one for one in namespaces if one["type"] != "network"]
        devices = [{"allow": True, "type": "c", "access": "m"}]
        devices += [
            {"allow": True, "type": "c", "major": 1, "minor": minor, "access": "rwm"}
            for minor in (3, 5, 7, 8, 9)
        ]
        spec["linux"]["resources"] |= {
            "devices": [{"allow": False, "access": "rwm"}, *devices],
            "memory": {"limit": memory * MIB, "swap": memory * MIB},
        }
        (folder / "config.json").write_text(json.dumps(spec))
        done = subprocess.run(
            ["runc", "run", f"gradescope-{os.getpid()}"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def grade(self, files: dict[str, str], memory: int = DEFAULT) -> Result:
        """Hand in files by their names; what comes of them."""
        place = self.tree / "autograder"
        for name in ("submission", "results"):
            shutil.rmtree(place / name, ignore_errors=True)
            (place / name).mkdir()
        for name, text in files.items():
            (place / "submission" / name).write_text(text, encoding="utf-8")
        printed = self.run("/autograder/run_autograder", memory=memory)
        return Result(json.loads((place / "results" / "results.json").read_text()), printed)


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Container:
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: apt install {' '.join(PROGRAMS)}")
    folder = tmp_path_factory.mktemp("gradescope")
    tree = folder / "tree"
    subprocess.run(["mmdebstrap", "--variant=minbase", "bookworm", str(tree)], check=True)
    shutil.copy(CERTIFICATES, tree / "ca.crt")
    shutil.copy("/etc/resolv.conf", tree / "etc" / "resolv.conf")
    bundle.write(folder / "autograder.zip", "unet", "visible")
    source = tree / "autograder" / "source"
    source.mkdir(parents=True)  # unzip makes the last folder alone
    subprocess.run(["unzip", "-q", folder / "autograder.zip", "-d", source], check=True)
    shutil.copy(source / "run_autograder", tree / "autograder")
    container = Container(tree)
    said = container.run("/autograder/source/setup.sh")
    assert said.splitlines()[-1] == "0 of 100 points, behind walls of users"
    return container


def solved(*names: str, edit: Edit = str) -> dict[str, str]:
    """Solution notebooks, with ``edit`` done to the source of each cell."""
    files = {}
    for name in names:
        notebook = nbformat.read(ROOT / "solutions" / "unet" / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = edit(cell.source)
        files[f"{name}.ipynb"] = nbformat.writes(notebook)
    return files


def before_the_block(code: str) -> Edit:
    """Puts lines into the cell that defines ``conv_block``."""
    return lambda source: f"{code}\n{source}" if "def conv_block" in source else source


def test_right_work_earns_its_points(container: Container) -> None:
    result = container.grade(solved(*FILES))
    assert result.points == {
        **{"1_conv_block": 20, "2_upsampling_block": 20},
        **{"3_unet_model": 0, "4_loss": 0, "5_training": 0},
    }
    assert "<table" in result.said("1_conv_block: conv_block · the layers")
    assert result.said("unet_model · the five blocks").startswith(
        "3_unet_model.ipynb was not handed in"
    )


def test_wrong_work_is_explained_with_its_table(container: Container) -> None:
    merging = "[contractive_input, up]"
    files = solved(*FILES, edit=lambda source: source.replace("[up, contractive_input]", merging))
    said = container.grade(files).said("the concatenation")
    assert "Row 4: Concatenate joins" in said
    assert "<table" in said


def test_a_submission_without_notebooks_is_told_so(container: Container) -> None:
    results = container.grade({"homework.txt": "x"}).results
    assert results["output"].startswith("Got homework.txt, expected 1_conv_block.ipynb")


HOSTILE = """
import os
for path in ("/autograder/source", "/autograder/source/course/gradescope.json", "/etc/shadow"):
    try:
        print("BREACH", os.listdir(path) if os.path.isdir(path) else open(path).read())
    except OSError:
        pass
for path in ("/autograder/results/results.json", "/autograder/x", "/x"):
    try:
        open(path, "w").write('{"score": 100}')
        print("BREACH", path)
    except OSError:
        pass
import inspect, sys
print([name for name in sys.modules if "judge" in name] and "BREACH")
os.environ["found"] = "".join(
    name for folder, _, names in os.walk("/") for name in names if name == "judge.py"
)
assert not os.environ["found"], "BREACH"
"""
BOMB = """
for _ in range(3000):
    try:
        os.fork()
    except OSError:
        pass
"""


def test_a_hostile_notebook_finds_nothing_and_leaves_nothing(container: Container) -> None:
    """It looks for answers, writes results of its own and forks; the next one has its points."""
    result = container.grade(solved("1_conv_block", edit=before_the_block(HOSTILE)))
    assert result.points["1_conv_block"] == 20  # nothing was found, so the rest went on
    assert "BREACH" not in json.dumps(result.results) + result.printed
    bomb = container.grade(solved("1_conv_block", edit=before_the_block(HOSTILE + BOMB)))
    assert "score" not in bomb.results
    assert sum(bomb.points.values()) <= 20
    assert container.grade(solved("1_conv_block")).points["1_conv_block"] == 20


def test_a_slow_notebook_costs_itself_alone(container: Container) -> None:
    result = container.grade(solved(*FILES, edit=before_the_block("while True: pass")))
    assert (result.points["1_conv_block"], result.points["2_upsampling_block"]) == (0, 20)
    assert "60 s" in result.said("1_conv_block: conv_block · the layers")


def test_a_container_too_small_is_named_to_the_instructor_alone(container: Container) -> None:
    result = container.grade(solved("1_conv_block"), memory=TOO_SMALL)
    assert "could not grade this submission" in result.results["output"]
    assert "The container has 512 MB of memory" in result.printed
    assert "512" not in json.dumps(result.results)
