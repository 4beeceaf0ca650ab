"""The shapes of answers, and rows put into them with what is hidden left out and named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from ninja import Schema
from pydantic import Field

from jishi.api.selectors.feed import Told
from jishi.places.enums import UnitKind
from jishi.places.selectors import Node
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Standing
from jishi.registry.selectors.columns import COLUMN_BY_KEY, Known, Unsaid, Value


class Problem(Schema):
    """What is wrong with one parameter."""

    where: str
    sentence: str


class Refusal(Schema):
    """Why there is no answer, and how to go on."""

    sentence: str
    problems: list[Problem] = Field(default_factory=list)


class Place(Schema):
    """A place as it stood on the day."""

    id: int
    kind: str = Field(description="city、district、street、community、grid、office")
    kind_label: str
    name: str
    code: str
    parent: int | None = Field(description="当天的上级；不在可见范围内时也给出编号")
    since: date = Field(description="自哪天起叫这个名称、属这个上级")


class Places(Schema):
    """The tree within scope, parents before their children."""

    on: date
    known: datetime | None
    places: list[Place]


class PersonAnswer(Schema):
    """A person as they stood on the day. What the token may not see is null and named in `hidden`."""

    uid: str
    district: int
    unit: int
    valid_from: date = Field(description="这一状态自哪天起（每年 1 月 1 日另起一段）")
    presence: str = Field(description="coming、present、suspended、left")
    name: str | None
    worker_number: str | None
    id_number: str | None = Field(description="公民身份号码，脱敏")
    id_tail: str | None
    street: str | None
    community: str | None
    position: str | None
    positions: str | None
    post_class: str | None
    identity: str | None
    channel: str | None
    entered_on: date | None
    contract_before: date | None = Field(description="合同最后一天")
    political_status: str | None
    sex: str | None
    birth_on: date | None
    grade: int | None
    education: str | None
    degree: str | None
    certificate: str | None
    hidden: list[str] = Field(description="依字段权限不给出的项目")


class People(Schema):
    """A page of people; `next` is the cursor of the following page, null on the last."""

    on: date
    known: datetime | None
    people: list[PersonAnswer]
    next: str | None


class PersonFileAnswer(PersonAnswer):
    """One person, with the version that grows with every change."""

    on: date
    known: datetime | None
    version: int


class Event(Schema):
    """A change that was recorded."""

    sequence: int
    change: int
    person: str
    kind: str
    kind_label: str
    effective_on: date
    summary: str | None
    document: str | None
    corrects: int | None = Field(description="所更正或撤销的异动")
    recorded_at: datetime
    withdrawn_at: datetime | None


class Events(Schema):
    """A stretch of a district's feed; ask again with `after` = `next`."""

    district: int
    events: list[Event]
    next: int
    has_more: bool


_COLUMNS: Final = (
    "name", "worker_number", "id_number", "id_tail", "street", "community", "position", "positions",
    "post_class", "identity", "channel", "entered_on", "contract_before", "political_status", "sex",
    "birth_on", "grade", "education", "degree", "certificate",
)  # fmt: skip


def places(nodes: Iterable[Node]) -> list[Place]:
    """A tree as an answer."""
    return [
        Place(
            id=node.unit_id,
            kind=node.kind,
            kind_label=UnitKind(node.kind).label,
            name=node.name,
            code=node.code,
            parent=node.parent_id,
            since=node.since,
        )
        for node in nodes
    ]


def people(rows: Sequence[Standing], known: Known) -> list[PersonAnswer]:
    """Standings as an answer."""
    return [PersonAnswer(**_told(row, known)) for row in rows]


def person(row: Standing, known: Known, known_at: datetime | None) -> PersonFileAnswer:
    """One standing as an answer."""
    return PersonFileAnswer(**_told(row, known), on=known.on, known=known_at, version=row.person.version)


def _told(row: Standing, known: Known) -> dict[str, Any]:
    said = {key: COLUMN_BY_KEY[key].said(row, known) for key in _COLUMNS}
    return {
        "uid": row.person.uid,
        "district": row.district_id,
        "unit": row.unit_id,
        "valid_from": row.valid_from,
        "presence": row.presence,
        **{key: _value(value) for key, value in said.items()},
        "hidden": [key for key, value in said.items() if value is Unsaid.HIDDEN],
    }


def _value(said: Value | Unsaid) -> Value:
    return None if isinstance(said, Unsaid) else said


def events(told: Iterable[Told]) -> list[Event]:
    """Changes as an answer."""
    return [_event(each) for each in told]


def _event(told: Told) -> Event:
    change = told.change
    return Event(
        sequence=told.sequence,
        change=change.pk,
        person=change.person.uid,
        kind=change.kind,
        kind_label=ChangeKind(change.kind).label,
        effective_on=change.effective_on,
        summary=told.summary or None,
        document=(change.document or None) if told.summary else None,
        corrects=change.corrects_id,
        recorded_at=change.recorded_at,
        withdrawn_at=change.withdrawn_at,
    )
