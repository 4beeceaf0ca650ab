"""Reading cases: whose turn it is, what one has done, and what a case has been through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Q, QuerySet, Value

from jishi.access.enums import Permission
from jishi.access.models import Grant
from jishi.access.permissions import Sight
from jishi.ledger.models import FOREVER
from jishi.process.enums import CaseState, SeatState, Verdict
from jishi.process.models import Case, Opinion, Question, Seat
from jishi.process.permissions import check_may_see

_Row = TypeVar("_Row", Seat, Opinion, Case)
MOST_COUNTED = 100  # beyond that the number beside the bell says no more
_PHRASES_READ = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of cases is narrowed to: words of the title, a kind, and what was due before a day."""

    text: str = ""
    kind: str = ""
    due_before: date | None = None


def _narrowed(asked: Asked, case: str) -> Q:
    found = Q()
    if asked.text:
        found &= Q(**{f"{case}title__icontains": asked.text})
    if asked.kind:
        found &= Q(**{f"{case}kind": asked.kind})
    return found


def page_of(found: QuerySet[_Row], start: int, stop: int) -> list[_Row]:
    """One page of a list in its order; only its rows are joined with their cases."""
    keys = list(found.select_related(None).values_list("pk", flat=True)[start:stop])
    rows = found.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _held(sight: Sight) -> QuerySet[Seat]:
    role = f",{sight.role.value},"
    return Seat.objects.filter(unit_id=sight.unit_id, state=SeatState.WAITING, role_key__contains=role)


def waiting_seats(sight: Sight, asked: Asked = Asked()) -> QuerySet[Seat]:  # frozen
    """待办: the seats whose turn it is and that a sight holds, the most urgent first, then the longest."""
    held = _held(sight).filter(_narrowed(asked, "case__"))
    if asked.due_before is not None:
        held = held.filter(due_on__lt=asked.due_before)
    return held.select_related("case__unit").order_by("due_on", "opened_at", "id")


def done_by(sight: Sight, asked: Asked = Asked()) -> QuerySet[Opinion]:  # frozen
    """已办: the opinions an account has given, the latest first."""
    given = Opinion.objects.filter(_narrowed(asked, "case__"), author=sight.actor.account)
    return given.select_related("case__unit", "seat").order_by("-id")


def started_by(sight: Sight, asked: Asked = Asked()) -> QuerySet[Case]:  # frozen
    """我发起: the cases an account sent on their way, the latest first."""
    sent = _prepared(sight).exclude(state=CaseState.DRAFT).filter(_narrowed(asked, ""))
    return sent.select_related("unit").order_by("-id")


def with_preparer(sight: Sight, asked: Asked = Asked()) -> QuerySet[Case]:  # frozen
    """草稿: what an account has not sent yet, or got back and has to send again."""
    held = _prepared(sight).filter(_narrowed(asked, ""), state__in=(CaseState.DRAFT, CaseState.RETURNED))
    return held.select_related("unit").order_by("-id")


def _prepared(sight: Sight) -> QuerySet[Case]:
    return Case.objects.filter(prepared_by=sight.actor.account)


def todo_counts(sight: Sight) -> tuple[int, int]:
    """How much waits for a sight, up to `MOST_COUNTED`, and how much of it is overdue.

    Shape: seats to speak for, cases that came back, questions to answer; one query.
    """
    seats = _held(sight).order_by().values_list("due_on")
    back = _prepared(sight).filter(state=CaseState.RETURNED).values_list(Value(FOREVER))
    asked = Seat.objects.filter(state=SeatState.ASKING, case__prepared_by=sight.actor.account)
    waiting = seats.union(back, asked.values_list(Value(FOREVER)), all=True)[:MOST_COUNTED]
    due = [day for (day,) in waiting]
    return len(due), sum(str(day) < sight.on.isoformat() for day in due)


def case_visible_to(sight: Sight, pk: int) -> Case:
    """A case somebody prepared, is about, sits in, or oversees.

    Errors: Case.DoesNotExist outside one's sight; Forbidden within it for who does not oversee cases.
    """
    case = Case.objects.select_related("unit", "district").get(pk=pk)
    if case.prepared_by == sight.actor.account or is_about(sight, case):
        return case
    seats = case.seats.filter(unit_id=sight.unit_id, role_key__contains=f",{sight.role.value},")
    if not seats.exists():
        check_may_see(case, sight=sight)
    return case


def is_about(sight: Sight, case: Case) -> bool:
    """Whether a case is about the account's own person."""
    return bool(sight.person_uid) and (case.subject_kind, case.subject_key) == ("person", sight.person_uid)


def seat_of(sight: Sight, case: Case) -> Seat | None:
    """The seat of the present step whose turn a sight has in a case."""
    if case.state != CaseState.OPEN:
        return None
    return _held(sight).filter(case=case, step=case.step, round=case.round).order_by("place").first()


def seats_chosen(sight: Sight, keys: Iterable[str], asked: Asked | None, *, most: int) -> list[Seat]:
    """The seats of a batch: those of some cases, or of the whole list asked for."""
    waiting = waiting_seats(sight, asked or Asked())
    if asked is None:
        waiting = waiting.filter(case_id__in=[int(key) for key in keys if key.isdecimal()][:most])
    return list(waiting[:most])


def opinions_of(case: Case) -> list[Opinion]:
    """Everything said about a case, the earliest first."""
    return list(case.opinions.select_related("seat__unit").order_by("id"))


def questions_of(case: Case) -> list[Question]:
    """Everything asked about a case, the earliest first."""
    return list(Question.objects.filter(seat__case=case).select_related("seat__unit").order_by("id"))


def seats_now(case: Case) -> list[Seat]:
    """The seats of the present step."""
    return list(case.seats.filter(round=case.round, step=case.step).order_by("place"))


def last_phrases(sight: Sight, most: int = 5) -> tuple[str, ...]:
    """The last different opinions an account has written."""
    said = Opinion.objects.filter(author=sight.actor.account).exclude(text="").order_by("-id")
    texts = said.values_list("text", flat=True)[:_PHRASES_READ]
    return tuple(dict.fromkeys(text for text in texts if len(text) <= 40))[:most]


def holders_of(places: Iterable[tuple[int, str]], on: date) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """Who holds a role at a unit on a day, their names in the order they were given it."""
    wanted = set(places)
    grants = Grant.objects.filter(
        unit_id__in={unit for unit, _ in wanted},
        role__in={role for _, role in wanted},
        valid_from__lte=on,
        valid_before__gt=on,
        revoked_at__isnull=True,
        account__is_active=True,
    )
    found: dict[tuple[int, str], list[str]] = {place: [] for place in wanted}
    for unit, role, name in grants.order_by("id").values_list("unit_id", "role", F("account__name")):
        if (unit, role) in found and name not in found[unit, role]:
            found[unit, role].append(name)
    return {place: tuple(names) for place, names in found.items()}


def cases_seen(sight: Sight, kind: str, key: str) -> list[Case]:
    """The cases under way about something, as far as a sight may see them, the latest first."""
    about = Case.objects.filter(
        subject_kind=kind, subject_key=key, state__in=(CaseState.OPEN, CaseState.RETURNED)
    )
    if not sight.may(Permission.CASE_OVERSEE):
        about = about.filter(prepared_by=sight.actor.account)
    return [case for case in about.order_by("-id") if sight.within(case.path) or is_about(sight, case)]


def refusal_words(case: Case) -> str:
    """Why a case was refused or came back, in the words of whoever did."""
    last = case.opinions.exclude(verdict=Verdict.AGREE).order_by("-id").first()
    return f"{last.author_name}：{last.text}" if last else ""
