"""What is asked of a change besides the file: the version, the form sent twice, the places it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, timedelta

from django.db.models import Max

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused, Stale
from jishi.ledger.models import UNTIL_NOW
from jishi.places.models import Unit, UnitStanding
from jishi.policy.period import ONE_DAY
from jishi.registry.actions.particulars import Particulars
from jishi.registry.models import Change, Person, Standing

_TICK = timedelta(microseconds=1)
_EARLIEST = date(1949, 10, 1)
_FORESIGHT = timedelta(days=731)


def check_version(person: Person, version: int | None) -> None:
    """Refuse a form opened before somebody else changed the person.

    Errors: Stale naming who changed what since.
    """
    if version is None or version == person.version:
        return
    since = max(person.version - version, 1)
    changes = Change.objects.filter(person=person).order_by("-recorded_at")[:since]
    told = "；".join(f"{change.recorded_by} 登记了“{change.summary}”" for change in changes)
    raise Stale(
        f"您打开表单之后，这份档案已有改动：{told or '资料已更新'}。"
        "您填写的内容没有登记，请核对最新内容后再提交。"
    )


def sent_before(token: str | None, person: Person | None, by: Actor) -> Change | None:
    """The change the same form recorded when it was first sent.

    Errors: Refused when the token is that of another form.
    """
    change = Change.objects.filter(token=token).select_related("person").first() if token else None
    if change is None:
        return None
    if change.recorder_account != by.account or (person is not None and change.person_id != person.pk):
        raise Refused("这张表单已经用过了。请重新打开一张表单填写。")
    return change


def next_instant(person: Person, at: datetime) -> datetime:
    """The instant a change is recorded at: later than all before it, even when the clock went back."""
    changed = Change.objects.filter(person=person).aggregate(last=Max("recorded_at"))["last"]
    stood = Standing.objects.filter(person=person, superseded_at=UNTIL_NOW).aggregate(last=Max("recorded_at"))
    last = max((each for each in (changed, stood["last"]) if each is not None), default=None)
    return at if last is None else max(at, last + _TICK)


def check_day(on: date, today: date) -> None:
    """Refuse a day nobody can mean.

    Errors: Refused.
    """
    if not _EARLIEST <= on <= today + _FORESIGHT:
        raise Refused(
            f"生效日期 {on} 不合常理，请核对年份（可以是以前的日期，也可以提前至多两年登记）。", field="on"
        )


def check_units(particulars: Particulars, person: Person, sight: Sight, on: date) -> None:
    """Refuse units out of sight, of another district, or that do not stand on the day.

    Errors: Refused with the field that names the unit.
    """
    for name, unit in units_named(particulars):
        if unit.district_id != person.district_id:
            raise Refused(
                "不能选本区以外的单位。跨区流动请先在本区办理退出，再由调入区办理入职。", field=name
            )
        if name in {"using_unit", "unit"} and not sight.within(unit.path):
            raise Refused("所选单位不在您的管辖范围内。跨街道的调动和任职请报区里办理。", field=name)
        check_stands(unit, on, name)


def units_named(particulars: Particulars) -> Iterable[tuple[str, Unit]]:
    """The units a form names, with the field that names each."""
    for each in fields(particulars):
        value = getattr(particulars, each.name)
        if isinstance(value, Unit):
            yield each.name, value


def check_stands(unit: Unit, on: date, field: str) -> None:
    """Refuse a unit that does not stand on a day.

    Errors: Refused saying since or until when it stands.
    """
    stood = list(UnitStanding.objects.known_at(None).filter(unit=unit).order_by("valid_from"))
    if not stood:
        if unit.dissolved:
            raise Refused(f"“{unit.name}”已撤销，请选择现有的单位。", field=field)
        return
    if on < stood[0].valid_from:
        raise Refused(
            f"“{unit.name}”自 {stood[0].valid_from} 才设立，{on} 还没有这个单位。请核对生效日期。",
            field=field,
        )
    if on >= stood[-1].valid_before:
        successor = stood[-1].succeeded_by
        after = f"，已并入“{successor.name}”" if successor else ""
        raise Refused(
            f"“{unit.name}”到 {stood[-1].valid_before - ONE_DAY} 为止{after}。请选择生效日期时仍在的单位。",
            field=field,
        )
