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
    match facts.get("first_pass", ()):
        case [str(line), str(loop)] if is_told:
            clause = rest.partition(". ")[0].rstrip(".")
            message = (
                f"{missing}{about_layer}{clause}. `{line}` stands inside of `{loop}`, which ends "
                "in its first pass. Move it to the left, behind the loop."
            )
            return replace(finding, message=message)
    for kind, line, outer, inner in facts.get("within_ifs", ()) if is_told else ():
        if kind in LAYERS and re.search(rf"\b{kind}\b", missing):
            clause = rest.partition(". ")[0].rstrip(".")
            message = (
                f"{missing}{about_layer}{clause}. `{line}` stands inside of `{inner}` and that "
                f"inside of `{outer}`, so it is reached only where both hold. Move `{inner}`, with "
                "what stands in it, one level to the left."
            )
            return replace(finding, message=message)
    for kind, line in facts.get("within_try", ()) if is_told else ():
        if kind in LAYERS and re.search(rf"\b{kind}\b", missing):
            clause = rest.partition(". ")[0].rstrip(".")
            message = (
                f"{missing}{about_layer}{clause}. `{line}` stands inside of a `try:`, whose "
                "`except` hides an error if there is one. Take both away, and run it again."
            )
            return replace(finding, message=message)
    for kind, line, chain in facts.get("not_called", ()) if is_told else ():
        names = (kind, "Activation") if kind in _ACTIVATIONS else (kind,)
        if kind in LAYERS and any(re.search(rf"\b{name}\b", missing) for name in names):
            clause = rest.partition(". ")[0].rstrip(".")
            step = (
                f"does not put it in. Write {chain}.add({kind}(…))."
                if chain
                else "does not call it. Write the tensor in a second pair of brackets: "
                f"{kind}(…)(tensor)."
            )
            message = f"{missing}{about_layer}{clause}. `{line}` makes one and {step}"
            return replace(finding, message=message)
    return finding


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
