"""The tree of places and one unit as the page shows them: rows, key facts, history in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from jishi.access.enums import Permission, Role
from jishi.access.nav import address
from jishi.access.permissions import Sight
from jishi.places.enums import PARENT_KINDS, RecordKind, RestructureKind, UnitKind
from jishi.places.models import Households, Unit, UnitStanding
from jishi.places.selectors import Entry as Change
from jishi.places.selectors import Node, UnitAsOf
from jishi.policy.period import ONE_DAY
from jishi.ui.components import Entry, Fact, Tag, Tone

_MOST_FOUND = 40
_LABELS = {kind.value: str(kind.label) for kind in (*RestructureKind, *RecordKind)}
_TONES: Mapping[str, Tone] = {
    RestructureKind.FOUND: "ok",
    RestructureKind.DISSOLVE: "bad",
    RestructureKind.MERGE: "info",
    RestructureKind.SPLIT: "info",
    RestructureKind.MOVE: "info",
    RestructureKind.RENAME: "info",
    RecordKind.CORRECT: "warn",
    RecordKind.WITHDRAW: "warn",
}
NOT_FILLED = "未填"


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A unit as the tree shows it."""

    name: str
    kind: str
    url: str
    depth: int
    count: int
    is_current: bool
    is_open: bool
    has_below: bool
    icon: str


_ICONS = {
    UnitKind.CITY: "building-bank",
    UnitKind.DISTRICT: "building",
    UnitKind.STREET: "map-2",
    UnitKind.COMMUNITY: "building-community",
    UnitKind.GRID: "map-pin",
    UnitKind.OFFICE: "briefcase",
}


def tree_rows(
    nodes: Sequence[Node], counts: Mapping[int, int], *, chosen: int, text: str = ""
) -> tuple[TreeRow, ...]:
    """The tree opened down to the chosen unit; with a text, every unit whose name holds it."""
    if text:
        found = [node for node in nodes if text in node.name][:_MOST_FOUND]
        return tuple(_row(node, counts, chosen, is_open=False, depth=0) for node in found)
    line, inside = _line(nodes, chosen), {node.unit_id for node in nodes}
    shown = [
        node for node in nodes if node.depth == 0 or node.parent_id in line or node.parent_id not in inside
    ]
    offices = [node for node in shown if node.kind == UnitKind.OFFICE]
    units = [node for node in shown if node.kind != UnitKind.OFFICE]
    return tuple(
        _row(node, counts, chosen, is_open=node.unit_id in line, depth=node.depth)
        for node in [*units, *offices]
    )


def _line(nodes: Sequence[Node], chosen: int) -> set[int]:
    """The chosen unit and everything above it, the top always among them."""
    parents = {node.unit_id: node.parent_id for node in nodes}
    line = {node.unit_id for node in nodes if node.depth == 0}
    at: int | None = chosen
    while at is not None and at in parents:
        line.add(at)
        at = parents[at]
    return line


def _row(node: Node, counts: Mapping[int, int], chosen: int, *, is_open: bool, depth: int) -> TreeRow:
    return TreeRow(
        name=node.name,
        kind=UnitKind(node.kind).label,
        url=reverse("registry:unit", args=[node.unit_id]),
        depth=depth,
        count=counts.get(node.unit_id, 0),
        is_current=node.unit_id == chosen,
        is_open=is_open,
        has_below=bool(node.child_count),
        icon=_ICONS[UnitKind(node.kind)],
    )


def unit_tags(unit: UnitAsOf, on: date) -> tuple[Tag, ...]:
    """What kind it is and whether it stands on the day."""
    kind = Tag(str(unit.kind.label), "mute")
    if unit.stands:
        return (kind,)
    if unit.founded_on is None:
        return (kind, Tag("设立已撤回", "bad"))
    return (kind, Tag("尚未设立", "info") if on < unit.founded_on else Tag("已撤销", "bad"))


def unit_facts(unit: UnitAsOf, *, count: int, below: Sequence[Node], total: Total) -> tuple[Fact, ...]:
    """The key facts of a unit's header."""
    facts = [Fact("在岗", f"{count} 人", roster_url(unit.unit))]
    if unit.kind in (UnitKind.COMMUNITY, UnitKind.GRID):
        facts += household_facts(total.own)
    elif total.communities:
        facts.append(Fact("户数合计", _number(total.households, "户"), note=total.gap_sentence))
    counted_kinds = Counter(node.kind for node in below if node.kind != UnitKind.OFFICE)
    facts += [Fact(f"下级{UnitKind(kind).label}", f"{number} 个") for kind, number in counted_kinds.items()]
    if unit.founded_on:
        facts.append(Fact("设立", unit.founded_on.isoformat()))
    if unit.ended_before:
        facts.append(Fact("止于", (unit.ended_before - ONE_DAY).isoformat()))
    if unit.unit.code:
        facts.append(Fact("代码", unit.unit.code))
    if unit.kind == UnitKind.DISTRICT:
        facts.append(Fact("政策包", unit.unit.pack))
    return tuple(facts)


