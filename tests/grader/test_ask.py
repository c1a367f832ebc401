"""Predict, then look: what a reader is asked and shown, with widgets and without."""

import doctest
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from grader.course import ROOT
from lessons import ask, showing

WIDGET = "application/vnd.jupyter.widget-view+json"
ANSWER = "10 times"


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("solutions/*/*.ipynb")), ids=lambda path: path.stem
)
def test_the_source_of_a_question_is_hidden(path: Path) -> None:
    """It holds the answer. JupyterLab shows the first line of it, the site nothing."""
    cells = nbformat.read(path, as_version=4).cells
    asking = [cell for cell in cells if "ask.choice(" in cell.source]
    hidden = [
        cell
        for cell in asking
        if cell.source.startswith("# A question: run this cell\n")
        and cell.metadata.get("jupyter") == {"source_hidden": True}
        and cell.metadata.get("tags") == ["remove-input"]
    ]
    assert hidden == asking


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a question displays during the test."""
    displayed: list[Any] = []
    monkeypatch.setattr(showing, "display", displayed.append)
    return displayed


@pytest.fixture
def attended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits before the notebook."""
    kernel = SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": True}})
    monkeypatch.setattr(showing, "get_ipython", lambda: SimpleNamespace(kernel=kernel))


def asked() -> None:
    ask.choice(
        "How many `weights`?",
        {"as many": "Each filter sees more channels.", ANSWER: None, "<30 times": None},
        answer=ANSWER,
        fact="There are 9,248.",
    )


def test_the_example_of_the_docstring_is_what_a_terminal_shows() -> None:
    assert doctest.testmod(ask) == (0, 2)


def test_a_page_has_the_answer_folded_below_the_choices(outputs: list[Any]) -> None:
    asked()
    page = outputs[0]._repr_mimebundle_()["text/html"]
    before, folded = page.split("<details><summary>Show the answer</summary>")
    assert "How many <code>weights</code>?" in before
    assert before.count("<li>") == 3
    assert "<li>&lt;30 times</li>" in before
    assert "There are" not in before
    assert "Answer: <b>10 times.</b> There are 9,248." in folded
    assert "Why not <i>as many</i>? Each filter sees more channels." in folded


def test_a_reader_who_guesses_is_asked_by_buttons(outputs: list[Any], attended: None) -> None:
    """The folded answer follows, for a notebook that is opened without its kernel."""
    asked()
    widget, folded = (output._repr_mimebundle_() for output in outputs)
    assert sorted(widget) == [WIDGET, "text/plain"]
    assert "shown-still" in folded["text/html"]


def reply_to(outputs: list[Any], guess: str) -> str:
    asked()
    _, guesses, reply = outputs[0]._widget.children
    assert (guesses.value, reply.value) == (None, "")
    guesses.value = guess
    return str(reply.value)


def test_a_right_guess_is_told_why_the_others_are_wrong(outputs: list[Any], attended: None) -> None:
    reply = reply_to(outputs, ANSWER)
    assert "✓ Answer: <b>10 times.</b> There are 9,248." in reply
    assert "Why not <i>as many</i>?" in reply


@pytest.mark.parametrize(
    ("guess", "expected"),
    [
        (
            "as many",
            "✗ You said “as many”. Answer: <b>10 times.</b> There are 9,248.<br>Each filter",
        ),
        ("<30 times", "✗ You said “&lt;30 times”. Answer: <b>10 times.</b> There are 9,248."),
    ],
)
def test_a_wrong_guess_is_told_the_answer_and_its_own_mistake(
    outputs: list[Any], attended: None, guess: str, expected: str
) -> None:
    assert expected in reply_to(outputs, guess)
