"""Which chains of the audit a duty may read."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.access.enums import Permission
from jishi.access.permissions import Sight
from jishi.access.selectors.accounts import districts_visible_to

PLATFORM = "platform"


def chains_of(sight: Sight) -> Sequence[str]:
    """The chains a duty reads: business of its districts for the auditor, else administration."""
    chains: list[str] = []
    if sight.may(Permission.AUDIT_VIEW):
        chains += [f"district-{district.pk}" for district in districts_visible_to(sight)]
    if sight.may(Permission.ADMIN_AUDIT_VIEW):
        chains.append(PLATFORM)
    return chains
