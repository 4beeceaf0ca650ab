"""The course a pack's flow (流程) lays for a case: which offices sit at which step.

Flows name offices in the words of their document. This module finds the role a word means and the unit that
fills it; a word it cannot place stops the case with a sentence, it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jishi.access.enums import Role
from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.places.rulings import loaded, pack_of
from jishi.policy.pack.model import BLANK
from jishi.policy.pack.rules import Flow, Step
from jishi.process.models import Course, SeatPlan, StepPlan

# A word in the name of an office → the roles that may speak for it; the first that occurs decides.
_WORDS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("本人", (Role.WORKER,)),
    ("社区工作者", (Role.WORKER,)),
    ("社区党", (Role.SECRETARY,)),
    ("书记", (Role.SECRETARY,)),
    ("街道经办", (Role.STREET_CLERK,)),
    ("街道党工委", (Role.STREET_LEADER,)),
    ("党工委", (Role.STREET_LEADER,)),
    ("街道", (Role.STREET_CLERK, Role.STREET_LEADER)),
    ("乡镇", (Role.STREET_CLERK, Role.STREET_LEADER)),
    ("联审", (Role.REVIEWER,)),
    ("组织", (Role.ORGANISATION,)),
    ("社会工作部", (Role.SOCIAL_WORK,)),
    ("社工部", (Role.SOCIAL_WORK,)),
    ("民政", (Role.CIVIL_AFFAIRS,)),
    ("人力资源", (Role.LABOUR,)),
    ("人社", (Role.LABOUR,)),
    ("财政", (Role.FINANCE,)),
    ("申请单位", (Role.DEPARTMENT,)),
    ("常务会议", (Role.LEADER,)),
    ("常委会", (Role.LEADER,)),
    ("县委", (Role.LEADER,)),
    ("县政府", (Role.LEADER,)),
    ("社区", (Role.SECRETARY,)),
)
_ALL = "全部"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a flow as its document says it."""

    name: str
    office: str
    level: str
    days: str
    passes: str
    returns: str
    clauses: str


@dataclass(frozen=True, slots=True)
class FlowCard:
    """One flow with its steps."""

    code: str
    name: str
    applies: str
    clauses: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class Offices:
    """Who can sit: the community a case comes from, the streets it touches, the district and its offices."""

    district: Unit
    streets: Sequence[Unit] = ()
    community: Unit | None = None
    by_name: Mapping[str, Unit] = field(default_factory=dict)


def flow_of(pack_code: str, flow_code: str) -> Flow:
    """A flow of a pack.

    Errors: Refused when the pack has none of that code.
    """
    flows = {flow.code: flow for flow in loaded(pack_code).flows}
    if flow_code not in flows:
        raise Refused(f"本区政策包没有“{flow_code}”的办理流程，请先在政策中心补上这条流程。")
    return flows[flow_code]


def course_of(flow: Flow, *, offices: Offices) -> Course:
    """The steps and seats a flow gives a case.

    Errors: Refused when an office is 待填 or cannot be placed.
    """
    return Course(tuple(_step(step, pack_flow=flow, offices=offices) for step in flow.steps))


def _step(step: Step, *, pack_flow: Flow, offices: Offices) -> StepPlan:
    seats = _seats(step, pack_flow, offices)
    return StepPlan(
        name=step.name,
        seats=seats,
        needed=_needed(step, len(seats)),
        days=step.days if isinstance(step.days, int) else None,
        clauses=tuple(step.citation.refs),
    )


def _needed(step: Step, seats: int) -> int:
    """全部, or n of n/m; without a word, everybody."""
    if step.passes in {None, _ALL, BLANK}:
        return seats
    first, _, _ = str(step.passes).partition("/")
    return min(int(first), seats) if first.isdecimal() else seats


def _seats(step: Step, flow: Flow, offices: Offices) -> tuple[SeatPlan, ...]:
    roles = roles_of(step.role, f"流程“{flow.name}”的环节“{step.name}”")
    if step.parallel and Role.REVIEWER in roles:
        units = [unit for name, unit in offices.by_name.items() if name]
        if not units:
            raise Refused(f"环节“{step.name}”要多个单位同时办理，请先在组织机构中建立联审单位。")
        return tuple(SeatPlan(unit.name, (Role.REVIEWER.value,), unit.pk) for unit in units)
    return tuple(
        SeatPlan(
            unit.name if step.level == "街道" else step.role, tuple(role.value for role in roles), unit.pk
        )
        for unit in _units(step, roles, offices)
    )


def roles_of(words: str, where: str) -> tuple[Role, ...]:
    """The roles an office's name means.

    Errors: Refused when it is 待填 or no role is known by it.
    """
    found = next((roles for word, roles in _WORDS if word in words), None)
    if found is None:
        raise Refused(f"{where}的责任单位“{words}”还不能对应到平台的角色，请先在政策中心写明由谁办理。")
    return found


def _units(step: Step, roles: tuple[Role, ...], offices: Offices) -> Sequence[Unit]:
    if step.level == "社区" and offices.community is not None:
        return [offices.community]
    if step.level == "街道" and offices.streets:
        return offices.streets
    own = next((unit for name, unit in offices.by_name.items() if _means(name, roles)), None)
    return [own or offices.district]


def _means(name: str, roles: tuple[Role, ...]) -> bool:
    return next((found for word, found in _WORDS if word in name), None) == roles


def flows_of(district: Unit) -> tuple[FlowCard, ...]:
    """Every flow of a district's pack, in words.

    Errors: Refused when the district has no pack.
    """
    return tuple(_card(flow) for flow in pack_of(district).flows)


def offices_of(district: Unit, communities: Sequence[Unit]) -> Offices:
    """Who can sit for something that touches some communities: their streets, each once, and the district.

    Shape: offices of the district sit as roles of the district itself; it starts in the first.
    """
    streets = {unit.parent_id: unit.parent for unit in communities if unit.parent is not None}
    return Offices(
        district=district,
        streets=tuple(streets.values()),
        community=next(iter(communities), None),
    )


def _card(flow: Flow) -> FlowCard:
    """A flow in words."""
    steps = tuple(
        StepLine(
            step.name,
            step.role,
            step.level,
            _days(step.days),
            _passes(step.parallel, step.passes),
            step.returns_to or "",
            str(step.citation),
        )
        for step in flow.steps
    )
    return FlowCard(flow.code, flow.name, flow.applies or "", str(flow.citation), steps)


def _days(days: int | str | None) -> str:
    if days is None:
        return "未限定"
    return f"{days} 个工作日" if isinstance(days, int) else BLANK if days == BLANK else f"按参数“{days}”"


def _passes(parallel: str | None, passes: str | None) -> str:
    return "，".join(
        part for part in (f"{parallel}并行" if parallel else "", f"{passes}同意" if passes else "") if part
    )
