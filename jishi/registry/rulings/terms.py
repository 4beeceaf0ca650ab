"""The words of a district's policy that decide where somebody stands: classes, 一肩挑, custody, ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jishi.places.models import Unit
from jishi.places.rulings import loaded
from jishi.policy.pack.model import BLANK, Pack
from jishi.policy.uses.situation import fact_rules
from jishi.registry.enums import Keeper
from jishi.registry.models import Appointment
from jishi.roster.vocabulary import CERTIFICATES, DEGREES, LEVELS

BY_DISTRICT = "组织部"  # what the keeper of a file is called where the district keeps it
_ANY_DAY = date(2000, 1, 1)  # the mappings of posts are not dated


@dataclass(frozen=True, slots=True)
class PackTerms:
    """What a projection needs to know of a policy.

    Shape: `classes` lowest first; `kept_by_district` classes and positions whose files the district keeps.
    """

    classes: tuple[str, ...] = ()
    class_of: Mapping[str, str] | None = None
    dual_heads: tuple[tuple[frozenset[str], ...], ...] = ()
    kept_by_district: frozenset[str] = frozenset()

    def post_class(self, positions: Iterable[str]) -> str:
        """The highest class among some positions; empty when none is mapped."""
        ranks = [rank for position in positions if (rank := self._rank(position)) is not None]
        return self.classes[max(ranks)] if ranks else ""

    def main_post(self, posts: Sequence[Appointment]) -> Appointment | None:
        """The post that pay follows: the highest, of equals the one held longest, then the first mapped."""
        order = {name: place for place, name in enumerate(self.class_of or {})}
        return min(
            posts,
            key=lambda post: (
                -(-1 if (rank := self._rank(post.position)) is None else rank),
                post.valid_from,
                order.get(post.position, len(order)),
                post.position,
            ),
            default=None,
        )

    def dual_head(self, posts: Sequence[Appointment]) -> bool:
        """Whether posts of one unit together are 一肩挑 (R-078)."""
        held: dict[int, set[str]] = {}
        for post in posts:
            held.setdefault(post.unit_id, set()).add(post.position)
        return any(
            all(positions & group for group in groups)
            for positions in held.values()
            for groups in self.dual_heads
        )

    def keeper(self, positions: Iterable[str]) -> Keeper:
        """Who keeps the file of somebody in some positions (R-097)."""
        listed = set(positions)
        kept = self.kept_by_district & {*listed, self.post_class(listed)}
        return Keeper.DISTRICT if kept else Keeper.STREET

    def _rank(self, position: str) -> int | None:
        name = (self.class_of or {}).get(position)
        return self.classes.index(name) if name in self.classes else None


def terms_of(district: Unit) -> PackTerms:
    """The terms of a district's policy; a district without one has none."""
    return _terms(district.pack) if district.pack else PackTerms()


@lru_cache(maxsize=32)
def _terms(code: str) -> PackTerms:
    pack = loaded(code)
    rules = fact_rules(pack, _ANY_DAY)
    return PackTerms(
        classes=rules.post_classes,
        class_of=rules.class_of,
        dual_heads=tuple(each.groups for each in rules.dual_heads),
        kept_by_district=_kept_by_district(pack),
    )


def _kept_by_district(pack: Pack) -> frozenset[str]:
    """The classes and positions whose files a custody rule gives to the district."""
    names = {name for each in pack.lists.position_classes for name in (each.name, each.post_class)}
    return frozenset(
        name
        for rule in pack.lists.custodies
        if rule.keeper != BLANK and BY_DISTRICT in rule.keeper and "≠" not in rule.applies
        for name in names
        if name in rule.applies
    )


def custody_clause(pack: Pack, keeper: Keeper) -> str:
    """The clause that says who keeps the file; empty where the policy leaves it open."""
    for rule in pack.lists.custodies:
        if rule.keeper != BLANK and (BY_DISTRICT in rule.keeper) == (keeper is Keeper.DISTRICT):
            return "、".join(rule.citation.refs)
    return ""


def highest(words: Sequence[str], held: Iterable[str]) -> str:
    """The highest of some words, by an order from high to low; one outside it when there is no other."""
    listed = [word for word in held if word]
    ranked = [word for word in words if word in listed]
    return ranked[0] if ranked else next(iter(listed), "")


EDUCATION_RANKS = LEVELS.words
DEGREE_RANKS = DEGREES.words
CERTIFICATE_RANKS = tuple(reversed(CERTIFICATES.words))
