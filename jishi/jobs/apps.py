"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jishi.jobs"
    label = "jobs"
    verbose_name = "后台任务"
