"""Predict, then look: a question just before the figure or number that answers it.

In JupyterLab the reader presses the button of a guess, then reads what the notebook computed. Where
no widgets run, as in a page made of a notebook, the answer is folded away. Nothing is graded, sent
or kept. A notebook hides the source of such a cell, in which the answer stands. JupyterLab then
shows its first line alone, so that is a comment which says what to do.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from grader.errors import wrapped
from grader.notebook.render import Shown, prose
from lessons.showing import show

__all__ = ["choice"]

_TITLE = "Predict, then look"
_TOLD = f"{_TITLE}: run this cell in JupyterLab to choose an answer."
_NOTE = (
    "border-left: 4px solid var(--jp-info-color1, #0277bd); padding: 2px 0 2px 10px; "
    "margin: 4px 0; line-height: 1.45; overflow-wrap: anywhere"
)
_LIST = "margin: 2px 0; padding-left: 1.5em"


def choice(question: str, choices: Mapping[str, str | None], answer: str, fact: str = "") -> None:
    """Ask for a guess, then show the answer.

    Code stands between backticks, in all texts but the choices, which stand on buttons.

    Args:
        question: one sentence.
        choices: the possible answers, each with the sentence why it is wrong, or None.
        answer: that of the choices which the notebook computed to be right.
        fact: a sentence that goes with the answer, with the numbers that were computed.

    >>> weights = [32 * (9 * channels + 1) for channels in (3, 32)]
    >>> choice(
    ...     "How many parameters has the second convolution?",
    ...     {
    ...         "as many as the first": "It has as many filters, but each sees 32 channels, not 3.",
    ...         "10 times as many": None,
    ...     },
    ...     answer=f"{weights[1] / weights[0]:.0f} times as many",
    ...     fact="The first has {:,}, the second {:,}.".format(*weights),
    ... )
    Predict, then look: How many parameters has the second convolution?
    - as many as the first
    - 10 times as many
    <BLANKLINE>
    Answer: 10 times as many. The first has 896, the second 9,248.
    Why not "as many as the first"? It has as many filters, but each sees 32
    channels, not 3.
    """
    asked = _Question(question, choices, answer, fact)
    show(asked.folded, asked.buttons, _TOLD)


@dataclass(frozen=True)
class _Question:
    text: str
    choices: Mapping[str, str | None]
    answer: str
    fact: str

    def folded(self) -> Shown:
        """Question and choices, the answer behind a click; in plain text below them."""
        text = [
            *wrapped(f"{_TITLE}: {self.text}"),
            *(f"- {guess}" for guess in self.choices),
            "",
            *wrapped(f"Answer: {self.answer}. {self.fact}"),
        ]
        for guess, reason in self._wrong().items():
            text += wrapped(f'Why not "{guess}"? {reason}')
        guesses = "".join(f"<li>{html.escape(guess)}</li>" for guess in self.choices)
        page = (
            f"{self._asked()}<ul style='{_LIST}'>{guesses}</ul>"
            f"<details><summary>Show the answer</summary>"
            f"<div>{self._solution()}</div>{self._reasons()}</details>"
        )
        return Shown("\n".join(text), f"<div style='{_NOTE}'>{page}</div>")

    def buttons(self) -> Any:
        """A widget: the question, a button for each guess, below them the reply."""
        reply = ipywidgets.HTML()
        guesses = ipywidgets.ToggleButtons(
            options=list(self.choices),
            value=None,
            style={"button_width": "auto"},
            layout=ipywidgets.Layout(width="100%"),
        )

        def answer(change: Mapping[str, Any]) -> None:
            # An alert is read out by a screen reader as soon as it is there.
            reply.value = f"<div role='alert' style='{_NOTE}'>{self.reply(change['new'])}</div>"

        guesses.observe(answer, "value")
        return ipywidgets.VBox([ipywidgets.HTML(self._asked()), guesses, reply])

    def reply(self, guess: str) -> str:
        """What a reader is shown who made this guess."""
        if guess == self.answer:
            return f"✓ {self._solution()}{self._reasons()}"
        reason = prose(self.choices[guess] or "")
        return f"✗ You said “{html.escape(guess)}”. {self._solution()}<br>{reason}"

    def _solution(self) -> str:
        return f"Answer: <b>{html.escape(self.answer)}.</b> {prose(self.fact)}"

    def _asked(self) -> str:
        return f"<div style='line-height: 1.45'><b>{_TITLE}.</b> {prose(self.text)}</div>"

    def _reasons(self) -> str:
        reasons = "".join(
            f"<li>Why not <i>{html.escape(guess)}</i>? {prose(reason)}</li>"
            for guess, reason in self._wrong().items()
        )
        return f"<ul style='{_LIST}'>{reasons}</ul>" if reasons else ""

    def _wrong(self) -> dict[str, str]:
        """The wrong guesses of which a sentence says why."""
        return {
            guess: reason
            for guess, reason in self.choices.items()
            if reason and guess != self.answer
        }
