"""员额 of every community of a district by its policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from jishi.ledger import Refused
from jishi.places.models import Unit
from jishi.places.rulings import pack_of
from jishi.policy.errors import PolicyError
from jishi.policy.facts.units import Scope
from jishi.policy.uses.quota import quota_everywhere
from jishi.registry.rulings.records import communities_of, records_of

Key = tuple[str, str]  # street and community


@dataclass(frozen=True, slots=True)
class CommunityQuota:
    """What a community may have at most; None when it cannot be told, for want of the facts in `missing`."""

    quota: int | None
    households: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotas:
    """The quota of every community of a district on a day.

    Shape: `rows` by street and community; `sentence` says why there are none.
    """

    rows: Mapping[Key, CommunityQuota] = field(default_factory=dict)
    clause: str = ""
    sentence: str = ""


def community_quotas(district: Unit, on: date, *, known_at: datetime | None = None) -> Quotas:
    """What the communities of a district may have, by the first standard of the pack that is of communities.

    A community of which a fact is missing has a row without a quota that names the fact.
    """
    try:
        pack = pack_of(district)
        rule = next(rule for rule in pack.quota if Scope(rule.scope) is Scope.COMMUNITY)
        communities = communities_of(district, on, known_at=known_at)
        only = replace(pack, quota=(rule,))
        result = quota_everywhere(only, records_of({}, on, communities=communities), on)[0]
    except StopIteration:
        return Quotas(sentence="本区的政策包没有按社区核定员额的规则。")
    except Refused as refusal:
        return Quotas(sentence=refusal.sentence)
    except PolicyError as error:
        return Quotas(sentence=f"员额无法测算：{error.what}。")
    rows = {
        (row.street or "", row.unit): CommunityQuota(row.quota, row.households, row.missing)
        for row in result.rows
    }
    return Quotas(rows, "、".join(rule.citation.refs))
