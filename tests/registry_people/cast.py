"""One invented district, the people these pages are about, and a browser for every role."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.registry.actions import intake
from jishi.registry.actions.particulars import (
    Assessed,
    Awarded,
    Certified,
    Contracted,
    Entered,
    Graded,
    Graduated,
    Particulars,
    Served,
)
from jishi.registry.models import Person
from tests.registry_core.town import SOCIAL_WORK, Town, a_number, build_town

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PHONE, CARD = "19900001234", "6222020000000000000"
_accounts = count(1)
_CAREER: tuple[tuple[date, Particulars], ...] = (
    (
        date(2020, 3, 1),
        Graduated(level="本科", degree="学士", school="测试大学", obtained_on=date(2012, 7, 1)),
    ),
    (date(2021, 6, 1), Certified(name="助理社会工作师", number="ZS-1", obtained_on=date(2021, 6, 1))),
    (date(2025, 1, 15), Assessed(year=2024, result="优秀")),
    (date(2024, 5, 1), Awarded(name="市优秀社区工作者", issuer="测试市", awarded_on=date(2024, 5, 1))),
    (date(2022, 1, 1), Graded(grade=5, cause="套改")),
    (date(2018, 1, 1), Served(workplace="测试社区服务站", ends_before=date(2020, 3, 1))),
)


class Cast(Town):
    """The town on the day the tests run, with accounts."""

    today: date

    def days_ago(self, days: int) -> date:
        """A day before the one the tests run on, or after it when negative."""
        return self.today - timedelta(days=days)

    @property
    def contract_before(self) -> date:
        """The first day after the contract of everybody with everything on file."""
        return self.days_ago(-400)

    def sight(
        self, role: Role = Role.SOCIAL_WORK, unit: Unit | None = None, *, person_uid: str = "", **more: Any
    ) -> Sight:
        return super().sight(role, unit, person_uid=person_uid, **{"on": self.today, **more})

    def account(self, role: Role, unit: Unit | None = None, *, person: Person | None = None) -> Account:
        """An account with one role, at its usual unit or another."""
        unit = unit or self.usual_unit(role)
        number = next(_accounts)
        account = Account.objects.create(
            username=f"cast{number}",
            name=f"{role.label}某",
            unit=unit,
            person_uid=person.uid if person else "",
            created_at=LONG_AGO,
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

    def client(self, role: Role, unit: Unit | None = None, *, person: Person | None = None) -> Client:
        """A browser in which somebody of a role is signed in."""
        client = Client()
        account = self.account(role, unit, person=person)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def worker(self, name: str = "王晓明", unit: Unit | None = None) -> Person:
        """Somebody with everything on file."""
        person = self.admit(
            name,
            unit,
            id_number=a_number(),
            phone=PHONE,
            bank_card=CARD,
            bank_name="测试银行",
            ethnicity="汉族",
        )
        for on, particulars in _CAREER:
            self.record(person, particulars, on)
        contract = Contracted(party="桂园街道", kind="劳动合同", ends_before=self.contract_before)
        self.record(person, contract, date(2023, 3, 1))
        return person

    def head(self, name: str = "李正") -> Person:
        """A secretary of a community, whose file the district keeps."""
        return self.admit(name, position="社区党组织书记", mode="选任")

    def stranger(self, name: str = "远方客") -> Person:
        """Somebody of the other district."""
        sight = self.sight(unit=self.other_district)
        change = intake.admit(
            district=self.other_district,
            particulars=Entered(
                id_number=a_number(),
                name=name,
                identity="统招专职",
                channel="招聘",
                using_unit=self.far_community,
                position="专职社区工作者",
            ),
            on=date(2020, 3, 1),
            sight=sight,
            by=SOCIAL_WORK,
            at=self.at(),
        )
        return change.person


def build_cast() -> Cast:
    """The town as of the day the tests run; what is on file was recorded a month ago."""
    town = build_town()
    cast = Cast(**{each.name: getattr(town, each.name) for each in fields(town)})
    cast.today = timezone.localdate()
    cast.moment = timezone.now() - timedelta(days=30)
    return cast


__all__ = ["CARD", "PHONE", "Cast", "build_cast"]
