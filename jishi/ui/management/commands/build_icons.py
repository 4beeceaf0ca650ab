"""`manage.py build_icons <folder of outlines>`: gathers the icons named in icons.txt into one sprite.

Needed only when an icon is added; the platform serves the finished sprite.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jishi.ui.icons import SPRITE, icon_names

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BACKDROP = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>\s*')
_SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def symbol(folder: Path, name: str) -> str:
    """Read one outline as a symbol of the sprite."""
    drawing = folder / f"{name}.svg"
    found = _BODY.search(drawing.read_text(encoding="utf-8")) if drawing.exists() else None
    if found is None:
        raise CommandError(f"{drawing} 不存在或不是 SVG：请核对 icons.txt 中的名字「{name}」。")
    return _SYMBOL.format(name=name, body=_BACKDROP.sub("", found[1]).replace("\n", "").strip())


class Command(BaseCommand):
    help = "把 icons.txt 列出的图标合成一个 SVG 文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="@tabler/icons 的 icons/outline 目录")

    def handle(self, *_args: object, **options: Path) -> None:
        names = icon_names()
        symbols = "\n".join(symbol(options["folder"], name) for name in names)
        SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")
        self.stdout.write(f"{len(names)} 个图标，{SPRITE.stat().st_size // 1024} KB。")
