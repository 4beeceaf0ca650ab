"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jishi.access"
    label = "access"
    verbose_name = "权限"
