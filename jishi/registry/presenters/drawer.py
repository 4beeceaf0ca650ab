"""One person of a list in the drawer: the facts a list holds in full, what comes, what was recorded last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from jishi.registry.enums import ChangeKind, Presence
from jishi.registry.models import Change, Standing
from jishi.registry.presenters.links import PersonLinks
from jishi.registry.selectors.columns import Known, RosterColumn, Unsaid, columns_for, worded
from jishi.registry.selectors.timeline import TimelineEntry
from jishi.ui.components import Entry, Fact, Link, Tag, Tone

_LATEST = 6
_TONES: dict[str, Tone] = {
    Presence.COMING: "info",
    Presence.PRESENT: "ok",
    Presence.SUSPENDED: "warn",
    Presence.LEFT: "mute",
}
_IN_HEAD = frozenset({"name", "presence", "street", "community", "position"})


@dataclass(frozen=True, slots=True)
class Drawer:
    """What the drawer shows of somebody."""

    name: str
    subtitle: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    coming: str
    entries: tuple[Entry, ...]
    actions: tuple[Link, ...]


def drawer_of(
    standing: Standing,
    known: Known,
    changes: Sequence[TimelineEntry],
    coming: Change | None,
    *,
    may_change: bool,
) -> Drawer:
    """Put somebody's row and latest changes together."""
    names = known.units[standing.unit_id]
    parts = (names.street, names.community, standing.position)
    links = PersonLinks.made().of(standing.person.uid)
    actions = [Link("打开完整档案", links.person, "file-text")] if links.person else []
    if may_change and links.change:
        actions.append(Link("办理异动", links.change, "pencil"))
    return Drawer(
        name=standing.name,
        subtitle=" · ".join(part for part in parts if part),
        tags=_tags(standing),
        facts=tuple(_fact(column, standing, known) for column in _told(known)),
        coming=f"{coming.effective_on.isoformat()} 起{coming.summary}（待生效）" if coming else "",
        entries=tuple(_entry(each) for each in changes[:_LATEST]),
        actions=tuple(actions),
    )


def _told(known: Known) -> list[RosterColumn]:
    return [column for column in columns_for(known.sight) if column.key not in _IN_HEAD]


def _tags(standing: Standing) -> tuple[Tag, ...]:
    state = Tag(Presence(standing.presence).label, _TONES.get(standing.presence, "mute"))
    return (state, Tag("一肩挑", "party")) if standing.dual_head else (state,)


def _fact(column: RosterColumn, standing: Standing, known: Known) -> Fact:
    said = column.said(standing, known)
    return Fact(column.label, "" if said is None else worded(said), note=_note(said))


def _note(said: object) -> str:
    return "由区委组织部保管，街道不可见" if said is Unsaid.HIDDEN else ""


def _entry(told: TimelineEntry) -> Entry:
    change = told.change
    struck = told.corrected_by is not None or change.withdrawn_at is not None
    recorded = timezone.localtime(change.recorded_at)
    return Entry(
        when=change.effective_on.isoformat(),
        title=ChangeKind(change.kind).label,
        text=change.summary,
        by=f"{change.recorded_by} 登记于 {recorded:%Y-%m-%d}",
        tag=Tag("已更正", "mute") if struck else None,
    )
