"""One's own file in the second person: what is on it, whom to tell when it is wrong, who looked at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from jishi.registry.enums import Keeper
from jishi.registry.models import Standing
from jishi.registry.selectors.readers import Reading


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page."""

    key: str
    label: str


PARTS = (
    Part("file", "档案"),
    Part("grade", "等级"),
    Part("changes", "变更"),
    Part("seen", "谁看过"),
)


def whom_to_tell(standing: Standing) -> str:
    """Where something wrong on the file is put right, in a sentence."""
    if standing.keeper == Keeper.DISTRICT:
        return (
            "您的档案由区委组织部保管。内容有误的，请带上证明材料到区委组织部申请更正；"
            "更正后原记录和更正理由都会保留在“变更”里。"
        )
    return (
        f"内容有误的，请带上证明材料到{standing.managing_unit.name}，由社区工作者管理经办人员登记更正；"
        "更正后原记录和更正理由都会保留在“变更”里。"
    )


def reading_sentences(readings: Iterable[Reading]) -> tuple[tuple[str, str], ...]:
    """When, and who looked at what for which reason; offices and duties, no names."""
    return tuple((f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}", _sentence(each)) for each in readings)


def _sentence(reading: Reading) -> str:
    office = f"{reading.office}的" if reading.office else ""
    what = "、".join(reading.fields) or "档案"
    reason = f"，用途：{reading.reason}" if reading.reason else ""
    return f"{office}{reading.role}查看了您的{what}{reason}。"
