"""Events, the heads of their chains, and the exact text that is hashed for either."""

from jishi.audit.models.anchor_line import AnchorLine
from jishi.audit.models.chain import GENESIS, SIGNED_FIELDS, Proofs, current_proof, instant
from jishi.audit.models.event import Event
from jishi.audit.models.heads import AnchorHead, ChainHead

__all__ = [
    "GENESIS",
    "SIGNED_FIELDS",
    "AnchorHead",
    "AnchorLine",
    "ChainHead",
    "Event",
    "Proofs",
    "current_proof",
    "instant",
]
