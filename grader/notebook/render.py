"""How a verdict looks: an HTML table for the notebook and the same in plain text.

Colours come with a sign (✓, ◐, ✗, ▶) and use JupyterLab's own variables, so that they follow its
light and dark themes; the colours given after them are for pages without the theme.
"""

import html
import re
from dataclasses import replace
from typing import Any

from IPython.display import display

from grader.checks.exercise import Comparison, Evidence, Exercise, Finding, Table, Verdict
from grader.errors import wrapped

EVIDENCE_MIME = "application/vnd.segmentation-course.evidence+json"

_CELL = (
    "border: 1px solid var(--jp-border-color1, #bdbdbd); padding: 1px 6px; "
    "text-align: left; white-space: nowrap"
)
_CAPTION = "text-align: left; caption-side: top; padding: 4px 0; color: inherit"
_MARKED = "background: rgba(230, 159, 0, 0.28); font-weight: 600"
STRIPE = {
    "passed": "var(--jp-success-color1, #2e7d32)",
    "partly": "var(--jp-warn-color1, #ef6c00)",
    "failed": "var(--jp-error-color1, #c62828)",
    "not attempted": "var(--jp-info-color1, #0277bd)",
}
SIGN = {"passed": "✓", "partly": "◐", "failed": "✗", "not attempted": "○"}
_DIFFERS = "<span role='img' aria-label='differs:'>✗</span>"
_EXPECTED = "<span role='img' aria-label='expected here:'>▶</span>"
SHOWN = 3  # findings; the others mostly follow from the first
_LONG, _CONTEXT = 14, 5  # rows of a table to show whole; rows to show around a mark
_ORDINAL = ("First", "Second", "Third")


class Shown:
    """Something to display: HTML in a notebook, its plain text anywhere else."""

    def __init__(self, text: str, html: str, **other: Any) -> None:
        self._bundle = {"text/plain": text, "text/html": html, **other}

    def __repr__(self) -> str:
        return str(self._bundle["text/plain"])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self._bundle


def show_verdict(verdict: Verdict, evidence: Evidence) -> None:
    """Show a verdict in the notebook, with its evidence beside it for a judge elsewhere."""
    text, page = verdict_as_text(verdict), verdict_as_html(verdict)
    display(Shown(text, page, **{EVIDENCE_MIME: evidence}))


def show_hint(exercise: Exercise, number: int) -> None:
    """Show hint ``number`` (from 0) of an exercise."""
    more = len(exercise.hints) - 1 - number
    rest = f"{more} more: run this cell again." if more else "This was the last hint."
    title = f"{_ORDINAL[number]} hint for {exercise.name}"
    text = exercise.hints[number]
    body = f"<b>{title}</b><br>{prose(text)}<br><i>{rest}</i>"
    lines = [f"{title}:", *wrapped(text), rest]
    display(Shown("\n".join(lines), _box(body, "not attempted")))


def notice(title: str, sentence: str) -> tuple[str, str]:
    """A title and a sentence where there is no verdict, as text and as a fragment of HTML."""
    page = _box(f"<b>{html.escape(title)}</b>{_paragraph(prose(sentence))}", "not attempted")
    return "\n".join([*wrapped(title), "", *wrapped(sentence)]), page


def headline(verdict: Verdict) -> str:
    """What passed, said exactly: parts, points and cases."""
    name = f"{SIGN[_look(verdict)]} {verdict.exercise} · {verdict.title}"
    if verdict.status == "not attempted":
        return f"{name}: not attempted yet"
    visible = "" if verdict.drawn else "visible "
    cases = f"{verdict.cases_passed} of {verdict.cases_run} {visible}cases passed, "
    points = f"{verdict.score:g} of {verdict.max_score} points"
    return f"{name}: {'' if verdict.measured else cases}{points}."


def _outlook(verdict: Verdict) -> str:
    """What the headline does not promise: which cases are still to come."""
    if verdict.drawn or verdict.status == "not attempted":
        return ""
    if verdict.measured:
        return " Other cases count when it is graded."
    return " More cases run when it is graded." if verdict.passed else ""


def _look(verdict: Verdict) -> str:
    return "partly" if 0 < verdict.share < 1 else verdict.status


def verdict_as_html(verdict: Verdict) -> str:
    """The verdict as a fragment of HTML: sentence, table beside table."""
    parts = [f"<b>{html.escape(headline(verdict))}</b>{_outlook(verdict)}"]
    parts += [_paragraph(prose(finding.message)) for finding in verdict.findings[:SHOWN]]
    if len(verdict.findings) > SHOWN:
        parts.append(_paragraph(_rest(verdict)))
    if verdict.note:
        parts.append(_paragraph(f"<i>{prose(verdict.note)}</i>"))
    if verdict.comparison and (verdict.measured or not verdict.passed):
        parts.append(_comparison_as_html(verdict.comparison))
    elif verdict.comparison:
        title = html.escape(verdict.comparison.title)
        table = _table_as_html(verdict.comparison.got, f"Yours: {title}", "✓")
        parts.append(f"<details><summary>{title}</summary>{table}</details>")
    return _box("".join(parts), _look(verdict))


