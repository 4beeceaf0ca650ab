"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jishi.ui"
    label = "ui"
    verbose_name = "界面"
