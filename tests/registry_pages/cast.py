"""One invented city: districts, streets, communities, people in them, and an account for every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.selectors import sight_for
from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.policy.identifiers import make_id_number
from jishi.registry.actions import intake
from jishi.registry.actions.particulars import Entered
from jishi.registry.enums import ChangeKind, Keeper, Presence
from jishi.registry.models import Change, Person, PersonFact, Standing
from jishi.registry.models.standing import OPEN
from jishi.vault import blind_index, seal

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BEGINNING = date(2000, 1, 1)
_numbers = count(1)


@dataclass
class Town:
    """The places, accounts and people of a test."""

    today: date
    city: Unit
    district: Unit
    other_district: Unit
    streets: list[Unit]
    communities: list[Unit]
    far_community: Unit
    accounts: dict[Role, Account] = field(default_factory=dict)

    def account(self, role: Role, unit: Unit | None = None) -> Account:
        """An account with one role, at its usual unit or another."""
        unit = unit or self.usual_unit(role)
        number = next(_numbers)
        account = Account.objects.create(
            username=f"u{number}", name=f"测试{number}", unit=unit, created_at=LONG_AGO
        )
        Grant.objects.create(
            account=account,
            role=role,
            unit=unit,
            valid_from=date(2020, 1, 1),
            granted_by="测试",
            granted_at=LONG_AGO,
        )
        return account

    def usual_unit(self, role: Role) -> Unit:
        match role:
            case Role.CITY:
                return self.city
            case Role.STREET_CLERK | Role.STREET_LEADER:
                return self.streets[0]
            case Role.SECRETARY | Role.WORKER:
                return self.communities[0]
        return self.district

    def sight(self, role: Role, unit: Unit | None = None) -> Any:
        account = self.account(role, unit)
        return sight_for(account, Grant.objects.select_related("unit").get(account=account), self.today)

    def client(self, role: Role, unit: Unit | None = None) -> Client:
        """A browser in which somebody of a role is signed in."""
        client = Client()
        client.force_login(self.account(role, unit), backend="django.contrib.auth.backends.ModelBackend")
        return client


def build_town(today: date) -> Town:
    """A city of two districts; the first with two streets of two communities each."""
    city = _unit(UnitKind.CITY, "测试市", None, None)
    district = _unit(UnitKind.DISTRICT, "清河区", city, None)
    other = _unit(UnitKind.DISTRICT, "远山区", city, None)
    streets = [_unit(UnitKind.STREET, name, district, district) for name in ("桂园街道", "东苑街道")]
    communities = [
        _unit(UnitKind.COMMUNITY, f"{street.name[:2]}{order}社区", street, district)
        for street in streets
        for order in ("一", "二")
    ]
    far_street = _unit(UnitKind.STREET, "远山街道", other, other)
    far = _unit(UnitKind.COMMUNITY, "远山社区", far_street, other)
    return Town(today, city, district, other, streets, communities, far)


def _unit(kind: UnitKind, name: str, parent: Unit | None, district: Unit | None) -> Unit:
    number = next(_numbers)
    path = f"{parent.path if parent else ''}{number:05d}/"
    pack = "talent-drive-demo" if kind == UnitKind.DISTRICT else ""
    unit = Unit.objects.create(kind=kind, name=name, parent=parent, district=district, path=path, pack=pack)
    load_history(
        [UnitStanding(unit=unit, name=name, parent=parent, valid_from=BEGINNING, recorded_at=LONG_AGO)]
    )
    return unit


def seat(unit: Unit, name: str, *, from_day: date | None = None, **different: Any) -> Standing:
    """Somebody in a unit from a day on, written straight into the projection lists read."""
    return seat_many(unit, [(name, different)], from_day=from_day)[0]


def seat_many(
    unit: Unit, people: list[tuple[str, dict[str, Any]]], *, from_day: date | None = None
) -> list[Standing]:
    persons, standings = [], []
    for name, different in people:
        number = next(_numbers)
        birth_on = different.get("birth_on", date(1985, 5, 1))
        id_number = different.pop("id_number", None) or make_id_number(
            f"99{number // 1000:04d}", birth_on, number % 1000
        )
        persons.append(_person(unit, number, id_number))
        standings.append(_standing(unit, name, id_number, from_day or date(2021, 3, 1), different))
    Person.objects.bulk_create(persons)
    for person, standing in zip(persons, standings, strict=True):
        standing.person = person
    Standing.objects.bulk_create(standings)
    return standings


def _person(unit: Unit, number: int, id_number: str) -> Person:
    uid = f"p{number}"
    return Person(
        uid=uid,
        district=unit.district,
        worker_number=f"N{number}",
        id_number_sealed=seal(id_number, table="person", row=uid, field="id_number"),
        id_number_index=blind_index(id_number, field="id_number"),
        id_number_tail=id_number[-6:],
        created_at=LONG_AGO,
    )


def _standing(unit: Unit, name: str, id_number: str, from_day: date, different: dict[str, Any]) -> Standing:
    usual: dict[str, Any] = {
        "bucket": OPEN,
        "valid_from": from_day,
        "valid_before": FOREVER,
        "recorded_at": LONG_AGO,
        "superseded_at": UNTIL_NOW,
        "presence": Presence.PRESENT,
        "managing_unit_id": unit.parent_id,
        "path": unit.path,
        "keeper": Keeper.STREET,
        "spelling": different.pop("spelling", "ceshi cs"),
        "sex": "女",
        "birth_on": date(1985, 5, 1),
        "political_status": "群众",
        "id_number_tail": id_number[-6:],
        "phone_tail": "0001",
        "identity": "统招专职",
        "channel": "招聘",
        "entered_on": from_day,
        "position": "社区专职工作者",
        "post_class": "工作人员",
        "grade": 5,
        "education": "本科",
        "degree": "学士",
        "certificate": "助理社会工作师",
        "contract_before": date(2030, 1, 1),
    }
    return Standing(unit=unit, district=unit.district, name=name, **{**usual, **different})


def admit(town: Town, unit: Unit, name: str, on: date | None = None) -> Person:
    """Somebody taken in through the door everybody takes, with facts of their own."""
    sight = town.sight(Role.SOCIAL_WORK)
    number = next(_numbers)
    entered = Entered(
        id_number=make_id_number(f"99{number // 1000:04d}", date(1990, 1, 1), number % 1000),
        name=name,
        identity="统招专职",
        channel="招聘",
        using_unit=unit,
        position="专职社区工作者",
        mode="聘任",
        phone=f"199{number:08d}",
    )
    change = intake.admit(
        district=town.district,
        particulars=entered,
        on=on or date(2024, 3, 1),
        sight=sight,
        by=sight.actor,
        at=datetime.now(UTC) - timedelta(hours=2),
    )
    return change.person


def coming_change(standing: Standing, on: date, summary: str = "调动到别的社区") -> Change:
    """A change of somebody recorded already that takes effect on a day."""
    return Change.objects.create(
        person=standing.person,
        kind=ChangeKind.TRANSFER,
        effective_on=on,
        summary=summary,
        unit_id=standing.unit.parent_id or standing.unit_id,
        recorded_at=datetime.now(UTC) - timedelta(hours=1),
        recorded_by="测试",
    )


def fact(standing: Standing, kind: type[PersonFact], **values: Any) -> None:
    """A dated fact of somebody, as an archive brings it along."""
    times = {"valid_from": standing.valid_from, "recorded_at": LONG_AGO}
    load_history([kind(person=standing.person, **{**times, **values})])
