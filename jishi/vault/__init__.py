"""The vault: what is kept sealed, found without being opened, and proven unchanged.

Three uses of keys, each with keys of its own: `seal`/`unseal` (ID numbers, telephones, bank cards as
stored), `blind_index` (exact search among sealed values), `mac_key` (the chain of the audit). A sealed text
is bound to its table, row and field, and names its key and cipher, so that old and new keys are read side by
side. Who may unseal, and that it is recorded, is decided by the rooms above.
"""

from jishi.vault.indexing import blind_index, blind_indexes
from jishi.vault.macs import MacKey, current_mac_key, mac_key
from jishi.vault.refusals import KeysRefused, SealBroken
from jishi.vault.sealing import reseal, resealed, seal, unseal

__all__ = [
    "KeysRefused",
    "MacKey",
    "SealBroken",
    "blind_index",
    "blind_indexes",
    "current_mac_key",
    "mac_key",
    "reseal",
    "resealed",
    "seal",
    "unseal",
]
