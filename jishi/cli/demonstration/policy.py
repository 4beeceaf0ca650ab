"""What a district of the demo takes from its pack: its own words, and the grades its people held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from jishi.policy.pack.model import Pack
from jishi.policy.uses.climbing import grade_everyone
from jishi.roster.demo.city import District, GradePath, Words

_LEVELS = (1, 2, 3, 4)


def words_of(pack: Pack) -> Words:
    """A pack's names of results from best to worst, of entry channels and of tags."""
    lists = pack.lists
    results = tuple(
        next(result.name for result in lists.assessment_results if result.level == level) for level in _LEVELS
    )
    channels = tuple(channel.name for channel in lists.entry_channels)
    return Words(results, channels, tuple(tag.name for tag in lists.need_tags))


def grades_held(pack: Pack, district: District) -> GradePath:
    """The grades everybody held: confirmed when the platform opened and each 1 January since.

    Somebody new this year was graded on entering; whoever earned a higher grade since then has it proposed,
    not confirmed.
    """
    path: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for day in _days(district):
        for row in grade_everyone(pack, district.records, day).rows:
            held = path[row.worker_id]
            if row.proposed is not None and (not held or held[-1][1] != row.proposed):
                held.append((day, row.proposed))
    on = district.times.on
    for row in grade_everyone(pack, district.records, on).rows:
        if row.proposed is not None and not path[row.worker_id]:
            path[row.worker_id].append((date(on.year, 1, 1), row.proposed))
    return path


def _days(district: District) -> Iterator[date]:
    opened, on = district.times.opened, district.times.on
    yield opened
    for year in range(opened.year + 1, on.year + 1):
        yield date(year, 1, 1)
