"""What the judges of layers share: a specification, the comparison and the sentences.

An exercise states its network with ``Spec``; ``judge_layers`` compares a student's with it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from grader.checks.arrays import NO_RETURN, say
from grader.checks.exercise import Case, Comparison, Evidence, Finding, Judgement, Table
from grader.graph.diff import Difference, align, begun, compare
from grader.graph.table import CLASS, LAYER, OWN_CLASS, OWN_FUNCTION, Graph, Row, texts
from grader.judging.evidence import Raised
from grader.judging.explanations import concatenated_shapes

MOST_FINDINGS = 3

Belongs = Callable[[Difference, Graph, Graph], bool]
Advise = Callable[[Difference, Graph, Graph], str | None]


@dataclass(frozen=True)
class Rules:
    """What the sentences need to know of an exercise.

    ``advise`` gives a cause and next step of its own for a difference, or ``None`` for the usual.
    """

    function: str
    defaults: Mapping[str, Any]
    advise: Advise
    result: str
    last_line: str
    output_names: tuple[str, ...] = ()


# --- the specification --------------------------------------------------------------------------

_CONVOLUTION = {
    "dilation_rate": (1, 1),
    "use_bias": True,
    "data_format": "channels_last",
    "bias_initializer": "Zeros",
    "kernel_regularizer": None,
    "bias_regularizer": None,
    "activity_regularizer": None,
    "kernel_constraint": None,
    "bias_constraint": None,
    "trainable": True,
    "dtype": "float32",
    "shares_weights_with": None,
}


class Spec:
    """Writes down an expected graph, layer by layer; each method returns the row it added.

    ``place`` ("block 2") and ``part`` mark the rows that follow.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self.place = ""
        self.part = ""

    def graph(self, outputs: Sequence[int], returned: str) -> Graph:
        """The finished graph."""
        return Graph(tuple(self._rows), tuple(outputs), returned)

    def input(self, shape: Sequence[int], argument: str | None = None) -> int:
        """An input of shape (height, width, channels)."""
        return self._add("InputLayer", shape, 0, {"argument": argument}, ())

    def conv2d(
        self,
        source: int,
        filters: int,
        kernel: int = 3,
        activation: str = "relu",
        initializer: str = "HeNormal",
        spelling: str = "n_filters",
        padding: str = "same",
    ) -> int:
        """A convolution; (height, width, channels) → (…, filters). "valid" loses the border."""
        height, width, channels = self._size(source)
        lost = kernel - 1 if padding == "valid" else 0
        attributes = {
            "filters": filters,
            "kernel_size": (kernel, kernel),
            "strides": (1, 1),
            "padding": padding,
            "activation": activation,
            "kernel_initializer": initializer,
            "groups": 1,
            **_CONVOLUTION,
        }
        parameters = (kernel * kernel * channels + 1) * filters
        spellings = {"filters": spelling}
        shape = (height - lost, width - lost, filters)
        return self._add("Conv2D", shape, parameters, attributes, (source,), spellings)

    def conv2d_transpose(
        self, source: int, filters: int, spelling: str = "n_filters", kernel: int = 3
    ) -> int:
        """A transposed convolution that doubles height and width."""
        height, width, channels = self._size(source)
        attributes = {
            "filters": filters,
            "kernel_size": (kernel, kernel),
            "strides": (2, 2),
            "padding": "same",
            **_CONVOLUTION,
            "activation": "linear",
            "kernel_initializer": "GlorotUniform",
            "output_padding": None,
        }
        parameters = (kernel * kernel * channels + 1) * filters
        spellings = {"filters": spelling}
        shape = (2 * height, 2 * width, filters)
        return self._add("Conv2DTranspose", shape, parameters, attributes, (source,), spellings)

    def max_pooling(self, source: int) -> int:
        """2 × 2 pooling, which halves height and width."""
        height, width, channels = self._size(source)
        attributes = {
            "pool_size": (2, 2),
            "strides": (2, 2),
            "padding": "valid",
            "data_format": "channels_last",
        }
        shape = (height // 2, width // 2, channels)
        return self._add("MaxPooling2D", shape, 0, attributes, (source,))

    def cropping(self, source: int, target: int) -> int:
        """The middle of ``source``, as high and as wide as ``target``."""
        height, width, channels = self._size(source)
        wanted = self._size(target)[:2]
        sides = [
            (before - after) // 2 for before, after in zip((height, width), wanted, strict=True)
        ]
        attributes = {
            "cropping": tuple((side, side) for side in sides),
            "data_format": "channels_last",
        }
        return self._add("Cropping2D", (*wanted, channels), 0, attributes, (source,))

    def dropout(self, source: int, rate: float, spelling: str = "dropout_prob") -> int:
        """Dropout of a share ``rate`` of the numbers."""
        attributes = {"rate": rate, "noise_shape": None}
        spellings = {"rate": spelling}
        return self._add("Dropout", self._size(source), 0, attributes, (source,), spellings)

    def concatenate(self, sources: Sequence[int]) -> int:
        """Tensors of one height and width, joined along their channels."""
        height, width, _ = self._size(sources[0])
        channels = sum(self._size(source)[2] for source in sources)
        attributes = {"axis": 3}
        return self._add("Concatenate", (height, width, channels), 0, attributes, tuple(sources))

    def _size(self, row: int) -> tuple[int, int, int]:
        height, width, channels = self._rows[row].shape[1:]
        assert height is not None and width is not None and channels is not None
        return height, width, channels

    def _add(
        self,
        kind: str,
        shape: Sequence[int],
        parameters: int,
        attributes: Mapping[str, Any],
        inputs: tuple[int, ...],
        spelling: Mapping[str, str] | None = None,
    ) -> int:
        self._rows.append(
            Row(
                kind=kind,
                shape=(None, *shape),
                parameters=parameters,
                attributes=dict(attributes),
                inputs=inputs,
                place=self.place,
                part=self.part,
                spelling=spelling or {},
            )
        )
        return len(self._rows) - 1


# --- the judge ----------------------------------------------------------------------------------


def everything(_difference: Difference, _got: Graph, _expected: Graph) -> bool:
    """For a part that every difference counts for."""
    return True


def in_part(part: str) -> Belongs:
    """Differences at rows that the specification gives to ``part``."""

    def belongs(difference: Difference, _got: Graph, expected: Graph) -> bool:
        return neighbour(difference, expected).part == part

    return belongs


def neighbour(difference: Difference, expected: Graph) -> Row:
    """The expected row a difference is about; for an extra layer the one it was added to."""
    position = min(difference.expected, len(expected.rows) - 1)
    if difference.aspect == "extra" and expected.rows[max(position - 1, 0)].kind != "InputLayer":
        position = difference.expected - 1
    return expected.rows[max(position, 0)]


def read(evidence: Evidence) -> Graph:
    """The graph in the evidence; ``ValueError`` or ``KeyError`` when there is none."""
    return Graph.from_json(evidence["graph"])


def judge_layers(
    case: Case, got: Graph, expected: Graph, belongs: Belongs, rules: Rules
) -> list[tuple[Finding, Difference]]:
    """Findings about rows: those differences that ``belongs`` keeps, with their sentences."""
    got = with_places(got, expected)
    differences = compare(got, expected)
    kept = [difference for difference in differences if belongs(difference, got, expected)]
    found: dict[str, tuple[Finding, Difference]] = {}  # one way's filters are told once
    for difference in _without_echoes(kept, got, expected):
        finding = _finding(case, difference, kept, got, expected, rules)
        found.setdefault(finding.message, (finding, difference))
        if len(found) == MOST_FINDINGS:
            break
    return list(found.values())


def first_rows(
    found: Sequence[tuple[Finding, Difference]],
) -> tuple[int | None, int | None]:
    """The row of the first difference that was found in both tables, to be marked there."""
    return (found[0][1].got, found[0][1].expected) if found else (None, None)


def judge_unfinished(
    case: Case,
    evidence: Evidence,
    belongs: Belongs,
    expected: Graph,
    rules: Rules,
    to_the_end: bool = False,
) -> Judgement:
    """Judge what a function had built when it raised.

    A part that is complete passes. Any other gets what is wrong in the rows so far, as the cause,
    and the error. ``to_the_end`` is true of parts that need what the function returns.
    """
    got = _without_unread_inputs(read(evidence))
    reached = begun(got, expected)
    cut_off = expected.rows[len(reached.rows) :]
    found = judge_layers(case, got, reached, belongs, rules)
    findings = [finding for finding, _ in found]
    if to_the_end or any(_row_belongs(row, belongs, expected) for row in cut_off):
        found = found or judge_layers(case, got, reached, everything, rules)
        causes = [finding for finding, _ in found][: MOST_FINDINGS - 1]
        joining = cut_off[0] if cut_off and cut_off[0].kind == "Concatenate" else None
        stop = _finding_about_stop(case, evidence, joining, expected, causes, rules)
        level = joining and _say_other_level(case, evidence, joining, got, expected, rules)
        if level:
            causes = [cause for cause in causes if cause.attribute != "filters"]
            stop = replace(stop, message=level)
        findings = [*causes, stop]
    marked = first_rows(found)
    return judgement(case, got, expected, findings, rules, marked)


def _without_unread_inputs(got: Graph) -> Graph:
    """Without the Inputs at the end that lead nowhere; the error at hand is told instead."""
    rows = got.rows
    while len(rows) > 1 and rows[-1].kind == "InputLayer" and not rows[-1].attributes["argument"]:
        rows = rows[:-1]
    outputs = tuple(row for row in got.outputs if row is None or row < len(rows))
    return replace(got, rows=rows, outputs=outputs)


def _row_belongs(row: Row, belongs: Belongs, expected: Graph) -> bool:
    position = expected.rows.index(row)
    return belongs(Difference("missing", position, position), expected, expected)


def _finding_about_stop(
    case: Case,
    evidence: Evidence,
    joining: Row | None,
    expected: Graph,
    causes: Sequence[Finding],
    rules: Rules,
) -> Finding:
    """Why the function raised. ``joining`` is the concatenation that it would have come to."""
    error = Raised.from_json(evidence["raised"])
    shapes = concatenated_shapes(error.message)
    if joining is None or len(shapes) != 2:
        message = error.sentence(case.name)
    else:
        place = _beginning(case_words(case, rules), joining.place)
        below, skip = (expected.rows[row].shape for row in joining.inputs)
        if [tuple(shape)[1:3] for shape in shapes] == [below[1:3], skip[1:3]]:
            fact = (
                f"Concatenate cannot join {shapes[0]} and {shapes[1]} along the axis that it was "
                "given, expected the channels, axis 3. Height and width agree. Pass axis=3."
            )
        else:
            why = _why_not_joined(shapes, joining, expected, bool(causes))
            fact = (
                f"Concatenate got {shapes[0]} and {shapes[1]}, expected {below} and {skip}. {why}"
            )
        message = f"{place}: {fact}" if place else fact
    return Finding(message=message, case=case.name, attribute="error", got=error.type)


def _why_not_joined(
    shapes: Sequence[Sequence[int | None]], joining: Row, expected: Graph, has_cause: bool
) -> str:
    below, skip = (expected.rows[row] for row in joining.inputs)
    small = expected.rows[below.inputs[0]] if below.kind == "Conv2DTranspose" else None
    if small and tuple(shapes[0]) == small.shape:
        return "The first was not enlarged. Join what comes out of Conv2DTranspose."
    if tuple(shapes[0]) == below.shape:
        return _whose_skip(tuple(shapes[1]), joining, expected)
    if tuple(shapes[0][1:3]) == below.shape[1:3] and skip.place:
        return _say_skip(skip)
    if has_cause:
        return "Fix the finding above first, and look whether this is still there."
    return "Print both shapes before they are joined."


def _whose_skip(shape: tuple[int | None, ...], joining: Row, expected: Graph) -> str:
    """What was passed in the place of a skip connection, told by its shape."""
    joinings = [row for row in expected.rows if row.kind == "Concatenate"]
    skips = [expected.rows[row.inputs[1]] for row in joinings]
    wanted = expected.rows[joining.inputs[1]]
    if shape == skips[-1].shape and joining is joinings[0]:
        return (
            "The second is the skip connection of the last step: the way up takes them in reverse "
            f"order, the smallest first. {_step_for_skip(wanted)} In a loop write reversed(skips)."
        )
    if joining is joinings[0] and shape == _start_of(expected, joining).shape:
        return (
            "The second is the tensor that the way up starts from, which is no skip connection. "
            f"{_step_for_skip(wanted)}"
        )
    pooled = [row for row in expected.rows if row.kind == "MaxPooling2D" and row.shape == shape]
    if pooled and wanted.place == pooled[0].place:
        return (
            f"The second is the pooled tensor of {wanted.place}, element 0 of what its block "
            "returns. Pass element 1, the skip connection."
        )
    return _say_skip(wanted)


def _say_other_level(
    case: Case, evidence: Evidence, joining: Row, got: Graph, expected: Graph, rules: Rules
) -> str | None:
    """For a block with filters and skip connection of another level: a loop is in wrong order."""
    shapes = concatenated_shapes(Raised.from_json(evidence["raised"]).message)
    wanted = expected.rows[joining.inputs[1]]
    joinings = [row for row in expected.rows if row.kind == "Concatenate"]
    levels = [_start_of(expected, joinings[0])]
    levels += [expected.rows[row.inputs[1]] for row in joinings]
    filters = [row.shape[-1] for row in got.rows if row.kind == "Conv2DTranspose"][-1:]
    for level in levels if len(shapes) == 2 and wanted.place else ():
        if tuple(shapes[1]) == level.shape != wanted.shape and filters == [level.shape[-1]]:
            place = _beginning(case_words(case, rules), joining.place)
            return (
                f"{place}: it was given the filters and the skip connection "
                f"of {level.place}, expected those of {wanted.place}. The way up begins one level "
                "above the bottom and ends with the first: in a loop, for level in (3, 2, 1, 0)."
            )
    return None


def _start_of(expected: Graph, joining: Row) -> Row:
    """What is enlarged before it is joined for the first time."""
    row = expected.rows[joining.inputs[0]]
    while row.kind != "Conv2DTranspose":
        row = expected.rows[row.inputs[0]]
    return expected.rows[row.inputs[0]]


def _say_skip(skip: Row) -> str:
    whose = skip.place or "this step"
    return f"The second is not the skip connection of {whose}. {_step_for_skip(skip)}"


def _step_for_skip(skip: Row) -> str:
    if skip.place:
        return f"Pass element 1 of what the conv_block of {skip.place} returns."
    same_height = f"the output of the same height, {skip.shape}"
    return f"Join {skip.attributes.get('argument') or same_height}."


def with_places(got: Graph, expected: Graph) -> Graph:
    """``got`` with the places of the expected rows, so that both are called the same."""
    partner = align(got, expected).to_expected
    rows = [
        replace(row, place=expected.rows[partner[position]].place) if position in partner else row
        for position, row in enumerate(got.rows)
    ]
    return replace(got, rows=tuple(rows))


def _without_echoes(differences: list[Difference], got: Graph, expected: Graph) -> list[Difference]:
    """Without the second half of what is one fault.

    A moved layer is missing here and extra there. An activation that stands behind an extra layer
    is missing at its convolution and a layer too many where it is.
    """
    extra = {difference.got for difference in differences if difference.aspect == "extra"}
    later = {
        difference.got: row
        for difference in differences
        if (row := _activated_later(difference, extra, got)) is not None
    }
    kept: list[Difference] = []
    for difference in differences:
        if difference.got in {*later.values()}:
            continue
        if difference.got in later and difference.attribute == "activation":
            continue
        moved_from = _counterpart(difference, differences, got, expected)
        if moved_from is None or difference.aspect == "extra":
            kept.append(difference)
    return kept


@dataclass(frozen=True)
class _Series:
    """The filters of the blocks on one way, and by which factors they are too many."""

    rows: Sequence[Row]
    got: Sequence[int]
    wanted: Sequence[int]
    factors: Set[float]


def _series(difference: Difference, got: Graph, expected: Graph) -> _Series | None:
    """The way on which a number of filters is wrong, if more than one block on it is."""
    if difference.attribute != "filters":
        return None
    to_got = align(got, expected).to_got
    ups = {row.place for row in expected.rows if row.kind == "Conv2DTranspose"}
    way = _way(expected.rows[difference.expected], ups)
    firsts: dict[str, Row] = {}
    filters: dict[str, set[Any]] = {}
    for position, row in enumerate(expected.rows):
        if "filters" in row.attributes and position in to_got and _way(row, ups) == way:
            firsts.setdefault(row.place, row)
            mine = got.rows[to_got[position]].attributes.get("filters")
            filters.setdefault(row.place, set()).add(mine)
    mine = [numbers.pop() for numbers in filters.values() if len(numbers) == 1]
    wanted = [row.attributes["filters"] for row in firsts.values()]
    if len(mine) != len(wanted) or not all(isinstance(n, int) and n > 0 for n in mine):
        return None
    factors = [ours / theirs for ours, theirs in zip(mine, wanted, strict=True)]
    if len(factors) - factors.count(1) < 2:
        return None
    return _Series(tuple(firsts.values()), mine, wanted, frozenset(factors))


def _way(row: Row, ups: Collection[str]) -> tuple[str, bool]:
    """Where a row stands: among the blocks, the steps or at the output, and whether on a way up."""
    return row.place.partition(" ")[0], row.place in ups


def _say_series(case: Case, series: _Series, rules: Rules) -> str | None:
    """The filters of all blocks on a way, and what they have in common."""
    first, last = series.rows[0].place, series.rows[-1].place
    default = rules.defaults.get("n_filters")
    if default and series.factors == {
        default / case.arguments["options"].get("n_filters", default)
    }:
        return None  # n_filters is ignored, which is another mistake
    spelled = [row.spelling["filters"] for row in series.rows]
    step = f"Pass {_enumerated(spelled)}." if default else "Write them in the expected order."
    places = f"{first.replace(' ', 's ', 1)} to {last.partition(' ')[2]}"
    return (
        f"{_beginning(case_words(case, rules), places)} have {_enumerated(series.got)} filters, "
        f"expected {_enumerated(series.wanted)}. {_why_series(series)} {step}"
    )


def _why_series(series: _Series) -> str:
    """What the wrong numbers have in common; else what the right ones have."""
    is_down = series.wanted[0] < series.wanted[-1]
    wanted = f"each should have {'twice' if is_down else 'half'} as many as the one before"
    steps = {after - before for before, after in pairwise(series.got)}
    if steps == {0}:
        return f"All have {series.got[0]}, where {wanted}."
    if series.got == [series.wanted[0] * 2 ^ level for level in range(len(series.got))]:
        return "That is n_filters * 2 ^ level, and in Python ^ is no power: 2 ** level is."
    if len(steps) == 1 and len(series.got) > 2:
        step = steps.pop()
        return f"They {'grow' if step > 0 else 'fall'} by {abs(step)} each time, where {wanted}."
    if [before / after for before, after in pairwise(series.got)] == [
        after / before for before, after in pairwise(series.wanted)
    ]:
        ways = ("fall", "rise") if is_down else ("rise", "fall")
        return f"They {ways[0]} where they should {ways[1]}: in a loop, turn its order round."
    if len(series.factors) == 1:
        (factor,) = series.factors
        times = {2: "twice", 0.5: "half"}.get(factor, f"{say(factor)} times")
        words = {
            2: ": one doubling too many, or one halving too few",
            0.5: ": one doubling too few, or one halving too many",
        }
        return f"Each has {times} as many{words.get(factor, '')}."
    return f"{wanted[0].upper()}{wanted[1:]}."


def _enumerated(things: Sequence[Any]) -> str:
    return f"{', '.join(map(str, things[:-1]))} and {things[-1]}"


def _activated_later(difference: Difference, extra: set[int], got: Graph) -> int | None:
    """The row with the activation that a convolution lacks, behind extra layers alone."""
    if difference.attribute != "activation":
        return None
    row = difference.got
    while (row := _only_reader(got, row)) in extra:
        if got.rows[row].attributes.get("activation") == difference.values[1]:
            return row
    return None


def _only_reader(graph: Graph, row: int) -> int:
    """The one row that is fed by ``row`` alone; -1 when there is none."""
    readers = [number for number, other in enumerate(graph.rows) if row in other.inputs]
    return readers[0] if len(readers) == 1 and graph.rows[readers[0]].inputs == (row,) else -1


def _counterpart(
    difference: Difference, differences: Sequence[Difference], got: Graph, expected: Graph
) -> Difference | None:
    """The missing row of which ``difference`` is the extra one, or the other way round."""
    opposite = {"missing": "extra", "extra": "missing"}.get(difference.aspect)
    if opposite is None:
        return None
    kind = kind_of(difference, got, expected)
    for other in differences:
        is_opposite = other.aspect == opposite and kind_of(other, got, expected) == kind
        if is_opposite and not _is_elsewhere(other, difference, expected):
            return other
    return None


def _is_elsewhere(one: Difference, other: Difference, expected: Graph) -> bool:
    """Whether two differences lie in two blocks, of which each has its own call in the code."""
    places = {neighbour(difference, expected).place for difference in (one, other)}
    return len(places) > 1 and "" not in places


def kind_of(difference: Difference, got: Graph, expected: Graph) -> str:
    """The kind of the layer that a difference is about."""
    if difference.aspect == "missing":
        return expected.rows[difference.expected].kind
    return got.rows[difference.got].kind


def judgement(
    case: Case,
    got: Graph,
    expected: Graph,
    findings: Sequence[Finding],
    rules: Rules,
    marked: tuple[int | None, int | None] = (None, None),
) -> Judgement:
    """Findings with both tables; ``marked`` is the row of the first difference in each."""
    title = f"{case.name}: {got.parameters:,} parameters"
    if got.parameters != expected.parameters:
        title += f", expected {expected.parameters:,}"
    comparison = Comparison(
        title=title,
        got=_table(got, marked[0], rules.output_names),
        expected=_table(expected, marked[1], rules.output_names),
        fold="Show the expected layers",
    )
    once = {finding.message: finding for finding in findings}
    return Judgement(tuple(once.values())[:MOST_FINDINGS], comparison)


_COLUMNS = ("row", "layer", "output shape", "parameters", "attributes", "fed by row")


def _table(graph: Graph, marked: int | None, output_names: Sequence[str]) -> Table:
    columns: tuple[str, ...] = _COLUMNS
    rows: list[tuple[str, ...]] = [
        (str(number), *cells) for number, cells in enumerate(texts(graph), start=1)
    ]
    if output_names:
        columns += ("returned as",)
        rows = [
            (*row, _returned_as(position, graph, output_names)) for position, row in enumerate(rows)
        ]
    inside = marked if marked is not None and marked < len(rows) else None
    return Table(columns=columns, rows=tuple(rows), marked=inside)


def _returned_as(position: int, graph: Graph, names: Sequence[str]) -> str:
    return ", ".join(
        name for name, row in zip(names, graph.outputs, strict=False) if row == position
    )


def wrong_defaults(case: Case, evidence: Evidence, rules: Rules) -> list[Finding]:
    """A finding for each default value in the def line that differs from the exercise's."""
    given, findings = evidence["defaults"], []
    for name, value in rules.defaults.items():
        if name in given and given[name] != value:
            message = (
                f"{rules.function} has the default {name}={_code(given[name])}, expected "
                f"{name}={_code(value)}. Change it in the def line."
            )
            findings.append(Finding(message, case.name, None, None, name, given[name], value))
    return findings


def without_consequences(defaults: Sequence[Finding], rows: Sequence[Finding]) -> list[Finding]:
    """Findings about defaults, then those about rows that do not follow from them."""
    following = ("filters", "rate", "shape") if defaults else ()
    return [*defaults, *(finding for finding in rows if finding.attribute not in following)]


def wrong_result(case: Case, got: Graph, rules: Rules) -> Finding:
    """The finding for something else returned than the exercise asks for."""
    if got.returned == "nothing":
        also = ", and so do model.compile and model.summary" if "Model" in rules.result else ""
        message = (
            f"{rules.function} returned None, expected {rules.result}. {NO_RETURN}{also}. End "
            f"it with `{rules.last_line}`."
        )
    else:
        one = " with one" if got.returned == "model" and rules.result == "a keras.Model" else ""
        message = (
            f"{rules.function} returned {result_words(got)}, expected {rules.result}{one}. "
            f"{_next_step(got, rules)}"
        )
    return Finding(message, case.name, None, None, "returned", got.returned, rules.result)


_COUNTS = ("no", "one", "two", "three", "four")


def result_words(got: Graph) -> str:
    """What came back, in words: "one tensor", "a tuple of three tensors"."""
    if got.returned == "tensor":
        return "one tensor"
    n_items = len(got.outputs)
    count = _COUNTS[n_items] if n_items < len(_COUNTS) else str(n_items)
    if got.returned == "model":
        return "a keras.Model" + (f" with {count} outputs" if n_items > 1 else "")
    if got.returned in ("tuple", "list"):
        noun = "thing" if None in got.outputs else "tensor"
        words = f"a {got.returned} of {count} {noun}{'' if n_items == 1 else 's'}"
        return "; ".join([words, *_elements(got)])
    if got.returned.endswith(LAYER):
        return _not_called(got.returned)
    return f"an object of class {got.returned}"


def _elements(got: Graph) -> list[str]:
    """What each element is that is no tensor: "element 1 is None"."""
    return [
        f"element {number} is {_element_words(other)}"
        for number, other in enumerate(got.others)
        if other
    ]


def _element_words(other: str) -> str:
    if other.endswith(LAYER):
        return _not_called(other)
    words = {"nothing": "None", "model": "a keras.Model", "tuple": "a tuple", "list": "a list"}
    return words.get(other, f"an object of class {other}")


def _not_called(layer: str) -> str:
    return f"a {layer.replace(OWN_CLASS, '')} that was not called on a tensor"


def _next_step(got: Graph, rules: Rules) -> str:
    for other in (got.returned, *got.others):
        if other.endswith(LAYER):
            name = other.removesuffix(LAYER).removesuffix(OWN_CLASS)
            return f"Call it on a tensor: {name}({_FIRST_ARGUMENTS.get(name, '...')})(conv)."
    if got.returned in ("tuple", "list") and not rules.output_names and "Model" not in rules.result:
        return f"Return that tensor alone, as in `{rules.last_line}`."
    if "nothing" in got.others and rules.output_names:
        name = rules.output_names[got.others.index("nothing") % len(rules.output_names)]
        return f"Give {name} a tensor on every way through the function."
    return f"End it with `{rules.last_line}`."


_FIRST_ARGUMENTS = {
    "MaxPooling2D": "2",
    "Dropout": "dropout_prob",
    "Conv2D": "n_filters, 3, ...",
    "Conv2DTranspose": "n_filters, 3, ...",
}


# --- sentences ----------------------------------------------------------------------------------


def _finding(
    case: Case,
    difference: Difference,
    differences: Sequence[Difference],
    got: Graph,
    expected: Graph,
    rules: Rules,
) -> Finding:
    moved_from = _counterpart(difference, differences, got, expected)
    if moved_from is not None:
        sentence = _moved(difference, moved_from, got, expected)
    elif _is_unused(difference, got, expected):
        sentence = _say_unused(difference, got, expected, rules)
    else:
        advice = (
            _say_called_again(difference, got)
            or _say_levels(difference, got, expected)
            or _say_exchanged(difference, got, expected)
            or rules.advise(difference, got, expected)
            or _advice(difference, got, expected)
        )
        sentence = f"{_fact(difference, got, expected)} {advice}"
    mine, wanted = difference.values
    series = _series(difference, got, expected)
    told = series and _say_series(case, series, rules)
    return Finding(
        message=told or f"{_where(case, difference, expected, rules)}: {sentence}",
        case=case.name,
        row=difference.got + 1,
        layer=kind_of(difference, got, expected),
        attribute=difference.attribute or difference.aspect,
        got=mine,
        expected=wanted,
    )


def _say_called_again(difference: Difference, got: Graph) -> str | None:
    if difference.aspect != "extra":
        return None
    is_same = got.rows[difference.got].attributes.get("shares_weights_with")
    return "Call a layer or a block of layers once, and keep what it gives." if is_same else None


def _say_levels(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """For a pooling too many or too few where the network also comes up so much more or less."""
    mine = {
        "extra": got.rows[difference.got : difference.got + 1],
        "missing": expected.rows[difference.expected : difference.expected + 1],
    }.get(difference.aspect, ())
    if [row.kind for row in mine] != ["MaxPooling2D"] or got.returned != "model":
        return None
    ours, theirs = (Counter(row.kind for row in graph.rows) for graph in (got, expected))
    down, up = (ours[kind] - theirs[kind] for kind in ("MaxPooling2D", "Conv2DTranspose"))
    n_levels = theirs["MaxPooling2D"]
    if down != up or not down:
        return None
    step = "Leave the deepest out" if down > 0 else "Put the missing one in above the bottom"
    return (
        f"The network goes {n_levels + down} levels down and up again, expected {n_levels}. "
        f"{step}; in a loop, count its rounds."
    )


def _say_exchanged(difference: Difference, got: Graph, expected: Graph) -> str | None:
    """For the number of filters in the place of the kernel's size, with no third number behind."""
    if difference.attribute != "filters":
        return None
    mine, theirs = got.rows[difference.got], expected.rows[difference.expected]
    sizes = mine.attributes.get("kernel_size"), mine.attributes.get("strides")
    if sizes != ((difference.values[1],) * 2, theirs.attributes["strides"]):
        return None
    return (
        "The number of filters comes first, the size of the kernel second: "
        f"{mine.kind}({theirs.spelling['filters']}, {theirs.attributes['kernel_size'][0]}, ...)."
    )


def _where(case: Case, difference: Difference, expected: Graph, rules: Rules) -> str:
    place = neighbour(difference, expected).place
    return _beginning(case_words(case, rules), place, f"row {difference.got + 1}")


def _beginning(*places: str) -> str:
    """Places as the start of a sentence, without those that are not named."""
    words = ", ".join(filter(None, places))
    return words[:1].upper() + words[1:]


def case_words(case: Case, rules: Rules) -> str:
    """The case's arguments as the start of a sentence; nothing when all are defaults."""
    options = {
        name: value
        for name, value in case.arguments["options"].items()
        if value != rules.defaults[name]
    }
    if not options:
        return ""
    return "with " + ", ".join(f"{name}={_code(value)}" for name, value in options.items())


def _code(value: Any) -> str:
    return repr(tuple(value)) if isinstance(value, list) else repr(value)


def _fact(difference: Difference, got: Graph, expected: Graph) -> str:
    if difference.aspect == "missing":
        wanted = _with_size(expected.rows[difference.expected])
        if difference.got < len(got.rows) and _is_unread(got, expected):
            return (
                f"{wanted} is missing in what is returned; {got.rows[difference.got].kind} comes "
                "in its place."
            )
        if difference.got < len(got.rows):
            return f"{wanted} is missing; {got.rows[difference.got].kind} comes in its place."
        if expected.rows[difference.expected].kind == "BatchNormalization":
            return f"{wanted} is missing."  # a ReLU behind it counts as the convolution's
        return f"{wanted} is missing; the network ends before it."
    mine = got.rows[difference.got]
    if difference.aspect == "extra" and mine.kind == "InputLayer" and _has_arguments(expected):
        return "this Input was made inside your function, expected the tensor it was called with."
    if difference.aspect == "extra" and _is_picture_of_batch(got, difference.got):
        return "an index such as [0] takes one picture out of the batch, expected the whole tensor."
    if difference.aspect == "extra" and mine.attributes.get("shares_weights_with"):
        first = mine.attributes["shares_weights_with"]
        return f"the {mine.kind} of row {first} is called a second time, expected once."
    if difference.aspect == "extra":
        layer, wanted = mine.kind, _next(difference, expected)
        if wanted == layer and _with_size(mine) != _with_size(expected.rows[difference.expected]):
            layer, wanted = _with_size(mine), _with_size(expected.rows[difference.expected])
        return f"{layer} is one layer too many, expected {wanted} here."
    if difference.aspect == "replaced":
        return _replaced(mine.kind, expected.rows[difference.expected].kind)
    if difference.aspect == "inputs":
        return _fed_by(difference, got, expected)
    return _attribute(difference, mine, expected.rows[difference.expected])


def _is_unread(got: Graph, expected: Graph) -> bool:
    """Whether an argument of the block reaches no output: nobody sees what is called on it."""
    ours, theirs = (
        {row.attributes.get("argument") for row in graph.rows if not row.inputs}
        for graph in (got, expected)
    )
    return bool(theirs - ours)


def _is_picture_of_batch(graph: Graph, position: int) -> bool:
    """Whether a row is an index on a tensor that took its first axis away."""
    row = graph.rows[position]
    before = [graph.rows[source].shape[1:] for source in row.inputs]
    return row.kind == "GetItem" and before == [row.shape]


def _has_arguments(expected: Graph) -> bool:
    return any(row.attributes.get("argument") for row in expected.rows)


def _with_size(row: Row) -> str:
    if "filters" in row.attributes:
        return f"{row.kind} with {row.attributes['filters']} filters"
    if "rate" in row.attributes:
        return f"{row.kind} with rate {row.attributes['rate']}"
    return row.kind


def _next(difference: Difference, expected: Graph) -> str:
    later = (row.kind for row in expected.rows[difference.expected :] if row.inputs)
    return next(later, "the end of the network" if expected.outputs else "none")


def _moved(extra: Difference, missing: Difference, got: Graph, expected: Graph) -> str:
    kind = got.rows[extra.got].kind
    sources = got.rows[extra.got].inputs
    before = layer_words(got, sources[0]) if sources else "nothing"
    wanted = layer_words(expected, expected.rows[missing.expected].inputs[0])
    if kind == "Activation" and got.rows[extra.got].attributes.get("activation") == "relu":
        kind = "ReLU"
    return (
        f"{kind} follows {before}, expected it right after {wanted}. Call {kind} on the output of "
        f"{wanted}."
    )


def _is_unused(difference: Difference, got: Graph, expected: Graph) -> bool:
    """Whether a missing layer is called after all, in a place from where no output is reached."""
    if difference.aspect != "missing":
        return False
    return (
        _called_beside(difference, got, expected) is not None
        or bool(_unused_there(difference, got, expected))
        or _called_elsewhere(difference, got, expected) is not None
    )


def _unused_there(difference: Difference, got: Graph, expected: Graph) -> tuple[str, ...]:
    """What is called where a row is missing; nothing when the first of it is of another kind."""
    wanted, to_got = expected.rows[difference.expected], align(got, expected).to_got
    unused = (got.rows[to_got[row]].unused for row in wanted.inputs if row in to_got)
    return next((kinds for kinds in unused if kinds[:1] == (wanted.kind,)), ())


def _end_of_unused(difference: Difference, got: Graph, expected: Graph) -> int | None:
    """The missing row with which a way to nowhere ends; ``None`` if that is not sure."""
    to_got = align(got, expected).to_got
    called = Counter(_unused_there(difference, got, expected))
    position = difference.expected
    while position < len(expected.rows) and position not in to_got:
        kind = expected.rows[position].kind
        if not called[kind]:
            break
        called[kind] -= 1
        position += 1
    return position - 1 if not called.total() else None


def _is_called_to_its_end(difference: Difference, got: Graph, expected: Graph) -> bool:
    """Whether all layers of a block are called on a way to nowhere, and no others."""
    place, behind = expected.rows[difference.expected].place, {difference.expected}
    for position, row in enumerate(expected.rows):
        if row.place == place and behind & set(row.inputs):
            behind.add(position)
    kinds = Counter(expected.rows[position].kind for position in behind)
    return bool(place) and kinds == Counter(_unused_there(difference, got, expected))


def _called_beside(difference: Difference, got: Graph, expected: Graph) -> int | None:
    """The row on which two layers of the missing kind are called, of which one counts."""
    kind = expected.rows[difference.expected].kind
    alike = [row for row in got.rows if row.kind == kind and len(row.inputs) == 1]
    beside = [row.inputs[0] for row in alike if got.rows[row.inputs[0]].unused[:1] == (kind,)]
    return beside[0] if len(beside) == 1 else None


def _called_elsewhere(difference: Difference, got: Graph, expected: Graph) -> int | None:
    """The row on which one layer of the missing kind is called, and nothing else that is unused."""
    kind, way = expected.rows[difference.expected].kind, [row.unused for row in got.rows]
    found = [position for position, unused in enumerate(way) if unused == (kind,)]
    return found[0] if len(found) == 1 and sum(map(bool, way)) == 1 else None


def _say_unused(difference: Difference, got: Graph, expected: Graph, rules: Rules) -> str:
    wanted = expected.rows[difference.expected]
    source = _called_beside(difference, got, expected)
    if source is not None:
        is_in_block = expected.rows[difference.expected - 1].place == wanted.place
        is_first_of_block = wanted.place.startswith("block") and not is_in_block
        first = wanted.place if is_first_of_block else "the first"
        return (
            f"two {wanted.kind} are called on {layer_words(got, source)}, and nothing uses what "
            "one of them gives; expected one after the other. Call the second on the output of "
            f"{first}."
        )
    fact = f"{_with_size(wanted)} is missing in what is returned: your code calls it, but"
    elsewhere = _called_elsewhere(difference, got, expected)
    if elsewhere is not None and not _unused_there(difference, got, expected):
        fact = fact.replace("it, but", f"one on {layer_words(got, elsewhere)}, and")
        on = " and ".join(layer_words(expected, row) for row in wanted.inputs)
        return f"{fact} nothing uses what that gives. Call one after the other, here on {on}."
    last = _end_of_unused(difference, got, expected)
    if last is None and _is_called_to_its_end(difference, got, expected):
        return (
            f"{fact} nothing uses what {wanted.place} gives. Call what follows {wanted.place} on "
            f"the output of {wanted.place}."
        )
    if last is None:
        return f"{fact} it leads to no output. Look which tensor each line after it is called on."
    words = "what it gives" if last == difference.expected else layer_words(expected, last)
    return f"{fact} nothing uses {words}. {_use(last, expected, rules)}"


def _use(row: int, expected: Graph, rules: Rules) -> str:
    """The next step that makes an expected row count."""
    reader = next((n for n, other in enumerate(expected.rows) if row in other.inputs), None)
    if reader is not None:
        return f"Call {layer_words(expected, reader)} on it."
    if expected.returned == "model":
        return "Pass that to keras.Model as outputs."
    if row in expected.outputs and rules.output_names:
        return f"Return it as {rules.output_names[expected.outputs.index(row)]}."
    return "Return it."


def _replaced(mine: str, wanted: str) -> str:
    if mine.endswith(OWN_CLASS):
        name = mine.removesuffix(OWN_CLASS)
        return f"{name} is a class of your own, expected Keras' {wanted}."
    return f"{mine} stands here, expected {wanted}."


def _fed_by(difference: Difference, got: Graph, expected: Graph) -> str:
    mine, wanted = difference.values
    kind = got.rows[difference.got].kind
    ours = [layer_words(got, row) for row in mine]
    theirs = [layer_words(expected, row) for row in wanted]
    if kind == "Concatenate":
        return f"Concatenate joins [{', '.join(ours)}], expected [{', '.join(theirs)}]."
    return f"{kind} is fed by {' and '.join(ours)}, expected {' and '.join(theirs)}."


def _attribute(difference: Difference, mine: Row, theirs: Row) -> str:
    value, wanted = difference.values
    if wanted is None and difference.attribute not in theirs.attributes:
        wanted = "Keras's own"
    if difference.attribute == "shares_weights_with":
        return (
            f"this {mine.kind} is the same layer object as in row {value}, so both share one set "
            "of weights; expected a layer of its own."
        )
    if str(value).endswith(OWN_FUNCTION):
        name = str(value).removesuffix(OWN_FUNCTION)
        return (
            f"{mine.kind} has an {difference.attribute} of your own called {name}, expected "
            f"{wanted}."
        )
    if str(value).endswith((CLASS, LAYER)):
        return f"{mine.kind} got the {value} for its {difference.attribute}, expected {wanted}."
    return f"{mine.kind} has {difference.attribute} {value}, expected {wanted}."


# By attribute and the value that was got; None stands for any value.
_REASONS: Mapping[tuple[str, Any], str] = {
    ("padding", "valid"): "With padding='valid' it cuts off the border.",
    ("kernel_initializer", "GlorotUniform"): "Keras takes GlorotUniform when nothing is passed.",
    ("activation", "linear"): "Keras applies no activation when nothing is passed.",
    ("trainable", None): "A layer that is not trainable keeps its random start.",
    ("dilation_rate", None): "A dilated kernel skips pixels.",
}
_IN_CODE = {"HeNormal": "he_normal", "GlorotUniform": "glorot_uniform", "Zeros": "zeros"}
# What Keras takes when nothing is passed; then the advice is to leave the argument out.
_KERAS_DEFAULTS: Mapping[str, Any] = {
    "activation": "linear",
    "kernel_initializer": "GlorotUniform",
    "bias_initializer": "Zeros",
    "strides": (1, 1),
    "padding": "valid",
    "dilation_rate": (1, 1),
    "groups": 1,
    "use_bias": True,
    "data_format": "channels_last",
    "dtype": "float32",
}
_POOLING_DEFAULTS: Mapping[str, Any] = {**_KERAS_DEFAULTS, "strides": (2, 2)}


def _advice(difference: Difference, got: Graph, expected: Graph) -> str:
    if difference.aspect == "missing":
        return f"Add keras.layers.{expected.rows[difference.expected].kind} there."
    if difference.aspect == "extra" and _is_picture_of_batch(got, difference.got):
        return "Leave the index out: only what a block returns as a pair has elements."
    if difference.aspect == "extra":
        return "Remove it."
    layer = layer_words(expected, difference.expected)
    if difference.aspect == "replaced":
        return f"Use keras.layers.{expected.rows[difference.expected].kind}."
    if difference.aspect == "inputs":
        return f"Check which tensor you call {layer} on."
    return _attribute_advice(difference, expected.rows[difference.expected], layer)


def _attribute_advice(difference: Difference, wanted: Row, layer: str) -> str:
    name = difference.attribute
    mine, value = difference.values
    if name in wanted.spelling:
        return f"Pass {wanted.spelling[name]} as the first argument of {layer}."
    if name == "shares_weights_with":
        return f"Create a new {wanted.kind} for each place."
    if name == "trainable":
        return f"{_reason(name, mine)}Leave trainable at True."
    if name in ("shape", "parameters"):
        return f"Compare {layer} with the table of the exercise."
    if name == "kernel_size":
        return f"Pass {_passed(value)} as kernel size to {layer}."
    if name == "padding" and wanted.kind == "Conv2DTranspose" and value == "same":
        return (
            "With padding='valid', which is Keras's own choice, the map can grow too far. Pass "
            f"padding='same' to {layer}."
        )
    if value == (_POOLING_DEFAULTS if wanted.kind == "MaxPooling2D" else _KERAS_DEFAULTS).get(name):
        if name == "strides" and mine == wanted.attributes.get("kernel_size"):
            return f"A third number in the brackets is the strides. Leave it out of {layer}."
        return f"{_reason(name, mine)}Leave {name} out of {layer}."
    return f"{_reason(name, mine)}Pass {name}={_passed(value)} to {layer}."


def _passed(value: Any) -> str:
    """A value as one writes it in a call: 2 for (2, 2), 'he_normal' for HeNormal."""
    if isinstance(value, tuple) and len(set(value)) == 1:
        return repr(value[0])
    if isinstance(value, str) and value.endswith(")"):
        return f"keras.initializers.{value}"
    return repr(_IN_CODE.get(value, value))


def _reason(name: str, mine: Any) -> str:
    """Why this value came about or what it does, where that is known."""
    reason = _REASONS.get((name, mine)) or _REASONS.get((name, None))
    return f"{reason} " if reason else ""


_ORDINALS = ("first", "second", "third", "fourth")


def layer_words(graph: Graph, position: int) -> str:
    """Words for a row: the second Conv2D, with its block where there are several blocks."""
    row = graph.rows[position]
    if row.kind == "InputLayer":
        return str(row.attributes.get("argument") or "the Input")
    alike = [
        other
        for other, candidate in enumerate(graph.rows)
        if candidate.kind == row.kind and candidate.place == row.place
    ]
    ordinal = f"{_ORDINALS[alike.index(position)]} " if 1 < len(alike) <= 4 else ""
    place = f" of {row.place}" if row.place else ""
    return f"the {ordinal}{row.kind}{place}"
