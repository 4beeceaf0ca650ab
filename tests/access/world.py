"""An invented city with two districts, and accounts in it, as these tests need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import UNIT_KINDS, Sight
from jishi.access.selectors import grants_of, sight_for
from jishi.ledger.models import FOREVER
from jishi.places.enums import UnitKind
from jishi.places.models import Unit

PASSWORD = "Qinghe-2026-ok"
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


@cache
def hashed() -> str:
    """One hash for everybody: hashing is not what these tests are about."""
    return make_password(PASSWORD)


@dataclass(frozen=True, slots=True)
class World:
    """The units of the invented city."""

    city: Unit
    district: Unit
    street: Unit
    community: Unit
    other_street: Unit
    other_district: Unit
    far_street: Unit

    def at(self, role: Role) -> Unit:
        """The unit of the first district a role is usually given at."""
        units = {
            UnitKind.CITY: self.city,
            UnitKind.DISTRICT: self.district,
            UnitKind.STREET: self.street,
            UnitKind.COMMUNITY: self.community,
        }
        return units[UNIT_KINDS[role][0]]


def build() -> World:
    """Make the units."""
    city = _unit(UnitKind.CITY, "江临市", None)
    district = _unit(UnitKind.DISTRICT, "清河区", city)
    street = _unit(UnitKind.STREET, "城北街道", district)
    other_district = _unit(UnitKind.DISTRICT, "望江区", city)
    return World(
        city=city,
        district=district,
        street=street,
        community=_unit(UnitKind.COMMUNITY, "桂园社区", street),
        other_street=_unit(UnitKind.STREET, "城南街道", district),
        other_district=other_district,
        far_street=_unit(UnitKind.STREET, "江口街道", other_district),
    )


def _unit(kind: UnitKind, name: str, parent: Unit | None) -> Unit:
    path = f"{parent.path if parent else ''}{next(_numbers):05d}/"
    district = None
    if parent is not None:
        district = parent if parent.kind == UnitKind.DISTRICT else parent.district
    return Unit.objects.create(kind=kind, name=name, parent=parent, district=district, path=path)


def account(username: str, unit: Unit, *, person_uid: str = "", **values: object) -> Account:
    """Make an account with the password of these tests."""
    return Account.objects.create(
        username=username,
        name=f"{username}先生",
        unit=unit,
        password=hashed(),
        person_uid=person_uid,
        created_at=timezone.now(),
        **values,
    )


def grant(
    holder: Account, role: Role, unit: Unit, *, first: date = LONG_AGO, before: date = FOREVER
) -> Grant:
    """Give a role, past every check."""
    return Grant.objects.create(
        account=holder, role=role, unit=unit, valid_from=first, valid_before=before,
        granted_by="tests", granted_at=timezone.now(),
    )  # fmt: skip


def holder(username: str, role: Role, unit: Unit, *, person_uid: str = "") -> Account:
    """An account with one duty."""
    made = account(username, unit, person_uid=person_uid)
    grant(made, role, unit)
    return made


def sight(holder_: Account) -> Sight:
    """What an account sees today under its first duty."""
    today = timezone.localdate()
    return sight_for(holder_, grants_of(holder_, today)[0], today)


def signed_in(holder_: Account) -> Client:
    """A browser somebody has signed in with by password."""
    client = Client()
    answer = client.post("/login/", {"username": holder_.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def now() -> datetime:
    """The instant these tests act at."""
    return timezone.now()
