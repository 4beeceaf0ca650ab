"""The dated facts of a person as tables: what they say, since when, whether they hold on the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jishi.ledger.models import FOREVER
from jishi.registry.enums import AwardKind
from jishi.registry.models import (
    Appointment,
    Assessment,
    Assignment,
    Award,
    Certificate,
    Contract,
    Education,
    GradeHeld,
    PersonFact,
    Service,
)
from jishi.ui.components import Tag

BLANK = "—"
UNKNOWN = "未填"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its cells, how it stands on the day looked at, and the change that recorded it."""

    labelled: tuple[tuple[str, str], ...]  # the name of each column with the cell
    standing: Tag
    change_id: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of one kind."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    nothing: str  # the sentence when there is none


@dataclass(frozen=True, slots=True)
class Kind:
    """How facts of one kind are shown."""

    caption: str
    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    nothing: str
    words: tuple[str, str] = ("有效", "已止")


def day(value: date | None) -> str:
    """A day, or that there is none."""
    return BLANK if value is None or value == FOREVER else value.isoformat()


def last_day(before: date | None) -> str:
    """The last day of a span, from the first day no longer."""
    return BLANK if before is None or before == FOREVER else (before - timedelta(days=1)).isoformat()


def known(value: object) -> str:
    """A value, or that it is not filled in."""
    return UNKNOWN if value is None or value == "" else str(value)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _appointment(fact: Appointment) -> tuple[str, ...]:
    return (
        fact.position,
        fact.unit.name,
        fact.mode or BLANK,
        fact.term or BLANK,
        day(fact.valid_from),
        last_day(fact.valid_before),
        fact.filing_number or BLANK,
    )


def _assignment(fact: Assignment) -> tuple[str, ...]:
    part = "B 岗" if fact.as_deputy else "A 岗"
    return (fact.duty or BLANK, fact.unit.name, part, day(fact.valid_from), last_day(fact.valid_before))


def _education(fact: Education) -> tuple[str, ...]:
    school, major = fact.school or BLANK, fact.major or BLANK
    return (fact.level, fact.degree or BLANK, school, major, known(fact.obtained_on))


def _certificate(fact: Certificate) -> tuple[str, ...]:
    registered = last_day(fact.registered_before)
    return (fact.name, fact.number or BLANK, known(fact.obtained_on), registered)


def _assessment(fact: Assessment) -> tuple[str, ...]:
    return (str(fact.year), fact.result, day(fact.valid_from))


def _award(fact: Award) -> tuple[str, ...]:
    kind = str(AwardKind(fact.kind).label)
    return (kind, fact.name, fact.issuer or BLANK, day(fact.awarded_on), last_day(fact.valid_before))


def _grade(fact: GradeHeld) -> tuple[str, ...]:
    return (f"{fact.grade} 级", fact.cause or BLANK, day(fact.valid_from), last_day(fact.valid_before))


def _contract(fact: Contract) -> tuple[str, ...]:
    signed = day(fact.signed_on)
    return (
        fact.kind,
        fact.party,
        fact.number or BLANK,
        signed,
        day(fact.valid_from),
        last_day(fact.valid_before),
    )


def _service(fact: Service) -> tuple[str, ...]:
    span = (day(fact.valid_from), last_day(fact.valid_before))
    return (fact.workplace, *span, _yes(fact.counts), _yes(fact.verified))


KINDS: dict[type[PersonFact], Kind] = {
    Appointment: Kind(
        "任职",
        ("职务", "单位", "任用方式", "届次", "任职日期", "至", "备案文号"),
        _appointment,
        "还没有任职记录。",
        ("在任", "已免"),
    ),
    Assignment: Kind(
        "分工",
        ("职责", "网格或社区", "A/B 岗", "起", "至"),
        _assignment,
        "还没有分工记录。",
        ("在任", "已止"),
    ),
    Education: Kind(
        "学历学位", ("学历", "学位", "毕业院校", "专业", "取得日期"), _education, "还没有登记学历。"
    ),
    Certificate: Kind(
        "职业资格证书",
        ("证书", "编号", "取得日期", "登记有效期至"),
        _certificate,
        "还没有登记职业资格证书。",
    ),
    Assessment: Kind("年度考核", ("年度", "结果", "确认日期"), _assessment, "还没有年度考核结果。"),
    Award: Kind("奖励与处分", ("类别", "名称", "作出单位", "日期", "影响期至"), _award, "没有奖惩记录。"),
    GradeHeld: Kind("核定等级", ("等级", "事由", "起", "至"), _grade, "还没有核定等级。"),
    Contract: Kind(
        "合同与协议",
        ("种类", "签约方", "编号", "签订日期", "起", "至"),
        _contract,
        "还没有登记合同。",
    ),
    Service: Kind(
        "工作经历",
        ("单位", "起", "至", "计入社区工作年限", "已核"),
        _service,
        "还没有登记工作经历。",
        ("在职", "已止"),
    ),
}


def table(kind: type[PersonFact], facts: Sequence[PersonFact], *, on: date, today: date) -> Table:
    """The facts of a kind as seen from a day, the latest first.

    What begins after a past day looked at is left out; what is yet to come is marked 待生效.
    """
    shown = KINDS[kind]
    seen = [fact for fact in facts if fact.valid_from <= on or on >= today]
    seen.sort(key=lambda fact: fact.valid_from, reverse=True)
    return Table(shown.caption, shown.columns, tuple(_row(shown, fact, on) for fact in seen), shown.nothing)


def _row(shown: Kind, fact: PersonFact, on: date) -> Row:
    labelled = tuple(zip(shown.columns, shown.cells(fact), strict=True))
    return Row(labelled, standing(fact, on, shown.words), fact.change_id)


def standing(fact: PersonFact, on: date, words: tuple[str, str]) -> Tag:
    """How a fact stands on a day."""
    if fact.valid_from > on:
        return Tag("待生效", "info")
    holds = fact.valid_before > on
    return Tag(words[0], "ok") if holds else Tag(words[1], "mute")


def recorded_tables(
    facts: Sequence[PersonFact], *, on: date, tells: Callable[[type[PersonFact]], bool]
) -> tuple[Table, ...]:
    """What one change recorded, the kinds that are shown."""
    return tuple(
        table(kind, [fact for fact in facts if type(fact) is kind], on=on, today=on)
        for kind in KINDS
        if tells(kind) and any(type(fact) is kind for fact in facts)
    )
