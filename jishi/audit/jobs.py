"""What goes on by itself: anchoring, at a set interval, beside the server or on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event as Signal

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jishi.audit.actions import anchor

_log = logging.getLogger(__name__)


def keep_anchoring(
    stop: Signal, *, minutes: int | None = None, clock: Callable[[], datetime] = timezone.now
) -> None:
    """Anchor now and at every interval until told to stop; a failure is logged and tried again next time."""
    interval = 60 * (settings.ANCHOR_MINUTES if minutes is None else minutes)
    while True:
        anchor_once(at=clock())
        if stop.wait(interval):
            return


def anchor_once(*, at: datetime) -> str:
    """Anchor and say what was anchored, or why not; the database connection is given back."""
    try:
        moved = [line for line in anchor(at=at) if line.chain]
    except (OSError, DatabaseError) as error:
        _log.exception("库外锚定没有写成：%s。请检查 %s 能否写入。", error, settings.ANCHOR_DIR)
        return f"库外锚定没有写成：{error}。请检查 {settings.ANCHOR_DIR} 能否写入。"
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return f"已锚定 {len(moved)} 条审计链。" if moved else "各审计链没有新记录，已写心跳。"
