"""Finds what the entries of a pack leave 待填, so that it can be asked for by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jishi.policy.errors import Blank
from jishi.policy.pack.shape import BLANK, UNCITED, Citation, Entry, written_keys


def blank_texts(entry: Entry, where: str, path: str = "", cited: Citation = UNCITED) -> Iterator[Blank]:
    """Every field in and below `entry` that is 待填, named by its path: `退出规则/连续两年/次数`."""
    cited = getattr(entry, "citation", cited)
    entry_class: Any = type(entry)
    for name, written in written_keys(entry_class):
        value = getattr(entry, name)
        below = f"{path}/{written}".lstrip("/")
        items = value if isinstance(value, tuple) else (value,)
        if BLANK in items:
            yield Blank(below, f"「{below}」尚未确定，应当怎样规定", cited.refs, where, entry.place)
        for child in items:
            if isinstance(child, Entry):
                yield from blank_texts(child, where, f"{below}/{label(child)}".rstrip("/"), cited)


def label(entry: Entry) -> str:
    """What distinguishes an entry among its like: its code, or its name, or nothing."""
    names = (getattr(entry, name, None) for name in ("code", "name", "title"))
    return str(next(filter(None, names), ""))
