"""How the API says no, and what every answer of it carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from jishi.access.permissions import Forbidden
from jishi.access.views.doors import own_authentication
from jishi.api.presenters.asking import problems_of
from jishi.ledger import Refused

_NO_TOKEN = (
    "没有可用的接口令牌，没有作答。请在请求头 Authorization 中写 Bearer 和令牌；"
    "令牌若已到期、停用，或账号、身份有变动，请在“账号与安全—接口令牌”重新发放。"
)
_MISSING = "没有这项内容，或不在令牌的可见范围内。请核对编号；范围由发放令牌的身份决定。"
_METHOD = "接口只供读取，请用 GET。"
PARAMETERS = "请求的参数不可用，没有作答。请按 problems 逐项改正。"


def refused(status: int, sentence: str, problems: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """An answer that says why there is none."""
    body = {"sentence": sentence, "problems": list(problems)}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def answer_refusals(api: NinjaAPI) -> None:
    """Let an API answer every refusal with a sentence."""

    @api.exception_handler(AuthenticationError)
    def _no_token(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        response = refused(401, _NO_TOKEN)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(ValidationError)
    def _parameters(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return refused(422, PARAMETERS, problems_of(error.errors))

    @api.exception_handler(Http404)
    def _missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return refused(404, _MISSING)

    @api.exception_handler(Refused)
    def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
        return refused(403 if isinstance(error, Forbidden) else 503, error.sentence)


def answering(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """Declare a view of the API: it asks for a token itself, is read only, and nothing of it is kept."""

    @own_authentication()
    @csrf_exempt  # no cookie opens anything here, so nobody's browser can be made to ask
    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, **parts)
        if response.status_code == 405:
            response = refused(405, _METHOD)
            response["Allow"] = "GET"
        response["Cache-Control"] = "no-store"
        return response

    return answered
