"""The feed of changes of a district, in an order without gaps or repeats, also while others are writing.

Why not the number of the change: it is drawn when a change begins to be written, so a change that began
earlier may become visible after a later one was read, and a reader who goes on after the higher number never
sees the lower. Waiting some seconds makes that rare, not impossible. Every change is also an event in the
audit chain of its district, recorded in the same transaction under the lock of the chain's head, which is
held until the transaction is over. So place n+1 is given out only once n is visible, or never was: whoever
has read up to a place has read all before it, with no waiting. That place is the `sequence` here. Each
district counts by itself; whoever sees several pulls them one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jishi.access.enums import Level
from jishi.access.permissions import Sight
from jishi.audit.models import ChainHead, Event
from jishi.places.enums import UnitKind
from jishi.places.models import Unit
from jishi.registry.enums import ChangeKind, Keeper
from jishi.registry.models import Change
from jishi.registry.permissions import GROUP_OF
from jishi.registry.selectors.narrowing import LEAST
from jishi.registry.selectors.people import standings_visible_to

_ABOUT_ANOTHER = frozenset({ChangeKind.CORRECT, ChangeKind.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Told:
    """One change as somebody may know it; `summary` is empty where its field group is hidden from them."""

    sequence: int
    change: Change
    summary: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a feed: `next` is what to go on after, `has_more` whether there is more already."""

    changes: tuple[Told, ...]
    next: int
    has_more: bool


def district_asked(sight: Sight, asked: int | None) -> Unit | None:
    """The district whose feed is asked for: one's own when none is named; None when one must be named.

    Errors: Unit.DoesNotExist out of sight.
    """
    number = asked if asked is not None else sight.district_id
    if number is None:
        return None
    return Unit.objects.get(pk=number, kind=UnitKind.DISTRICT, path__startswith=sight.path or "-")


def changes_after(sight: Sight, district: Unit, after: int, limit: int) -> Stretch:
    """The next changes of a district recorded after a place in its feed, as far as they are within sight.

    Shape: at most `limit`; fewer, even none, where people out of sight are left out, and `next` is past them.
    """
    chain = f"district-{district.pk}"
    head = ChainHead.objects.filter(chain=chain).values_list("seq", flat=True).first() or 0
    rows = Event.objects.filter(chain=chain, seq__gt=after, seq__lte=head, subject_kind="person")
    events = list(rows.filter(verb__startswith="person.").order_by("seq")[: limit + 1])
    page, has_more = events[:limit], len(events) > limit
    numbers = [(event.seq, number) for event in page if (number := event.details.get("change"))]
    end = page[-1].seq if has_more else max(head, after)
    return Stretch(tuple(_told(sight, numbers)), end, has_more)


def _told(sight: Sight, numbers: Sequence[tuple[int, int]]) -> list[Told]:
    found = Change.objects.select_related("person", "corrects").in_bulk([number for _, number in numbers])
    keepers = _keepers(sight, {change.person_id for change in found.values()})
    listed = ((sequence, found[number]) for sequence, number in numbers if number in found)
    return [
        Told(sequence, change, _summary(sight, change, keepers[change.person_id]))
        for sequence, change in listed
        if change.person_id in keepers
    ]


def _keepers(sight: Sight, people: set[int]) -> Mapping[int, str]:
    """Those of some people who are within sight today, and who keeps their file."""
    rows = standings_visible_to(sight).filter(person_id__in=people)
    return dict(rows.values_list("person_id", "keeper"))


def _summary(sight: Sight, change: Change, keeper: str) -> str:
    about = change
    while about.kind in _ABOUT_ANOTHER and about.corrects is not None:
        about = about.corrects
    group = GROUP_OF.get(ChangeKind(about.kind))
    if group is None:
        return ""
    level = sight.level(group, kept_by_district=keeper == Keeper.DISTRICT)
    return change.summary if level >= LEAST.get(group, Level.READ) else ""
