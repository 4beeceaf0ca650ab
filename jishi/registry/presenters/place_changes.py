"""What a change of places brings about, told before it is made: who goes along, which grids, the quotas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.places.selectors import Node, tree
from jishi.registry.actions.restructuring import Restructured
from jishi.registry.models import Standing
from jishi.registry.rulings.quotas import CommunityQuota, Quotas, community_quotas
from jishi.ui.components import Effect, Tone

_MOST_NAMED = 6
_MOST_QUOTAS = 8


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What submitting would do: the sentence of the history, and the lines of the panel."""

    summary: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A district on the day a change takes effect, as it is before the change."""

    district: Unit | None
    on: date
    nodes: Mapping[int, Node]
    quotas: Mapping[int, CommunityQuota]
    sentence: str = ""  # why there are no quotas
    clause: str = ""

    @classmethod
    def of(cls, unit: Unit, on: date) -> Picture:
        """The district of a unit on a day; above districts only the tree."""
        path = unit.district.path if unit.district else unit.path
        nodes = {node.unit_id: node for node in tree(path, on=on)}
        quotas = community_quotas(unit.district, on) if unit.district else Quotas()
        return cls(unit.district, on, nodes, _by_unit(nodes, quotas), quotas.sentence, quotas.clause)

    def told_after(self, done: Restructured) -> Foreseen:
        """What is different, asked while the change is made and not yet kept."""
        after = Picture.of(done.outcome.unit, self.on)
        lines = [*_people(done), *_below(self, after), *_quota_lines(self, after)]
        return Foreseen(done.outcome.change.summary, tuple(lines))


def _people(done: Restructured) -> Iterator[Effect]:
    """Whoever goes along, by name as far as the panel has room."""
    if not done.followed:
        return
    people = [change.person_id for change in done.followed]
    rows = Standing.objects.filter(person_id__in=people).order_by("person_id", "-pk")
    names = dict(rows.values_list("person_id", "name"))
    listed = "、".join(list(names.values())[:_MOST_NAMED])
    more = "等" if len(names) > _MOST_NAMED else ""
    where = done.followed[0].summary.rpartition("到")[2]
    yield Effect("人员", "", f"{len(people)} 人随之转入“{where}”：{listed}{more}", tone="info")


def _below(before: Picture, after: Picture) -> Iterator[Effect]:
    """Units that get another parent or name along with it, counted by where they go."""
    moved: dict[int, int] = {}
    for key, node in after.nodes.items():
        was = before.nodes.get(key)
        if was is not None and was.parent_id != node.parent_id and node.parent_id is not None:
            moved[node.parent_id] = moved.get(node.parent_id, 0) + 1
    for parent, count in moved.items():
        name = after.nodes[parent].name if parent in after.nodes else ""
        yield Effect("下级", "", f"{count} 个单位归“{name}”", tone="info")
    new = [node for key, node in after.nodes.items() if key not in before.nodes]
    gone = [node for key, node in before.nodes.items() if key not in after.nodes]
    for label, nodes in (("新设", new), ("止于此日", gone)):
        if nodes:
            yield Effect(label, "", _listed(nodes), tone="info" if label == "新设" else "warn")


def _listed(nodes: list[Node]) -> str:
    named = "、".join(f"{node.name}（{UnitKind(node.kind).label}）" for node in nodes[:_MOST_NAMED])
    return named if len(nodes) <= _MOST_NAMED else f"{named}等 {len(nodes)} 个"


def _by_unit(nodes: Mapping[int, Node], quotas: Quotas) -> dict[int, CommunityQuota]:
    """Quotas by unit, so that a renamed or moved community is still the same one."""
    found = {}
    for key, node in nodes.items():
        street = nodes.get(node.parent_id or 0)
        row = quotas.rows.get((street.name if street else "", node.name))
        if node.kind == UnitKind.COMMUNITY and row is not None:
            found[key] = row
    return found


def _quota_lines(before: Picture, after: Picture) -> Iterator[Effect]:
    """The communities whose quota is another, each with its households."""
    if after.sentence:
        yield Effect("员额", "", after.sentence, tone="warn")
        return
    changed = [
        key
        for key in {**before.quotas, **after.quotas}
        if _quota(before.quotas.get(key)) != _quota(after.quotas.get(key))
    ]
    for key in changed[:_MOST_QUOTAS]:
        node = after.nodes.get(key) or before.nodes[key]
        yield _quota_line(node.name, before.quotas.get(key), after.quotas.get(key), after.clause)


def _quota_line(name: str, was: CommunityQuota | None, now: CommunityQuota | None, clause: str) -> Effect:
    tone: Tone = "warn" if now is not None and now.quota is None else "info"
    return Effect(f"{name}员额", _quota(was) or "—", _quota(now) or "—", clause, tone)


def _quota(row: CommunityQuota | None) -> str:
    if row is None:
        return ""
    if row.quota is None:
        return f"不能核定，缺{'、'.join(row.missing)}" if row.missing else "不能核定"
    households = f"（{row.households:,} 户）" if row.households is not None else ""
    return f"{row.quota} 人{households}"
