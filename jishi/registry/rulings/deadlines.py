"""Within how many days a change is to be recorded (R-259)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.places.rulings import pack_of
from jishi.policy.pack.model import Pack

PARAMETER = "信息录入天数"
DAYS = 7  # 示例值, where the district's policy does not say


@dataclass(frozen=True, slots=True)
class Deadline:
    """So many days, by which clause; without one it is an example of ours."""

    days: int
    clause: str = ""

    @property
    def mark(self) -> str:
        """What stands behind the figure where no document gives it."""
        return f"（{self.clause}）" if self.clause else "（示例值）"

    @property
    def sentence(self) -> str:
        """The deadline in words."""
        return f"异动应在发生后 {self.days} 天内登记{self.mark}。"


def entry_deadline(pack: Pack, on: date) -> Deadline:
    """The deadline of a policy on a day; the example where it has none."""
    parameter = pack.parameters.get(PARAMETER)
    value = parameter.at(on) if parameter else None
    if value is None or value.raw is None:
        return Deadline(DAYS)
    clause = "、".join(value.citation.refs) if value.sample is None else ""
    return Deadline(value.raw, clause)


def entry_deadline_of(district: Unit | None, on: date) -> Deadline:
    """The deadline of a district; the example for the whole city and where no policy is chosen."""
    try:
        return entry_deadline(pack_of(district), on) if district else Deadline(DAYS)
    except Refused:
        return Deadline(DAYS)
