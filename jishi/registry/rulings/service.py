"""Years of community work of the people on a list, by the counting of `jishi.policy`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from jishi.policy.decisions.service import ServiceSegment, length_of_service
from jishi.policy.period import Span
from jishi.registry.enums import Presence
from jishi.registry.models import Service, Standing


def service_months(
    standings: Sequence[Standing], *, on: date, known_at: datetime | None = None, verified_only: bool = False
) -> dict[int, int | None]:
    """Count the whole months of community work completed by a day, for everybody on a list.

    Shape: person → months; None when neither segments nor a day of entry are on file. One query.
    """
    segments: dict[int, list[ServiceSegment]] = {}
    people = [standing.person_id for standing in standings]
    facts = Service.objects.known_at(known_at).filter(person_id__in=people)
    for fact in facts.only("person_id", "valid_from", "valid_before", "verified", "counts"):
        segment = ServiceSegment(fact.span, verified=fact.verified, counts=fact.counts)
        segments.setdefault(fact.person_id, []).append(segment)
    return {
        standing.person_id: _months(
            standing, segments.get(standing.person_id, []), on, verified_only=verified_only
        )
        for standing in standings
    }


def _months(
    standing: Standing, segments: list[ServiceSegment], on: date, *, verified_only: bool
) -> int | None:
    """Somebody without segments has served since the day of entry."""
    if not segments:
        if standing.entered_on is None:
            return None
        left = standing.valid_from if standing.presence == Presence.LEFT else None
        if left is not None and left <= standing.entered_on:
            return None
        segments = [ServiceSegment(Span(standing.entered_on, left))]
    return length_of_service(segments, on, verified_only=verified_only).months
