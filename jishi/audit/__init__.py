"""The audit: who did and who saw what, recorded with the deed, chained, and anchored outside the database.

Rooms above call `actions` inside their own transaction and register the sentence of each of their verbs in
`enums.verbs`. This room knows nobody above it: an event names its account, its unit and its subject in text.
How events and anchors are written, exactly, is in docs/audit-format.md.
"""
