"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "jishi.process"
    label = "process"
    verbose_name = "事项"
