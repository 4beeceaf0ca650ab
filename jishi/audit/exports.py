"""The audit as JSON Lines, for whoever verifies it elsewhere; the format is in docs/audit-format.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from jishi.audit.models import SIGNED_FIELDS, instant
from jishi.audit.selectors import signed_rows


def event_lines(chains: Sequence[str]) -> Iterator[str]:
    """Every event of some chains, one object a line, in order, with all that its digest proves."""
    names = (*SIGNED_FIELDS, "digest")
    for chain in chains:
        for row in signed_rows(chain):
            values = dict(zip(names, row, strict=True))
            yield json.dumps({**values, "at": instant(values["at"])}, ensure_ascii=False) + "\n"