def household_facts(counted: Households | None) -> list[Fact]:
    """Households and residents with their source; what is not known is said so."""
    if counted is None:
        return [Fact("户数", NOT_FILLED), Fact("常住人口", NOT_FILLED)]
    note = f"{counted.valid_from.isoformat()} 起" + (f" · {counted.source}" if counted.source else "")
    return [
        Fact("户数", _number(counted.households, "户"), note=note),
        Fact("常住人口", _number(counted.residents, "人")),
    ]


def _number(value: int | None, unit: str) -> str:
    return NOT_FILLED if value is None else f"{value:,} {unit}"


def roster_url(unit: Unit) -> str:
    """The roster of everybody in a unit and below it; empty where the roster has no such question."""
    roster = address("registry:roster")
    if unit.kind in (UnitKind.STREET, UnitKind.COMMUNITY):
        return f"{roster}?{unit.kind}={unit.pk}" if roster else ""
    return roster if unit.kind in (UnitKind.CITY, UnitKind.DISTRICT) else ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of a unit's history with what can be done about it."""

    entry: Entry
    withdraw_url: str = ""


def history_rows(entries: Sequence[Change], unit: UnitAsOf, *, can_edit: bool) -> tuple[HistoryRow, ...]:
    """A unit's history newest first; what is believed can be withdrawn by who may edit."""
    return tuple(
        HistoryRow(_entry(each, unit), _withdraw_url(each, unit) if can_edit else "") for each in entries
    )


def _came_along(each: Change, unit: UnitAsOf) -> bool:
    """Whether a unit was founded as part of something larger."""
    return each.change.kind == RestructureKind.FOUND and each.change.unit_id != unit.unit.pk


def _withdraw_url(each: Change, unit: UnitAsOf) -> str:
    if each.is_withdrawn or each.change.kind == RecordKind.WITHDRAW or _came_along(each, unit):
        return ""
    return reverse("registry:place-withdraw", args=[each.change.pk])


