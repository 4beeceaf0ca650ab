"""`anchor`: write where every chain has got to outside the database, once or again and again."""

from __future__ import annotations

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jishi.audit.actions import anchor
from jishi.audit.jobs import keep_anchoring


class Command(BaseCommand):
    help = "把各审计链的末条写到数据库之外的锚定文件；--every 表示按设定的间隔一直写下去。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", action="store_true", help="每隔 JISHI_ANCHOR_MINUTES 分钟写一次")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["every"]:
            self.stdout.write(f"每 {settings.ANCHOR_MINUTES} 分钟锚定一次，按 Ctrl+C 停止。")
            keep_anchoring(threading.Event())
            return
        try:
            lines = anchor(at=timezone.now())
        except OSError as error:
            raise CommandError(f"锚定没有写成：{error}。请检查 {settings.ANCHOR_DIR} 能否写入。") from error
        self.stdout.write(f"已写到第 {lines[-1].number} 号，共 {len(lines)} 行，在 {settings.ANCHOR_DIR}。")
