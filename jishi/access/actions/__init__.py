"""The verbs of this room. Each checks, writes and records its audit event in one transaction.

Whatever takes something away from an account raises its `stamp`, which ends every session it has.
"""
