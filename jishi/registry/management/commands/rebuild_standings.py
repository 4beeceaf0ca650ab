"""manage.py rebuild_standings: make the projection lists read anew from the facts, for all moments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jishi.registry.actions.standings import rebuild


class Command(BaseCommand):
    """Rebuild the standings of everybody; safe to run again, in batches of their own transactions."""

    help = "由事实重新生成在册状态（花名册读取的投影）"

    def handle(self, *_: Any, **__: Any) -> None:
        self.stdout.write(f"已重新生成 {rebuild()} 行在册状态。")