def _entry(each: Change, unit: UnitAsOf) -> Entry:
    change = each.change
    tag = Tag("已撤回", "mute") if each.is_withdrawn else Tag("待生效", "info") if each.is_ahead else None
    recorded = timezone.localtime(change.recorded_at)
    return Entry(
        when=change.effective_on.isoformat(),
        title=f"随“{change.summary}”设立" if _came_along(each, unit) else change.summary,
        text=change.reason,
        by=f"{_LABELS.get(change.kind, change.kind)} · {change.recorded_by} 登记于 {recorded:%Y-%m-%d %H:%M}",
        tag=tag,
        tone="mute" if each.is_withdrawn else _TONES.get(change.kind, "mute"),
    )


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done to a unit."""

    label: str
    url: str
    icon: str


_VERBS: tuple[tuple[str, str, str, tuple[UnitKind, ...]], ...] = (
    ("found", "设立下级", "plus", (UnitKind.CITY, UnitKind.DISTRICT, UnitKind.STREET, UnitKind.COMMUNITY)),
    ("rename", "更名", "pencil", tuple(UnitKind)),
    ("move", "划转", "transfer", (UnitKind.COMMUNITY, UnitKind.GRID)),
    ("merge", "合并", "git-merge", (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.OFFICE)),
    ("split", "拆分", "git-branch", (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID)),
    ("dissolve", "撤销", "trash", (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.OFFICE)),
    ("count", "登记户数", "home", (UnitKind.COMMUNITY, UnitKind.GRID)),
    ("body", "登记机构", "building", (UnitKind.STREET, UnitKind.COMMUNITY)),
    ("star", "登记星级", "star", (UnitKind.COMMUNITY,)),
    ("figure", "登记数据", "database", (UnitKind.COMMUNITY,)),
)


_LOCAL = frozenset({"count", "body", "star", "figure"})


def unit_actions(unit: UnitAsOf, sight: Sight) -> tuple[Action, ...]:
    """What somebody can do to a unit that has not ended; a street records, the district changes the map."""
    if unit.founded_on is None or unit.ended_before is not None or not sight.may(Permission.PLACE_EDIT):
        return ()
    whole = sight.role not in (Role.STREET_CLERK, Role.STREET_LEADER, Role.SECRETARY)
    local = _LOCAL | ({"found"} if unit.kind is UnitKind.COMMUNITY else set())
    return tuple(
        Action(label, reverse("registry:place-change", args=[unit.unit.pk, verb]), icon)
        for verb, label, icon, kinds in _VERBS
        if unit.kind in kinds and (whole or verb in local)
    )


def lineage_sentence(before: Sequence[UnitStanding], after: Sequence[UnitStanding]) -> str:
    """What a unit was made of and what became of it, in a sentence; empty when neither is known."""
    words = []
    if before:
        words.append(f"由{_quoted(before)}并入而成")
    if after:
        words.append(f"此后为{_quoted(after)}")
    return "；".join(words) + ("。" if words else "")


def _quoted(standings: Sequence[UnitStanding]) -> str:
    return "".join(f"“{standing.name}”" for standing in standings)


@dataclass(frozen=True, slots=True)
class Total:
    """Households and residents of a unit: its own count, or the sum of its communities.

    Shape: a sum is of the communities that are filled in; `missing` how many are not.
    """

    own: Households | None = None
    communities: int = 0
    missing: int = 0
    households: int | None = None
    residents: int | None = None

    @property
    def gap_sentence(self) -> str:
        """Which communities a sum leaves out."""
        return f"{self.missing} 个社区未填，未计入" if self.missing else ""


def totals(nodes: Sequence[Node], counted: Mapping[int, Households]) -> Mapping[int, Total]:
    """What each unit of a tree counts: communities and grids their own, all above the sum of communities."""
    by_key = {node.unit_id: node for node in nodes}
    under: dict[int, list[int]] = {}
    for node in nodes:
        above = by_key.get(node.parent_id or 0)
        while node.kind == UnitKind.COMMUNITY and above is not None:
            under.setdefault(above.unit_id, []).append(node.unit_id)
            above = by_key.get(above.parent_id or 0)
    return {
        node.unit_id: _total(counted, under.get(node.unit_id, []), counted.get(node.unit_id))
        for node in nodes
    }


def _total(counted: Mapping[int, Households], communities: Sequence[int], own: Households | None) -> Total:
    if not communities:
        return Total(own, 0, 0, own.households if own else None, own.residents if own else None)
    found = [counted[key] for key in communities if key in counted]
    households = [each.households for each in found if each.households is not None]
    residents = [each.residents for each in found if each.residents is not None]
    return Total(
        None,
        len(communities),
        len(communities) - len(households),
        sum(households) if households else None,
        sum(residents) if residents else None,
    )


@dataclass(frozen=True, slots=True)
class BelowRow:
    """A unit under another, as its table shows it."""

    name: str
    kind: str
    url: str
    people: int
    below: int
    total: Total
    is_counted: bool  # whether it has households of its own or below it


def below_rows(
    below: Sequence[Node], counts: Mapping[int, int], summed: Mapping[int, Total], *, nodes: Sequence[Node]
) -> tuple[BelowRow, ...]:
    """The table of the units under one, offices last."""
    under = Counter(node.parent_id for node in nodes)
    return tuple(
        BelowRow(
            name=node.name,
            kind=UnitKind(node.kind).label,
            url=_unit_url(node),
            people=counts.get(node.unit_id, 0),
            below=under[node.unit_id],
            total=summed[node.unit_id],
            is_counted=node.kind != UnitKind.OFFICE,
        )
        for node in sorted(below, key=_offices_last)
    )


def _offices_last(node: Node) -> bool:
    return node.kind == UnitKind.OFFICE


def _unit_url(node: Node) -> str:
    if node.kind == UnitKind.COMMUNITY:
        return reverse("registry:community", args=[node.unit_id])
    return reverse("registry:unit", args=[node.unit_id])


def kind_below(unit: UnitAsOf, below: Sequence[Node]) -> str:
    """What the units under one are called together."""
    kinds = {node.kind for node in below} or {
        kind for kind, above in PARENT_KINDS.items() if unit.kind in above
    }
    labels = [kind.label for kind in UnitKind if kind in kinds]
    return "、".join(str(label) for label in labels)


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A stretch of a unit's life under one name and parent."""

    name: str
    parent: str
    since: date
    until: date | None
    correct_url: str


def standing_rows(standings: Iterable[UnitStanding], *, can_edit: bool) -> tuple[StandingRow, ...]:
    """A unit's names and parents, last first."""
    return tuple(
        StandingRow(
            standing.name,
            standing.parent.name if standing.parent else "",
            standing.valid_from,
            None if standing.is_open else standing.valid_before - ONE_DAY,
            reverse("registry:place-correct", args=[standing.pk]) if can_edit else "",
        )
        for standing in reversed(list(standings))
    )
