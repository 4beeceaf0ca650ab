"""Generated small districts, as they were known once and as they are known later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from jishi.policy.records import Records
from tests.policy.facts.district import Row
from tests.policy.uses.build import bachelor, college, person, records, results

NAMES = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Worker:
    """What may be known of somebody, and may turn out otherwise."""

    employed: tuple[date, date | None]
    position: str
    street: str | None
    schooling: str
    certified_on: date | None
    result: str | None
    wage: str | None
    leave_days: str
    once: str


_FIELDS: Mapping[str, st.SearchStrategy[object]] = {
    "employed": st.sampled_from(
        [
            (date(2010, 5, 1), None),
            (date(2019, 9, 1), None),
            (date(2023, 2, 1), None),
            (date(2026, 1, 12), None),
            (date(2026, 2, 16), None),
            (date(2019, 9, 1), date(2026, 1, 20)),
            (date(2019, 9, 1), date(2025, 12, 1)),
        ]
    ),
    "position": st.sampled_from(["专职网格员", "居委会委员", "社区党组织副书记", "社区党组织书记"]),
    "street": st.sampled_from(["湖滨街道", "东城街道", None]),
    "schooling": st.sampled_from(["大专", "本科", "本科", "未填日期"]),
    "certified_on": st.sampled_from([None, None, date(2020, 6, 1), date(2026, 1, 5)]),
    "result": st.sampled_from([None, "优秀", "合格", "合格", "不合格"]),
    "wage": st.sampled_from(["4000", "6000", "9000", None]),
    "leave_days": st.sampled_from(["0", "0", "2", "23"]),
    "once": st.sampled_from(["0", "0", "30000"]),
}


@st.composite
def workers(draw: st.DrawFn) -> Worker:
    """Somebody."""
    return Worker(**{name: draw(each) for name, each in _FIELDS.items()})  # type: ignore[arg-type] # by field


@st.composite
def later(draw: st.DrawFn, worker: Worker) -> Worker:
    """The same person with a few things put right."""
    changed = draw(st.sets(st.sampled_from(sorted(_FIELDS)), max_size=3))
    return replace(worker, **{name: draw(_FIELDS[name]) for name in sorted(changed)})  # type: ignore[arg-type] # by field


@dataclass(frozen=True, slots=True)
class World:
    """Who was known when a month was locked, and who is known now."""

    before: Mapping[str, Worker]
    after: Mapping[str, Worker]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Most people were known and still are; some came to light, some are gone."""
    before: dict[str, Worker] = {}
    after: dict[str, Worker] = {}
    for name in NAMES:
        worker = draw(workers())
        known = draw(st.sampled_from(["both", "both", "both", "both", "before", "after"]))
        if known != "after":
            before[name] = worker
        if known != "before":
            after[name] = draw(later(worker))
    return World(before, after)


def district_of(known: Mapping[str, Worker]) -> Records:
    """The records of the people of a world, and of somebody who is always there."""
    return records(
        person("Z"),
        *(_person(name, worker) for name, worker in known.items()),
        education=[college("Z"), *(_schooling(name, worker) for name, worker in known.items())],
        certificates=[
            {"worker_id": name, "name": "社会工作师", "obtained_on": worker.certified_on}
            for name, worker in known.items()
            if worker.certified_on
        ],
        assessments=[
            row
            for name, worker in known.items()
            if worker.result
            for row in results(name, y2024="合格", y2025=worker.result)
        ],
    )


def _person(name: str, worker: Worker) -> Row:
    return person(
        name,
        entered_on=worker.employed[0],
        left_before=worker.employed[1],
        position=worker.position,
        street=worker.street,
        上年月均工资=worker.wage,
        事假天数=worker.leave_days,
        一次性发放=worker.once,
    )


def _schooling(name: str, worker: Worker) -> Row:
    if worker.schooling == "大专":
        return college(name)
    return bachelor(name) if worker.schooling == "本科" else bachelor(name, None)


SETTINGS: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(
    st.sampled_from(
        [
            "最低工资标准@2026-02-01",
            "工资基数倍数",
            "月绩效基数",
            "本科加级",
            "晋级月数",
            "绩效系数[合格]",
            "起点等级[社区副职]",
            "兜底方式",
        ]
    ),
    st.integers(0, 2),
    max_size=4,
).map(lambda chosen: {name: _VALUES[name][place] for name, place in chosen.items()})

_VALUES: Mapping[str, tuple[str, str, str]] = {
    "最低工资标准@2026-02-01": ("1800元", "2060元", "2500元"),
    "工资基数倍数": ("1.80倍", "2倍", "2.20倍"),
    "月绩效基数": ("0元", "600元", "1200元"),
    "本科加级": ("0", "2", "4"),
    "晋级月数": ("24个月", "36个月", "60个月"),
    "绩效系数[合格]": ("0.50", "1.00", "1.10"),
    "起点等级[社区副职]": ("3", "4", "6"),
    "兜底方式": ("补足", "提醒", "补足"),
}
