"""The image, built from the recipe and run: `make container`, as root on Debian, in ten minutes.

No hub of images is asked: a base is made of Debian's packages, with Debian's Python, and takes the
place of the recipe's own. The container is runc's, as Docker starts it with the options that the
guide names: an unprivileged user, and all of /proc as it is.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course import ROOT

pytestmark = pytest.mark.skipif(
    "COURSE_CONTAINER" not in os.environ, reason="`make container` builds the image"
)
# What images of Debian have and a fresh tree has not: no cache of apt, and pip installs anywhere.
LIKE_AN_IMAGE = (
    'echo \'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";\' '
    '> "$1"/etc/apt/apt.conf.d/docker-clean',
    'rm -f "$1"/var/cache/apt/*.bin',
    'rm -f "$1"/usr/lib/python3.*/EXTERNALLY-MANAGED',
    'ln -s python3 "$1"/usr/bin/python',
)
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
LARGEST = 1750  # million bytes of all layers above the base


@dataclass(frozen=True)
class Builder:
    """Buildah with a store of its own, which goes with the test."""

    folder: Path

    def __call__(self, *arguments: str) -> str:
        """Run a command of buildah; what it prints."""
        place = ["--root", str(self.folder / "store"), "--runroot", str(self.folder / "run")]
        return run("buildah", *place, "--storage-driver", "overlay", *arguments)

    @property
    def layers(self) -> list[int]:
        """Million bytes of each layer, the base first."""
        index = self.folder / "store" / "overlay-layers" / "layers.json"
        return [layer.get("diff-size", 0) // 10**6 for layer in json.loads(index.read_text())]


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    for program in ("buildah", "mmdebstrap", "runc"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: apt install buildah mmdebstrap runc")
    folder = tmp_path_factory.mktemp("container")
    builder = Builder(folder)
    yield builder
    builder("rm", "--all")
    builder("rmi", "--all", "--force")


@pytest.fixture(scope="module")
def base(builder: Builder) -> str:
    """The name of a base made of Debian's packages."""
    archive = builder.folder / "base.tar"
    hooks = [f"--customize-hook={line}" for line in LIKE_AN_IMAGE]
    packages = "--include=python3,python3-pip,ca-certificates"
    run("mmdebstrap", "--variant=minbase", packages, *hooks, "bookworm", str(archive))
    empty = builder("from", "scratch").strip()
    builder("add", "--quiet", empty, str(archive), "/")
    archive.unlink()
    builder("config", "--env", "PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin", empty)
    builder("commit", "--quiet", "--rm", empty, "localhost/base")
    return "localhost/base"


@pytest.fixture(scope="module")
def image(builder: Builder, base: str) -> str:
    """The name of the image that the recipe gives on that base."""
    builder(
        *("build", "--isolation", "chroot", "--layers", "--build-arg", f"BASE={base}"),
        *("--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro", "--tag", "course", str(ROOT)),
    )
    return "localhost/course"


@pytest.fixture(scope="module")
def tree(builder: Builder, image: str) -> str:
    """Where the files of a container of that image lie."""
    builder("from", "--name", "class", image)
    return builder("mount", "class").strip()


def inside(builder: Builder, tree: str, *command: str) -> str:
    """What a command prints in a container, run by the image's user in the image's folder."""
    bundle = builder.folder / "bundle"
    shutil.rmtree(bundle, ignore_errors=True)
    bundle.mkdir()
    run("runc", "spec", cwd=bundle)
    spec = json.loads((bundle / "config.json").read_text())
    spec["root"] = {"path": tree, "readonly": False}
    spec["process"] |= {
        "terminal": False,
        "user": {"uid": 1000, "gid": 1000},
        "args": list(command),
        "cwd": "/home/jovyan/course",
        "env": ["HOME=/home/jovyan", "PATH=/usr/local/bin:/usr/bin:/bin"],
    }
    del spec["linux"]["maskedPaths"], spec["linux"]["readonlyPaths"]  # systempaths=unconfined
    (bundle / "config.json").write_text(json.dumps(spec))
    return run("runc", "run", f"course-{os.getpid()}", cwd=bundle)


def test_the_image_is_as_small_as_measured(builder: Builder, image: str) -> None:
    print("million bytes of the layers:", builder.layers)
    assert sum(builder.layers[1:]) < LARGEST


def test_nothing_of_an_authors_machine_is_in_it(tree: str) -> None:
    course = Path(tree) / "home" / "jovyan" / "course"
    assert [path.name for path in course.glob(".*")] == []
    assert [*course.rglob("__pycache__")] == []


def test_its_doctor_says_ready(builder: Builder, tree: str) -> None:
    said = " ".join(inside(builder, tree, "grader", "doctor").split())
    assert "walls of namespaces can be built around submissions" in said
    assert said.endswith("Ready.")


def test_a_class_is_graded_in_it(builder: Builder, tree: str) -> None:
    """Students out of the museum, whose marks are known."""
    said = inside(
        *(builder, tree, "grader", "rehearse", "--students", "4"),
        *("--notebooks", "1_conv_block", "--workers", "2"),
    )
    assert said.splitlines()[-1] == "All 12 checks came out as the museum of answers says."
