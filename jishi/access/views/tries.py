"""Failed tries at a password or a code: counted together, by name and address, in the database.

The count is django-axes's; this is the only module that speaks to it while somebody signs in.
"""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from jishi.access.views.detours import address_of


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether a name may not be tried from this address for now."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def failed(request: HttpRequest, username: str) -> None:
    """Count a wrong code; wrong passwords are counted by Django's own sign-in."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget(request: HttpRequest, username: str) -> None:
    """Forget the failed tries once everything owed was shown."""
    reset(username=username, ip=address_of(request))
    vars(request).pop("axes_locked_out", None)
