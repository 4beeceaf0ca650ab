"""The only clock of the web. Everything below takes its day and instant as arguments."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The instant a request is answered."""
    return timezone.now()


def today() -> date:
    """The day it is where the platform is used."""
    return timezone.localdate()
