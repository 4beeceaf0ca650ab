"""How a demo is known from anything else in a database."""

from __future__ import annotations

from jishi.access.models import Account
from jishi.places.models import Unit

MARK = "demo/"  # how the code of a demo's city begins


def demo_city() -> Unit | None:
    """The city of the demo, if one is loaded."""
    return Unit.objects.filter(parent=None, code__startswith=MARK).first()


def holds_anything_else() -> bool:
    """Whether the database holds places or accounts that are not the demo's."""
    return demo_city() is None and (Unit.objects.exists() or Account.objects.exists())
