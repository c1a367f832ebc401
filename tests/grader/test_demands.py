"""Everything that the notebooks ask for costs points when it is done otherwise.

``demands.txt`` names for each demand wrong answers of the museum; the tests of the museum show that
they lose their parts. A new sentence in an exercise needs a line there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pytest

from grader import exercises
from grader.authoring.museum import WrongAnswer, wrong_answers
from grader.course import ROOT

DEMANDS = Path(__file__).parent / "demands.txt"


@dataclass(frozen=True)
class Demand:
    """Words of an exercise, and the answers that lose points by them; none for a mere remark."""

    words: str
    answers: tuple[str, ...]


def sections() -> Iterator[tuple[str, str, tuple[Demand, ...]]]:
    """Exercise, function, demands."""
    _, *texts = DEMANDS.read_text(encoding="utf-8").split("\n## ")
    for text in texts:
        heading, _, body = text.partition("\n")
        exercise, function = heading.split(": ")
        lines = re.findall(r"^(?:~ )?(\S.*)\n((?:    .*\n)*)", f"{body}\n", re.MULTILINE)
        yield (
            exercise,
            function,
            tuple(Demand(words, tuple(re.findall(r"\w+", names))) for words, names in lines),
        )


SECTIONS = {f"{exercise}-{function}": demands for exercise, function, demands in sections()}
on_each_section = pytest.mark.parametrize(
    "exercise, function", [name.split("-") for name in SECTIONS], ids=SECTIONS
)


@cache
def text_of(exercise: str, function: str) -> str:
    """The text of the exercise in its notebook, in one line and without the marks of lists."""
    notebook = exercises.notebook(exercise)
    (path,) = ROOT.glob(f"solutions/*/{notebook}.ipynb")
    heading = f"## Exercise: `{function}`"
    (text,) = (
        cell.source.partition("\n")[2]
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown" and cell.source.startswith(heading)
    )
    return " ".join(re.sub(r"^(?:- |\d\. )", "", text, flags=re.MULTILINE).split())


@cache
def museum(exercise: str) -> dict[str, WrongAnswer]:
    return {answer.path.stem: answer for answer in wrong_answers(exercise)}


def test_every_function_of_the_course_has_its_demands() -> None:
    functions = [
        f"{exercise.name}-{function}"
        for exercise in exercises.all_exercises()
        for function in exercise.functions
    ]
    assert sorted(functions) == sorted(SECTIONS)


@on_each_section
def test_demands_stand_in_the_text_in_its_order(exercise: str, function: str) -> None:
    place, missing = 0, []
    text = text_of(exercise, function)
    for demand in SECTIONS[f"{exercise}-{function}"]:
        found = text.find(demand.words, place)
        missing += [demand.words] if found < 0 else []
        place = max(place, found + len(demand.words))
    assert missing == []


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; where to find hints is none that asks for anything."""
    for sentence in re.split(r"(?<=[.;)])\s+(?=[A-Z`\d])", text):
        if "check.hint(" not in sentence:
            yield sentence


@on_each_section
def test_every_sentence_of_the_text_is_a_demand_or_a_remark(exercise: str, function: str) -> None:
    known = [demand.words for demand in SECTIONS[f"{exercise}-{function}"]]
    unknown = [
        sentence
        for sentence in sentences(text_of(exercise, function))
        if not any(words in sentence or sentence in words for words in known)
    ]
    assert unknown == []


@on_each_section
def test_who_does_otherwise_loses_points_of_this_function(exercise: str, function: str) -> None:
    of_part = {part.name: part.function for part in exercises.find(exercise).parts}
    losing = {
        name: {of_part[part] for part in answer.loses} for name, answer in museum(exercise).items()
    }
    free = [
        (demand.words, name)
        for demand in SECTIONS[f"{exercise}-{function}"]
        for name in demand.answers
        if function not in losing.get(name, {"no such answer"})
    ]
    assert free == []
