"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jishi.registry"
    label = "registry"
    verbose_name = "花名册"
