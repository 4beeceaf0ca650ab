"""`verify_audit`: say whether the audit is what was recorded and where it is not; exit code 1 if so."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jishi.audit.presenters import report_rows, verdict
from jishi.audit.selectors import verify_all


class Command(BaseCommand):
    help = "逐条核验审计链，并与数据库之外的锚定对照；有问题时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", action="append", help="只核验这条审计链，可写多次；不写就全部核验")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.perf_counter()
        verification = verify_all(options["chain"])
        for row in report_rows(verification):
            self.stdout.write(row.summary)
            self.stdout.writelines(f"  {fault}" for fault in row.faults)
        for fault in verification.anchor_faults:
            self.stdout.write(f"锚定：{fault}")
        self.stdout.write(f"用时 {time.perf_counter() - began:.1f} 秒。")
        if not verification.is_sound:
            raise CommandError(verdict(verification))
        self.stdout.write(self.style.SUCCESS(verdict(verification)))
