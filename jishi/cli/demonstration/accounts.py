"""The accounts of the demo: one for each role, in 清河区 where the role is a district's, and one a system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jishi.access.actions.founding import Enrolment, enrol
from jishi.access.enums import Role
from jishi.audit.enums import SYSTEM
from jishi.cli.demonstration.ground import Ground
from jishi.cli.demonstration.people import uid_of
from jishi.places.models import Unit
from jishi.roster.demo.city import District
from jishi.roster.demo.city.chronicle import Place
from jishi.roster.demo.city.staff import Staff
from jishi.roster.demo.team import POSITIONS, Rank

PASSWORD = "Qingjiang-2026"  # printed beside the accounts; nobody real is behind them
NAMES = {
    Role.CITY: "梁思源",
    Role.ORGANISATION: "顾正言",
    Role.SOCIAL_WORK: "沈知行",
    Role.CIVIL_AFFAIRS: "贺民安",
    Role.LABOUR: "韦承业",
    Role.FINANCE: "钱守诚",
    Role.REVIEWER: "严立信",
    Role.DEPARTMENT: "范致用",
    Role.STREET_CLERK: "白晓舟",
    Role.STREET_LEADER: "龙向前",
    Role.AUDITOR: "方明鉴",
    Role.LEADER: "江清源",
    Role.SYSTEM_ADMIN: "石维安",
    Role.SECURITY_ADMIN: "卫守正",
    Role.AUDIT_ADMIN: "史公允",
}
_OTHERS = ("云知远", "松见山", "柳成荫", "桂有芳", "鹤鸣皋", "晴如川")
_CITY_WIDE = frozenset({Role.CITY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
_STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})


@dataclass(frozen=True, slots=True)
class Given:
    """An account of the demo as it is printed."""

    username: str
    name: str
    role: str
    unit: str


def enrol_everyone(
    grounds: Sequence[Ground], districts: Sequence[District], *, on: date, at: datetime
) -> list[Given]:
    """Make the accounts, all with the same password."""
    enrolments = [*_one_a_role(grounds[0], districts[0]), *_one_a_system(grounds[1:], districts[1:])]
    enrol(enrolments, password=PASSWORD, must_change=False, on=on, by=SYSTEM, at=at)
    return [Given(each.username, each.name, each.role.label, each.unit.name) for each in enrolments]


def _one_a_role(ground: Ground, district: District) -> Iterator[Enrolment]:
    secretary, worker = _secretary(district), _worker(district)
    street = Place(district.plan.streets[0])
    city = ground.district.parent
    assert city is not None
    for role in Role:
        if role in {Role.SECRETARY, Role.WORKER}:
            person = secretary if role is Role.SECRETARY else worker
            unit = ground.units[person.place]
            yield Enrolment(role.value, person.text("name"), role, unit, uid_of(person.worker_id))
            continue
        unit = city if role in _CITY_WIDE else ground.units[street if role in _STREET else Place()]
        yield Enrolment(role.value, NAMES[role], role, unit)


def _one_a_system(grounds: Sequence[Ground], districts: Sequence[District]) -> Iterator[Enrolment]:
    """The social work departments of the other districts, called by the system each of them shows."""
    for ground, district, name in zip(grounds, districts, _OTHERS, strict=True):
        unit: Unit = ground.district
        yield Enrolment(district.plan.system, name, Role.SOCIAL_WORK, unit)


def _secretary(district: District) -> Staff:
    """The secretary of the first community."""
    return next(each for each in district.present() if each.text("position") == POSITIONS[0])


def _worker(district: District) -> Staff:
    """A worker, of the same community and there for years if possible."""
    place = _secretary(district).place
    workers = (each for each in district.present() if each.rank is Rank.WORKER)
    return min(workers, key=lambda each: (each.place != place, each.moved_on is not None, each.entered))
