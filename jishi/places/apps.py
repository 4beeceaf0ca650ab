"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jishi.places"
    label = "places"
    verbose_name = "组织"
