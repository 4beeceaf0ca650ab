"""Which icons there are. The sprite is built from this list by `manage.py build_icons`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOM = Path(__file__).resolve().parent
NAMES = ROOM / "icons.txt"
SPRITE = ROOM / "static" / "ui" / "icons.svg"


@cache
def icon_names() -> tuple[str, ...]:
    """The names of all icons, in order."""
    return tuple(sorted(set(NAMES.read_text(encoding="utf-8").split())))
