"""The addresses of the registry, gathered from its pages."""

from __future__ import annotations

from django.urls import URLPattern

from jishi.registry.urls import cases, changes, imports, me, people, places, roster

app_name = "registry"

urlpatterns: list[URLPattern] = [
    *roster.urlpatterns,
    *places.urlpatterns,
    *people.urlpatterns,
    *changes.urlpatterns,
    *cases.urlpatterns,
    *imports.urlpatterns,
    *me.urlpatterns,
]
