"""The words a district's policy lets forms choose from: posts, identities, channels, results, grounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jishi.places.models import Unit
from jishi.places.rulings import loaded
from jishi.policy.pack.model import Pack

# Grounds every labour relation knows; a policy adds its own.
_ORDINARY_EXITS = ("本人辞职", "合同期满终止", "到达法定退休年龄", "调离社区工作者队伍", "去世")
_LONGEST_GROUND = 60
_IDENTITY, _LAST_RESULT = "人员身份", "上年考核"
_NOT_ASSESSED = "未考核"


@dataclass(frozen=True, slots=True)
class PackWords:
    """What forms of a district offer; empty where it works by no policy."""

    positions: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    grounds: tuple[str, ...] = _ORDINARY_EXITS
    results: tuple[str, ...] = ()


def words_of(district: Unit) -> PackWords:
    """The words of the policy a district works by.

    Errors: PackError when it cannot be read.
    """
    return _words(district.pack) if district.pack else PackWords()


@lru_cache(maxsize=32)
def _words(code: str) -> PackWords:
    pack = loaded(code)
    lists = pack.lists
    grounds = (f"{each.code} {each.content}"[:_LONGEST_GROUND] for each in lists.exit_grounds)
    return PackWords(
        positions=tuple(each.name for each in lists.position_classes),
        identities=_domain(pack, _IDENTITY),
        channels=tuple(each.name for each in lists.entry_channels),
        grounds=(*_ORDINARY_EXITS, *grounds),
        results=tuple(word for word in _domain(pack, _LAST_RESULT) if word != _NOT_ASSESSED),
    )


def _domain(pack: Pack, name: str) -> tuple[str, ...]:
    """The values a fact of the pack may have."""
    fact = pack.facts.get(name)
    return tuple(fact.type.domain) if fact is not None else ()
