"""What an address asks of the roster: filters, order and page, read kindly and written back the same.

A value that cannot be used is left out and told in a sentence; the list is shown all the same. Which rows
answer is for `jishi.registry.selectors.narrowing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jishi.access.enums import FieldGroup
from jishi.access.permissions import Sight
from jishi.registry.enums import Keeper, Presence
from jishi.registry.selectors.gaps import GAP_BY_KEY
from jishi.registry.selectors.narrowing import ORDERS, Criteria, can_ask
from jishi.registry.selectors.unit_names import Place

LONGEST_TEXT = 40
SIZES: Final = (50, 100, 200)
WORDS: Final[Mapping[str, tuple[str, FieldGroup]]] = {
    "post_class": ("岗位类别", FieldGroup.BASIC),
    "position": ("岗位", FieldGroup.BASIC),
    "identity": ("人员身份", FieldGroup.BASIC),
    "channel": ("进入渠道", FieldGroup.BASIC),
    "education": ("学历", FieldGroup.QUALIFICATION),
    "degree": ("学位", FieldGroup.QUALIFICATION),
    "certificate": ("证书", FieldGroup.QUALIFICATION),
    "political_status": ("政治面貌", FieldGroup.BASIC),
    "sex": ("性别", FieldGroup.BASIC),
    "keeper": ("档案保管", FieldGroup.BASIC),
}
DEFAULT_STATES: Final = (Presence.PRESENT.value, Presence.SUSPENDED.value)
ALL_STATES = "all"


@dataclass(frozen=True, slots=True)
class Chip:
    """A question in force, in words, and what an address loses when it is taken off."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks, in order of the filter bar.

    Shape: `sort` a name of ORDERS, with a minus turned round; `problems` a sentence for each value left out.
    """

    criteria: Criteria
    sort: str = "name"
    page: int = 1
    size: int = SIZES[0]
    chips: tuple[Chip, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """An address being read for somebody."""

    query: Mapping[str, Sequence[str]]
    sight: Sight
    problems: list[str] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)

    def several(self, name: str) -> list[str]:
        return [value.strip() for value in self.query.get(name, ()) if value.strip()]

    def one(self, name: str) -> str:
        return next(iter(self.several(name)), "")

    def number(self, name: str, label: str, *, most: int = 9999) -> int | None:
        text = self.one(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= most:
            return int(text)
        self.problems.append(f"“{label}”要填 0 到 {most} 的整数，“{text[:12]}”没有采用。")
        return None

    def chip(self, name: str, value: str, label: str) -> None:
        self.chips.append(Chip(name, value, label))


def read(query: Mapping[str, Sequence[str]], *, sight: Sight, places: Sequence[Place]) -> Asked:
    """Read an address for somebody: what it asks, and a sentence for whatever it asks in vain."""
    reading = _Reading(query, sight)
    criteria = Criteria(
        text=_text(reading),
        places=_places(reading, places),
        presences=_presences(reading),
        words=_words(reading),
        grades=_grades(reading),
        ages=_range(reading, "age", "年龄", "岁"),
        contract_within=_contract_within(reading),
        dual_head=_dual_head(reading),
        gaps=_gaps(reading),
        upcoming=_upcoming(reading),
    )
    return Asked(
        criteria=criteria,
        sort=_sort(reading),
        page=max(1, reading.number("page", "页码", most=999_999) or 1),
        size=_size(reading),
        chips=tuple(reading.chips),
        problems=tuple(reading.problems),
    )


def _text(reading: _Reading) -> str:
    text = reading.one("q")
    if len(text) > LONGEST_TEXT:
        reading.problems.append(f"查找的文字最多 {LONGEST_TEXT} 个字，多出的没有采用。")
        text = text[:LONGEST_TEXT]
    text = text.replace("\x00", "")
    if text:
        reading.chip("q", "", f"查找：{text}")
    return text


def _places(reading: _Reading, places: Sequence[Place]) -> tuple[str, ...]:
    known = {str(place.pk): place for place in places}
    found = []
    for name in ("street", "community"):
        for value in reading.several(name):
            if place := known.get(value):
                found.append(place)
                reading.chip(name, value, place.name)
            else:
                reading.problems.append("有一个街道或社区不在您能查看的范围内，没有采用。")
    return _narrowest(found)


def _narrowest(places: Iterable[Place]) -> tuple[str, ...]:
    """The paths asked for; a street gives way to its own communities when both are asked."""
    paths = sorted({place.path for place in places})
    return tuple(
        path for path in paths if not any(other != path and other.startswith(path) for other in paths)
    )


def _presences(reading: _Reading) -> tuple[str, ...]:
    asked = reading.several("state")
    if not asked:
        return DEFAULT_STATES
    if ALL_STATES in asked:
        reading.chip("state", ALL_STATES, "状态：全部")
        return tuple(Presence.values)
    return _known(reading, "state", "状态", dict(Presence.choices)) or DEFAULT_STATES


def _known(reading: _Reading, name: str, label: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The values of a closed list that are asked for."""
    found = []
    for value in reading.several(name):
        if value in words:
            found.append(value)
            reading.chip(name, value, f"{label}：{words[value]}")
        else:
            reading.problems.append(f"“{label}”没有“{value[:20]}”这个取值，没有采用。")
    return tuple(found)


