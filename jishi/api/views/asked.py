"""A request of the API: by which token, under which duty, when; refused when no token opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.access.selectors import sight_for
from jishi.access.views import clock
from jishi.access.views.detours import address_of
from jishi.access.views.visits import Visit
from jishi.api.actions import reading
from jishi.api.actions.tokens import note_use
from jishi.api.models import Token
from jishi.api.presenters.asking import Asking, AskingAsOf
from jishi.api.selectors.tokens import token_presented
from jishi.registry.selectors.narrowing import Day


@dataclass(frozen=True, slots=True)
class Asked:
    """A request by a token: what it may see, and when it is asked."""

    token: Token
    sight: Sight
    at: datetime
    today: date

    def day(self, asking: AskingAsOf) -> Day:
        """The day and the knowledge asked for; knowledge of the future is what is known now."""
        known = asking.known if asking.known is not None and asking.known < self.at else None
        return Day(asking.on or self.today, known)

    def note(self, read: reading.Reading) -> None:
        """Record what is about to be answered."""
        reading.note(reading=read, token=self.token, sight=self.sight, at=self.at)


class TokenAuth(HttpBearer):
    """The header `Authorization: Bearer jishi_…`; a session of the browser opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Asked | None:
        today = clock.today()
        found = token_presented(token, today)
        if found is None:
            return None
        sight = sight_for(found.account, found.grant, today, address=address_of(request))
        sight.check_may(Permission.API_TOKEN)
        note_use(token=found, on=today)
        at = clock.now()
        vars(request)["visit"] = Visit(sight, sight.actor, at, today, today, None, found.account, found.grant)
        return Asked(found, sight, at, today)


def asked_of(request: HttpRequest, permission: Permission, asking: Asking) -> Asked:
    """The request behind the token, which must have a permission and ask only what can be asked.

    Errors: Forbidden; ValidationError.
    """
    asked: Any = getattr(request, "auth", None)
    if not isinstance(asked, Asked):
        raise LookupError("this address is open without a token")
    asked.sight.check_may(permission)
    if strangers := asking.strangers(request.GET):
        raise ValidationError(strangers)
    return asked
