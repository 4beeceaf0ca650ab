"""What the vault refuses, in sentences that say how to go on."""

from __future__ import annotations


class VaultError(Exception):
    """The vault cannot do what is asked; the message is a whole sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SealBroken(VaultError):
    """A sealed text was altered, belongs elsewhere, or its key is not here."""


class KeysRefused(VaultError):
    """The keys cannot be used as they are kept."""
