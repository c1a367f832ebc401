"""Results by content: what was graded is not graded again until something it rests on changes.

Everything lies below ``grading/<assignment>/`` of the course: ``results/`` holds a file for each
key, ``run.json`` the seed of a run that is not complete, ``seed.json`` the assignment's own seed
where it has one. A result that the engine failed at is kept for the report alone.
"""

import contextlib
import gzip
import hashlib
import json
import logging
import secrets
import zlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

import grader
from data.writing import write_whole
from grader import courses
from grader.errors import CourseError
from grader.grading.material import Material
from grader.grading.options import Options
from grader.grading.results import GradedSubmission
from grader.grading.submission import Submission

logger = logging.getLogger(__name__)

SeedPolicy = int | Literal["random"]

_FOLDER = "grading"
_RUN = "run.json"
_SEED = "seed.json"

_LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "numpy", "nbformat")
_NOT_SOURCE = {"__pycache__", "cache"}


def folder_of(root: str, assignment: str) -> Path:
    """Where the grading of an assignment keeps what it needs, and what it failed at."""
    return Path(root) / _FOLDER / assignment


@lru_cache(maxsize=1)
def engine_of_this_process() -> str:
    """A hash of what grades: the course's packages and the libraries' versions."""
    digest = hashlib.sha256()
    for folder in (Path(str(grader.__file__)).parent, *courses.current().folders):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not _NOT_SOURCE.intersection(name.parts):
                digest.update(f"{folder.name}/{name.as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(json.dumps(_versions()).encode())
    return digest.hexdigest()


def _versions() -> list[str]:
    versions = []
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions.append(f"{name} {metadata.version(name)}")
    return versions


def key_of(
    submission: Submission, material: Material, options: Options, seed_policy: SeedPolicy
) -> str:
    """The hash of everything that decides a submission's result."""
    parts = {
        "student": submission.student,
        "assignment": submission.assignment,
        "files": {name: _digest(content) for name, content in submission.files.items()},
        "incidents": [asdict(incident) for incident in submission.incidents],
        "notebooks": list(material.notebooks.items()),
        "functions": dict(material.functions),
        "options": asdict(options),
        "seed": seed_policy,
        "engine": engine_of_this_process(),
    }
    return _digest(json.dumps(parts, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Run:
    """One run of grading over a class: its name, and the seed that is the same for everybody."""

    name: str
    seed: int


def begin_run(folder: Path, seed_policy: SeedPolicy, force: bool) -> Run:
    """The run that stopped half-way, if it was meant like this one; a new one otherwise."""
    meant = {"seed_policy": seed_policy, "force": force}
    pending = read_json(folder / _RUN)
    if pending.get("meant") == meant:
        return Run(pending["name"], pending["seed"])
    run = new_run(seed_policy)
    write_json(folder / _RUN, {"name": run.name, "seed": run.seed, "meant": meant})
    return run


def policy_for(folder: Path, wanted: int | None) -> SeedPolicy:
    """The seed asked for, else the assignment's own; where it has none, each run draws one."""
    if wanted is not None:
        return wanted
    kept = _kept_seed(folder)
    return "random" if kept is None else kept


def seed_of_assignment(folder: Path, wanted: int | None) -> int:
    """The assignment's own seed, drawn the first time and kept: handing in again is no lottery.

    Raises:
        CourseError: another one is wanted than is kept, or what is kept cannot be read.
    """
    kept = _kept_seed(folder)
    if kept is None:
        kept = secrets.randbits(32) if wanted is None else wanted
        write_json(folder / _SEED, {"seed": kept})
    if wanted not in (None, kept):
        raise CourseError(
            f"The seed is {wanted}, and this assignment has one of its own in {folder / _SEED}: "
            f"{kept}. With another one the same work may earn other points. Leave --seed out."
        )
    return kept


def _kept_seed(folder: Path) -> int | None:
    path = folder / _SEED
    if not path.exists():
        return None
    seed = read_json(path).get("seed")
    if not isinstance(seed, int):
        raise CourseError(
            f"The assignment's seed cannot be read from {path}. Put it back from a copy, or remove "
            "the file: then another seed is drawn."
        )
    return seed


def new_run(seed_policy: SeedPolicy) -> Run:
    """A run that nothing is remembered of."""
    seed = secrets.randbits(32) if seed_policy == "random" else seed_policy
    return Run(secrets.token_hex(8), seed)


def end_run(folder: Path, again: bool) -> None:
    """The run went through. If some are to be graded again, they get the seed of the others."""
    path = folder / _RUN
    if again:
        write_json(path, {**read_json(path), "name": secrets.token_hex(8)})
    else:
        path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Kept:
    """A result from the cache, and the name of the run that it comes from."""

    graded: GradedSubmission
    run: str


class Results:
    """The folder of results, a compressed JSON file for each key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Kept | None:
        """The result of this key; None when there is none or its file is damaged."""
        path = self._path(key)
        try:
            found = json.loads(gzip.decompress(path.read_bytes()))
            kept = Kept(GradedSubmission.from_json(found["graded"]), found["run"])
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            logger.warning("%s is damaged and graded anew (%s).", path, error)
            return None
        return kept if kept.graded.key == key else None

    def keep(self, graded: GradedSubmission, run: Run) -> None:
        """Write a result, whole or not at all."""
        text = json.dumps({"run": run.name, "graded": graded.as_json()})
        write_whole(self._path(graded.key), gzip.compress(text.encode(), compresslevel=3))

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json.gz"


def read_json(path: Path) -> dict[str, Any]:
    """The object in a small file of ours; empty when there is none or it is damaged."""
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("%s is damaged and left aside (%s).", path, error)
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small file of ours, whole or not at all."""
    write_whole(path, json.dumps(content, indent=1).encode())
