"""Writing the audit: events with the deed they tell of, anchors outside the database."""

from jishi.audit.actions.anchoring import anchor
from jishi.audit.actions.particulars import masked, particulars_of
from jishi.audit.actions.recording import (
    AuditFailed,
    Entry,
    Export,
    record,
    record_export,
    record_many,
    record_view,
)

__all__ = [
    "AuditFailed",
    "Entry",
    "Export",
    "anchor",
    "masked",
    "particulars_of",
    "record",
    "record_export",
    "record_many",
    "record_view",
]
