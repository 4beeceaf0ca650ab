"""The door every page is behind. A view that does not say who may come in lets nobody in.

    @page(Permission.ROSTER_VIEW)                        # a duty with that permission (or one of several)
    @page(Permission.PERSON_CHANGE, methods=("GET", "POST"))
    @signed_in()                                         # anybody signed in, whatever the duty
    @entering()                                          # a step of signing in: a code, a new password
    @open_to_all()                                       # the sign-in page itself
    @own_authentication()                                # the API: a token instead of a session

Behind the door `visit_of(request)` says who, under which duty, when, and which day is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from jishi.access.enums import Permission
from jishi.access.models import Account, Grant
from jishi.access.permissions import Forbidden
from jishi.access.rulings.factors import is_factor_owed
from jishi.access.selectors import grants_of, sight_for
from jishi.access.views import clock, detours, sessions
from jishi.access.views.visits import Visit, day_looked_at, knowledge_asked, visit_of
from jishi.ledger import Refused

__all__ = [
    "DoorMiddleware",
    "Visit",
    "door_of",
    "entering",
    "open_to_all",
    "own_authentication",
    "page",
    "signed_in",
    "visit_of",
]

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Kind(Enum):
    """How far somebody must have come to pass."""

    OPEN = auto()
    ENTERING = auto()
    SIGNED_IN = auto()
    OWN = auto()


@dataclass(frozen=True, slots=True)
class Door:
    """What a view asks of whoever wants in: one of some permissions, by one of some methods."""

    kind: Kind
    permissions: tuple[Permission, ...] = ()
    methods: frozenset[str] = frozenset({"GET", "HEAD"})


def page(*permissions: Permission, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a page for duties with one of some permissions."""
    if not permissions:
        raise TypeError("a page names the permission it asks for; signed_in() lets every duty in")
    return _declared(Kind.SIGNED_IN, permissions, methods)


def signed_in(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a page for everybody signed in, whatever the duty."""
    return _declared(Kind.SIGNED_IN, (), methods)


def entering(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a step of signing in: the password was right, the rest is still owed."""
    return _declared(Kind.ENTERING, (), methods)


def open_to_all(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a page for everybody, signed in or not."""
    return _declared(Kind.OPEN, (), methods)


def own_authentication() -> Callable[[View], View]:
    """Declare an address of the API: no session is looked at, the view itself asks for a token."""
    return _declared(Kind.OWN, (), ())


def _declared(
    kind: Kind, permissions: tuple[Permission, ...], methods: tuple[str, ...]
) -> Callable[[View], View]:
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())

    def declare(view: View) -> View:
        vars(view)["door"] = Door(kind, permissions, allowed)
        return view

    return declare


# Views of rooms below this one cannot name its permissions; theirs are declared here by their full name.
_FORM = frozenset({"POST"})
_READ = frozenset({"GET", "HEAD"})
_OF_LOWER_ROOMS: Final[dict[str, Door]] = {
    "allauth.socialaccount.providers.openid_connect.views.login": Door(Kind.OPEN, methods=_FORM),
    "allauth.socialaccount.providers.openid_connect.views.callback": Door(Kind.OPEN),
    "jishi.ui.views.drafts.draft_list": Door(Kind.SIGNED_IN),
    "jishi.ui.views.drafts.draft": Door(Kind.SIGNED_IN),
    "jishi.ui.views.drafts.save_draft": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.drafts.discard_draft": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.lists.save_view": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.lists.delete_view": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.lists.save_columns": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.lists.save_density": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.lists.reset_columns": Door(Kind.SIGNED_IN, methods=_FORM),
    "jishi.ui.views.gallery.index": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,)),
    "jishi.ui.views.gallery.search": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,)),
    "jishi.ui.views.gallery.person": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,)),
    "jishi.ui.views.gallery.unmask": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,), _READ | _FORM),
    "jishi.ui.views.gallery.error": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,)),
    "jishi.ui.views.gallery.component": Door(Kind.SIGNED_IN, (Permission.GALLERY_VIEW,)),
}


def door_of(view: Callable[..., Any]) -> Door | None:
    """What a view asks for; None when it declares nothing."""
    declared = getattr(view, "door", None)
    if isinstance(declared, Door):
        return declared
    return _OF_LOWER_ROOMS.get(f"{getattr(view, '__module__', '')}.{getattr(view, '__qualname__', '')}")


class DoorMiddleware:
    """Stands before every view: no declaration, no entry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let a request in, or answer it in the view's place."""
        door = door_of(view)
        if door is None:
            raise Http404("undeclared view")
        if door.kind == Kind.OWN:
            return None
        if request.method not in door.methods:
            return detours.wrong_method(request, door.methods)
        if door.kind == Kind.OPEN:
            return None
        return _enter(request, door)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal no form took up with a page that says its sentence."""
        return detours.refused(request, exception) if isinstance(exception, Refused) else None


def _enter(request: HttpRequest, door: Door) -> HttpResponse | None:
    at = clock.now()
    duty = sessions.kept(request)
    account = request.user
    if not isinstance(account, Account):
        return detours.expired(request) if duty else detours.to_sign_in(request)
    grants = grants_of(account, clock.today())
    duty = duty or begin(request, account, grants, at)
    if sessions.is_over(duty, account, grants, at):
        return detours.expired(request)
    duty = sessions.touched(request, duty, at)
    owed = _owed(account, duty)
    if owed or door.kind == Kind.ENTERING:
        return detours.to_step(request, owed) if door.kind != Kind.ENTERING else None
    return _take_up_duty(request, door, account, duty, grants)


def begin(request: HttpRequest, account: Account, grants: list[Grant], at: datetime) -> sessions.Duty:
    """Let a session be an account's after its password or its identity service was right."""
    owed = is_factor_owed(account, grants, required=settings.REQUIRE_TOTP)
    return sessions.begin(request, account, at, owes_factor=owed)


def _owed(account: Account, duty: sessions.Duty) -> str:
    """The name of the step of signing in that is still owed, empty when there is none."""
    if duty.owes_factor:
        return "access:code"
    return "access:password" if account.must_change_password else ""


def _take_up_duty(
    request: HttpRequest, door: Door, account: Account, duty: sessions.Duty, grants: list[Grant]
) -> HttpResponse | None:
    grant = next((grant for grant in grants if grant.pk == duty.grant), None)
    if grant is None:
        if duty.grant is not None or not grants:
            return detours.expired(request) if duty.grant is not None else detours.no_duty(request)
        grant = grants[0]
        sessions.keep(request, replace(duty, grant=grant.pk))
    visit = _visit(request, account, grant, grants)
    vars(request)["visit"] = visit
    if door.permissions and not any(visit.sight.may(permission) for permission in door.permissions):
        raise PermissionDenied(_sentence(visit, door.permissions[0]))
    return None


def _visit(request: HttpRequest, account: Account, grant: Grant, grants: list[Grant]) -> Visit:
    at, today = clock.now(), clock.today()
    sight = sight_for(account, grant, today, address=detours.address_of(request))
    return Visit(
        sight=sight,
        actor=sight.actor,
        at=at,
        today=today,
        on=day_looked_at(request, today),
        known_at=knowledge_asked(request, at),
        account=account,
        grant=grant,
        grants=tuple(grants),
    )


def _sentence(visit: Visit, permission: Permission) -> str:
    try:
        visit.sight.check_may(permission)
    except Forbidden as refusal:
        return refusal.sentence
    return ""
