"""The rooms of the course: which may import which, and what never gets into a sandbox."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from grader.course import ROOT
from grader.sandbox import contents

PACKAGES = ("data", "lessons", "grader")
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "cache" not in path.parts
}

# Each room with those that it imports, all of which stand above it: so there is no circle. "common"
# is courses, errors, quiet and settings; "judges" are the trusted halves of the exercises.
ARROWS: dict[str, set[str]] = {
    "common": set(),
    "data": set(),
    "graph": set(),
    "checks": {"common", "graph"},
    "errands": {"graph"},
    "exercises": {"common", "data", "graph", "checks"},
    "kernel": {"common", "checks", "errands"},
    "judging": {"common", "graph", "checks", "errands"},
    "judges": {"data", "graph", "checks", "errands", "exercises", "judging"},
    "notebook": {"common", "checks", "exercises", "judging"},
    "lessons": {"common", "data", "graph", "notebook"},
    "grader": {"common", "notebook"},
    "sandbox": {"common", "errands", "kernel"},
    "course": {"common", "data", "sandbox"},
    "authoring": {"common", "data", "graph", "checks", "exercises", "notebook", "course"},
    "grading": {
        *("common", "data", "graph", "checks", "errands", "exercises", "kernel", "judging"),
        *("notebook", "sandbox", "course"),
    },
    "commands": {
        *("common", "data", "checks", "exercises", "kernel", "judging", "notebook", "sandbox"),
        *("course", "authoring", "grading"),
    },
    "cli": {"common", "kernel", "sandbox", "course", "authoring", "grading", "commands"},
    "__main__": {"cli"},
}
ENGINE = ARROWS.keys() - {"data", "lessons", "exercises", "judges"}
SHOWN = {"common", "data", "grader", "lessons", *contents.FOLDERS}  # in a sandbox
# Modules of a notebook that ask a judge, in their functions and only in a student's own hands.
JUDGED_IN_PLACE = {
    "grader.notebook.carrying",
    "grader.notebook.cell_errors",
    "grader.notebook.check",
    "grader.notebook.standing",
}


def room_of(module: str) -> str:
    package, *rest = module.split(".")
    if package != "grader" or not rest:
        return package
    if "judge" in rest:
        return "judges"
    return "common" if f"{rest[0]}.py" in contents.MODULES else rest[0]


def imports_of(module: str, nodes: Iterable[ast.AST]) -> set[str]:
    """The course's modules that these statements import."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in FILES else str(node.module) for name in names}
    return {name for name in found if name in FILES and name != "grader"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def on_import(module: str) -> set[str]:
    """What is imported together with the module, not only where one of its functions is called."""
    return imports_of(module, outside_functions(tree(module)))


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from outside_functions(child)


def anywhere(module: str) -> set[str]:
    return imports_of(module, ast.walk(tree(module)))


def test_rooms_import_as_the_table_says() -> None:
    found: dict[str, set[str]] = {room_of(module): set() for module in FILES}
    for module in FILES:
        found[room_of(module)] |= {room_of(name) for name in anywhere(module)} - {room_of(module)}
    assert found == ARROWS


def test_arrows_lead_upwards_in_the_table() -> None:
    rooms = list(ARROWS)
    above = {room: set(rooms[:at]) for at, room in enumerate(rooms)}
    assert {room: to - above[room] for room, to in ARROWS.items() if to - above[room]} == {}


def test_the_engine_names_neither_the_network_of_its_own_course_nor_its_data() -> None:
    words = re.compile(
        r"(?<![a-z])u_?-?net(?![a-z])|street|cityscapes|carla|\bpets\b", re.IGNORECASE
    )
    engine = [name for name in FILES if name.startswith("grader.") and room_of(name) in ENGINE]
    found = {name: words.findall(FILES[name].read_text(encoding="utf-8")) for name in engine}
    assert {name: said for name, said in found.items() if said} == {}


def test_nothing_in_a_sandbox_imports_what_is_trusted() -> None:
    shown = {module for module in FILES if room_of(module) in SHOWN}
    trusted = {module: on_import(module) - shown for module in shown}
    assert {module: names for module, names in trusted.items() if names} == {}


def test_only_what_judges_in_place_asks_a_judge() -> None:
    shown = {module for module in FILES if room_of(module) in SHOWN}
    assert {module for module in shown if anywhere(module) - shown} == JUDGED_IN_PLACE
