"""What tests of running the platform share."""

from __future__ import annotations

from tests.access.conftest import by_password_alone, world

__all__ = ["by_password_alone", "world"]
