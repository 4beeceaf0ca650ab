"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jishi.registry"
    label = "registry"
    verbose_name = "花名册"

    def ready(self) -> None:
        """Make known what of this room comes round every day, the steps of an import, the kinds of case."""
        from jishi.jobs.actions.kinds import register
        from jishi.registry.jobs import DAILY, IMPORT_STEPS

        for kind in (DAILY, *IMPORT_STEPS):
            register(kind)
        self._register_cases()

    @staticmethod
    def _register_cases() -> None:
        from jishi.process.actions.kinds import CaseKind, register  # once apps are ready
        from jishi.registry.actions.cases import corrections, transfers

        register(CaseKind(transfers.TRANSFER, "调动", transfers.apply, "registry:case-transfer-again"))
        register(
            CaseKind(corrections.CORRECTION, "信息更正", corrections.apply, "registry:case-correct-again")
        )
