"""Every address of the platform; each room lists its own."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("ui/", include("jishi.ui.urls")),
    path("", include("jishi.access.urls")),
    path("", include("jishi.jobs.urls")),
    path("", include("jishi.process.urls")),
    path("", include("jishi.registry.urls")),
    path("", include("jishi.api.urls")),
]

if settings.OIDC_URL:
    urlpatterns.append(path("", include("allauth.socialaccount.providers.openid_connect.urls")))

handler400 = "jishi.ui.views.errors.handler400"
handler403 = "jishi.ui.views.errors.handler403"
handler404 = "jishi.ui.views.errors.handler404"
handler500 = "jishi.ui.views.errors.handler500"
