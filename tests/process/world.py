"""A small district with offices, the people who sit in them, and a kind of case that counts its effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from jishi.access.enums import Role
from jishi.access.permissions import Sight
from jishi.audit.enums import Actor, Subject
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.process.actions import cases, opinions
from jishi.process.actions.cases import Proposal
from jishi.process.actions.kinds import CaseKind, register
from jishi.process.actions.opinions import Said
from jishi.process.enums import SeatState, Verdict
from jishi.process.models import Case, Course, Seat, SeatPlan, StepPlan

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)

applied: list[int] = []


def _count(case: Case, *, on: date, by: Actor, at: datetime) -> None:
    assert on == DAY
    assert by.identity
    assert at > NOON
    applied.append(case.pk)


register(CaseKind("test-count", "计数事项", _count))


@dataclass
class World:
    """The district, and a clock that moves a minute at every look."""

    district: Unit
    streets: list[Unit]
    minutes: int = 0
    sights: dict[str, Sight] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        self.minutes += 1
        return NOON + timedelta(minutes=self.minutes)

    def sight(self, person: str, role: Role, unit: Unit, *, for_: str = "", account: str = "") -> Sight:
        """The sight of a person in an office, perhaps through a second account or as somebody's proxy."""
        actor = Actor(account or f"acc-{person}", person, role.label, person=person, principal=for_)
        return Sight(
            account_id=1,
            actor=actor,
            role=role,
            unit_id=unit.pk,
            path=unit.path,
            district_id=self.district.pk,
            person_uid=person,
            permissions=frozenset(),
            levels={},
            on=DAY,
        )

    def clerk(self, person: str = "经办甲", street: int = 0) -> Sight:
        return self.sight(person, Role.STREET_CLERK, self.streets[street])

    def leader(self, person: str, street: int = 0) -> Sight:
        return self.sight(person, Role.STREET_LEADER, self.streets[street])

    def social(self, person: str) -> Sight:
        return self.sight(person, Role.SOCIAL_WORK, self.district)

    def course(self) -> Course:
        """Both streets at once, then the district."""
        both = tuple(
            SeatPlan(f"{street.name}", (Role.STREET_LEADER.value,), street.pk) for street in self.streets
        )
        social = SeatPlan("区委社会工作部", (Role.SOCIAL_WORK.value,), self.district.pk)
        return Course((StepPlan("两街道同意", both, 2, 3), StepPlan("区审批", (social,), 1, 5)))

    def drafted(self, by: Sight, token: str | None = None) -> Case:
        about = Subject("person", "某人", "某人")
        proposal = Proposal("test-count", about, self.streets[0], "调动某人", {"to": "东苑社区"})
        return cases.draft(proposal=proposal, token=token, by=by.actor, at=self.now)

    def submitted(self, by: Sight, course: Course | None = None) -> Case:
        case = self.drafted(by)
        return cases.submit(
            case=case,
            course=course or self.course(),
            effects=(),
            version=case.version,
            by=by.actor,
            at=self.now,
        )

    def say(self, case: Case, sight: Sight, verdict: Verdict = Verdict.AGREE, text: str = "意见") -> Case:
        """Speak on the waiting seat of the sight's own unit."""
        seat = Seat.objects.get(case=case, unit_id=sight.unit_id, state=SeatState.WAITING)
        said = Said(verdict, Case.objects.get(pk=case.pk).content_digest, text)
        return opinions.give(seat=seat, said=said, on=DAY, sight=sight, at=self.now)


def build() -> World:
    """A district with two streets."""
    city = _unit(UnitKind.CITY, "清江市", None, "00001/", None)
    district = _unit(UnitKind.DISTRICT, "清河区", city, "00001/00001/", None)
    streets = [
        _unit(UnitKind.STREET, name, district, f"00001/00001/0000{n}/", district)
        for n, name in enumerate(("东城街道", "西关街道"), 1)
    ]
    return World(district, streets)


def _unit(kind: UnitKind, name: str, parent: Unit | None, path: str, district: Unit | None) -> Unit:
    return Unit.objects.create(kind=kind, name=name, parent=parent, path=path, district=district)


def states(seats: Sequence[Seat]) -> list[str]:
    return [seat.state for seat in seats]
