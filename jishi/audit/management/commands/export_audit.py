"""`export_audit`: write the audit as JSON Lines, for a verifier that is not this program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jishi.audit.exports import event_lines
from jishi.audit.selectors import every_chain


class Command(BaseCommand):
    help = "把审计链写成 JSON Lines 文件，供另行核验（格式见 docs/audit-format.md）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="写到哪个文件")
        parser.add_argument("--chain", action="append", help="只写这条审计链，可写多次；不写就全部写出")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        count = 0
        with path.open("w", encoding="utf-8") as file:
            for line in event_lines(options["chain"] or every_chain()):
                file.write(line)
                count += 1
        self.stdout.write(f"已写出 {count} 条审计记录到 {path}。")
