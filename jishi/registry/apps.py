"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jishi.registry"
    label = "registry"
    verbose_name = "花名册"

    def ready(self) -> None:
        """Make known what of this room comes round every day."""
        from jishi.jobs.actions.kinds import register
        from jishi.registry.jobs import DAILY

        register(DAILY)
