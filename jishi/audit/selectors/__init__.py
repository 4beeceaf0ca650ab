"""Reading the audit: who saw this person, what did this account see, and is all of it still as recorded."""

from jishi.audit.selectors.anchors import AnchorRecord, anchor_record
from jishi.audit.selectors.deeds import deeds_of_all, deeds_until
from jishi.audit.selectors.events import (
    EventFilter,
    Page,
    Position,
    events,
    events_about,
    events_by,
    every_event,
)
from jishi.audit.selectors.verification import (
    Fault,
    Report,
    Verification,
    every_chain,
    signed_rows,
    verify,
    verify_all,
)

__all__ = [
    "AnchorRecord",
    "EventFilter",
    "Fault",
    "Page",
    "Position",
    "Report",
    "Verification",
    "anchor_record",
    "deeds_of_all",
    "deeds_until",
    "events",
    "events_about",
    "events_by",
    "every_chain",
    "every_event",
    "signed_rows",
    "verify",
    "verify_all",
]
