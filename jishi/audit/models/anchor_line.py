"""One line of an anchor file: where a chain had got to, proven by a digest that includes the line before."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """An anchor. `chain` is empty for a heartbeat (心跳): nothing had moved."""

    number: int
    at: str
    chain: str
    seq: int
    digest: str  # of the chain's event
    prev: str  # mark of the line before
    mark: str  # digest of this line

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """Read a line; None when it is not a whole anchor."""
        try:
            found = cls(**json.loads(text))
            datetime.fromisoformat(found.at)
        except (ValueError, TypeError):
            return None
        counted = type(found.number) is int and type(found.seq) is int
        worded = all(isinstance(w, str) for w in (found.chain, found.digest, found.prev, found.mark))
        return found if counted and worded else None

    @property
    def signed(self) -> list[str | int]:
        """The values its mark proves, in order."""
        return [self.number, self.at, self.chain, self.seq, self.digest, self.prev]

    @property
    def instant(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.at)

    def text(self) -> str:
        """The line as it stands in the file, its end included."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n"
