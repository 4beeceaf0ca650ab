"""One request of somebody signed in: who, under which duty, when, and which day the page looks at.

截至日期 (`on=`) and 知悉日期 (`known=`) are read from the address, kept in the session until `on=today` or
`known=now` puts them back, and ignored with a message when they are no dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jishi.access.models import Account, Grant
from jishi.access.permissions import Sight
from jishi.audit.enums import Actor
from jishi.ui.filters import read_day

AS_OF = "as_of"
_EARLIEST, _LATEST = date(1949, 10, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody signed in under one duty.

    Shape: `on` the day the page looks at, `known_at` the instant whose knowledge it shows (None: all that is
           known now); `grants` every duty the account could switch to.
    """

    sight: Sight
    actor: Actor
    at: datetime
    today: date
    on: date
    known_at: datetime | None
    account: Account
    grant: Grant
    grants: tuple[Grant, ...] = ()

    @property
    def looks_back(self) -> bool:
        """Whether the page shows another day or another knowledge than today's."""
        return self.on != self.today or self.known_at is not None


def visit_of(request: HttpRequest) -> Visit:
    """The visit a request is part of; only pages behind a door have one."""
    visit = getattr(request, "visit", None)
    if not isinstance(visit, Visit):
        raise LookupError("this page is open to everybody: it has no visit")
    return visit


def day_looked_at(request: HttpRequest, today: date) -> date:
    """The day asked for in the address or kept from before; today when there is none."""
    asked = request.GET.get("on")
    if asked in ("", "today"):
        _keep(request, "on", "")
        return today
    if asked is not None:
        day = _day(asked)
        if day is None:
            _complain(request, asked, "截至日期")
        else:
            _keep(request, "on", "" if day == today else day.isoformat())
    return _day(_kept(request, "on")) or today


def knowledge_asked(request: HttpRequest, at: datetime) -> datetime | None:
    """The instant whose knowledge is asked for: the end of a day, or an instant; None is now."""
    asked = request.GET.get("known")
    if asked in ("", "now"):
        _keep(request, "known", "")
        return None
    if asked is not None:
        moment = _moment(asked)
        if moment is None or moment > at + timedelta(days=1):
            _complain(request, asked, "知悉日期")
        else:
            _keep(request, "known", moment.isoformat())
    kept = _moment(_kept(request, "known"))
    return kept if kept is not None and kept < at else None


def _day(text: str) -> date | None:
    day = read_day(text)
    return day if day is not None and _EARLIEST <= day <= _LATEST else None


def _moment(text: str) -> datetime | None:
    if (day := _day(text)) is not None:
        return timezone.make_aware(datetime.combine(day, time.max))
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or not _EARLIEST <= moment.date() <= _LATEST:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _kept(request: HttpRequest, name: str) -> str:
    return str(request.session.get(AS_OF, {}).get(name, ""))


def _keep(request: HttpRequest, name: str, value: str) -> None:
    kept = {**request.session.get(AS_OF, {}), name: value}
    if kept != request.session.get(AS_OF):
        request.session[AS_OF] = {key: text for key, text in kept.items() if text}


def _complain(request: HttpRequest, asked: str, field: str) -> None:
    messages.warning(
        request, f"“{asked[:20]}”不是可用的{field}，页面仍按原来的日期显示。请按 2026-11-01 的格式填写。"
    )
