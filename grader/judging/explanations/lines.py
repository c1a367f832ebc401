"""Causes that only the lines of a student's function tell, in place of those that can be meant."""

import re
from dataclasses import replace
from typing import Any

from grader.checks.arrays import NO_RETURN
from grader.checks.exercise import Finding
from grader.judging.explanations.vocabulary import LAYERS

_ACTIVATIONS = ("ELU", "LeakyReLU", "PReLU", "ReLU", "Softmax")


def with_lines(finding: Finding, facts: Any) -> Finding:
    """The finding with the cause that the student's lines tell, where it is about them.

    Anybody may have written the facts.
    """
    message = finding.message
    if finding.attribute == "error" and (name := facts.get("class")):
        return replace(
            finding,
            message=f"{finding.case} raised {finding.got}: {name} is a class, so that this call "
            f"makes an object of it; expected a function. Write `def {name}(…):`, and in it what "
            "__init__ and call do: the layers called on the arguments, then return.",
        )
    fact, about_return, _ = message.partition(NO_RETURN)
    if about_return and (words := _words_about_return(*facts.get("return", ()))):
        return replace(finding, message=fact + words)
    fact, about_name, _ = message.rpartition(f". Write {finding.attribute} = ")
    for name, line in facts.get("not_used", ()) if about_name else ():
        if str(finding.attribute) in name:
            return replace(
                finding,
                message=f"{fact}. `{line}` makes the new one, and nothing uses it: what is "
                f"returned is the argument as it came. Return {name}.",
            )
    missing, about_layer, rest = message.partition(" is missing")
    is_told = rest.startswith((".", "; "))  # not where it is called and leads nowhere
    if is_told and (cause := _cause_of_missing(missing, facts)):
        clause = rest.partition(". ")[0].rstrip(".")
        return replace(finding, message=f"{missing}{about_layer}{clause}. {cause}")
    return finding


def _cause_of_missing(missing: str, facts: Any) -> str | None:
    """Why the layer that ``missing`` ends in is missing, though a line makes it."""
    match facts.get("first_pass", ()):
        case [str(line), str(loop)]:
            return (
                f"`{line}` stands inside of `{loop}`, which ends in its first pass. Move it to the "
                "left, behind the loop."
            )
    for kind, line, outer, inner in facts.get("within_ifs", ()):
        if _is_meant(missing, kind):
            return (
                f"`{line}` stands inside of `{inner}` and that inside of `{outer}`, so it is "
                f"reached only where both hold. Move `{inner}`, with what stands in it, one level "
                "to the left."
            )
    for kind, line in facts.get("within_try", ()):
        if _is_meant(missing, kind):
            return (
                f"`{line}` stands inside of a `try:`, whose `except` hides an error if there is "
                "one. Take both away, and run it again."
            )
    for kind, line, chain in facts.get("not_called", ()):
        if _is_meant(missing, kind, *(("Activation",) if kind in _ACTIVATIONS else ())):
            step = (
                f"does not put it in. Write {chain}.add({kind}(…))."
                if chain
                else "does not call it. Write the tensor in a second pair of brackets: "
                f"{kind}(…)(tensor)."
            )
            return f"`{line}` makes one and {step}"
    return None


def _is_meant(missing: str, kind: str, *other_names: str) -> bool:
    """Whether a layer of this kind is said to be missing; anybody may have written the kind."""
    names = (kind, *other_names)
    return kind in LAYERS and any(re.search(rf"\b{name}\b", missing) for name in names)


def _words_about_return(line: str = "", around: str = "") -> str:
    if around.endswith("()"):
        return (
            f"`{line}` returns what {around[:-2]} gives, and that is None. Put it on a line of its "
            "own, and return what it has changed or shown."
        )
    if around == "dropped":
        return f"Its last line, `{line}`, has no return in front. Write return {line}."
    if around.startswith(("if ", "elif ")):
        return (
            f"`{line}` stands inside of `{around}`, and where that is not true nothing is "
            "returned. Write a return for that case too, or move this one to the left."
        )
    return around and (
        f"`{line}` stands inside of `{around}` and was not reached. Move it to the left, to where "
        "the function ends."
    )
