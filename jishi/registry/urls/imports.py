"""The addresses of the import centre."""

from __future__ import annotations

from django.urls import path

from jishi.registry.views import onboarding
from jishi.registry.views.imports import centre, rows

urlpatterns = [
    path("onboarding/", onboarding.onboarding, name="onboarding"),
    path("imports/", centre.centre, name="imports"),
    path("imports/new/<slug:what>/", centre.new, name="import-new"),
    path("imports/<int:pk>/", centre.one, name="import"),
    path("imports/<int:pk>/columns/", centre.columns, name="import-columns"),
    path("imports/<int:pk>/progress/", centre.progress, name="import-progress"),
    path("imports/<int:pk>/rows/", rows.grid, name="import-rows"),
    path("imports/<int:pk>/failed/", centre.failed, name="import-failed"),
    path("imports/<int:pk>/known/", rows.known, name="import-known"),
    path("imports/<int:pk>/known/<int:row>/", rows.choose, name="import-choose"),
    path("imports/<int:pk>/do/<slug:step>/", centre.go_on, name="import-do"),
]
