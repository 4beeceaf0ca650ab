"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "jishi.process"
    label = "process"
    verbose_name = "事项"

    def ready(self) -> None:
        """Let the top bar say how much waits for somebody."""
        from jishi.access.nav import count_with  # models are read once apps are ready
        from jishi.process.selectors import todo_counts

        count_with(todo_counts)
