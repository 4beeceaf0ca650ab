"""A small invented district with people in it, and browsers signed in as several roles."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import Sight
from jishi.access.selectors import sight_for
from jishi.places.actions import units
from jishi.places.actions.blueprints import Blueprint, Count
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.policy.identifiers import make_id_number
from jishi.registry.actions import changes, intake
from jishi.registry.actions.particulars import Assigned, Entered
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Person
from tests.places.conftest import CLERK

FOUNDED = date(2020, 1, 1)
LONG_AGO = datetime(2020, 1, 1, 1, 0, tzinfo=UTC)
_numbers = count(1)


def text_of(response: Any) -> str:
    """A page as it reads, without its marks."""
    body = response.content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


@dataclass
class Town:
    """The district and its people."""

    today: date

    def __getitem__(self, name: str) -> Unit:
        return Unit.objects.get(name=name)

    def account(self, role: Role, unit: str) -> Account:
        place, number = self[unit], next(_numbers)
        account = Account.objects.create(
            username=f"u{number}", name=f"经办{number}", unit=place, created_at=LONG_AGO
        )
        times = {"valid_from": FOUNDED, "granted_by": "测试", "granted_at": LONG_AGO}
        Grant.objects.create(account=account, role=role, unit=place, **times)
        return account

    def client(self, role: Role = Role.SOCIAL_WORK, unit: str = "清河区") -> Client:
        """A browser in which somebody of a role at a unit is signed in."""
        client = Client()
        client.force_login(self.account(role, unit), backend="django.contrib.auth.backends.ModelBackend")
        return client

    def sight(self, role: Role = Role.SOCIAL_WORK, unit: str = "清河区") -> Sight:
        account = self.account(role, unit)
        return sight_for(account, Grant.objects.select_related("unit").get(account=account), self.today)

    def admit(self, name: str, unit: str, **different: Any) -> Person:
        """Somebody new, since 2021."""
        number = next(_numbers)
        values: dict[str, Any] = {
            "id_number": make_id_number("990101", date(1990, 1, 1) + timedelta(days=number), number),
            "name": name,
            "identity": "统招专职",
            "channel": "招聘",
            "using_unit": self[unit],
            "position": "专职社区工作者",
            "mode": "聘任",
            **different,
        }
        change = intake.admit(
            district=self["清河区"],
            particulars=Entered(**values),
            on=date(2021, 3, 1),
            sight=self.sight(),
            by=CLERK,
            at=LONG_AGO + timedelta(days=420, minutes=number),
        )
        return change.person

    def assign(self, person: Person, grid: str, community: str, *, deputy: bool = False) -> None:
        """Give somebody a grid."""
        changes.record(
            person=person,
            kind=ChangeKind.ASSIGNMENT,
            particulars=Assigned(unit=self.grid(grid, community), duty="网格", as_deputy=deputy),
            on=date(2022, 1, 1),
            sight=self.sight(),
            by=CLERK,
            at=LONG_AGO + timedelta(days=800, minutes=next(_numbers)),
        )

    def grid(self, name: str, community: str) -> Unit:
        return Unit.objects.get(name=name, parent__name=community)


def _community(name: str, households: int, *grid_households: int | None) -> Blueprint:
    ordinals = "一二三四五六"
    return Blueprint(
        UnitKind.COMMUNITY,
        name,
        count=Count(households, households * 3, "年度核定"),
        under=tuple(
            Blueprint(UnitKind.GRID, f"第{ordinals[place]}网格", count=Count(each))
            for place, each in enumerate(grid_households)
        ),
    )


@pytest.fixture
def town(db: None, settings: Settings) -> Town:  # noqa: ARG001 # the database is asked for by naming it
    """清河区: 城北街道 with 桂园 and 东苑, 城南街道 with 柳岸, and a street of another district."""
    settings.REQUIRE_TOTP = False
    cache.clear()
    north = Blueprint(
        UnitKind.STREET,
        "城北街道",
        under=(_community("桂园社区", 1050, 260, 320, None), _community("东苑社区", 700, 240)),
    )
    south = Blueprint(UnitKind.STREET, "城南街道", under=(_community("柳岸社区", 1400),))
    district = Blueprint(UnitKind.DISTRICT, "清河区", pack="talent-drive-demo", under=(north, south))
    far = Blueprint(UnitKind.STREET, "远山街道", under=(_community("远山社区", 900, 250),))
    other = Blueprint(UnitKind.DISTRICT, "远山区", pack="longzihu-demo", under=(far,))
    units.found(
        parent=None,
        blueprint=Blueprint(UnitKind.CITY, "明远市", under=(district, other)),
        on=FOUNDED,
        reason="建库",
        by=CLERK,
        at=LONG_AGO,
    )
    return Town(timezone.localdate())
