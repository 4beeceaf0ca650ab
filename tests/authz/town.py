"""Everything a page can be about: within somebody's part of the tree, outside it, gone from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from jishi.access.enums import Role
from jishi.access.models import Account, Grant
from jishi.audit.enums import Actor, Subject
from jishi.places.actions import tags, units
from jishi.places.actions.blueprints import TagGiven
from jishi.places.models import Tag, Unit, UnitChange, UnitStanding
from jishi.process.actions import cases
from jishi.process.actions.cases import Proposal
from jishi.process.actions.evidence import as_content, keep
from jishi.process.models import Case, Course, SeatPlan, StepPlan
from jishi.registry.actions.particulars import Transferred
from jishi.registry.enums import ImportKind, ImportState, RowState
from jishi.registry.models import Change, ImportJob, ImportRow, Person
from tests.registry_core.town import SOCIAL_WORK
from tests.registry_people.cast import Cast, build_cast

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
OF_DISTRICT = frozenset(
    {
        Role.ORGANISATION, Role.SOCIAL_WORK, Role.CIVIL_AFFAIRS, Role.LABOUR, Role.FINANCE, Role.REVIEWER,
        Role.DEPARTMENT, Role.AUDITOR, Role.LEADER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN,
    }
)  # fmt: skip
OF_STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})
EVERYWHERE = frozenset({Role.CITY, Role.AUDIT_ADMIN})


@dataclass
class Objects:
    """The objects of one place: somebody there, the community, and what was recorded of both."""

    person: Person
    community: Unit
    account: Account
    grant: Grant

    def value(self, about: str, kind: str) -> Any:
        """What stands for `kind` in an address of a page about something."""
        named: dict[str, Any] = {
            "uid": self.person.uid,
            "username": self.account.username,
            "grant_id": self.grant.pk,
            "district_id": self.community.district_id,
        }
        return named[kind] if kind in named else self.number(about)

    def number(self, about: str) -> int:
        """The number of the row a page is about."""
        found: dict[str, QuerySet[Any]] = {
            "异动": Change.objects.filter(person=self.person),
            "组织调整": UnitChange.objects.filter(unit=self.community, kind="tag"),
            "沿革": UnitStanding.objects.filter(unit=self.community),
            "事项": Case.objects.filter(subject_key=self.person.uid),
            "标签": Tag.objects.filter(unit=self.community),
            "导入": ImportJob.objects.filter(unit=self.community.parent),
        }
        return int(found[about].latest("id").pk) if about in found else self.community.pk


@dataclass
class Town:
    """Places of the town with their objects, and a signed-in browser for every role."""

    cast: Cast
    objects: dict[str, Objects] = field(default_factory=dict)
    sessions: dict[Role, str] = field(default_factory=dict)

    def of(self, role: Role, relation: str) -> list[Objects]:
        """The objects a role stands in a relation to."""
        return [self.objects[name] for name in _RELATIONS[_reach(role)].get(relation, ())]

    def sign_everybody_in(self) -> None:
        """A browser of somebody in each role, with a file of their own where the role has one."""
        for role in Role:
            has_file = role in {Role.WORKER, Role.SECRETARY}
            person = self.objects["here"].person if has_file else None
            client = self.cast.client(role, person=person)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: Role) -> Client:
        """The browser of a role as it was after signing in, whatever an earlier cell did to it."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def _reach(role: Role) -> str:
    if role in EVERYWHERE:
        return "city"
    if role in OF_DISTRICT:
        return "district"
    return "street" if role in OF_STREET else "community"


_RELATIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "city": {"own": ("here", "far")},
    "district": {"own": ("here", "other_street"), "other": ("far",)},
    "street": {"own": ("here", "next_door"), "other": ("other_street", "far"), "former": ("moved",)},
    "community": {"own": ("here",), "other": ("next_door", "other_street", "far"), "former": ("moved",)},
}


def build() -> Town:
    """The town with one of everything in every place."""
    cast = build_cast()
    town = Town(cast)
    places = {
        "here": cast.communities[0],
        "next_door": cast.communities[1],
        "other_street": cast.communities[2],
        "far": cast.far_community,
    }
    for number, (name, community) in enumerate(places.items()):
        person = cast.stranger() if name == "far" else cast.admit(f"某人{'甲乙丙丁'[number]}", community)
        town.objects[name] = _objects(cast, person, community)
    moved = cast.admit("调走人", cast.communities[0])
    cast.record(moved, Transferred(using_unit=cast.communities[3]), date(2024, 5, 1))
    town.objects["moved"] = _objects(cast, moved, cast.communities[3])
    town.sign_everybody_in()
    return town


def _objects(cast: Cast, person: Person, community: Unit) -> Objects:
    common: dict[str, Any] = {"on": date(2024, 1, 1), "reason": "测试", "by": SOCIAL_WORK}
    tags.add(unit=community, tag=TagGiven("老旧小区集中", "测试"), at=cast.at(), **common)
    community = Unit.objects.get(pk=community.pk)
    units.rename(unit=community, name=f"{community.name[:-2]}新社区", at=cast.at(), **common)
    account = cast.account(Role.STREET_LEADER, community.parent)
    _send_case(cast, person, community)
    _send_import(cast, person, community)
    return Objects(person, Unit.objects.get(pk=community.pk), account, account.grants.get())


def _send_case(cast: Cast, person: Person, community: Unit) -> None:
    """A case about somebody, with a file, that waits for the leader of their street."""
    street = community.parent
    assert street is not None
    by, at = Actor("clerk", "街道经办", "街道经办"), cast.at()
    content = {"evidence": as_content(keep(b"%PDF-1.4 %%EOF")), "reason": "测试", "shown": []}
    about = Subject("person", person.uid, "某人")
    case = cases.draft(proposal=Proposal("transfer", about, street, "调动某人", content), by=by, at=at)
    seat = SeatPlan(street.name, (Role.STREET_LEADER.value,), street.pk)
    course = Course((StepPlan("街道审批", (seat,), 1, 3),))
    cases.submit(case=case, course=course, effects=(), version=case.version, by=by, at=cast.at())


def _send_import(cast: Cast, person: Person, community: Unit) -> None:
    """An import of the street, its file gone, with a row of somebody on file already."""
    street = community.parent
    assert street is not None
    of = ImportJob.objects.create(
        kind=ImportKind.ROSTER, district=street.district or cast.district,
        unit=street, account="clerk", name="街道经办", filename="在册.xlsx", suffix=".xlsx", seal_key="x",
        since=date(2024, 1, 1), state=ImportState.PARTIAL, created_at=cast.at(), imported_at=cast.at(),
    )  # fmt: skip
    ImportRow.objects.create(of=of, sheet="花名册", number=1, state=RowState.KNOWN, person=person)


_TABS = {"人员": "changes", "组织": "history", "社区": "people"}


def address(route: str, about: str, objects: Objects) -> str:
    """An address with the objects put in."""
    plain = {
        "kind": "profile", "field": "id_number", "role": "street_clerk", "verb": "count",
        "tab": _TABS.get(about, ""),
        "mark": str(NOWHERE), "name": "409", "component": "buttons", "number": "1", "key": "k:1",
        "page": "registry:roster", "view_id": "1", "slug": "x",
        "what": "roster", "row": "1", "step": "check",
    }  # fmt: skip

    def put(match: re.Match[str]) -> str:
        name = match[2]
        return plain[name] if name in plain else str(objects.value(about, name))

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", put, route)
