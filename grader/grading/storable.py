"""What comes from a student can be stored where it comes in, and printed where it goes out."""

import json
import re
from typing import Any

REPLACEMENT = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(data: Any) -> tuple[Any, bool]:
    """JSON data that a UTF-8 file can hold, and whether something in it had to be replaced.

    JSON can spell a lone surrogate, half of a character, and Python reads it as text; but neither
    a notebook nor a gradebook can be written with it.
    """
    text = json.dumps(data, ensure_ascii=False)
    replaced, count = _SURROGATE.subn(REPLACEMENT, text)
    return (json.loads(replaced), True) if count else (data, False)


def printable(text: str) -> str:
    """Text for a terminal, a log, a table or a page, in one line.

    Signs that cannot be shown are spelled out: control characters, among them those that move the
    cursor or turn the direction of writing, and bytes that are not UTF-8. Two names that differ
    differ here too, but for a name that spells such a sign itself.
    """
    return "".join(sign if sign.isprintable() else _spelled_out(sign) for sign in text)


def _spelled_out(sign: str) -> str:
    if "\udc80" <= sign <= "\udcff":  # how Python keeps a byte that is not UTF-8
        return f"\\x{ord(sign) - 0xDC00:02x}"
    return sign.encode("unicode_escape").decode("ascii")
