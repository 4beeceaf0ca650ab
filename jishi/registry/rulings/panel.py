"""One line of the effects panel, whatever ruling it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NOTHING = "—"


class Tone(StrEnum):
    """How an effect is to be read."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    UNKNOWN = "unknown"  # cannot be told; the note says what is missing


@dataclass(frozen=True, slots=True)
class Effect:
    """提交后将发生: one line of the effects panel.

    Shape: `label` 等级 工资 员额 合同 档案保管; `before` and `after` in words, equal where nothing changes;
           `clause` names document and clause, empty where the policy says nothing.
    """

    label: str
    before: str
    after: str
    note: str = ""
    clause: str = ""
    tone: Tone = Tone.PLAIN

    @property
    def changes(self) -> bool:
        """Whether the line says something new."""
        return self.before != self.after