def _words(reading: _Reading) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, (label, group) in WORDS.items():
        if not (asked := reading.several(name)):
            continue
        if not can_ask(reading.sight, group):
            reading.problems.append(_NOT_SEEN.format(label))
        elif name == "keeper":
            found[name] = _known(reading, name, label, dict(Keeper.choices))
        else:
            found[name] = tuple(value[:40] for value in asked)
            for value in found[name]:
                reading.chip(name, value, f"{label}：{value}")
    return found


_NOT_SEEN: Final = "您当前的身份看不到“{}”，不能按它筛选或排序，没有采用。"


def _grades(reading: _Reading) -> tuple[int | None, int | None]:
    if not (reading.one("grade_from") or reading.one("grade_to")):
        return None, None
    if not can_ask(reading.sight, FieldGroup.GRADE):
        reading.problems.append(_NOT_SEEN.format("等级"))
        return None, None
    return _range(reading, "grade", "等级", "级")


def _range(reading: _Reading, name: str, label: str, unit: str) -> tuple[int | None, int | None]:
    least = reading.number(f"{name}_from", f"{label}从", most=120)
    most = reading.number(f"{name}_to", f"{label}到", most=120)
    if least is not None and most is not None and least > most:
        reading.problems.append(f"“{label}”的起点 {least} 大于终点 {most}，已按 {most}–{least} 查找。")
        least, most = most, least
    if least is not None:
        reading.chip(f"{name}_from", "", f"{label} ≥ {least} {unit}")
    if most is not None:
        reading.chip(f"{name}_to", "", f"{label} ≤ {most} {unit}")
    return least, most


def _contract_within(reading: _Reading) -> int | None:
    days = reading.number("contract_within", "合同几天内到期", most=3660)
    if days is not None:
        reading.chip("contract_within", "", f"合同 {days} 天内到期")
    return days


def _dual_head(reading: _Reading) -> bool | None:
    found = _known(reading, "dual_head", "一肩挑", {"1": "是", "0": "否"})
    return found[0] == "1" if len(found) == 1 else None


def _gaps(reading: _Reading) -> tuple[str, ...]:
    offered = {key: gap.label for key, gap in GAP_BY_KEY.items() if can_ask(reading.sight, gap.group)}
    return _known(reading, "missing", "资料", offered)


def _upcoming(reading: _Reading) -> bool:
    asked = reading.one("upcoming") == "1"
    if asked:
        reading.chip("upcoming", "", "有待生效的异动")
    return asked


def _sort(reading: _Reading) -> str:
    asked = reading.one("sort")
    name = asked.removeprefix("-")
    if not asked:
        return "name"
    if name not in ORDERS:
        reading.problems.append(f"不能按“{name[:20]}”排序，已按姓名排列。")
        return "name"
    if not can_ask(reading.sight, ORDERS[name].group):
        reading.problems.append(_NOT_SEEN.format("等级"))
        return "name"
    return asked


def _size(reading: _Reading) -> int:
    size = reading.number("size", "每页人数", most=SIZES[-1])
    return size if size in SIZES else SIZES[0]