def verdict_as_text(verdict: Verdict) -> str:
    """The same as ``verdict_as_html``, for terminals, in which nothing can be folded."""
    lines = wrapped(headline(verdict) + _outlook(verdict))
    for finding in verdict.findings[:SHOWN]:
        lines += ["", *wrapped(finding.message)]
    if len(verdict.findings) > SHOWN:
        lines += ["", *wrapped(_rest(verdict))]
    if verdict.note:
        lines += ["", *wrapped(verdict.note)]
    if verdict.comparison and (verdict.measured or not verdict.passed):
        lines += ["", f"Yours: {verdict.comparison.title}"]
        lines += _table_as_text(around_the_mark(verdict.comparison.got))
        if verdict.comparison.expected:
            lines += ["", "Expected:"]
            lines += _table_as_text(around_the_mark(verdict.comparison.expected))
    return "\n".join(lines)


def _rest(verdict: Verdict) -> str:
    more = len(verdict.findings) - SHOWN
    findings = "finding follows" if more == 1 else "findings follow"
    return f"{more} more {findings}; fix these first."


def _paragraph(text: str) -> str:
    return f"<p style='margin: 4px 0'>{text}</p>"


def prose(text: str) -> str:
    """Escape text; what stands between backticks becomes code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _box(inside: str, status: str) -> str:
    return (
        f"<div style='border-left: 4px solid {STRIPE[status]}; padding: 4px 0 4px 10px; "
        f"margin: 4px 0; line-height: 1.45; overflow-wrap: anywhere'>{inside}</div>"
    )


def around_the_mark(table: Table) -> Table:
    """A long table cut down to the rows around the marked one, so that it stays in sight."""
    if len(table.rows) <= _LONG or table.marked is None:
        return table
    first, last = max(table.marked - _CONTEXT, 0), table.marked + _CONTEXT + 1
    gap = ("…", *[""] * (len(table.columns) - 1))
    above = (gap,) if first else ()
    below = (gap,) if last < len(table.rows) else ()
    rows = (*above, *table.rows[first:last], *below)
    return Table(table.columns, rows, table.marked - first + len(above))


def _comparison_as_html(comparison: Comparison) -> str:
    title = html.escape(comparison.title)
    tables = _table_as_html(around_the_mark(comparison.got), f"Yours: {title}", _DIFFERS)
    if comparison.expected:
        tables += _table_as_html(around_the_mark(comparison.expected), "Expected", _EXPECTED)
    page = (
        "<div style='display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: flex-start'>"
        f"{tables}</div>"
    )
    if not comparison.fold:
        return page
    folded = f"<details><summary>{html.escape(comparison.fold)}</summary>{page}</details>"
    if comparison.got.marked is None:
        return folded
    own = replace(comparison.got, rows=(comparison.got.rows[comparison.got.marked],), marked=0)
    return _table_as_html(own, f"Yours: {title}", _DIFFERS) + folded


def _table_as_html(table: Table, caption: str, mark: str) -> str:
    """The table in a box that scrolls when it is wide, by keyboard too."""
    head = "".join(
        f"<th scope='col' style='{_CELL}'>{html.escape(name)}</th>" for name in table.columns
    )
    marks: list[str | None] = [None] * len(table.rows)
    if table.marked is not None:
        head = f"<td style='{_CELL}'></td>{head}"
        marks = ["" if number != table.marked else mark for number in range(len(table.rows))]
    body = "".join(map(_row_as_html, table.rows, marks))
    return (
        f"<div role='group' aria-label='{caption}' tabindex='0' "
        "style='overflow-x: auto; max-width: 100%'>"
        "<table style='border-collapse: collapse; font-size: 12px'>"
        f"<caption style='{_CAPTION}'>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_as_html(row: tuple[str, ...], mark: str | None) -> str:
    """A row, with its mark in front where the table has marks; most are empty."""
    style = f" style='{_MARKED}'" if mark else ""
    first = "" if mark is None else f"<td style='{_CELL}'>{mark}</td>"
    cells = "".join(f"<td style='{_CELL}'>{html.escape(cell)}</td>" for cell in row)
    return f"<tr{style}>{first}{cells}</tr>"


def _table_as_text(table: Table) -> list[str]:
    rows = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    lines = []
    for number, row in enumerate(rows):
        mark = "->" if table.marked is not None and number == table.marked + 1 else "  "
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"{mark} {cells}".rstrip())
    return lines


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding with the keys that ``grader check --json`` promises."""
    return {
        "case": finding.case,
        "row": finding.row,
        "layer": finding.layer,
        "attribute": finding.attribute,
        "got": finding.got,
        "expected": finding.expected,
        "message": finding.message,
    }
