"""What comes from a student is made storable where it comes in: her notebook, and its outputs."""

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
