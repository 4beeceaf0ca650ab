"""Finding what a change did to the facts of a person, and undoing it as long as nothing later built on it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.ledger.models import UNTIL_NOW
from jishi.registry.models import FACTS, Change, PersonFact
from jishi.registry.selectors.files import PersonFile, linked_units


def undone(file: PersonFile, change: Change) -> Delta:
    """The delta that undoes a change: what it recorded is withdrawn, what it superseded is believed again.

    Shape:  a person's changes have an instant each, so the instant tells what a change did.
    Errors: Refused when a later change superseded something it recorded.
    """
    delta = Delta()
    believed = {_said(fact): fact for fact in file.facts}
    for fact in _touched(change):
        if fact.recorded_at == change.recorded_at:
            still = believed.get(_said(fact))
            if still is None:
                raise Refused(_built_upon(change, fact))
            delta.withdraw(still)
        else:
            delta.restore(fact)
    return delta


def _touched(change: Change) -> Iterable[PersonFact]:
    """What a change recorded, and what it superseded."""
    instant = Q(recorded_at=change.recorded_at) | Q(superseded_at=change.recorded_at)
    for kind in FACTS:
        rows = kind.objects.filter(instant, person_id=change.person_id)
        yield from rows.select_related(*linked_units(kind)).order_by("pk")


def _said(fact: PersonFact) -> tuple[object, ...]:
    """A fact but for its row and when it was known: one that was restored says the same as before."""
    content = tuple(sorted((name, str(value)) for name, value in fact.content().items()))
    return type(fact), fact.valid_from, fact.valid_before, fact.change_id, content


def _built_upon(change: Change, fact: PersonFact) -> str:
    label = fact._meta.verbose_name
    later = (
        Change.objects.filter(person_id=change.person_id, recorded_at__gt=change.recorded_at)
        .filter(recorded_at=fact.superseded_at)
        .first()
        if fact.superseded_at != UNTIL_NOW
        else None
    )
    by = f"“{later.get_kind_display()}”（{later.effective_on} 生效）" if later else "后来的异动"
    return f"这条异动登记的{label}已被{by}改动，不能直接撤销或更正。请先撤销后来的那一条，再处理这一条。"
