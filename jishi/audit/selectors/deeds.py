"""How far writing has got: what was read since the last deed of a chain is still so."""

from __future__ import annotations

from django.db.models import Sum

from jishi.audit.models import ChainHead


def deeds_until(chain: str) -> int:
    """The number of the last event on a chain that tells of a deed.

    Shape: it grows with every transaction that recorded one, in the order in which they became visible, for
    the head of the chain is locked until the end of each; looks and exports leave it alone. One query.
    """
    return ChainHead.objects.filter(chain=chain).values_list("deed", flat=True).first() or 0


def deeds_of_all(beginning: str) -> int:
    """The same over all chains whose name begins alike: the sum of their numbers. One query."""
    found = ChainHead.objects.filter(chain__startswith=beginning).aggregate(deeds=Sum("deed"))
    return found["deeds"] or 0
