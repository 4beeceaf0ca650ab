"""One invented district for these tests: a city, two districts, streets, communities, a grid, and sights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from jishi.access.enums import Permission, Role
from jishi.access.permissions import DEFAULT_LEVELS, ROLE_PERMISSIONS, Sight
from jishi.audit.enums import Actor
from jishi.ledger.actions import load_history
from jishi.ledger.models import FOREVER, UNTIL_NOW
from jishi.places.enums import UnitKind
from jishi.places.models import Unit, UnitStanding
from jishi.policy.identifiers import make_id_number
from jishi.registry.actions import changes, intake
from jishi.registry.actions.particulars import Entered, Particulars
from jishi.registry.enums import ChangeKind
from jishi.registry.models import Change, Person

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
FOUNDED = date(2010, 1, 1)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
SOCIAL_WORK = Actor(account="shegong", name="社工部经办", role="区委社会工作部")
_numbers = count(1)
_births = count(1)


def a_number(birth: date = date(1988, 3, 14)) -> str:
    """A well-formed ID number of nobody, another each time."""
    number = next(_births)
    return make_id_number(f"99{number // 1000 % 10000:04d}", birth, number % 1000)


@dataclass
class Town:
    """Places and who looks at them."""

    city: Unit
    district: Unit
    other_district: Unit
    streets: list[Unit]
    communities: list[Unit]
    grid: Unit
    far_community: Unit
    moment: datetime = NOW
    _clock: count[int] = field(default_factory=count)

    def at(self) -> datetime:
        """The next instant of this test's clock, a minute after the last."""
        return self.moment + timedelta(minutes=next(self._clock))

    def sight(
        self, role: Role = Role.SOCIAL_WORK, unit: Unit | None = None, *, person_uid: str = "", **more: Any
    ) -> Sight:
        """What a role sees at a unit, by default that of the district."""
        unit = unit or self.district
        values: dict[str, Any] = {
            "account_id": 1,
            "actor": Actor(account=f"{role}", name=f"{role.label}经办", role=role.label, person=person_uid),
            "role": role,
            "unit_id": unit.pk,
            "path": "" if role is Role.WORKER else unit.path,
            "district_id": unit.district_id,
            "person_uid": person_uid,
            "permissions": ROLE_PERMISSIONS[role],
            "levels": DEFAULT_LEVELS[role],
            "on": TODAY,
        }
        return Sight(**{**values, **more})

    def admit(
        self, name: str = "王晓明", unit: Unit | None = None, on: date = date(2020, 3, 1), **more: Any
    ) -> Person:
        """Somebody new through the form."""
        values: Mapping[str, Any] = {
            "id_number": a_number(),
            "name": name,
            "identity": "统招专职",
            "channel": "招聘",
            "using_unit": unit or self.communities[0],
            "position": "专职社区工作者",
            "mode": "聘任",
            **more,
        }
        change = intake.admit(
            district=self.district,
            particulars=Entered(**values),
            on=on,
            sight=self.sight(),
            by=SOCIAL_WORK,
            at=self.at(),
        )
        return change.person

    def record(self, person: Person, particulars: Particulars, on: date, **more: Any) -> Change:
        """A change through the form, by the district."""
        values: dict[str, Any] = {"sight": self.sight(), "by": SOCIAL_WORK, "at": self.at(), **more}
        return changes.record(
            person=person, kind=particulars.kind_of_change, particulars=particulars, on=on, **values
        )

    def withdraw(self, change: Change, **more: Any) -> Change:
        values: dict[str, Any] = {"sight": self.sight(), "by": SOCIAL_WORK, "at": self.at(), **more}
        return changes.withdraw(change=change, reason="登记错了", **values)

    def correct(self, change: Change, particulars: Particulars, on: date, **more: Any) -> Change:
        values: dict[str, Any] = {"sight": self.sight(), "by": SOCIAL_WORK, "at": self.at(), **more}
        return changes.correct(
            change=change,
            kind=ChangeKind(particulars.kind_of_change),
            particulars=particulars,
            on=on,
            reason="看错了文件",
            **values,
        )


def build_town(pack: str = "talent-drive-demo") -> Town:
    """A city of two districts; the first with two streets of two communities each, and a grid."""
    city = build_unit(UnitKind.CITY, "测试市", None)
    district, other = (build_unit(UnitKind.DISTRICT, name, city, pack=pack) for name in ("清河区", "远山区"))
    streets = [build_unit(UnitKind.STREET, name, district) for name in ("桂园街道", "东苑街道")]
    communities = [
        build_unit(UnitKind.COMMUNITY, name, street)
        for street, names in zip(streets, (("桂园社区", "松湾社区"), ("柳桥社区", "竹岭社区")), strict=True)
        for name in names
    ]
    grid = build_unit(UnitKind.GRID, "第一网格", communities[0])
    far_street = build_unit(UnitKind.STREET, "远山街道", other)
    far = build_unit(UnitKind.COMMUNITY, "远山社区", far_street)
    return Town(city, district, other, streets, communities, grid, far)


def build_unit(kind: UnitKind, name: str, parent: Unit | None, pack: str = "") -> Unit:
    number = next(_numbers)
    path = f"{parent.path if parent else ''}{number:05d}/"
    unit = Unit.objects.create(kind=kind, name=name, parent=parent, path=path, pack=pack)
    unit.district = unit if kind == UnitKind.DISTRICT else parent.district if parent else None
    unit.save(update_fields=["district"])
    load_history(
        [
            UnitStanding(
                unit=unit,
                name=name,
                parent=parent,
                valid_from=FOUNDED,
                valid_before=FOREVER,
                recorded_at=LONG_AGO,
                superseded_at=UNTIL_NOW,
            )
        ]
    )
    return unit


__all__ = ["NOW", "SOCIAL_WORK", "TODAY", "Permission", "Town", "a_number", "build_town", "build_unit"]
