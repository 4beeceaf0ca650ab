"""What the rows of an uploaded workbook come to: records of people ready to be taken over, faults of our own.

Reading the file is `jishi.roster.apart`; what a row does to the registry is `actions.imports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from jishi.places.models import Unit
from jishi.policy import records
from jishi.policy.records import Records
from jishi.registry.models import (
    Appointment,
    Certificate,
    Employment,
    Figure,
    IdentityHeld,
    Person,
    Profile,
    Service,
)
from jishi.registry.rulings.archives import PersonArchive, archives_from
from jishi.registry.rulings.words import words_of
from jishi.roster.apart import Answer
from jishi.roster.mapping import PROFILE_TITLES

ROW = "_row"
PEOPLE_SHEET, PLACES_SHEET = "花名册", "社区"
SHEETS: Mapping[str, str] = {
    PEOPLE_SHEET: "people",
    "任职": "appointments",
    "工作经历": "service",
    "学历": "education",
    "证书": "certificates",
    "考核": "assessments",
}
PLACE_FIELDS = tuple(records.COMMUNITIES)
CASCADE = "此人在花名册第"  # how the problem of a row begins whose person has one
FAULT, NOTICE = "错误", "提醒"
Row = Mapping[str, Any]
Fault = tuple[str, str, str, str, str]  # column, value shown, level, what, remedy


@dataclass(frozen=True, slots=True)
class PersonRows:
    """What a workbook says of one person: the row of 花名册 and the rows of the other sheets, by sheet."""

    number: int
    person: Row
    dated: Mapping[str, Sequence[Row]]

    @property
    def id_number(self) -> str:
        """The person's ID number."""
        return str(self.person["id_number"])


def people_of(answer: Answer) -> list[PersonRows]:
    """The people whose rows are without an error, in their order."""
    dated = {name: _by_worker(answer.frames[name]) for name in SHEETS if name != PEOPLE_SHEET}
    return [
        PersonRows(row[ROW], row, {name: rows.get(row["worker_id"], ()) for name, rows in dated.items()})
        for row in answer.frames[PEOPLE_SHEET].iter_rows(named=True)
    ]


def _by_worker(frame: pl.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["worker_id"], []).append(row)
    return found


def archives(
    answer: Answer,
    numbers: Sequence[int],
    *,
    units: Mapping[tuple[str, str], Unit],
    uids: Mapping[str, str],
    at: datetime,
) -> Iterator[tuple[int, PersonArchive]]:
    """The people of some rows as archives recorded now, each with the number of its row."""
    people = answer.frames[PEOPLE_SHEET].filter(pl.col(ROW).is_in(list(numbers)))
    workers = people["worker_id"].to_list()

    def some(name: str) -> pl.DataFrame:
        return answer.frames[name].filter(pl.col("worker_id").is_in(workers)).drop(ROW)

    chosen = Records(
        people=people.drop(ROW),
        communities=pl.DataFrame(schema=records.COMMUNITIES),
        **{kind: some(name) for name, kind in SHEETS.items() if name != PEOPLE_SHEET},
    )
    made = archives_from(chosen, units=units, recorded=lambda _: at, uids=uids)
    return zip(people[ROW].to_list(), made, strict=True)


def faults_of(answer: Answer) -> dict[tuple[str, int], list[Fault]]:
    """What the reader found in each row, but for rows that only wait for their person's row to be mended."""
    found: dict[tuple[str, int], list[Fault]] = {}
    for sheet, row, column, value, level, what, remedy in answer.told["problems"]:
        if not what.startswith(CASCADE):
            found.setdefault((sheet, row), []).append((column, value, level, what, remedy))
    return found


# What a column of the workbook may hold at most, by the field that keeps it.
_LENGTHS: Mapping[str, tuple[str, Any, str]] = {
    "worker_id": ("工号", Person, "worker_number"),
    "name": ("姓名", Profile, "name"),
    "position": ("职务", Appointment, "position"),
    "identity": ("人员身份", IdentityHeld, "identity"),
    "channel": ("进入渠道", Employment, "channel"),
}
_DATED_LENGTHS: Mapping[str, Mapping[str, tuple[str, Any, str]]] = {
    "任职": {
        "position": ("职务", Appointment, "position"),
        "mode": ("任职方式", Appointment, "mode"),
        "term": ("届次", Appointment, "term"),
    },
    "工作经历": {"unit": ("工作单位", Service, "workplace")},
    "证书": {"number": ("证书编号", Certificate, "number"), "name": ("证书名称", Certificate, "name")},
}
_FIXED = frozenset({*records.PEOPLE, "手机号", ROW})


def lengths_of(rows: PersonRows) -> Iterator[Fault]:
    """What is too long to be kept."""
    yield from _too_long(rows.person, _LENGTHS, split="position")
    for sheet, columns in _DATED_LENGTHS.items():
        for row in rows.dated[sheet]:
            for column, value, level, what, remedy in _too_long(row, columns):
                yield column, value, level, f"{sheet}表：{what}", remedy
    most = _most(Figure, "value")
    for name, value in rows.person.items():
        if (
            name not in _FIXED
            and value is not None
            and (len(str(value)) > most or _most(Figure, "name") < len(name))
        ):
            yield name, "", FAULT, f"超过 {most} 个字，存不下", "请删短，或在对应关系里改为忽略这一列"


def _too_long(row: Row, columns: Mapping[str, tuple[str, Any, str]], split: str = "") -> Iterator[Fault]:
    for name, (label, model, field) in columns.items():
        texts = str(row.get(name) or "").split("、" if name == split else "\0")
        if max(map(len, texts)) > _most(model, field):
            yield label, texts[0][:20], FAULT, f"超过 {_most(model, field)} 个字", "请写规范的简称"


def _most(model: Any, field: str) -> int:
    return int(model._meta.get_field(field).max_length)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a district's policy that a row is held against; empty where there is none."""

    positions: frozenset[str]
    identities: frozenset[str]
    channels: frozenset[str]

    @classmethod
    def of(cls, district: Unit) -> Vocabulary:
        """The words of a district."""
        words = words_of(district)
        return cls(*(frozenset(each) for each in (words.positions, words.identities, words.channels)))

    def doubts(self, person: Row) -> Iterator[Fault]:
        """Words the policy does not know: the row goes in, and grading will ask for them."""
        positions = [word for word in str(person["position"] or "").split("、") if word]
        for label, words, known in (
            ("职务", positions, self.positions),
            ("人员身份", [person["identity"]] if person["identity"] else [], self.identities),
            ("进入渠道", [person["channel"]] if person["channel"] else [], self.channels),
        ):
            for word in words:
                if known and word not in known:
                    yield label, word[:20], NOTICE, f"政策里没有“{word}”这个说法", _near(word, known)


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.4)
    return f"是否为“{near[0]}”？不改也能导入，定级时再补" if near else "不改也能导入，定级时再补"


def own_columns(person: Row) -> list[str]:
    """The locality's own columns somebody's row fills."""
    return [
        name
        for name, value in person.items()
        if name not in _FIXED and name not in PROFILE_TITLES and value is not None
    ]
