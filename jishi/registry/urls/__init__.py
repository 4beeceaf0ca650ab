"""The addresses of the registry, gathered from its pages."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from django.urls import URLPattern

app_name = "registry"

urlpatterns: list[URLPattern] = []
for _name in ("roster", "places", "people", "changes", "me"):
    with suppress(ImportError, AttributeError):
        urlpatterns += import_module(f"{__name__}.{_name}").urlpatterns
