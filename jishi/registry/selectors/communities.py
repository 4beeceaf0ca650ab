"""Places with the people in them: head counts of a tree, the team of a community, who holds grids.

People come from the roster of a sight, so that a figure here is the figure of the list it opens.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from jishi.access.permissions import Sight
from jishi.places.models import Unit
from jishi.places.selectors import Node
from jishi.registry.enums import Presence
from jishi.registry.models import Appointment, Assignment, Employment, Standing
from jishi.registry.selectors.narrowing import Day, within_sight

TEAM = (Presence.PRESENT, Presence.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a grid or duty: A, or B as deputy. `uid` and `name` are empty out of sight."""

    uid: str
    name: str
    is_deputy: bool
    duty: str


def unit_visible_to(sight: Sight, pk: int) -> Unit:
    """A unit within sight, where it stands today.

    Errors: Unit.DoesNotExist, whether there is none or it is out of sight.
    """
    if not sight.path:
        raise Unit.DoesNotExist
    return Unit.objects.select_related("parent", "district").get(pk=pk, path__startswith=sight.path)


def team_counts(sight: Sight, day: Day) -> Mapping[int, int]:
    """How many in the team each unit itself uses on a day; a unit without anybody is absent."""
    rows = within_sight(sight, day).filter(presence__in=TEAM).order_by().values_list("unit_id")
    return dict(rows.annotate(count=Count("pk")))


def counts_below(nodes: Sequence[Node], own: Mapping[int, int]) -> Mapping[int, int]:
    """How many each unit of a tree has, with those of everything below it."""
    total: Counter[int] = Counter(own)
    for node in sorted(nodes, key=lambda node: -node.depth):
        if node.parent_id is not None:
            total[node.parent_id] += total[node.unit_id]
    return total


def team_of(sight: Sight, units: Iterable[int], day: Day) -> list[Standing]:
    """Who is in the team of some units on a day, heads first."""
    rows = within_sight(sight, day).filter(presence__in=TEAM, unit_id__in=list(units))
    found = list(rows.select_related("person", "unit"))
    ranks = {"社区正职": 0, "正职": 0, "社区副职": 1, "副职": 1}
    return sorted(found, key=lambda row: (ranks.get(row.post_class, 2), row.spelling, row.pk))


def tied_to(unit: Unit, on: date) -> list[int]:
    """Everybody used by, in a post of, or with a duty in a unit on a day or later: whom a split moves."""
    rows = (
        Employment.objects.filter(using_unit=unit),
        Appointment.objects.filter(unit=unit),
        Assignment.objects.filter(unit=unit),
    )
    tied = (
        each.known_at(None).filter(valid_before__gt=on).values_list("person_id", flat=True) for each in rows
    )
    return sorted({pk for found in tied for pk in found})


def posts_of(team: Sequence[Standing], day: Day) -> Mapping[int, list[Appointment]]:
    """The posts each of a team holds on a day, by person."""
    found: dict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filter(person_id__in=[row.person_id for row in team])
    for post in rows.true_on(day.on).known_at(day.known_at).order_by("valid_from", "pk"):
        found[post.person_id].append(post)
    return found


def holders_of(sight: Sight, units: Iterable[int], day: Day) -> Mapping[int, list[Holder]]:
    """Who holds each of some grids or communities on a day, A before B."""
    assignments = Assignment.objects.filter(unit_id__in=list(units)).true_on(day.on).known_at(day.known_at)
    columns = ("unit_id", "person_id", "person__uid", "as_deputy", "duty")
    rows = list(assignments.order_by("as_deputy", "valid_from", "pk").values_list(*columns))
    names = _names(sight, {person for _, person, *_ in rows}, day)
    found: dict[int, list[Holder]] = defaultdict(list)
    for unit, person, uid, is_deputy, duty in rows:
        name = names.get(person, "")
        found[unit].append(Holder(uid if name else "", name, is_deputy, duty))
    return found


def _names(sight: Sight, people: set[int], day: Day) -> Mapping[int, str]:
    """The names of those within sight; whoever is not has none."""
    rows = within_sight(sight, day).filter(person_id__in=people, presence__in=TEAM)
    return dict(rows.values_list("person_id", "name"))
