"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jishi.api"
    label = "api"
    verbose_name = "接口"
