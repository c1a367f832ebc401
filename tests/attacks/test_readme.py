"""The table in README.md names every attack."""

import json
from collections.abc import Iterator
from pathlib import Path

from arena import FULL_MARKS, NOTEBOOKS
from made import MADE
from networks import NETWORKS

from grader.exercises.training.weights.judge import POINTS

README = Path(__file__).with_name("README.md")


def test_readme_has_a_row_for_every_attack() -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    assert rows[1:] == [*rows_of_notebooks(), *rows_of_folders(), *rows_of_networks()]


def rows_of_notebooks() -> Iterator[str]:
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        _, tries, stopped = "".join(notebook["cells"][0]["source"]).split("\n\n")
        mark = sum(notebook["metadata"]["attack"]["marks"].values())
        name = f"{path.parent.name}/{path.stem}"
        tries = tries.removeprefix("**Tries.** ")
        yield row(name, tries, stopped.removeprefix("**Fails because** "), mark)


def rows_of_folders() -> Iterator[str]:
    for made in MADE:
        mark = FULL_MARKS if made.status == "passed" else 0
        yield row(f"made/{made.name}", *made.sentences, mark)


def rows_of_networks() -> Iterator[str]:
    for network in NETWORKS:
        yield row(f"networks/{network.name}", *network.sentences, 0, POINTS)


def row(name: str, tries: str, stopped: str, mark: int, most: int = FULL_MARKS) -> str:
    return f"| `{name}` | {tries} | {stopped[0].upper()}{stopped[1:]} | {mark} of {most} |"
