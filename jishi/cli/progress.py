"""A bar on long work, seen on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def stages(label: str, count: int) -> Iterator[Callable[[str], None]]:
    """A bar of so many stages; the function yielded is called as each one begins, with what it does."""
    bar = click.progressbar(
        length=count,
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_eta=False,
        show_percent=False,
        show_pos=True,
        item_show_func=lambda doing: doing,
    )
    with bar:
        yield lambda doing: bar.update(1, doing)
