"""The table in README.md names every attack."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arena import FULL_MARKS, NOTEBOOKS, ROOT
from made import MADE
from networks import NETWORKS

from grader.exercises.training.weights.judge import POINTS

README = Path(__file__).with_name("README.md")


def test_readme_has_a_row_for_every_attack() -> None:
    expected = [*rows_of_notebooks(), *rows_of_folders(), *rows_of_networks()]
    assert rows_below("attack") == expected


def test_readme_says_what_differs_behind_walls_of_users() -> None:
    assert rows_below("behind walls of users") == [*rows_of_users()]


def rows_below(head: str, page: Path = README) -> list[str]:
    """The rows of the table whose first column is called so."""
    _, _, below = page.read_text(encoding="utf-8").partition(f"\n| {head} |")
    table, _, _ = below.partition("\n\n")
    return table.splitlines()[2:]


def rows_of_notebooks() -> Iterator[str]:
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        _, tries, stopped = "".join(notebook["cells"][0]["source"]).split("\n\n")
        mark = sum(notebook["metadata"]["attack"]["marks"].values())
        name = f"{path.parent.name}/{path.stem}"
        tries = tries.removeprefix("**Tries.** ")
        yield row(name, tries, stopped.removeprefix("**Fails because** "), mark)


def test_what_the_guide_promises_of_each_kind_is_tried() -> None:
    """Where users promise less, the attacks say what becomes of them there; elsewhere nothing."""
    differ = {name for name, attack in attacks() if "users" in attack}
    for _, by_namespaces, by_users, names in promises():
        tried = set(re.findall(r"`(.*?)`", names))
        assert by_namespaces == "yes"
        assert tried <= {name for name, _ in attacks()}
        assert (tried & differ == tried) == by_users.startswith("no: "), tried
        assert (tried & differ == set()) == (by_users == "yes"), tried
    assert differ <= {name for *_, names in promises() for name in re.findall(r"`(.*?)`", names)}


def attacks() -> list[tuple[str, dict[str, Any]]]:
    """The notebooks by name, with what their metadata say."""
    return [
        (
            f"{path.parent.name}/{path.stem}",
            json.loads(path.read_text(encoding="utf-8"))["metadata"]["attack"],
        )
        for path in sorted(NOTEBOOKS.rglob("*.ipynb"))
    ]


def promises() -> list[list[str]]:
    """The guide's table of promises: a promise, two kinds, and the attacks that try it."""
    rows = rows_below("promise", ROOT / "docs/instructors.md")
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def rows_of_users() -> Iterator[str]:
    for name, attack in attacks():
        if "users" in attack:
            mark = sum(attack["users"]["marks"].values())
            yield f"| `{name}` | {attack['users']['stopped']} | {mark} of {FULL_MARKS} |"


def rows_of_folders() -> Iterator[str]:
    for made in MADE:
        mark = FULL_MARKS if made.status == "passed" else 0
        yield row(f"made/{made.name}", *made.sentences, mark)


def rows_of_networks() -> Iterator[str]:
    for network in NETWORKS:
        yield row(f"networks/{network.name}", *network.sentences, 0, POINTS)


def row(name: str, tries: str, stopped: str, mark: int, most: int = FULL_MARKS) -> str:
    return f"| `{name}` | {tries} | {stopped[0].upper()}{stopped[1:]} | {mark} of {most} |"
