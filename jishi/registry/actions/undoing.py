"""Finding what a change did to the facts of a person, and undoing it as long as nothing later built on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.ledger.models import FOREVER
from jishi.registry.models import (
    FACTS,
    Appointment,
    Assignment,
    Change,
    Contact,
    Employment,
    Figure,
    GradeHeld,
    IdentityHeld,
    PersonFact,
    Profile,
)
from jishi.registry.selectors.files import PersonFile, linked_units

# Facts that end, unless told otherwise, where something known already begins or ends.
_ENDED_BY_OTHERS = (Appointment, Assignment, Employment, Figure, GradeHeld, IdentityHeld, Profile, Contact)


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
                raise Refused(_built_upon(change, fact, fact.superseded_at))
            delta.withdraw(still)
        else:
            delta.restore(fact)
    _check_not_leant_on(file, change, delta)
    return delta


def without(file: PersonFile, change: Change) -> Delta:
    """The delta that leaves nothing of a change; of a correction, nothing of what it corrected either.

    Errors: as `undone`.
    """
    delta = undone(file, change)
    if change.corrects is None:
        return delta
    return delta.followed_by(without(file.after(delta), change.corrects))


def _check_not_leant_on(file: PersonFile, change: Change, delta: Delta) -> None:
    """Refuse when a fact recorded later ends where this change begins or ends something: it would run on."""
    edges = {day for fact in delta.superseded for day in (fact.valid_from, fact.valid_before)} - {FOREVER}
    for fact in file.facts:
        later = fact.pk is not None and fact.recorded_at > change.recorded_at and fact.change_id != change.pk
        if later and isinstance(fact, _ENDED_BY_OTHERS) and fact.valid_before in edges:
            raise Refused(_built_upon(change, fact, fact.recorded_at))


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


def _built_upon(change: Change, fact: PersonFact, at: datetime) -> str:
    label = fact._meta.verbose_name
    later = Change.objects.filter(person_id=change.person_id, recorded_at=at).first()
    by = f"“{later.get_kind_display()}”（{later.effective_on} 生效）" if later else "后来的异动"
    return f"这条异动登记的{label}已被{by}改动，不能直接撤销或更正。请先撤销后来的那一条，再处理这一条。"
