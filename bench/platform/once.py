"""Fills and measures the database this process was started for; `python -m bench.platform` starts it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.settings")
django.setup()

from django.db import connection, connections  # noqa: E402 # models can be named once Django is set up
from django.utils import timezone  # noqa: E402

from bench.platform import looks, promises, sites, town  # noqa: E402
from bench.platform.browser import Client  # noqa: E402
from bench.platform.looks import Addresses, Look  # noqa: E402
from bench.platform.promises import TODAY, Measured  # noqa: E402

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
STARTS = 3
UNSEEN = "花名册，改动后没人看过的页"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.platform.once")
    parser.add_argument("people", type=int)
    parser.add_argument("result", type=Path)
    given = parser.parse_args()
    _progress(f"{NAMES[connection.vendor]}：装入 {given.people:,} 人与十年的记录")
    town.fill(given.people, at=timezone.now())
    measured = _measured()
    comparisons = promises.compare(measured)
    print(promises.show(measured, comparisons))
    promises.write_json(measured, comparisons, given.result)
    print(f"\n明细：{given.result}")
    return int(not all(comparison.met for comparison in comparisons))


def _measured() -> Measured:
    filling, addresses = town.filling(), town.addresses(timezone.localdate())
    connections.close_all()
    start = min(_start() for _ in range(STARTS))
    with (
        sites.serving(sites.product(), path="/healthz") as ours,
        sites.serving(sites.bare(), path="/", named="127.0.0.1:{}") as theirs,
    ):
        return _beside(ours, Client(theirs.port), filling, addresses, start)


def _beside(
    site: sites.Site, bare: Client, filling: town.Filling, addresses: Addresses, start: float
) -> Measured:
    client, historian = _signed_in(site.port), _signed_in(site.port)
    first = looks.first_bytes(client, addresses.pages[TODAY][0])
    pages = _looks(client, bare, addresses.pages)
    back = _looks(historian, bare, addresses.back)
    _progress(UNSEEN)
    unseen = looks.look(UNSEEN, client, bare, addresses.unseen, again=False)
    _progress("每秒 20 次混合访问")
    mixed = [path for several in zip(*addresses.pages.values(), strict=True) for path in several]
    crowd, failures = looks.crowd_seconds(client, mixed)
    crowd_bare, _ = looks.crowd_seconds(bare, [f"/?size={pages[0].size}"])
    _progress("查找与导出")
    search = looks.search_seconds(client, addresses.searches)
    exports = tuple(looks.exported(client, site, kind) for kind in looks.FILE_KINDS)
    return Measured(
        database=NAMES[connection.vendor],
        people=filling.people,
        standings=filling.standings,
        facts=filling.facts,
        looks=pages,
        back=back,
        unseen=unseen,
        crowd=crowd,
        crowd_bare=crowd_bare,
        failures=failures,
        search=search,
        exports=exports,
        start=start,
        first=first,
        next=max(look.sent for look in (*pages, *back)),
    )


def _start() -> float:
    """How long the product takes to answer, its style sheets published already."""
    with sites.serving(sites.product(), path="/healthz") as site:
        return site.started_in


def _signed_in(port: int) -> Client:
    client = Client(port)
    client.sign_in(town.USERNAME, town.PASSWORD)
    return client


def _looks(client: Client, bare: Client, pages: Mapping[str, Sequence[str]]) -> tuple[Look, ...]:
    found = []
    for name, paths in pages.items():
        _progress(name)
        found.append(looks.look(name, client, bare, paths))
    return tuple(found)


def _progress(what: str) -> None:
    print(f"正在测：{what}……", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
