"""Recording changes of people: look ahead, record, record for many, withdraw, correct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ledger import Refused
from jishi.ledger.actions import Delta
from jishi.registry import permissions
from jishi.registry.actions import checks
from jishi.registry.actions.particulars import Particulars
from jishi.registry.actions.plans import plan_change
from jishi.registry.actions.summaries import summary
from jishi.registry.actions.undoing import undone, without
from jishi.registry.actions.writing import Writ, locked, write
from jishi.registry.enums import CORRECTED, WITHDRAWN, ChangeKind
from jishi.registry.models import Change, Person
from jishi.registry.rulings.effects import Effect, effects
from jishi.registry.rulings.warnings import warnings
from jishi.registry.selectors.files import PersonFile, person_file
from jishi.registry.selectors.people import standing_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would say and bring about; nothing is written."""

    summary: str
    effects: tuple[Effect, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person of a batch: the change, or the sentence that refused it."""

    person: Person
    change: Change | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of everybody of a batch, in their order."""

    outcomes: tuple[Outcome, ...]

    @property
    def done(self) -> list[Change]:
        """The changes recorded."""
        return [each.change for each in self.outcomes if each.change is not None]

    @property
    def refused(self) -> list[Outcome]:
        """Those refused, with the sentence."""
        return [each for each in self.outcomes if each.change is None]


def preview(*, person: Person, kind: ChangeKind, particulars: Particulars, on: date, sight: Sight) -> Preview:
    """Plan a change in memory and say what it would bring about.

    Errors: Refused for what could not be recorded; Person.DoesNotExist out of sight.
    """
    _check(person, kind, particulars, on, sight)
    file = person_file(person)
    after = file.after(plan_change(file, kind, particulars, on))
    return Preview(
        summary(file, kind, particulars, on), effects(file, after, on), warnings(file, after, on, sight.on)
    )


def preview_correction(
    *, change: Change, kind: ChangeKind, particulars: Particulars, on: date, sight: Sight
) -> Preview:
    """Plan a correction in memory and say what it would bring about, beside what was recorded.

    Errors: as `preview`; Refused when later changes built on what is corrected.
    """
    _check(change.person, kind, particulars, on, sight)
    file = person_file(change.person)
    before, delta = _corrected(file, change, kind, particulars, on)
    after = file.after(delta)
    return Preview(
        summary(before, kind, particulars, on), effects(file, after, on), warnings(file, after, on, sight.on)
    )


def record(  # noqa: PLR0913 # subject, particulars, on, reason, by, at and what guards against two tabs
    *,
    person: Person,
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str = "",
    document: str = "",
    version: int | None = None,
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Record a change of a person and what follows for the lists, with its audit event.

    Shape:  `version` is that of the person when the form was opened, None not to compare; the same `token`
            sent twice gives the first change again.
    Errors: Refused, Stale; Forbidden; Person.DoesNotExist out of sight.
    """
    with transaction.atomic():
        person = locked(person)
        if (first := checks.sent_before(token, person, by)) is not None:
            return first
        _check(person, kind, particulars, on, sight)
        permissions.check_decides_alone(sight, kind)
        checks.check_version(person, version)
        file = person_file(person)
        delta = plan_change(file, kind, particulars, on)
        change = Change(
            person=person,
            kind=kind,
            effective_on=on,
            reason=reason.strip(),
            document=document.strip(),
            summary=summary(file, kind, particulars, on),
            token=token or None,
        )
        return write(Writ(file, change, delta, f"person.{kind}"), by=by, at=at)


def record_many(  # noqa: PLR0913 # as `record`
    *,
    people: Sequence[Person],
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str = "",
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> BatchResult:
    """Record the same change of several people, each by itself: one refused does not hold up the others."""

    def one(person: Person) -> Outcome:
        try:
            change = record(
                person=person,
                kind=kind,
                particulars=particulars,
                on=on,
                reason=reason,
                document=document,
                token=str(uuid5(NAMESPACE_OID, f"{token}:{person.pk}")) if token else None,
                sight=sight,
                by=by,
                at=at,
            )
        except Refused as refusal:
            return Outcome(person, refusal=refusal.sentence)
        except Person.DoesNotExist:
            return Outcome(person, refusal="没有找到这个人，可能已不在您的管辖范围内。请刷新花名册后重选。")
        return Outcome(person, change)

    return BatchResult(tuple(one(person) for person in people))


def withdraw(
    *, change: Change, reason: str, sight: Sight, by: Actor, at: datetime, token: str | None = None
) -> Change:
    """Undo a change as long as nothing later touched its facts; gives the change that withdrew it.

    Errors: Refused when later changes built on it; Forbidden; Person.DoesNotExist out of sight.
    """
    with transaction.atomic():
        person = locked(change.person)
        if (first := checks.sent_before(token, person, by)) is not None:
            return first
        change = _standing_change(change, person, sight, reason)
        file = person_file(person)
        withdrawal = Change(
            person=person,
            kind=ChangeKind.WITHDRAW,
            effective_on=change.effective_on,
            reason=reason.strip(),
            summary=change.summary,
            corrects=change,
            token=token or None,
        )
        done = write(Writ(file, withdrawal, undone(file, change), WITHDRAWN), by=by, at=at)
        change.withdrawn_at = done.recorded_at
        change.save(update_fields=["withdrawn_at"])
        return done


def correct(  # noqa: PLR0913 # as `record`
    *,
    change: Change,
    kind: ChangeKind,
    particulars: Particulars,
    on: date,
    reason: str,
    document: str = "",
    token: str | None = None,
    sight: Sight,
    by: Actor,
    at: datetime,
) -> Change:
    """Record what a change should have said; what it said stays visible at earlier 知悉日期.

    Errors: Refused when later changes built on it or the reason is empty; Forbidden; Person.DoesNotExist.
    """
    with transaction.atomic():
        person = locked(change.person)
        if (first := checks.sent_before(token, person, by)) is not None:
            return first
        change = _standing_change(change, person, sight, reason)
        _check(person, kind, particulars, on, sight)
        file = person_file(person)
        before, delta = _corrected(file, change, kind, particulars, on)
        corrected = Change(
            person=person,
            kind=kind,
            effective_on=on,
            reason=reason.strip(),
            document=document.strip(),
            summary=summary(before, kind, particulars, on),
            corrects=change,
            token=token or None,
        )
        return write(Writ(file, corrected, delta, CORRECTED), by=by, at=at)


def _check(person: Person, kind: ChangeKind, particulars: Particulars, on: date, sight: Sight) -> None:
    """Who may, and what the places and the calendar allow."""
    permissions.check_can_change(sight, person, standing_of(person, sight.on), kind)
    checks.check_day(on, sight.on)
    checks.check_units(particulars, person, sight, on)


def _corrected(
    file: PersonFile, change: Change, kind: ChangeKind, particulars: Particulars, on: date
) -> tuple[PersonFile, Delta]:
    """The file without a change, and the delta that undoes it and does what is right instead."""
    undo = without(file, change)
    before = file.after(undo)
    return before, undo.followed_by(plan_change(before, kind, particulars, on))


def _standing_change(change: Change, person: Person, sight: Sight, reason: str) -> Change:
    """The change as it stands now, if it may be undone at all.

    Errors: Refused; Forbidden; Person.DoesNotExist out of sight.
    """
    change = Change.objects.get(pk=change.pk, person=person)
    kind = ChangeKind(change.kind)
    if kind is ChangeKind.WITHDRAW:
        permissions.check_can_see(sight, person, standing_of(person, sight.on))
        raise Refused("撤销本身不能再撤销或更正。请重新登记原来的异动。")
    permissions.check_can_change(sight, person, standing_of(person, sight.on), kind)
    permissions.check_decides_alone(sight, kind)
    if change.withdrawn_at is not None:
        raise Refused("这条异动已经撤销，不必再处理。请刷新页面查看最新的时间线。")
    if Change.objects.filter(corrects=change, withdrawn_at=None).exclude(kind=ChangeKind.WITHDRAW).exists():
        raise Refused("这条异动已被更正。请在时间线上找到更正后的那一条再处理。")
    if not reason.strip():
        raise Refused("请写明理由，例如“录入时看错了文件日期”。", field="reason")
    return change
