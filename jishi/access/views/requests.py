"""One line in the log for each request: by whose account, which pattern, how it ended, how long it took."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jishi.access.views.visits import Visit
from jishi.logs import route_of

_log = logging.getLogger(__name__)
_UNWATCHED = {"healthz"}


class RequestLogMiddleware:
    """Names each request, tells the name to whoever asked, and logs how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        name = secrets.token_hex(8)
        vars(request)["request_id"] = name
        response = self.get_response(request)
        response["X-Request-ID"] = name
        if request.path_info.strip("/") not in _UNWATCHED or response.status_code >= 400:
            _tell(request, response, name, time.perf_counter() - began)
        return response


def _tell(request: HttpRequest, response: HttpResponseBase, name: str, seconds: float) -> None:
    visit = getattr(request, "visit", None)
    told = {
        "request": name,
        "method": request.method,
        "route": route_of(request),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "account": visit.sight.actor.account if isinstance(visit, Visit) else "",
    }
    _log.info("request", extra={"told": told})
