"""One recorded change in words: how it stands, what was written down, what the page says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change
from jishi.registry.presenters.holdings import BLANK
from jishi.ui.components import Fact, Tag


@dataclass(frozen=True, slots=True)
class Told:
    """A change as its page tells it."""

    label: str
    state: Tag
    facts: tuple[Fact, ...]
    follower_word: str = ""
    own_word: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it is no longer believed."""
        return bool(self.follower_word)


def told(change: Change, follower: Change | None, on: date) -> Told:
    """Tell one change as it stands on a day."""
    kind = ChangeKind(change.kind)
    taken_back = change.withdrawn_at is not None
    return Told(
        label=kind.label,
        state=_state(change, follower, on),
        facts=_facts(change),
        follower_word=("撤销" if taken_back else "更正后的内容") if follower else "",
        own_word="撤销" if kind is ChangeKind.WITHDRAW else "更正",
    )


def _state(change: Change, follower: Change | None, on: date) -> Tag:
    if change.withdrawn_at is not None:
        return Tag("已撤销", "mute")
    if follower is not None:
        return Tag("已更正", "warn")
    return Tag("待生效", "info") if change.effective_on > on else Tag("已生效", "ok")


def _facts(change: Change) -> tuple[Fact, ...]:
    recorded = timezone.localtime(change.recorded_at)
    late = (recorded.date() - change.effective_on).days
    return (
        Fact("生效日期", change.effective_on.isoformat()),
        Fact("文号", change.document or BLANK),
        Fact("说明", change.reason or BLANK),
        Fact("登记人", change.recorded_by),
        Fact("登记时间", f"{recorded:%Y-%m-%d %H:%M}", note=f"生效后第 {late} 天登记" if late > 0 else ""),
        Fact("登记时所在街道", change.unit.name),
    )


def done_sentence(change: Change, name: str, on: date) -> str:
    """What has been done, and from when it counts."""
    if change.effective_on > on:
        return f"已登记。{change.effective_on} 起生效，到日自动计入花名册；在此之前{name}的资料不变。"
    return f"已登记，自 {change.effective_on} 起生效，花名册和档案已更新。"


def original_sentence(change: Change) -> str:
    """What was recorded before it is corrected."""
    recorded = timezone.localtime(change.recorded_at)
    return f"原登记（{recorded:%Y-%m-%d %H:%M}，{change.recorded_by}）：{change.summary}。"
