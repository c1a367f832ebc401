"""From what students hand in to marks, feedback and reports."""

import sys

# nbformat brings jsonschema, which builds a grammar of international addresses: half of all the
# seconds that a worker needs to start. No schema of a notebook asks for one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
