"""What the platform logs: one line of JSON for each thing that happened, and nothing about anybody.

A line names an address by its pattern, never by its path or query; an error by its kind and where it rose,
never by its message, which may hold a value. Whatever else is logged loses every run of digits that could be
an ID number, a telephone or a bank card. Nothing here knows the platform or its database.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HOME = Path(__file__).resolve().parent.parent
_LONG = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{16,19}|(?:\+?86[- ]?)?1[3-9]\d{9})(?![0-9A-Za-z])")
_PARTED = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]\d{4}[- ]\d{4}|(?:\d{4}[- ]){3}\d{4}(?:[- ]?\d{1,3})?)(?!\d)")
_MOST_FRAMES = 30


def masked(text: str) -> str:
    """The text with every run of digits that could be somebody's hidden."""
    return _PARTED.sub("***", _LONG.sub("***", text))


class Lines(logging.Formatter):
    """A record as one line of JSON.

    Shape: {"at", "level", "of", "what", …}: what a request or a caller adds as `told`, and `error`, `where`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        second = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "at": f"{second}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "of": record.name,
            "what": _what(record),
        }
        told = getattr(record, "told", None)
        if isinstance(told, Mapping):
            line.update(told)
        request = getattr(record, "request", None)
        if request is not None:
            line.update(request=getattr(request, "request_id", ""), route=route_of(request))
        if record.exc_info and record.exc_info[1] is not None:
            line.update(_error(record.exc_info[1]))
        return masked(json.dumps(line, ensure_ascii=False, default=str))


def route_of(request: Any) -> str:
    """The pattern of the address asked for; nothing of what stands in it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "?"


def _what(record: logging.LogRecord) -> str:
    """The message; its fixed words alone beside an error, none of it where it quotes a request."""
    if record.name.startswith("django.security"):
        return "suspicious request"  # its message quotes what was sent
    if hasattr(record, "request"):
        return f"answered {getattr(record, 'status_code', '')}".strip()
    if record.exc_info:
        return str(record.msg)
    return record.getMessage()


def _error(error: BaseException) -> dict[str, Any]:
    """Each error's kind and where it rose, what it was caused by last."""
    kinds: list[str] = []
    frames: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < 5:
        kinds.append(type(seen).__qualname__)
        frames += [_place(frame) for frame in traceback.extract_tb(seen.__traceback__)[-_MOST_FRAMES:]]
        seen = seen.__cause__ or seen.__context__
    return {"error": kinds, "where": frames}


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(_HOME) if path.is_relative_to(_HOME) else Path(*path.parts[-3:])
    return f"{name}:{frame.lineno} {frame.name}"


def configuration(level: str) -> dict[str, Any]:
    """How Python's logging is set up: every line to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "jishi.logs.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "jishi": {"level": level},
            # Django sets up these two by itself; here they speak as all the others do.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.db.backends": {"level": "ERROR"},  # statements hold values
            "gunicorn.error": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
