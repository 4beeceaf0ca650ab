"""Within how many days a change is to be recorded (R-259)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.policy.pack.model import Pack
from jishi.registry.selectors.timeliness import DAYS

PARAMETER = "信息录入天数"


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many days, by which clause; without one it is an example of ours."""

    days: int
    clause: str = ""

    @property
    def mark(self) -> str:
        """What stands behind the figure where no document gives it."""
        return f"（{self.clause}）" if self.clause else "（示例值）"


def entry_deadline(pack: Pack, on: date) -> Deadline:
    """The deadline of a policy on a day; the example where it has none."""
    parameter = pack.parameters.get(PARAMETER)
    value = parameter.at(on) if parameter else None
    if value is None or value.raw is None:
        return Deadline(DAYS)
    clause = "、".join(value.citation.refs) if value.sample is None else ""
    return Deadline(value.raw, clause)
