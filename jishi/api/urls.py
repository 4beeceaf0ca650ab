"""The addresses of tokens and of the API."""

from __future__ import annotations

from django.urls import URLPattern, path

from jishi.api.views import tokens
from jishi.api.views.answering import answering
from jishi.api.views.reading import PREFIX, api

app_name = "api"


def _of_the_api() -> list[URLPattern]:
    """Every address of the API, each declared to ask for a token itself; its root leads nowhere."""
    patterns = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    return [
        path(f"{PREFIX.lstrip('/')}{each.pattern}", answering(each.callback), name=each.name)
        for each in patterns
    ]


urlpatterns = [
    path("account/tokens/", tokens.own, name="tokens"),
    path("account/tokens/openapi.json", tokens.description, name="description"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
    path("accounts/of/<str:username>/tokens/", tokens.of_account, name="account_tokens"),
    *_of_the_api(),
]
