"""What distinguishes a graph from the expected one, row by row.

Rows are aligned first, so that a missing layer is one difference and not thirty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from grader.graph.table import OWN_CLASS, Graph, Row

Aspect = Literal["missing", "extra", "replaced", "attribute", "inputs"]

# Costs of the alignment. A layer of another kind in the right place counts as replaced (cheaper
# than one missing and one extra); attributes can never outweigh a missing layer.
_GAP = 1.0
_OTHER_KIND = 1.5
_OWN_CLASS = 0.9
_ATTRIBUTE = 0.1
_MOST_FOR_ATTRIBUTES = 0.8
_NO_SUBSTITUTES = {"Dropout", "MaxPooling2D"}
_PARAMETERS = 0.01  # decides which of two equal layers is the missing one


@dataclass(frozen=True)
class Difference:
    """One difference. ``got`` and ``expected`` are positions of rows in the two graphs.

    For a missing row ``got`` is the position where it should stand, for an extra row ``expected``
    is the position that it pushes aside. ``values`` are what was got and what was expected.
    """

    aspect: Aspect
    got: int
    expected: int
    attribute: str = ""
    values: tuple[Any, Any] = (None, None)


@dataclass(frozen=True)
class Alignment:
    """Which row of the one graph is which row of the other."""

    to_expected: Mapping[int, int]
    to_got: Mapping[int, int]


def align(got: Graph, expected: Graph) -> Alignment:
    """Pair the rows of two graphs: inputs by their name, the others in order at least cost."""
    pairs = _pair_inputs(got, expected)
    ours = [row for row in range(len(got.rows)) if got.rows[row].kind != "InputLayer"]
    theirs = [row for row in range(len(expected.rows)) if expected.rows[row].kind != "InputLayer"]

    def cost_nothing(pair: tuple[int, int]) -> bool:
        return _cost(got.rows[pair[0]], expected.rows[pair[1]]) == 0

    # Most networks begin as they should, and nothing is cheaper than that.
    alike = list(takewhile(cost_nothing, zip(ours, theirs, strict=False)))
    ours, theirs = ours[len(alike) :], theirs[len(alike) :]
    pairs += alike + _cheapest_pairs(got, expected, ours, theirs)
    return Alignment(dict(pairs), {theirs: ours for ours, theirs in pairs})


def begun(got: Graph, expected: Graph) -> Graph:
    """The first rows of ``expected``, as many as ``got`` comes closest to.

    A network that broke off is compared with these: what was never reached is not missing.
    """
    ours = [row for row in got.rows if row.kind != "InputLayer"]
    theirs = [row for row in range(len(expected.rows)) if expected.rows[row].kind != "InputLayer"]
    costs = [_GAP * n_rows for n_rows in range(len(theirs) + 1)]
    for mine in ours:
        before, costs = costs, [costs[0] + _GAP]
        for j, wanted in enumerate(theirs):
            paired = before[j] + _cost(mine, expected.rows[wanted])
            costs.append(min(paired, before[j + 1] + _GAP, costs[j] + _GAP))
    n_reached = costs.index(min(costs))
    if n_reached + 1 == len(ours) <= len(theirs) and _are_mistakable(
        ours[-1].kind, expected.rows[theirs[n_reached]].kind
    ):
        n_reached += 1  # the last layer stands in the place of another one; it is not one too many
    end = theirs[n_reached - 1] + 1 if n_reached else 0
    while end < len(expected.rows) and expected.rows[end].kind == "InputLayer":
        end += 1
    return Graph(expected.rows[:end], (), expected.returned)


def _are_mistakable(one: str, other: str) -> bool:
    return {one, other} == {"Conv2D", "Conv2DTranspose"}


def _pair_inputs(got: Graph, expected: Graph) -> list[tuple[int, int]]:
    def named(graph: Graph) -> dict[Any, int]:
        return {
            row.attributes.get("argument"): position
            for position, row in enumerate(graph.rows)
            if row.kind == "InputLayer"
        }

    ours, theirs = named(got), named(expected)
    return [(ours[name], theirs[name]) for name in ours if name in theirs]


def _cheapest_pairs(
    got: Graph, expected: Graph, ours: list[int], theirs: list[int]
) -> list[tuple[int, int]]:
    """Edit distance. ``table[i][j]`` is the cost of all rows from the ``i``-th and ``j``-th on.

    The way is read off from the start, so that of equal layers the last one is the missing one.
    """
    n_ours, n_theirs = len(ours), len(theirs)
    table = [
        [_GAP * (n_ours - i + n_theirs - j) for j in range(n_theirs + 1)] for i in range(n_ours + 1)
    ]

    def paired(i: int, j: int) -> float:
        return table[i + 1][j + 1] + _cost(got.rows[ours[i]], expected.rows[theirs[j]])

    for i in reversed(range(n_ours)):
        for j in reversed(range(n_theirs)):
            table[i][j] = min(paired(i, j), table[i + 1][j] + _GAP, table[i][j + 1] + _GAP)
    pairs = []
    i = j = 0
    while i < n_ours and j < n_theirs:
        if table[i][j] == paired(i, j):
            pairs.append((ours[i], theirs[j]))
            i, j = i + 1, j + 1
        elif table[i][j] == table[i + 1][j] + _GAP:
            i += 1
        else:
            j += 1
    return pairs


def _cost(got: Row, expected: Row) -> float:
    if got.kind == expected.kind + OWN_CLASS:
        return _OWN_CLASS
    if got.kind != expected.kind:
        return _OTHER_KIND
    differing = len(_differing(got, expected)) + (got.shape != expected.shape)
    cost = min(_ATTRIBUTE * differing, _MOST_FOR_ATTRIBUTES)
    return cost + _PARAMETERS * (got.parameters != expected.parameters)


def _differing(got: Row, expected: Row) -> list[str]:
    """Names of attributes that differ, in the order of the expected row."""
    names = dict.fromkeys([*expected.attributes, *got.attributes])
    return [name for name in names if got.attributes.get(name) != expected.attributes.get(name)]


def compare(got: Graph, expected: Graph) -> list[Difference]:
    """All differences between the rows of two graphs, in the order of the rows."""
    alignment = align(got, expected)
    found = (
        _missing(got, expected, alignment)
        + _extra(got, expected, alignment)
        + _in_pairs(got, expected, alignment)
    )
    if not found:
        found = _in_sizes(got, expected, alignment)
    return sorted(found, key=lambda difference: (difference.got, difference.expected))


def _missing(got: Graph, expected: Graph, alignment: Alignment) -> list[Difference]:
    return [
        Difference("missing", _position(position, alignment.to_got, len(got.rows)), position)
        for position, row in enumerate(expected.rows)
        if position not in alignment.to_got and row.kind != "InputLayer"
    ]


def _extra(got: Graph, expected: Graph, alignment: Alignment) -> list[Difference]:
    return [
        Difference(
            "extra", position, _position(position, alignment.to_expected, len(expected.rows))
        )
        for position in range(len(got.rows))
        if position not in alignment.to_expected
    ]


def _position(row: int, partner: Mapping[int, int], end: int) -> int:
    """Where an unpaired row would stand in the other graph: before the next paired one."""
    later = [partner[other] for other in sorted(partner) if other > row]
    return later[0] if later else end


def _in_pairs(got: Graph, expected: Graph, alignment: Alignment) -> list[Difference]:
    found = []
    for ours, theirs in alignment.to_expected.items():
        mine, wanted = got.rows[ours], expected.rows[theirs]
        if {mine.kind, wanted.kind} == _NO_SUBSTITUTES:  # one is missing, the other one too many
            found += [Difference("missing", ours, theirs), Difference("extra", ours, theirs + 1)]
            continue
        if mine.kind != wanted.kind:
            found.append(Difference("replaced", ours, theirs, "", (mine.kind, wanted.kind)))
        else:
            found += [
                Difference(
                    "attribute",
                    ours,
                    theirs,
                    name,
                    (mine.attributes.get(name), wanted.attributes.get(name)),
                )
                for name in _differing(mine, wanted)
            ]
        found += _in_inputs(got, expected, alignment, ours, theirs)
    return found


def _in_inputs(
    got: Graph, expected: Graph, alignment: Alignment, ours: int, theirs: int
) -> list[Difference]:
    fed_by = tuple(passed_extra(got, alignment, row) for row in got.rows[ours].inputs)
    wanted = tuple(passed_missing(expected, alignment, row) for row in expected.rows[theirs].inputs)
    if tuple(alignment.to_got.get(row) for row in wanted) == fed_by:
        return []
    return [Difference("inputs", ours, theirs, "inputs", (fed_by, wanted))]


def passed_extra(got: Graph, alignment: Alignment, row: int) -> int:
    """``row``, or the first row before it that is expected: one layer too many is one fault."""
    while row not in alignment.to_expected and got.rows[row].inputs:
        row = got.rows[row].inputs[0]
    return row


def passed_missing(expected: Graph, alignment: Alignment, row: int) -> int:
    """``row``, or the first row before it that is there: one missing layer is one fault."""
    while row not in alignment.to_got and expected.rows[row].inputs:
        row = expected.rows[row].inputs[0]
    return row


def _in_sizes(got: Graph, expected: Graph, alignment: Alignment) -> list[Difference]:
    """The first wrong size; sizes follow from the rest and count only when that is right."""
    wrong = [
        Difference("attribute", ours, theirs, name, values)
        for ours, theirs in alignment.to_expected.items()
        for name, values in (
            ("shape", (got.rows[ours].shape, expected.rows[theirs].shape)),
            ("parameters", (got.rows[ours].parameters, expected.rows[theirs].parameters)),
        )
        if values[0] != values[1]
    ]
    return wrong[:1]
