"""Looks round for jobs that are due or were left, once or for as long as it runs."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from jishi.jobs.jobs import tend


class Command(BaseCommand):
    help = "开始到点的任务，接续中断的任务"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, default=0, help="每隔多少秒看一次；不写只看一次")

    def handle(self, *_: Any, **options: Any) -> None:
        tend()
        while options["every"]:
            time.sleep(options["every"])
            tend()
